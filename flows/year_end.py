"""The year's end (巩固提高): 回头看, summaries, the joint meeting, the result, the archive."""

import datetime as dt

from prefect import flow

from adapters.files.home import find_home
from campaign.deadlines.agenda import ActionKind, PhaseFlow
from flows.phase import work_through
from flows.results import follow_results
from flows.runtime import open_for_run
from services.audit.year_archive import archive_year
from services.deadlines.coverage import report_coverage
from services.issuing.send_workbooks import send_workbooks
from services.publishing.meeting_invitation import invite
from services.results.publish.consolidation import consolidate
from tasks.approve import await_approvals
from tasks.hooks import alarm_office
from tasks.office_task import as_it_is
from tasks.run_names import named

STEPS = {
    ActionKind.ISSUE: send_workbooks,
    ActionKind.INVITE: invite,
    ActionKind.COVERAGE: report_coverage,
    ActionKind.CONSOLIDATE: consolidate,
    ActionKind.ARCHIVE: archive_year,
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
    context = await open_for_run(find_home(None))
    await follow_results(context)
    await work_through(PhaseFlow.YEAR_END, STEPS, as_of)
    await await_approvals(as_it_is(context))
    context.engine.dispose()
