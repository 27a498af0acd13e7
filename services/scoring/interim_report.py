"""Reports to the office, and to it alone, where the five evaluations stand mid-way."""

import datetime as dt
from dataclasses import dataclass

from adapters.mail.messages import render_message
from campaign.deadlines.agenda import Action
from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.interim_report import InterimScores, interim_scores
from campaign.values.message import Letterhead
from services.agenda.action import ActionResult
from services.context import AppContext
from services.publishing.circulars import letterhead, to_office
from services.scoring.assessment import assess_day

KIND = "midway"


@dataclass(frozen=True, kw_only=True, slots=True)
class InterimReport:
    """The facts of ``midway``; ``least`` is the weight from which on a unit is ranked."""

    letterhead: Letterhead
    found: InterimScores
    least: int


def assess_interim(context: AppContext, now: dt.datetime) -> Assessment | None:
    """Assess the units as of now; None from the day on which the year's result is drafted."""
    if _is_too_late(context, now):
        return None
    return assess_day(context.engine, context.definitions, now.date())


def report_interim(
    context: AppContext, action: Action, now: dt.datetime, assessment: Assessment | None = None
) -> ActionResult:
    """Mail the state of now to the office.

    It lies in no folder: whoever may enter the share could read from it who gave what.
    ``assessment`` is what ``assess_interim`` gave before; without it the units are assessed now.
    """
    definitions = context.definitions
    plan = definitions.plan
    assessment = assessment or assess_interim(context, now)
    if assessment is None or _is_too_late(context, now):
        return ActionResult(note="已到汇总全年成绩的日期，不再作中期报告")
    found = interim_scores(assessment)
    facts = InterimReport(
        letterhead=letterhead(definitions, plan.campaign.office, now),
        found=found,
        least=plan.appraisal.least_weight_present,
    )
    post = to_office(context, action, KIND, render_message(KIND, facts))
    ranked = sum(place.rank is not None for place in found.places)
    return ActionResult(note=f"{len(found.places)}个单位，可以排名的{ranked}个", posts=(post,))


def _is_too_late(context: AppContext, now: dt.datetime) -> bool:
    result_on = context.definitions.plan.appraisal.result_on
    return result_on is not None and now.date() >= result_on
