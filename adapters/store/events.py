"""The record of acts (events): append-only, each event chained to the one before by its hash.

The hash is an HMAC by the home's chain key, and of events from before there was one a SHA-256.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, insert, select, type_coerce

from adapters.files.chain_key import ChainKey, Head
from adapters.store.rows import read_rows
from adapters.store.sql.bulk_sql import text_list
from adapters.store.sql.timestamps import text_of
from adapters.store.tables import events

GENESIS = "0" * 64
CHAIN_KEY_OPTION = "chain_key"
"""The execution option of the engine under which its connections find the chain key."""

_APPENDED = "appended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One act: when, by whom (a name or the software), what kind, about what; no private values.

    ``detail`` is kept as JSON, times and days in it as texts.
    """

    at: dt.datetime
    actor: str
    kind: str
    subject: str
    detail: Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredEvent:
    """An event as it is stored: time and detail are the texts that its hash is computed over."""

    position: int
    at_text: str
    actor: str
    kind: str
    subject: str
    detail_text: str
    previous: str
    hash: str

    @property
    def at(self) -> dt.datetime:
        """The time of the act; raises ValueError for a text that is no time."""
        return dt.datetime.fromisoformat(self.at_text)

    @property
    def detail(self) -> dict[str, Any]:
        """The further facts that were recorded of the act."""
        detail: dict[str, Any] = json.loads(self.detail_text)
        return detail

    def as_stored(self) -> dict[str, object]:
        """Return the event's row, by the names of its columns."""
        return {
            "position": self.position,
            "at": self.at_text,
            "actor": self.actor,
            "kind": self.kind,
            "subject": self.subject,
            "detail": self.detail_text,
            "previous": self.previous,
            "hash": self.hash,
        }


def append(connection: Connection, acts: Iterable[Event]) -> None:
    """Append events in order; the caller's transaction must be alone in writing."""
    head, key = last_event(connection), _key(connection)
    position, previous = head.position, head.hash
    rows = []
    for act in acts:
        position += 1
        row = {
            "position": position,
            "at": text_of(act.at),
            "actor": act.actor,
            "kind": act.kind,
            "subject": act.subject,
            "detail": json.dumps(act.detail, ensure_ascii=False, sort_keys=True, default=text_of),
            "previous": previous,
        }
        previous = link(row, key)
        rows.append({**row, "at": act.at, "hash": previous})
    if rows:
        connection.execute(insert(events), rows)
        connection.info[_APPENDED] = Head(position=position, hash=previous)


def appended_event(connection: Connection) -> Head | None:
    """Return the last event that a transaction appended, None if none; to be asked at its end."""
    head: Head | None = connection.info.pop(_APPENDED, None)
    return head


def last_event(connection: Connection) -> Head:
    """Return the last event's position and hash; position 0 where there is none."""
    query = select(events.c.position, events.c.hash).order_by(events.c.position.desc()).limit(1)
    last = connection.execute(query).first()
    if last is None:
        return Head(position=0, hash=GENESIS)
    return Head(position=last.position, hash=last.hash)


def time_of_last_event(connection: Connection) -> list[str]:
    """Return the time of the last event as it is stored; nothing where there is none."""
    query = select(type_coerce(events.c.at, Text)).order_by(events.c.position.desc()).limit(1)
    return list(connection.scalars(query))


def last_event_before(connection: Connection, day: dt.date) -> Head:
    """Return the last event before a day, position 0 where there is none."""
    e = events.c
    query = select(e.position, e.hash).where(e.at < day).order_by(e.position.desc()).limit(1)
    last = connection.execute(query).first()
    if last is None:
        return Head(position=0, hash=GENESIS)
    return Head(position=last.position, hash=last.hash)


def event_at(connection: Connection, position: int) -> Head | None:
    """Return the event at a position, None if there is none."""
    hash_ = connection.scalar(select(events.c.hash).where(events.c.position == position))
    return None if hash_ is None else Head(position=position, hash=hash_)


def link(row: Mapping[str, Any], key: ChainKey) -> str:
    """Return an event's hash: HMAC-SHA256 over its canonical JSON, the hash before it included.

    Up to the key's beginning it is the SHA-256. ``row`` is the event as stored, its time a text.
    """
    names = ("position", "at", "actor", "kind", "subject", "detail", "previous")
    values = [row[name] for name in names]  # bytes, where somebody put some
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=repr)
    if row["position"] <= key.before.position:
        return hashlib.sha256(text.encode(errors="replace")).hexdigest()
    return hmac.digest(key.secret, text.encode(errors="replace"), "sha256").hex()


def load_events(
    connection: Connection,
    kinds: Collection[str] | None = None,
    *,
    subject: str | None = None,
    actor: str | None = None,
    subjects: Collection[str] | None = None,
    after: int = 0,
) -> list[StoredEvent]:
    """Return the events of some kinds, or of all, after a position, in their order.

    ``subject`` and ``subjects`` are one, or many, that they are about.
    """
    e = events.c
    texts = (type_coerce(e.at, Text).label("at_text"), e.detail.label("detail_text"))
    query = select(e.position, e.actor, e.kind, e.subject, e.previous, e.hash, *texts)
    if kinds is not None:
        query = query.where(e.kind.in_(kinds))
    if subject is not None:
        query = query.where(e.subject == subject)
    if subjects is not None:
        query = query.where(e.subject.in_(text_list(connection, subjects)))
    if actor is not None:
        query = query.where(e.actor == actor)
    if after:
        query = query.where(e.position > after)
    return read_rows(connection, query.order_by(e.position), StoredEvent)


def newest_event(connection: Connection) -> StoredEvent | None:
    """Return the event that was recorded last, None if there is none."""
    e = events.c
    texts = (type_coerce(e.at, Text).label("at_text"), e.detail.label("detail_text"))
    query = select(e.position, e.actor, e.kind, e.subject, e.previous, e.hash, *texts)
    last = query.order_by(e.position.desc()).limit(1)
    return next(iter(read_rows(connection, last, StoredEvent)), None)


def subjects_of(connection: Connection, kind: str) -> list[str]:
    """Return what the events of a kind are about, in their order."""
    query = select(events.c.subject).where(events.c.kind == kind)
    return list(connection.scalars(query.order_by(events.c.position)))


def broken_links(
    connection: Connection, after: Head | None = None, *, is_key_new: bool = False
) -> list[int]:
    """Return the positions at which the chain does not hold; empty if nobody touched it.

    The chain is walked after an event, by default from its beginning. The last event without a key
    must be the one that the key was made after. Where a key was lost and made anew, ``is_key_new``,
    what the old one chained cannot be computed again: only the order is checked up to there.
    """
    key, start = _key(connection), after or Head(position=0, hash=GENESIS)
    broken = []
    previous, expected = start.hash, start.position + 1
    for event in load_events(connection, after=start.position):
        is_old = is_key_new and event.position <= key.before.position
        hash_ = event.hash if is_old else link(event.as_stored(), key)
        holds = (expected, previous, hash_)
        if (event.position, event.previous, event.hash) != holds or not _is_before(event, key):
            broken.append(event.position)
        previous, expected = event.hash, event.position + 1
    return broken


def _is_before(event: StoredEvent, key: ChainKey) -> bool:
    """Return whether an event at the position after which the key begins is the one it names."""
    return event.position != key.before.position or event.hash == key.before.hash


def _key(connection: Connection) -> ChainKey:
    key: ChainKey = connection.get_execution_options()[CHAIN_KEY_OPTION]
    return key
