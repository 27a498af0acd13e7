"""Every morning (每日): reminders, the office's digest, drafts, and old copies go."""

import datetime as dt

from prefect import flow, get_run_logger

from adapters.files.home import find_home
from adapters.mail.smtp import is_configured
from adapters.store.timestamps import now_in
from flows.readiness import process_inbox_first
from flows.runtime import open_for_run
from tasks import remind as steps
from tasks.agenda import day_of_run
from tasks.hooks import alarm_office
from tasks.notify import send_mail_now
from tasks.office_task import as_it_is


@flow(
    name="daily",
    description="每日情况：提醒尚未报送的单位，告知党办当日情况，拟写新事由的文件草稿，清理过期副本",
    flow_run_name=steps.daily_run_name,
    on_failure=[alarm_office],
    on_crashed=[alarm_office],
    persist_result=False,
)
async def daily(as_of: dt.date | None = None) -> None:
    """Do a day's work once; ``as_of`` stands in for the day of the run."""
    home = find_home(None)
    context = await open_for_run(home)
    zone = context.definitions.plan.campaign.time_zone
    day = steps.day_to_do(as_of, day_of_run(as_of, zone), now_in(zone).date())
    await process_inbox_first(home)
    found = await steps.send_reminders(as_it_is(context), day)
    await steps.show_day(found, context.definitions)
    drafted = await steps.write_drafts(as_it_is(context), day)
    get_run_logger().info("%d documents drafted", len(drafted))
    await steps.show_removed(await steps.clean_up(as_it_is(context)), context.definitions)
    if found.stale:
        get_run_logger().info("%s was done before: nothing is sent", found.stale)
    context.engine.dispose()
    if not is_configured():  # a mail server may be slow: it has a flow of its own
        await send_mail_now(home)
