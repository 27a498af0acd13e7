"""Scheduled actions on record: carried out, or skipped as earlier than the first run."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from adapters.store.rows import columns_of, read_rows, values_of
from adapters.store.tables import actions


class ActionState(StrEnum):
    """The state of a scheduled action; FIRST_RUN marks when a flow ran for the first time."""

    DONE = "done"
    SKIPPED = "skipped"
    FIRST_RUN = "first_run"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedAction:
    """An action on record; ``key`` is its flow, kind and subject with colons between."""

    key: str
    flow: str
    day: dt.date
    state: str
    note: str
    noted_at: dt.datetime

    @property
    def subject(self) -> str:
        """The subject of the action, such as a period or the id of a result."""
        return self.key.split(":", 2)[2]


def states_of_flow(connection: Connection, flow: str) -> dict[str, str]:
    """Return the state of each recorded action of a flow, by key."""
    query = select(actions.c.key, actions.c.state).where(actions.c.flow == flow)
    return {row.key: row.state for row in connection.execute(query)}


def recorded_keys(connection: Connection) -> set[str]:
    """Return the keys of all actions on record."""
    return set(connection.scalars(select(actions.c.key)))


def done_actions(connection: Connection, kind: str) -> list[RecordedAction]:
    """Return the actions of a kind that were carried out, by day."""
    query = (
        select(*columns_of(RecordedAction, actions))
        .where(actions.c.state == ActionState.DONE)
        .where(actions.c.key.contains(f":{kind}:", autoescape=True))
        .order_by(actions.c.day, actions.c.key)
    )
    return read_rows(connection, query, RecordedAction)


def record_actions(connection: Connection, rows: Sequence[RecordedAction]) -> None:
    """Write what became of actions, in place of what was on record of them."""
    if rows:
        connection.execute(delete(actions).where(actions.c.key.in_([row.key for row in rows])))
        connection.execute(insert(actions), [values_of(row) for row in rows])
