"""Find messages of the outbox: by state and kind, not delivered, not reported to the office."""

import datetime as dt
from collections import Counter
from collections.abc import Collection

from sqlalchemy import Connection, func, select, update

from adapters.store.outbox.messages import MessageState, OutboxMessage, is_in
from adapters.store.rows import columns_of, read_rows
from adapters.store.tables import outbox

_UNDELIVERED = (MessageState.FAILED, MessageState.NO_ADDRESS)


def counts(connection: Connection) -> dict[MessageState, int]:
    """Return how many messages are in each state."""
    query = select(outbox.c.state, func.count().label("messages")).group_by(outbox.c.state)
    count_by_state = {row.state: row.messages for row in connection.execute(query)}
    return {state: count_by_state.get(state, 0) for state in MessageState}


def messages_in(
    connection: Connection, states: Collection[str], kinds: Collection[str] | None = None
) -> list[OutboxMessage]:
    """Return the messages in these states, of some kinds or of all, oldest first."""
    query = select(*columns_of(OutboxMessage, outbox)).where(outbox.c.state.in_(states))
    if kinds is not None:
        query = query.where(outbox.c.kind.in_(kinds))
    return read_rows(connection, query.order_by(outbox.c.id), OutboxMessage)


def count_pending_since(connection: Connection, before: dt.datetime) -> int:
    """Return how many messages written before a time are still pending."""
    query = select(func.count()).where(is_in(MessageState.PENDING), outbox.c.created_at < before)
    return connection.scalar(query) or 0


def undelivered_by_unit(connection: Connection) -> Counter[str]:
    """Return how many messages reached nobody, by the unit's code."""
    return Counter(
        connection.scalars(select(outbox.c.unit).where(outbox.c.state.in_(_UNDELIVERED)))
    )


def unreported(connection: Connection, but: str) -> list[OutboxMessage]:
    """Return the undelivered messages that were not reported to the office, by unit.

    Messages of the kind ``but`` are left out.
    """
    query = (
        select(*columns_of(OutboxMessage, outbox))
        .where(outbox.c.state.in_(_UNDELIVERED), outbox.c.reported_at.is_(None))
        .where(outbox.c.kind != but)
        .order_by(outbox.c.unit, outbox.c.id)
    )
    return read_rows(connection, query, OutboxMessage)


def units_reported_without_address(connection: Connection) -> set[str]:
    """Return the units reported to the office that have had no address since."""
    o = outbox.c
    reported = is_in(MessageState.NO_ADDRESS) & o.reported_at.is_not(None)
    last_reported, last_addressed = (
        func.max(o.id).filter(condition) for condition in (reported, o.recipient != "")
    )
    query = select(o.unit, last_reported, last_addressed).group_by(o.unit)
    return {
        unit
        for unit, last_report, addressed in connection.execute(query)
        if last_report and last_report > (addressed or 0)
    }


def note_reported(connection: Connection, ids: Collection[int], now: dt.datetime) -> None:
    """Record that these messages were reported to the office."""
    if ids:
        connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(reported_at=now))
