"""How a phase's flow goes through its part of the agenda: up to its day, each work once."""

import datetime as dt
from collections.abc import Mapping

from prefect import get_run_logger

from adapters.files.home import find_home
from campaign.deadlines.agenda import LABELS, ActionKind, PhaseFlow
from flows.readiness import process_inbox_first
from flows.runtime import open_for_run
from services.agenda.action import Handler
from tasks.agenda import day_of_run, find_due_actions, run_action
from tasks.artifacts import show_works
from tasks.office_task import as_it_is


async def work_through(
    flow: PhaseFlow, steps: Mapping[ActionKind, Handler], as_of: dt.date | None
) -> None:
    """Carry out what a flow has to do on a day and what earlier days have left undone."""
    home = find_home(None)
    context = await open_for_run(home)
    day = day_of_run(as_of, context.definitions.plan.campaign.time_zone)
    works = await find_due_actions(as_it_is(context), flow, day)
    if works:
        await process_inbox_first(home)
    notes = []
    for work in works:
        name = f"{LABELS[work.kind]}-{work.day:%-m月%-d日}"
        done = await run_action(as_it_is(context), work, as_it_is(steps[work.kind]), name)
        get_run_logger().info("%s done", work.key)
        notes.append((work, done.note))
    if notes:
        await show_works(notes)
    context.engine.dispose()
