"""Mobilization (动员部署), April and May: scheme, meeting, blank workbooks, who has mobilised."""

import datetime as dt

from prefect import flow

from campaign.agenda import Flow, Kind
from flows.phases import work_through
from tasks.hooks import alarm_office
from tasks.run_names import named
from tasks.steps.coverage import report_coverage
from tasks.steps.invitation import invite
from tasks.steps.scheme import publish_scheme
from tasks.steps.workbooks import send_workbooks

STEPS = {
    Kind.SCHEME: publish_scheme,
    Kind.ISSUE: send_workbooks,
    Kind.INVITE: invite,
    Kind.COVERAGE: report_coverage,
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
    await work_through(Flow.MOBILIZATION, STEPS, as_of)
