"""Messages of the outbox: their states, what is put in, what stands there, and their events."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy import ColumnElement

from adapters.store.events import Event
from adapters.store.tables import outbox
from campaign.values.message import Message

REMINDER, DIGEST = "reminder", "digest"
OF_ITS_DAY = (REMINDER, DIGEST)
"""The kinds of messages that are stale on the day after they were written."""

LEASE = dt.timedelta(minutes=15)
"""How long a message belongs to a sender that has begun with it."""


class MessageState(StrEnum):
    """The state of a message."""

    PENDING = "pending"
    HELD = "held"
    SENT = "sent"
    FAILED = "failed"
    NO_ADDRESS = "no_address"
    SUPERSEDED = "superseded"


STATE_NAMES: Mapping[MessageState, str] = {
    MessageState.PENDING: "待发",
    MessageState.HELD: "待放行",
    MessageState.SENT: "已发",
    MessageState.FAILED: "发送失败",
    MessageState.NO_ADDRESS: "无邮箱",
    MessageState.SUPERSEDED: "已作废",
}


class MessageName(Protocol):
    """The fields of a message by which its events name it."""

    @property
    def key(self) -> str:
        """The facts of the event."""

    @property
    def kind(self) -> str:
        """The kind of message."""

    @property
    def unit(self) -> str:
        """The code of the unit that it goes to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A message to put into the outbox.

    ``key`` names what it reports: a second message of the same key is not taken. ``unit`` is the
    unit's code, ``recipient`` its address or "". ``attachments`` are paths relative to the home.
    ``drop_id`` is the drop that it answers; ``mass`` is set for what goes to many units at once.
    """

    key: str
    kind: str
    unit: str
    recipient: str
    message: Message
    attachments: tuple[str, ...] = ()
    drop_id: int | None = None
    mass: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OutboxMessage:
    """A message as it stands in the outbox, without its contents."""

    id: int
    key: str
    kind: str
    drop_id: int | None
    unit: str
    recipient: str
    subject: str
    state: str
    attempts: int
    next_attempt_at: dt.datetime
    lease_until: dt.datetime | None
    created_at: dt.datetime
    released_at: dt.datetime | None
    settled_at: dt.datetime | None
    reported_at: dt.datetime | None
    error: str | None


def is_in(state: MessageState) -> ColumnElement[bool]:
    """Return the condition that a message is in a state."""
    return outbox.c.state == state


def is_fresh(now: dt.datetime) -> ColumnElement[bool]:
    """Return the condition that a message still holds: some do on their own day only."""
    return outbox.c.kind.not_in(OF_ITS_DAY) | (outbox.c.created_at >= now.date())


def message_event(
    message: MessageName, kind: str, by: str, now: dt.datetime, **more: object
) -> Event:
    """Return the event of what was done to a message."""
    detail = {"kind": message.kind, "unit": message.unit, **more}
    return Event(at=now, actor=by, kind=kind, subject=message.key, detail=detail)
