"""Remind units of deadlines, send the office's digest, and report who has reported so far."""

import datetime as dt

from prefect import get_run_logger

from campaign.deadlines.agenda import Action, ActionKind
from campaign.deadlines.completeness import debtors, lacking, reporting_rates
from campaign.definitions.definitions import Definitions
from campaign.tables import Audience
from campaign.tables.process.duties import debtor_table, reminder_table, tally_table
from services.agenda.action import ActionResult
from services.context import AppContext
from services.deadlines import coverage, reminders
from services.deadlines.reminders import Reminding
from services.errors import WrongActError
from services.texts.actions import action_notes
from tasks.agenda import action_step, planned_day
from tasks.artifacts import show_table
from tasks.office_task import office_task

OBLIGATIONS, DEBTORS, REMINDED = "daily-obligations", "daily-debtors", "daily-reminders"


def day_to_do(as_of: dt.date | None, context: AppContext, *, ahead: bool = False) -> dt.date:
    """Return the day that a daily run works for.

    A run that starts late works for the present day, because yesterday's messages would be stale.
    Raises WrongActError for a day to come, unless the run is to be ``ahead`` of it: once that day
    is done no day before it is, so that a slip would silence all reminders till then.
    """
    today = context.now().date()
    day = as_of or max(planned_day(context), today)
    if day > today and not ahead:
        raise WrongActError(action_notes().daily.to_come.format(day=day))
    return day


async def remind_units(context: AppContext, day: dt.date) -> None:
    """Remind units that owe reports, queue the office's digest, and show the day's status."""
    reminding = await _remind(context, day)
    await _show(reminding, context.definitions)
    if reminding.stale:
        get_run_logger().info("%s was done before: nothing is sent", reminding.stale)


@office_task(
    "提醒和每日情况",
    "提醒尚未报送的单位，给党办写当日情况；同一天只办一次。",
    tags=["提醒"],
    retries=2,
    run_name="提醒和每日情况-{day:%-m月%-d日}",
)
def _remind(context: AppContext, day: dt.date) -> Reminding:
    return reminders.remind(context.engine, context.definitions, day, context.now())


@action_step(
    ActionKind.COVERAGE,
    "任务到期后，汇总各单位报送情况，报党办。",
    tags=["通报"],
    retries=2,
)
def report_coverage(context: AppContext, action: Action, now: dt.datetime) -> ActionResult:
    """Report to the office who has reported on an obligation's period and who has not."""
    return coverage.report_coverage(context, action, now)


async def _show(reminding: Reminding, definitions: Definitions) -> None:
    """Show the status of every obligation, the debtors, and the reminders."""
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
