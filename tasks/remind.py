"""The steps of the daily run as Prefect tasks, and what it shows of the day."""

import asyncio
import datetime as dt

from prefect import task
from prefect.artifacts import acreate_table_artifact

from adapters.store.timestamps import now_in
from campaign.deadlines.completeness import debtors, lacking, reporting_rates
from campaign.definitions.definitions import Definitions
from campaign.tables import Audience
from campaign.tables.duties import debtor_table, reminder_table, tally_table
from services.audit import retention
from services.context import AppContext
from services.deadlines import reminders
from services.deadlines.reminders import Reminding
from services.publishing import drafts
from services.redaction import redact_logs
from tasks.artifacts import show_table
from tasks.office_task import OPTIONS
from tasks.run_names import named

OBLIGATIONS, DEBTORS, REMINDED = "daily-obligations", "daily-debtors", "daily-reminders"
REMOVED = "daily-removed"


def daily_run_name() -> str:
    """Return a daily run's name: by the day that it was asked for, else by its planned time."""
    from prefect.runtime import flow_run

    as_of = flow_run.parameters.get("as_of")
    if not as_of:
        return named("每日情况")()
    return f"每日情况-{dt.date.fromisoformat(str(as_of)):%-m月%-d日}"


def day_to_do(as_of: dt.date | None, planned: dt.date, today: dt.date) -> dt.date:
    """Return the day that a daily run works for.

    A run that starts late does the present day's work: what yesterday's would have said is stale.
    """
    return as_of or max(planned, today)


@task(
    name="提醒和每日情况",
    task_run_name="提醒和每日情况-{day}",
    description="提醒尚未报送的单位，给党办写当日情况；同一天只办一次。",
    **OPTIONS,
)
async def send_reminders(context: AppContext, day: dt.date) -> Reminding:
    """Put the day's reminders and digest into the outbox, unless that was done."""
    with redact_logs():
        now = now_in(context.definitions.plan.campaign.time_zone)
        work = (context.engine, context.definitions, day, now)
        return await asyncio.to_thread(reminders.remind, *work)


@task(
    name="拟写文件草稿",
    task_run_name="拟写文件草稿-{day}",
    description="通报批评、诫勉谈话、质询、情况反馈等文件，事由登记后拟出草稿，只拟一次。",
    **OPTIONS,
)
async def write_drafts(context: AppContext, day: dt.date) -> tuple[str, ...]:
    """Draft what newly recorded facts call for, and tell the office."""
    with redact_logs():
        now = now_in(context.definitions.plan.campaign.time_zone)
        return await asyncio.to_thread(drafts.write_drafts, context, day, now)


@task(
    name="清理过期副本",
    description="退回件、回执和邮件副本超过方案所定的保存期限的，予以清理；原件和办理记录永久保存。",
    **OPTIONS,
)
async def clean_up(context: AppContext) -> retention.Removed:
    """Remove copies whose time is over; an asked-for day makes no difference to their age."""
    plan = context.definitions.plan
    now = now_in(plan.campaign.time_zone)
    work = (context.engine, context.home, plan.retention, now)
    return await asyncio.to_thread(retention.remove_old, *work)


async def show_removed(removed: retention.Removed, definitions: Definitions) -> None:
    """Show how many copies were removed, if any."""
    months = definitions.plan.retention
    rows = [
        {"副本": what, "保存期限": f"{kept}个月", "清理": f"{number}份"}
        for what, kept, number in (
            ("退回件和回执", months.returned_months, removed.returned),
            ("邮件副本", months.mail_months, removed.mail),
        )
    ]
    if removed.returned or removed.mail:
        later = f"；{removed.locked}份被占用，下次再清理" if removed.locked else ""
        words = f"清理过期副本，原件和办理记录不动{later}"
        await acreate_table_artifact(key=REMOVED, table=rows, description=words)


async def show_day(reminding: Reminding, definitions: Definitions) -> None:
    """Show how every obligation stands, who owes what, and who was reminded of what."""
    plan, day = definitions.plan, reminding.day
    near = lacking(reminding.statuses, plan, day)
    owing = debtors(near, plan.campaign.office, definitions.office_forms)
    reminded = () if reminding.stale else reminding.reminders
    unreachable = reminding.unreachable(definitions)
    tables = (
        (OBLIGATIONS, tally_table(reporting_rates(reminding.statuses), definitions, day)),
        (DEBTORS, debtor_table(owing, definitions, day)),
        (REMINDED, reminder_table(reminded, unreachable, definitions, day)),
    )
    for key, table in tables:
        await show_table(table.for_audience(Audience.OFFICE), key)
