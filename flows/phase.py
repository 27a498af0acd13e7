"""How a phase's flow goes through its part of the agenda: up to its day, each work once."""

import datetime as dt
from collections.abc import Mapping

from prefect import get_run_logger

from adapters.files.home import find_home
from campaign.deadlines.agenda import LABELS, Flow, Kind
from flows.readiness import take_in_first
from flows.runtime import open_for_run
from services.agenda.action import Step
from tasks.agenda import carry_out, day_of_run, look_up
from tasks.artifacts import show_works
from tasks.office_task import as_it_is


async def work_through(flow: Flow, steps: Mapping[Kind, Step], as_of: dt.date | None) -> None:
    """Carry out what a flow has to do on a day and what earlier days have left undone."""
    home = find_home(None)
    office = await open_for_run(home)
    day = day_of_run(as_of, office.definitions.plan.campaign.time_zone)
    works = await look_up(as_it_is(office), flow, day)
    if works:
        await take_in_first(home)
    notes = []
    for work in works:
        name = f"{LABELS[work.kind]}-{work.day:%-m月%-d日}"
        done = await carry_out(as_it_is(office), work, as_it_is(steps[work.kind]), name)
        get_run_logger().info("%s done", work.key)
        notes.append((work, done.note))
    if notes:
        await show_works(notes)
    office.engine.dispose()
