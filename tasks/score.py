"""Assess the units: for the interim report, and for the year's result."""

import datetime as dt

from campaign.deadlines.agenda import Action, ActionKind
from campaign.scoring.assessment import Assessment
from services.agenda.action import ActionResult
from services.context import AppContext
from services.results.publish import consolidation
from services.results.register.register import DerivedResult
from services.scoring import interim_report
from tasks.agenda import DueActions, action_step
from tasks.office_task import office_task


async def assess_interim(due: DueActions) -> Assessment | None:
    """Assess the units as of now if the interim report is due, else return None."""
    for _ in due.of(ActionKind.MIDWAY_REPORT):
        return await _assess_interim(due.context)
    return None


async def assess_year(due: DueActions) -> DerivedResult | None:
    """Assess the units as of the day if the year is consolidated on it, else return None."""
    for action in due.of(ActionKind.CONSOLIDATE):
        return await _assess_year(due.context, action)
    return None


@action_step(
    ActionKind.MIDWAY_REPORT,
    "把五评中期得分情况报党办，不发各单位。",
    tags=["通报"],
    retries=2,
)
def report_interim(
    context: AppContext, action: Action, now: dt.datetime, assessment: Assessment | None
) -> ActionResult:
    """Report the state of the five evaluations to the office."""
    return interim_report.report_interim(context, action, now, assessment)


@action_step(
    ActionKind.CONSOLIDATE,
    "起草全年考评成果，提交领导小组审批，把送审稿报党办。",
    tags=["计分"],
    retries=2,
)
def consolidate_year(
    context: AppContext, action: Action, now: dt.datetime, derived: DerivedResult | None
) -> ActionResult:
    """Draft the year's result and submit it for approval."""
    return consolidation.consolidate(context, action, now, derived)


_NAME, _TAGS = "计算成绩", ["计分"]


@office_task(_NAME, "按已接收的报表计算各单位截至当前的得分。", tags=_TAGS, retries=2)
def _assess_interim(context: AppContext) -> Assessment | None:
    return interim_report.assess_interim(context, context.now())


@office_task(_NAME, "按已接收的报表计算全年得分和名次。", tags=_TAGS, retries=2)
def _assess_year(context: AppContext, action: Action) -> DerivedResult | None:
    return consolidation.derive(context, action, context.now())
