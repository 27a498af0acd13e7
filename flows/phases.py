"""How a phase's flow goes through its part of the agenda: up to its day, each work once."""

import datetime as dt
from collections.abc import Mapping

from prefect import get_run_logger

from campaign.agenda import LABELS, Flow, Kind
from flows.opening import open_for_run
from tasks.agenda_steps import carry_out, day_of_run, look_up
from tasks.artifacts import show_works
from tasks.home import find_home
from tasks.task_options import as_it_is
from tasks.works import Step


async def work_through(flow: Flow, steps: Mapping[Kind, Step], as_of: dt.date | None) -> None:
    """Carry out what a flow has to do on a day and what earlier days have left undone."""
    office = await open_for_run(find_home(None))
    day = day_of_run(as_of, office.definitions.plan.campaign.time_zone)
    notes = []
    for work in await look_up(as_it_is(office), flow, day):
        name = f"{LABELS[work.kind]}-{work.day:%-m月%-d日}"
        done = await carry_out(as_it_is(office), work, as_it_is(steps[work.kind]), name)
        get_run_logger().info("%s done", work.key)
        notes.append((work, done.note))
    if notes:
        await show_works(notes)
    office.engine.dispose()
