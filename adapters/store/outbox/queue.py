"""Puts messages into the outbox, and changes which of them are to be sent."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, insert, select, update

from adapters.store.events import Event, append
from adapters.store.integrity.given_files import record_attachments
from adapters.store.outbox.messages import LEASE, MessageState, Post, is_fresh, is_in, message_event
from adapters.store.rows import columns_of, read_rows
from adapters.store.sql.timestamps import is_over
from adapters.store.tables import outbox
from campaign.definitions.plan import Mail
from campaign.values.acts import SOFTWARE

_CHUNK = 500  # keys in one question; SQLite takes no more than 32,766 parameters


@dataclass(frozen=True, kw_only=True, slots=True)
class _Named:
    """A message's id, and the fields by which its events name it."""

    id: int
    key: str
    kind: str
    unit: str


def enqueue(connection: Connection, posts: Iterable[Post], mail: Mail, now: dt.datetime) -> int:
    """Queue the messages that are not in the outbox yet; return how many were new."""
    by_key = {post.key: post for post in posts}
    known_keys = _known_keys(connection, tuple(by_key))
    new = [post for key, post in by_key.items() if key not in known_keys]
    if not new:
        return 0
    holding = any(post.mass for post in new) and _is_first_mailing(connection, mail)
    states = [_first_state(post, holding) for post in new]
    rows = [_row(post, state, now) for post, state in zip(new, states, strict=True)]
    connection.execute(insert(outbox), rows)
    record_attachments(connection, (path for post in new for path in post.attachments))
    append(
        connection,
        [
            message_event(post, f"message.{state}", SOFTWARE, now)
            for post, state in zip(new, states, strict=True)
        ],
    )
    return len(rows)


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
    """Address messages that had no address to their units, if they were written since then.

    Returns how many.
    """
    recent = is_in(MessageState.NO_ADDRESS) & (outbox.c.created_at >= since) & is_fresh(now)
    return _send_after_all(connection, recent, addresses, SOFTWARE, now)


def send_again(
    connection: Connection, addresses: Mapping[str, str], by: str, now: dt.datetime
) -> int:
    """Make pending what could not be delivered, to the address that its unit has now."""
    settled = outbox.c.state.in_([MessageState.FAILED, MessageState.NO_ADDRESS])
    return _send_after_all(connection, settled, addresses, by, now)


def supersede(connection: Connection, ids: Iterable[int], now: dt.datetime) -> int:
    """End messages that were not sent and are stale by now; return how many.

    What a sender has at this moment stays as it is.
    """
    waiting = outbox.c.state.in_(
        [MessageState.PENDING, MessageState.HELD, MessageState.NO_ADDRESS, MessageState.FAILED]
    )
    statement = (
        update(outbox)
        .where(outbox.c.id.in_(list(ids)), waiting)
        .where(is_over(outbox.c.lease_until, now, LEASE))
        .values(state=MessageState.SUPERSEDED, settled_at=now)
        .returning(*columns_of(_Named, outbox))
    )
    ended = read_rows(connection, statement, _Named)
    append(connection, [message_event(row, "message.superseded", SOFTWARE, now) for row in ended])
    return len(ended)


def _send_after_all(
    connection: Connection,
    which: ColumnElement[bool],
    addresses: Mapping[str, str],
    by: str,
    now: dt.datetime,
) -> int:
    reachable = outbox.c.unit.in_([unit for unit, address in addresses.items() if address])
    query = select(*columns_of(_Named, outbox)).where(which, reachable)
    messages = read_rows(connection, query, _Named)
    for message in messages:
        connection.execute(
            update(outbox)
            .where(outbox.c.id == message.id)
            .values(
                state=MessageState.PENDING,
                recipient=addresses[message.unit],
                attempts=0,
                next_attempt_at=now,
                settled_at=None,
                reported_at=None,
                error=None,
            )
        )
    changes = [message_event(message, "message.readdressed", by, now) for message in messages]
    append(connection, changes)
    return len(messages)


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


def _row(post: Post, state: MessageState, now: dt.datetime) -> dict[str, object]:
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
