"""Carries out the agenda: each work once, with its papers, its messages and its event together.

Papers are written first, under names that follow from what they are, and messages enter the outbox
in the transaction that marks the work as done: a crash in between repeats both and changes nothing.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from adapters.files.atomic_write import write_durably
from adapters.store.engine import reading, writing
from adapters.store.events import Event, append
from adapters.store.outbox import enqueue
from adapters.store.tables import actions, events
from campaign.deadlines.agenda import Action, ActionKind, PhaseFlow, agenda
from campaign.values.acts import SOFTWARE
from services.agenda.action import DONE, FIRST_RUN, SKIPPED, ActionResult, Handler
from services.context import AppContext


def due_actions(
    context: AppContext, flow: PhaseFlow, day: dt.date, now: dt.datetime
) -> tuple[Action, ...]:
    """Return what a flow has to do on a day: the day's own, and what earlier days have left undone.

    What lies before the day on which the flow woke for the first time is passed over and stays so,
    unless a run is asked for that very day: what is set up in mid-year sends no stale mail.
    """
    planned = [w for w in agenda(context.definitions.plan) if w.flow is flow and w.day <= day]
    with writing(context.engine) as connection:
        known = _known(connection, flow)
        if not known:
            missed = [work for work in planned if work.day < day]
            _note(connection, [(_first_run(flow), day)], FIRST_RUN, "第一次运行", now)
            _note(connection, map(_entry, missed), SKIPPED, "启用之前的事项，没有办理", now)
            known = dict.fromkeys((work.key for work in missed), SKIPPED)
    return tuple(
        work
        for work in planned
        if known.get(work.key) != DONE and (work.key not in known or work.day == day)
    )


def run_action(
    context: AppContext, action: Action, step: Handler, now: dt.datetime
) -> ActionResult:
    """Do a work, write its papers, and note it as done with its messages."""
    done = step(context, action, now)
    if done.put_off:
        return done
    for paper in done.files:
        write_durably(context.home.reports / paper.name, paper.data)
    with writing(context.engine) as connection:
        if _known(connection, action.flow).get(action.key) != DONE:
            enqueue(connection, done.posts, context.definitions.plan.mail, now)
            _note(connection, [_entry(action)], DONE, done.note, now, done.facts)
    return done


def skipped_actions(context: AppContext, day: dt.date) -> tuple[Action, ...]:
    """Return what the agenda has up to a day and nobody has done or passed over."""
    with reading(context.engine) as connection:
        keys = set(connection.scalars(select(actions.c.key)))
    return tuple(
        work
        for work in agenda(context.definitions.plan)
        if work.day <= day and work.key not in keys
    )


def facts_of_actions(connection: Connection, kind: ActionKind) -> dict[str, Mapping[str, Any]]:
    """Return what works of a kind have kept, by their subjects, in the order of doing."""
    query = select(events.c.subject, events.c.detail).where(
        events.c.kind == f"action.{DONE}", events.c.subject.contains(f":{kind}:", autoescape=True)
    )
    kept = connection.execute(query.order_by(events.c.position))
    details = ((subject.split(":", 2)[2], json.loads(detail)) for subject, detail in kept)
    return {subject: detail["facts"] for subject, detail in details if "facts" in detail}


def _known(connection: Connection, flow: PhaseFlow) -> dict[str, str]:
    query = select(actions.c.key, actions.c.state).where(actions.c.flow == flow)
    return {row.key: row.state for row in connection.execute(query)}


def _entry(action: Action) -> tuple[str, dt.date]:
    return action.key, action.day


def _first_run(flow: PhaseFlow) -> str:
    return f"{flow}:first-run"


def _note(
    connection: Connection,
    entries: Iterable[tuple[str, dt.date]],
    state: str,
    note: str,
    now: dt.datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write down what became of works, by key and day, with an event for each."""
    rows = [
        {
            "key": key,
            "flow": key.partition(":")[0],
            "day": day,
            "state": state,
            "note": note,
            "noted_at": now,
        }
        for key, day in entries
    ]
    if rows:
        connection.execute(delete(actions).where(actions.c.key.in_([row["key"] for row in rows])))
        connection.execute(insert(actions), rows)
        append(connection, [_event(row, now, facts or {}) for row in rows])


def _event(row: Mapping[str, Any], now: dt.datetime, facts: Mapping[str, object]) -> Event:
    detail: dict[str, object] = {"day": row["day"], "note": row["note"]}
    if facts:
        detail["facts"] = facts
    return Event(
        at=now,
        actor=SOFTWARE,
        kind=f"action.{row['state']}",
        subject=row["key"],
        detail=detail,
    )
