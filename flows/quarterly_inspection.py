"""Quarterly inspection (季度检查): sheets to the office, then ranking, red flags, notices."""

from flows.intake import ingest_inbox
from flows.runtime import phase_flow
from tasks.agenda import PhaseRun
from tasks.issue import issue_workbooks
from tasks.publish import report_inspections


@phase_flow("季度检查", "发放检查表，通报检查名次和流动红旗，发整改通知书，核对整改台账")
async def quarterly_inspection(run: PhaseRun) -> None:
    """Quarterly inspection (季度检查): S39, and the rectification of findings."""
    await ingest_inbox(run)
    for day in run.days:
        await issue_workbooks(day)  # 检查表
        await report_inspections(day)  # 检查情况通报、整改通知书
