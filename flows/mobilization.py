"""Mobilization (动员部署), April and May: scheme, meeting, blank workbooks, who has mobilised."""

import datetime as dt

from prefect import flow

from campaign.deadlines.agenda import ActionKind, PhaseFlow
from flows.phase import work_through
from services.deadlines.coverage import report_coverage
from services.issuing.send_workbooks import send_workbooks
from services.publishing.meeting_invitation import invite
from services.publishing.scheme import publish_scheme
from tasks.hooks import alarm_office
from tasks.run_names import named

STEPS = {
    ActionKind.SCHEME: publish_scheme,
    ActionKind.ISSUE: send_workbooks,
    ActionKind.INVITE: invite,
    ActionKind.COVERAGE: report_coverage,
}


@flow(
    name="mobilization",
    description="动员部署：印发实施方案，发放空白报表，通知动员大会，汇总各单位动员情况",
    flow_run_name=named("动员部署"),
    on_failure=[alarm_office],
    on_crashed=[alarm_office],
    persist_result=False,
)
async def mobilization(as_of: dt.date | None = None) -> None:
    """Do what April and May have for this day; ``as_of`` stands in for the planned day."""
    await work_through(PhaseFlow.MOBILIZATION, STEPS, as_of)
