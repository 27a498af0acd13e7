"""Reports on the five evaluations mid-way (S33), to the office alone."""

import datetime as dt

from adapters.mail.messages import Letter
from campaign.deadlines.agenda import Action
from campaign.scoring.assessment import Assessment
from campaign.scoring.explain.interim_report import interim_scores
from services.agenda.action import ActionResult
from services.assessment import assess_day
from services.context import AppContext
from services.publishing.circulars import to_office

KIND = "midway"


def assess_interim(context: AppContext, now: dt.datetime) -> Assessment | None:
    """Assess the units as of now; return None from the day of the year's result on."""
    if _is_too_late(context, now):
        return None
    return assess_day(context.engine, context.definitions, now.date())


def report_interim(
    context: AppContext, action: Action, now: dt.datetime, assessment: Assessment | None = None
) -> ActionResult:
    """Make the mail to the office with the interim scores of now; none once the result is due.

    The report lies in no folder: whoever may enter the share could read from it who gave what.
    ``assessment`` is one of ``assess_interim``; without it the units are assessed now.
    """
    assessment = assessment or assess_interim(context, now)
    if assessment is None or _is_too_late(context, now):
        return ActionResult(note="已到汇总全年成绩的日期，不再作中期报告")
    scores = interim_scores(assessment)
    post = to_office(context, action, Letter(kind=KIND, facts={"scores": scores}), now)
    ranked = sum(unit.rank is not None for unit in scores.ranks)
    return ActionResult(note=f"{len(scores.ranks)}个单位，可以排名的{ranked}个", posts=(post,))


def _is_too_late(context: AppContext, now: dt.datetime) -> bool:
    result_on = context.definitions.plan.appraisal.result_on
    return result_on is not None and now.date() >= result_on
