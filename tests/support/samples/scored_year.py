"""A made-up year of evidence, assessed: with a plan that feeds every channel, and a roster."""

import datetime as dt
from dataclasses import replace
from typing import Any

from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.roster import Roster
from campaign.scoring.assessment import Assessment, assess
from campaign.scoring.collect import CollectedEvidence
from tests.support.samples.definitions import plan
from tests.support.samples.evidence_year import FORMS, Year, made_up_year

END = dt.date(2026, 12, 31)


def scoring_plan(**appraisal: Any) -> Plan:
    """Return the shipped plan with the obligations that feed a made-up year's channels."""
    shipped = plan()
    forms = sorted({form for forms in FORMS.values() for form in forms})
    obligations = [
        Obligation(
            key=form,
            name=form,
            form=form,
            classes=tuple(name for name in ("支部", "单位") if form in FORMS[name]),
        )
        for form in forms
    ]
    changed = shipped.appraisal.model_copy(update=appraisal)
    return shipped.model_copy(update={"obligations": tuple(obligations), "appraisal": changed})


def gathered(year: Year, **more: Any) -> CollectedEvidence:
    """Return a made-up year as it is gathered."""
    return CollectedEvidence(
        evidence=year.evidence,
        vetoes=year.vetoes,
        criticisms=year.criticisms,
        key_rectifications=year.key_rectifications,
        **more,
    )


def assessed(
    seed: int = 1,
    size: int = 12,
    *,
    day: dt.date = END,
    of: Plan | None = None,
    **more: Any,
) -> Assessment:
    """Return a made-up year's assessment; ``more`` is gathered besides."""
    of = of or scoring_plan()
    year = made_up_year(seed, size, of.appraisal)
    criticisms = (*year.criticisms, *more.pop("more_criticisms", ()))
    decisions = (*year.key_rectifications, *more.pop("more_decisions", ()))
    year = replace(year, criticisms=criticisms, key_rectifications=decisions)
    left_out = more.pop("left_out", ())
    ratings = tuple(rating for rating in year.evidence.ratings if rating not in left_out)
    year = replace(year, evidence=replace(year.evidence, ratings=ratings))
    roster = Roster(units=year.units, people=more.pop("people", ()), leading_group=())
    return assess(gathered(year, **more), of, roster, day)
