"""Keep 汇总 and 原件库 up to date after a sweep that changed them, and every morning."""

import asyncio

from prefect import get_run_logger
from prefect.artifacts import acreate_table_artifact

from services.context import AppContext
from services.intake.inbox import scan
from services.reports.process import update_apart
from services.reports.state import UpdatedReports, is_outdated
from tasks.office_task import office_task

REPORTS = "reports-updated"


async def update_reports(context: AppContext) -> None:
    """Bring the reports up to date, if anything changed, and show which were written."""
    day = context.now().date()
    if await asyncio.to_thread(is_outdated, context, day):
        updated = await _update(context)
        if updated is None:
            get_run_logger().info("reports go on in the background: files wait in the inbox")
        elif updated.written or updated.busy:
            await _show(updated)


@office_task("汇总", "更新有变化的汇总表和原件库。", tags=["汇总"], retries=1)
def _update(context: AppContext) -> UpdatedReports | None:
    """Wait for the process that writes them, unless new files want to be answered."""
    return update_apart(context, context.now().date(), lambda: bool(scan(context.home)))


async def _show(updated: UpdatedReports) -> None:
    states = (("已更新", updated.written), ("有人正在使用，下次再更新", updated.busy))
    rows = [{"汇总表": name, "情况": state} for state, names in states for name in names]
    words = f"更新汇总表{len(updated.written)}份，放入原件库{updated.originals}份。"
    await acreate_table_artifact(key=REPORTS, table=rows, description=words)
