"""The agenda under Prefect: what is due is looked up, and each work carried out as a task run."""

import asyncio
import datetime as dt

from prefect import task

from adapters.store.timestamps import now_in
from campaign.deadlines.agenda import Flow, Work
from services.agenda import actions
from services.agenda.action import Done, Step
from services.context import Office
from services.redaction import discreet
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
async def look_up(office: Office, flow: Flow, day: dt.date) -> tuple[Work, ...]:
    """Return what the flow has to do up to a day."""
    with discreet():
        return await asyncio.to_thread(actions.due_works, office, flow, day, _now(office))


@task(name="查看成果", task_run_name="查看成果", description="列出待公示、公布的成果。", **OPTIONS)
async def look_up_results(office: Office) -> tuple[Work, ...]:
    """Return what results ask for today."""
    with discreet():
        today = _now(office).date()
        return await asyncio.to_thread(pending_actions.works_of_results, office, today)


@task(name="办理事项", task_run_name="{name}", description="办理一件事项，只办一次。", **OPTIONS)
async def carry_out(office: Office, work: Work, step: Step, name: str) -> Done:
    """Carry out one work."""
    with discreet():
        return await asyncio.to_thread(actions.carry_out, office, work, step, _now(office))


def _now(office: Office) -> dt.datetime:
    return now_in(office.definitions.plan.campaign.time_zone)
