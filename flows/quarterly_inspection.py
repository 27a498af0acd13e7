"""Quarterly inspection (季度检查): sheets to the office, then ranking, red flags, notices."""

import datetime as dt

from prefect import flow

from campaign.deadlines.agenda import ActionKind, PhaseFlow
from flows.phase import work_through
from services.issuing.send_workbooks import send_workbooks
from services.monitoring.inspection_bulletin import report_inspections
from tasks.hooks import alarm_office
from tasks.run_names import named

STEPS = {
    ActionKind.ISSUE: send_workbooks,
    ActionKind.INSPECTION_BULLETIN: report_inspections,
}


@flow(
    name="quarterly-inspection",
    description="季度检查：发放检查表，通报检查名次和流动红旗，发整改通知书，核对整改台账",
    flow_run_name=named("季度检查"),
    on_failure=[alarm_office],
    on_crashed=[alarm_office],
    persist_result=False,
)
async def quarterly_inspection(as_of: dt.date | None = None) -> None:
    """Do what the quarter has for this day; ``as_of`` stands in for the planned day."""
    await work_through(PhaseFlow.QUARTERLY_INSPECTION, STEPS, as_of)
