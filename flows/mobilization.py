"""Mobilization (动员部署), April and May: scheme, meeting, blank workbooks, who has mobilised."""

from flows.intake import ingest_inbox
from flows.runtime import phase_flow
from tasks.agenda import PhaseRun
from tasks.issue import issue_workbooks
from tasks.publish import invite_to_meeting, publish_scheme
from tasks.remind import report_coverage


@phase_flow("动员部署", "印发实施方案，发放空白报表，通知动员大会，汇总各单位动员情况")
async def mobilization(run: PhaseRun) -> None:
    """Mobilization (动员部署), April and May: S4 to S7, S56 to S58."""
    await ingest_inbox(run)
    for day in run.days:
        await publish_scheme(day)  # 实施方案
        await issue_workbooks(day)  # 空白报表
        await invite_to_meeting(day)  # 动员大会
        await report_coverage(day)  # 动员情况
