"""The year's end (巩固提高): 回头看, summaries, the joint meeting, the result, the archive."""

import datetime as dt

from prefect import flow

from campaign.agenda import Flow, Kind
from flows.announcing import follow_results
from flows.opening import open_for_run
from flows.phases import work_through
from tasks.approval_runs import await_approvals
from tasks.home import find_home
from tasks.hooks import alarm_office
from tasks.run_names import named
from tasks.steps.archiving import archive_year
from tasks.steps.consolidation import consolidate
from tasks.steps.coverage import report_coverage
from tasks.steps.invitation import invite
from tasks.steps.workbooks import send_workbooks
from tasks.task_options import as_it_is

STEPS = {
    Kind.ISSUE: send_workbooks,
    Kind.INVITE: invite,
    Kind.COVERAGE: report_coverage,
    Kind.CONSOLIDATE: consolidate,
    Kind.ARCHIVE: archive_year,
}


@flow(
    name="year-end",
    description="巩固提高：联席会通知，“回头看”和总结情况，汇总全年成绩送审，公示公布，年度归档",
    flow_run_name=named("巩固提高"),
    on_failure=[alarm_office],
    on_crashed=[alarm_office],
    persist_result=False,
)
async def year_end(as_of: dt.date | None = None) -> None:
    """Do what the year's end has for this day; ``as_of`` stands in for the planned day.

    Results are looked after as they are now: one submitted gets a run that waits for approval, one
    approved is announced, one whose notice is over is published, and then the year is archived.
    """
    office = await open_for_run(find_home(None))
    await follow_results(office)
    await work_through(Flow.YEAR_END, STEPS, as_of)
    await await_approvals(as_it_is(office))
    office.engine.dispose()
