"""Monthly study (每月学习), June to December: the month's topics and workbook out, the bulletin."""

from flows.intake import ingest_inbox
from flows.runtime import phase_flow
from tasks.agenda import PhaseRun
from tasks.issue import issue_workbooks
from tasks.publish import invite_to_meeting, report_study
from tasks.remind import report_coverage


@phase_flow("每月学习", "发放当月学习专题和月报表，次月通报学习情况，列出缺席未补学人员")
async def monthly_study(run: PhaseRun) -> None:
    """Monthly study (每月学习), June to December: S9 to S15."""
    await ingest_inbox(run)
    for day in run.days:
        await issue_workbooks(day)  # 学习专题、月报表
        await invite_to_meeting(day)  # 会议通知
        await report_coverage(day)  # 报送情况
        await report_study(day)  # 上月学习情况通报
