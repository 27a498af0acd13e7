"""Carries out the agenda: each action once, with its files, its messages and its event together.

Files are written first, under names that follow from what they are, and messages enter the outbox
in the transaction that records the action as done: a crash in between repeats both to no effect.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from adapters.files.atomic_write import write_durably
from adapters.store.actions import (
    ActionState,
    RecordedAction,
    record_actions,
    recorded_keys,
    states_of_flow,
)
from adapters.store.engine import Connection, reading, writing
from adapters.store.events import Event, append, load_events
from adapters.store.integrity.given_files import record_files
from adapters.store.outbox import enqueue
from campaign.deadlines.agenda import Action, ActionKind, PhaseFlow, agenda
from campaign.values.acts import SOFTWARE
from services.agenda.action import ActionResult, Handler
from services.context import AppContext
from services.texts.actions import action_notes


def due_actions(
    context: AppContext, flow: PhaseFlow, day: dt.date, now: dt.datetime
) -> tuple[Action, ...]:
    """Return what a flow has to do on a day: the day's own, and what earlier days have left undone.

    What lies before the day of the flow's first run is skipped and stays so, unless a run is asked
    for that very day: what is set up in mid-year sends no stale mail. Raises UnknownYearError if a
    day lies in a year whose working days nobody knows.
    """
    plan = context.definitions.plan
    planned = [action for action in agenda(plan) if action.flow is flow and action.day <= day]
    with writing(context.engine) as connection:
        known = states_of_flow(connection, flow)
        if not known:
            missed = [action for action in planned if action.day < day]
            first = [(_first_run(flow), day)]
            notes, skipped = action_notes().agenda, map(_entry, missed)
            _note(connection, first, ActionState.FIRST_RUN, notes.first_run, now)
            _note(connection, skipped, ActionState.SKIPPED, notes.before_first_run, now)
            known = dict.fromkeys((action.key for action in missed), ActionState.SKIPPED)
    return tuple(
        action
        for action in planned
        if action.key not in known or (action.day == day and known[action.key] != ActionState.DONE)
    )


def run_action(
    context: AppContext, action: Action, handler: Handler, now: dt.datetime
) -> ActionResult:
    """Carry out an action, write its files, and record it as done with its messages.

    Raises OSError if a file cannot be written, and what the handler raises; then nothing is
    recorded.
    """
    result = handler(context, action, now)
    if result.deferred:
        return result
    for file in result.files:
        write_durably(context.home.reports / file.name, file.data)
    with writing(context.engine) as connection:
        if states_of_flow(connection, action.flow).get(action.key) != ActionState.DONE:
            files = (context.home.reports / file.name for file in result.files)
            record_files(connection, files)
            enqueue(connection, result.posts, context.definitions.plan.mail, now)
            _note(connection, [_entry(action)], ActionState.DONE, result.note, now, result.facts)
    return result


def skipped_actions(context: AppContext, day: dt.date) -> tuple[Action, ...]:
    """Return what the agenda has up to a day and no run has done or skipped.

    Raises UnknownYearError as ``agenda`` does.
    """
    with reading(context.engine) as connection:
        keys = recorded_keys(connection)
    return tuple(
        action
        for action in agenda(context.definitions.plan)
        if action.day <= day and action.key not in keys
    )


def facts_of_actions(connection: Connection, kind: ActionKind) -> dict[str, Mapping[str, Any]]:
    """Return the facts that actions of a kind kept, by their subjects, in the order of doing."""
    done = load_events(connection, [f"action.{ActionState.DONE}"])
    keys = (event.subject.split(":", 2) for event in done)
    return {
        subject: event.detail["facts"]
        for event, (_, its_kind, subject) in zip(done, keys, strict=True)
        if its_kind == kind and "facts" in event.detail
    }


def _entry(action: Action) -> tuple[str, dt.date]:
    return action.key, action.day


def _first_run(flow: PhaseFlow) -> str:
    return f"{flow}:first-run"


def _note(
    connection: Connection,
    entries: Iterable[tuple[str, dt.date]],
    state: ActionState,
    note: str,
    now: dt.datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Record what became of actions, by key and day, with an event for each."""
    rows = [
        RecordedAction(
            key=key, flow=key.partition(":")[0], day=day, state=state, note=note, noted_at=now
        )
        for key, day in entries
    ]
    record_actions(connection, rows)
    append(connection, [_event(row, facts or {}) for row in rows])


def _event(row: RecordedAction, facts: Mapping[str, object]) -> Event:
    detail: dict[str, object] = {"day": row.day, "note": row.note}
    if facts:
        detail["facts"] = facts
    return Event(
        at=row.noted_at,
        actor=SOFTWARE,
        kind=f"action.{row.state}",
        subject=row.key,
        detail=detail,
    )
