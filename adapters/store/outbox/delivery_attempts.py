"""Attempts at sending: which sender may try a message, and how each attempt ended.

A message belongs to one sender at a time, by a lease. Each outcome is an event.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from adapters.store.events import append
from adapters.store.outbox.messages import LEASE, MessageState, is_fresh, is_in, message_event
from adapters.store.sql.timestamps import has_come, is_over
from adapters.store.tables import outbox
from campaign.definitions.plan import Mail
from campaign.values.acts import SOFTWARE
from campaign.values.message import Message

_LONGEST_DELAY = dt.timedelta(hours=1)
_LONGEST_WAIT = dt.timedelta(days=2)  # more than until the next morning


@dataclass(frozen=True, kw_only=True, slots=True)
class LeasedMessage:
    """A message that this sender may send until ``lease_until``; ``dated`` is when it was ready."""

    id: int
    key: str
    kind: str
    unit: str
    recipient: str
    message: Message
    attachments: tuple[str, ...]
    attempts: int
    dated: dt.datetime
    lease_until: dt.datetime

    @property
    def digest(self) -> str:
        """The hash that identifies the message, in this store and in any earlier one."""
        return hashlib.sha256(f"{self.key}\0{self.dated.isoformat()}".encode()).hexdigest()[:32]


def lease_messages(
    connection: Connection, now: dt.datetime, most: int
) -> tuple[LeasedMessage, ...]:
    """Lease messages that are due, oldest first.

    An attempt counts from here, so that a message which kills its sender does not try forever.
    """
    rows = connection.execute(
        select(outbox).where(_due(now)).order_by(outbox.c.id).limit(most)
    ).all()
    until = now + LEASE
    connection.execute(
        update(outbox)
        .where(outbox.c.id.in_([row.id for row in rows]))
        .values(lease_until=until, attempts=outbox.c.attempts + 1)
    )
    return tuple(_leased(row, until) for row in rows)


def room(connection: Connection, per_minute: int, now: dt.datetime) -> int:
    """Return how many messages may be handed over now, whoever sends, within so many a minute.

    What a sender has at this moment counts as handed over.
    """
    recent = outbox.c.settled_at > now - dt.timedelta(minutes=1)
    handed_over = outbox.c.state.in_([MessageState.SENT, MessageState.FAILED]) & recent
    under_way = is_in(MessageState.PENDING) & ~is_over(outbox.c.lease_until, now, LEASE)
    counted = connection.scalar(select(func.count()).where(handed_over | under_way)) or 0
    return max(0, per_minute - counted)


def due(connection: Connection, now: dt.datetime) -> int:
    """Return how many messages could be sent now."""
    return connection.scalar(select(func.count()).where(_due(now))) or 0


def make_due(connection: Connection, now: dt.datetime) -> None:
    """Make every pending message due now."""
    connection.execute(
        update(outbox)
        .where(is_in(MessageState.PENDING), outbox.c.next_attempt_at > now)
        .values(next_attempt_at=now)
    )


def give_back(connection: Connection, messages: Iterable[LeasedMessage]) -> None:
    """End the leases of messages that nobody tried to send."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id.in_([message.id for message in messages]), is_in(MessageState.PENDING))
        .values(lease_until=None, attempts=outbox.c.attempts - 1)
    )


def note_sent(connection: Connection, messages: Sequence[LeasedMessage], now: dt.datetime) -> None:
    """Record that the server has accepted messages: they never go out again."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id.in_([message.id for message in messages]))
        .values(state=MessageState.SENT, settled_at=now, lease_until=None, error=None)
    )
    append(
        connection, [message_event(message, "message.sent", SOFTWARE, now) for message in messages]
    )


def note_failed(
    connection: Connection, message: LeasedMessage, error: str, now: dt.datetime
) -> None:
    """Record that a message cannot be delivered, and why."""
    values = {
        "state": MessageState.FAILED,
        "settled_at": now,
        "lease_until": None,
        "error": error,
    }
    _settle(connection, message, values)
    append(connection, [message_event(message, "message.failed", SOFTWARE, now, error=error)])


def note_deferred(
    connection: Connection, message: LeasedMessage, error: str, mail: Mail, now: dt.datetime
) -> None:
    """Defer a message to a later attempt, each time for longer."""
    delay = dt.timedelta(minutes=mail.retry_minutes) * 2 ** min(message.attempts - 1, 10)
    again = now + min(delay, _LONGEST_DELAY)
    _settle(connection, message, {"next_attempt_at": again, "lease_until": None, "error": error})
    event = message_event(message, "message.deferred", SOFTWARE, now, error=error, until=again)
    append(connection, [event])


def wait_until(connection: Connection, error: str, until: dt.datetime, now: dt.datetime) -> int:
    """Defer every due message while the server accepts none, without counting an attempt."""
    result = connection.execute(
        update(outbox).where(_due(now)).values(next_attempt_at=until, error=error)
    )
    return result.rowcount


def wait_as_long_as_others(connection: Connection, error: str, now: dt.datetime) -> None:
    """Defer every due message until the time to which this error has deferred others, if any."""
    others = is_in(MessageState.PENDING) & outbox.c.error.startswith(error, autoescape=True)
    query = select(outbox.c.next_attempt_at, outbox.c.error).where(others)
    later = query.where(outbox.c.next_attempt_at > now).order_by(outbox.c.next_attempt_at.desc())
    if row := connection.execute(later.limit(1)).first():
        wait_until(connection, row.error, row.next_attempt_at, now)


def _leased(row: Row[tuple[object, ...]], until: dt.datetime) -> LeasedMessage:
    return LeasedMessage(
        id=row.id,
        key=row.key,
        kind=row.kind,
        unit=row.unit,
        recipient=row.recipient,
        message=Message(subject=row.subject, text=row.text, html=row.html),
        attachments=tuple(json.loads(row.attachments)),
        attempts=row.attempts + 1,
        dated=row.released_at or row.created_at,
        lease_until=until,
    )


def _due(now: dt.datetime) -> ColumnElement[bool]:
    waited = has_come(outbox.c.next_attempt_at, now, _LONGEST_WAIT)
    free = is_over(outbox.c.lease_until, now, LEASE)
    return is_in(MessageState.PENDING) & waited & free & is_fresh(now)


def _settle(connection: Connection, message: LeasedMessage, values: Mapping[str, object]) -> None:
    """Write what became of an attempt, unless the message was sent meanwhile."""
    connection.execute(
        update(outbox).where(outbox.c.id == message.id, is_in(MessageState.PENDING)).values(values)
    )
