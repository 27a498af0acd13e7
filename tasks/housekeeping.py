"""Archive the year, and remove copies past their retention period."""

import datetime as dt

from prefect.artifacts import acreate_table_artifact

from campaign.deadlines.agenda import Action, ActionKind
from campaign.definitions.plan import Retention
from services.agenda.action import ActionResult
from services.audit import retention, year_archive
from services.audit.retention import Removed
from services.context import AppContext
from tasks.agenda import action_step
from tasks.office_task import office_task

REMOVED = "daily-removed"


@action_step(
    ActionKind.ARCHIVE,
    "成果公布后，将全年材料打包归档，附校验值。",
    tags=["归档"],
    retries=2,
)
def archive_year(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Pack the year's records once its result is published."""
    return year_archive.archive_year(context, action, now)


async def clean_up_copies(context: AppContext) -> None:
    """Remove copies past their retention period, and show how many, if any."""
    removed = await _remove_copies(context)
    if removed.returned or removed.mail:
        await _show(removed, context.definitions.plan.retention)


@office_task(
    "清理过期副本",
    "退回件、回执和邮件副本超过方案所定的保存期限的，予以清理；原件和办理记录永久保存。",
    tags=["清理"],
    retries=2,
)
def _remove_copies(context: AppContext) -> Removed:
    """Remove copies by their age at the present time, whatever day the run is for."""
    periods = context.definitions.plan.retention
    return retention.remove_old(context.engine, context.home, periods, context.now())


async def _show(removed: Removed, months: Retention) -> None:
    rows = [
        {"副本": label, "保存期限": f"{months_kept}个月", "清理": f"{number}份"}
        for label, months_kept, number in (
            ("退回件和回执", months.returned_months, removed.returned),
            ("邮件副本", months.mail_months, removed.mail),
        )
    ]
    later = f"；{removed.locked}份被占用，下次再清理" if removed.locked else ""
    words = f"清理过期副本，原件和办理记录不动{later}"
    await acreate_table_artifact(key=REMOVED, table=rows, description=words)
