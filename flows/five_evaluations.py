"""Five evaluations (五评): windows and workbooks of the channels, coverage, the mid-way report."""

import datetime as dt

from prefect import flow

from campaign.deadlines.agenda import ActionKind, PhaseFlow
from flows.phase import work_through
from services.deadlines.coverage import report_coverage
from services.issuing.send_workbooks import send_workbooks
from services.publishing.evaluation_notice import announce_window
from services.scoring.interim_report import report_interim
from tasks.hooks import alarm_office
from tasks.run_names import named

STEPS = {
    ActionKind.ISSUE: send_workbooks,
    ActionKind.WINDOW: announce_window,
    ActionKind.COVERAGE: report_coverage,
    ActionKind.MIDWAY_REPORT: report_interim,
}


@flow(
    name="five-evaluations",
    description="五评：通知自评、互评、社会评议，发放评议表，汇总报送情况，报告中期进展",
    flow_run_name=named("五评"),
    on_failure=[alarm_office],
    on_crashed=[alarm_office],
    persist_result=False,
)
async def five_evaluations(as_of: dt.date | None = None) -> None:
    """Do what the evaluations have for this day; ``as_of`` stands in for the planned day."""
    await work_through(PhaseFlow.FIVE_EVALUATIONS, STEPS, as_of)
