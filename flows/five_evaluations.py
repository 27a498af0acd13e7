"""Five evaluations (五评): windows and workbooks of the channels, coverage, the report mid-way."""

from flows.intake import ingest_inbox
from flows.runtime import phase_flow
from tasks.agenda import PhaseRun
from tasks.issue import issue_workbooks
from tasks.publish import announce_evaluation
from tasks.remind import report_coverage
from tasks.score import assess_interim, report_interim


@phase_flow("五评", "通知自评、互评、社会评议，发放评议表，汇总报送情况，报告中期进展")
async def five_evaluations(run: PhaseRun) -> None:
    """Five evaluations (五评): S33, S35, S38, S42."""
    await ingest_inbox(run)
    for day in run.days:
        await issue_workbooks(day)  # 评议表
        await announce_evaluation(day)  # 评议通知
        await report_coverage(day)  # 报送情况
        scores = await assess_interim(day)  # 计算成绩
        await report_interim(day, scores)  # 中期情况报告
