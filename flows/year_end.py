"""The year's end (巩固提高): 回头看, summaries, the joint meeting, the result, the archive."""

from flows.intake import ingest_inbox
from flows.results import follow_results
from flows.runtime import phase_flow
from tasks.agenda import PhaseRun
from tasks.approve import request_approvals
from tasks.housekeeping import archive_year
from tasks.issue import issue_workbooks
from tasks.publish import invite_to_meeting
from tasks.remind import report_coverage
from tasks.score import assess_year, consolidate_year


@phase_flow(
    "巩固提高",
    "联席会通知，“回头看”和总结情况，汇总全年成绩送审，公示公布，年度归档",
)
async def year_end(run: PhaseRun) -> None:
    """The year's end (巩固提高), December to March: S45, S49 to S51, S61, S64, S65.

    Results are looked after as they are now: one approved is announced, one whose notice is over
    is published, one submitted gets a run that waits for approval.
    """
    await follow_results(run.context)  # 公示、公布
    await ingest_inbox(run)
    for day in run.days:
        await issue_workbooks(day)  # 总结表
        await invite_to_meeting(day)  # 联席会
        await report_coverage(day)  # “回头看”、总结报送情况
        scores = await assess_year(day)  # 计算成绩
        await consolidate_year(day, scores)  # 汇总全年成绩
        await archive_year(day)  # 年度归档
    await request_approvals(run.context)  # 送审
