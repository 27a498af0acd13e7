"""The outbox: messages as rows, written in the transaction of what they report, sent later.

A message waits as ``pending`` (or ``held`` until somebody has looked at the first mass mailing,
or ``no_address`` until the roster has one) and ends as ``sent`` or ``failed``. What holds for its
day only is not sent on another; a newer one takes its place and it ends as ``superseded``. Each
change is an event.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from adapters.store.events import Event, append
from adapters.store.tables import outbox
from adapters.store.timestamps import is_over
from campaign.definitions.plan import Mail
from campaign.values.acts import SOFTWARE
from campaign.values.message import Message

REMINDER, DIGEST = "reminder", "digest"
OF_ITS_DAY = (REMINDER, DIGEST)
"""The kinds of messages that are stale on the day after they were written."""

_CHUNK = 500  # keys in one question; SQLite takes no more than 32,766 parameters


class MessageState(StrEnum):
    """What has become of a message."""

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


def enqueue(connection: Connection, posts: Iterable[Post], mail: Mail, now: dt.datetime) -> int:
    """Take messages into the outbox; return how many were new."""
    wanted = {post.key: post for post in posts}
    known = _known_keys(connection, tuple(wanted))
    new = [post for key, post in wanted.items() if key not in known]
    if not new:
        return 0
    holding = any(post.mass for post in new) and _is_first_mailing(connection, mail)
    rows = [_row(post, _first_state(post, holding), now) for post in new]
    connection.execute(insert(outbox), rows)
    append(connection, [event_of(row, f"message.{row['state']}", SOFTWARE, now) for row in rows])
    return len(rows)


def counts(connection: Connection) -> dict[MessageState, int]:
    """Return how many messages are in each state."""
    query = select(outbox.c.state, func.count().label("messages")).group_by(outbox.c.state)
    found = {row.state: row.messages for row in connection.execute(query)}
    return {state: found.get(state, 0) for state in MessageState}


def messages_in(connection: Connection, states: Iterable[MessageState]) -> list[dict[str, Any]]:
    """Return the messages in these states, oldest first, without their contents."""
    contents = ("text", "html", "attachments")
    columns = [column for column in outbox.c if column.name not in contents]
    query = select(*columns).where(outbox.c.state.in_(list(states))).order_by(outbox.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def release(connection: Connection, by: str, now: dt.datetime, last: int | None = None) -> int:
    """Release what is held, up to the message ``last`` that was looked at; return how many.

    From then on mass mailings go out by themselves.
    """
    looked_at = (
        is_in(MessageState.HELD)
        if last is None
        else is_in(MessageState.HELD) & (outbox.c.id <= last)
    )
    ids = connection.scalars(select(outbox.c.id).where(looked_at).order_by(outbox.c.id)).all()
    for state, recipient in (
        (MessageState.PENDING, outbox.c.recipient != ""),
        (MessageState.NO_ADDRESS, outbox.c.recipient == ""),
    ):
        connection.execute(
            update(outbox)
            .where(looked_at, recipient)
            .values(state=state, released_at=now, next_attempt_at=now)
        )
    detail = {"messages": list(ids)}
    act = Event(at=now, actor=by, kind="outbox.released", subject="outbox", detail=detail)
    append(connection, [act] if ids else [])
    return len(ids)


def readdress(
    connection: Connection, addresses: Mapping[str, str], now: dt.datetime, since: dt.datetime
) -> int:
    """Give messages that had no address the one of their unit, if they are not too old to send.

    Returns how many.
    """
    recent = is_in(MessageState.NO_ADDRESS) & (outbox.c.created_at >= since) & is_fresh(now)
    return _send_after_all(connection, recent, addresses, SOFTWARE, now)


def send_again(
    connection: Connection, addresses: Mapping[str, str], by: str, now: dt.datetime
) -> int:
    """Send what could not be delivered after all, to the address that its unit has now."""
    settled = outbox.c.state.in_([MessageState.FAILED, MessageState.NO_ADDRESS])
    return _send_after_all(connection, settled, addresses, by, now)


def supersede(connection: Connection, ids: Iterable[int], now: dt.datetime) -> int:
    """End messages that were not sent and are stale by now; return how many.

    What a sender has at this moment stays as it is.
    """
    waiting = outbox.c.state.in_(
        [MessageState.PENDING, MessageState.HELD, MessageState.NO_ADDRESS, MessageState.FAILED]
    )
    rows = (
        connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(list(ids)), waiting)
            .where(is_over(outbox.c.lease_until, now))
            .values(state=MessageState.SUPERSEDED, settled_at=now)
            .returning(outbox.c.key, outbox.c.kind, outbox.c.unit)
        )
        .mappings()
        .all()
    )
    append(connection, [event_of(dict(row), "message.superseded", SOFTWARE, now) for row in rows])
    return len(rows)


def _send_after_all(
    connection: Connection,
    which: ColumnElement[bool],
    addresses: Mapping[str, str],
    by: str,
    now: dt.datetime,
) -> int:
    columns = (outbox.c.id, outbox.c.key, outbox.c.kind, outbox.c.unit)
    reachable = outbox.c.unit.in_([unit for unit, address in addresses.items() if address])
    rows = connection.execute(select(*columns).where(which, reachable)).mappings().all()
    for row in rows:
        connection.execute(
            update(outbox)
            .where(outbox.c.id == row["id"])
            .values(
                state=MessageState.PENDING,
                recipient=addresses[row["unit"]],
                attempts=0,
                next_attempt_at=now,
                settled_at=None,
                reported_at=None,
                error=None,
            )
        )
    append(connection, [event_of(dict(row), "message.readdressed", by, now) for row in rows])
    return len(rows)


def _known_keys(connection: Connection, keys: Sequence[str]) -> set[str]:
    chunks = (keys[at : at + _CHUNK] for at in range(0, len(keys), _CHUNK))
    return {
        key
        for chunk in chunks
        for key in connection.scalars(select(outbox.c.key).where(outbox.c.key.in_(chunk)))
    }


def _is_first_mailing(connection: Connection, mail: Mail) -> bool:
    if not mail.hold_first:
        return False
    released = select(outbox.c.id).where(outbox.c.released_at.is_not(None)).limit(1)
    return connection.scalar(released) is None


def _first_state(post: Post, holding: bool) -> MessageState:
    if post.mass and holding:
        return MessageState.HELD
    return MessageState.PENDING if post.recipient else MessageState.NO_ADDRESS


def _row(post: Post, state: MessageState, now: dt.datetime) -> dict[str, Any]:
    return {
        "key": post.key,
        "kind": post.kind,
        "drop_id": post.drop_id,
        "unit": post.unit,
        "recipient": post.recipient,
        "subject": post.message.subject,
        "text": post.message.text,
        "html": post.message.html,
        "attachments": json.dumps(post.attachments, ensure_ascii=False),
        "state": state,
        "attempts": 0,
        "next_attempt_at": now,
        "lease_until": None,
        "created_at": now,
    }


def is_in(state: MessageState) -> ColumnElement[bool]:
    """Return the condition that a message is in a state."""
    return outbox.c.state == state


def is_fresh(now: dt.datetime) -> ColumnElement[bool]:
    """Return the condition that a message still holds: some do on their own day only."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return outbox.c.kind.not_in(OF_ITS_DAY) | (outbox.c.created_at >= today)


def event_of(row: Mapping[str, Any], kind: str, by: str, now: dt.datetime, **more: object) -> Event:
    """Return the event of something that happened to a message: its key, kind and unit."""
    detail = {"kind": row["kind"], "unit": row["unit"], **more}
    return Event(at=now, actor=by, kind=kind, subject=row["key"], detail=detail)
