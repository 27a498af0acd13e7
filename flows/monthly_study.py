"""Monthly study (每月学习), June to December: the month's topics and workbook out, the bulletin."""

import datetime as dt

from prefect import flow

from campaign.deadlines.agenda import ActionKind, PhaseFlow
from flows.phase import work_through
from services.deadlines.coverage import report_coverage
from services.issuing.send_workbooks import send_workbooks
from services.monitoring.study_bulletin import report_study
from services.publishing.meeting_invitation import invite
from tasks.hooks import alarm_office
from tasks.run_names import named

STEPS = {
    ActionKind.ISSUE: send_workbooks,
    ActionKind.INVITE: invite,
    ActionKind.COVERAGE: report_coverage,
    ActionKind.STUDY_BULLETIN: report_study,
}


@flow(
    name="monthly-study",
    description="每月学习：发放当月学习专题和月报表，次月通报学习情况，列出缺席未补学人员",
    flow_run_name=named("每月学习"),
    on_failure=[alarm_office],
    on_crashed=[alarm_office],
    persist_result=False,
)
async def monthly_study(as_of: dt.date | None = None) -> None:
    """Do what the month has for this day; ``as_of`` stands in for the planned day."""
    await work_through(PhaseFlow.MONTHLY_STUDY, STEPS, as_of)
