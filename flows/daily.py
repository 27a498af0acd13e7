"""Every morning (每日): reminders, the office's digest, drafts, and old copies go."""

from typing import Annotated

from flows.intake import ingest_waiting_files
from flows.runtime import AsOf, form_field, office_flow
from tasks.housekeeping import clean_up_copies
from tasks.notify import write_mail_files
from tasks.publish import draft_documents
from tasks.remind import day_to_do, remind_units
from tasks.run_context import open_for_run

Ahead = Annotated[
    bool,
    form_field(
        "提前办理",
        "办理日期尚未到来的，须选中才办理；办理后，此前各日不再自动提醒。",
    ),
]


@office_flow("每日情况", "提醒尚未报送的单位，告知党办当日情况，拟写新事由的文件草稿，清理过期副本")
async def daily(as_of: AsOf = None, ahead: Ahead = False) -> None:
    """Run a day's actions once; ``as_of`` replaces the day of the run."""
    async with open_for_run() as context:
        day = day_to_do(as_of, context, ahead=ahead)
        await ingest_waiting_files(context)
        await remind_units(context, day)  # 提醒、每日情况
        await draft_documents(context, day)  # 文件草稿
        await clean_up_copies(context)  # 过期副本
    await write_mail_files()
