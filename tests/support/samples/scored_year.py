"""A made-up year of evidence, assessed: with a plan that feeds every channel, and a roster."""

import datetime as dt
from dataclasses import replace
from typing import Any

from campaign.definitions.plan import Plan
from campaign.scoring.assessment import Assessment, assess
from rehearsal.content.evidence import FORMS, make_evidence_year, plan_with_forms
from tests.support.samples.definitions import first_plan, plan

END = dt.date(2026, 12, 31)

ALL_FORMS = dict.fromkeys(FORMS, frozenset().union(*FORMS.values()))
"""Every form feeds both classes."""


def scoring_plan(**appraisal: Any) -> Plan:
    """Return the plan of 0.2.0 with the obligations that feed a made-up year's channels."""
    changed = first_plan().appraisal.model_copy(update=appraisal)
    return plan_with_forms(first_plan()).model_copy(update={"appraisal": changed})


def fair_plan() -> Plan:
    """Return a plan with the shipped rules and the obligations that feed a made-up year."""
    return plan_with_forms(plan())


def assessed(
    seed: int = 1,
    size: int = 12,
    *,
    day: dt.date = END,
    of: Plan | None = None,
    **more: Any,
) -> Assessment:
    """Return a made-up year's assessment; ``more`` is collected besides."""
    of = of or scoring_plan()
    year = make_evidence_year(seed, size, of.appraisal, respondents=more.pop("respondents", 14))
    criticisms = (*year.criticisms, *more.pop("more_criticisms", ()))
    decisions = (*year.key_rectifications, *more.pop("more_decisions", ()))
    year = replace(year, criticisms=criticisms, key_rectifications=decisions)
    left_out = more.pop("left_out", ())
    ratings = tuple(rating for rating in year.evidence.ratings if rating not in left_out)
    year = replace(year, evidence=replace(year.evidence, ratings=ratings))
    roster = year.roster().model_copy(update={"people": more.pop("people", ())})
    return assess(replace(year.collected(), **more), of, roster, day)
