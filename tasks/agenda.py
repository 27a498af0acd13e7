"""The agenda under Prefect: what is due is looked up, and each work carried out as a task run."""

import asyncio
import datetime as dt

from prefect import task

from adapters.store.timestamps import now_in
from campaign.deadlines.agenda import Action, PhaseFlow
from services.agenda import actions
from services.agenda.action import ActionResult, Handler
from services.context import AppContext
from services.redaction import redact_logs
from services.results.register import pending_actions
from tasks.office_task import OPTIONS


def day_of_run(as_of: dt.date | None, zone: str) -> dt.date:
    """Return the day that a run works for: the one asked for, else that of its planned start."""
    from prefect.runtime import flow_run

    if as_of:
        return as_of
    planned: dt.datetime = flow_run.scheduled_start_time or now_in(zone)
    return planned.astimezone(now_in(zone).tzinfo).date()


@task(name="查看日程", task_run_name="查看日程", description="列出应当办理的事项。", **OPTIONS)
async def find_due_actions(
    context: AppContext, flow: PhaseFlow, day: dt.date
) -> tuple[Action, ...]:
    """Return what the flow has to do up to a day."""
    with redact_logs():
        return await asyncio.to_thread(actions.due_actions, context, flow, day, _now(context))


@task(name="查看成果", task_run_name="查看成果", description="列出待公示、公布的成果。", **OPTIONS)
async def find_result_actions(context: AppContext) -> tuple[Action, ...]:
    """Return what results ask for today."""
    with redact_logs():
        today = _now(context).date()
        return await asyncio.to_thread(pending_actions.actions_of_results, context, today)


@task(name="办理事项", task_run_name="{name}", description="办理一件事项，只办一次。", **OPTIONS)
async def run_action(context: AppContext, action: Action, step: Handler, name: str) -> ActionResult:
    """Carry out one work."""
    with redact_logs():
        return await asyncio.to_thread(actions.run_action, context, action, step, _now(context))


def _now(context: AppContext) -> dt.datetime:
    return now_in(context.definitions.plan.campaign.time_zone)
