"""The record of acts (events): append-only, each event chained to the one before by its hash."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, insert, select, type_coerce

from adapters.store.rows import read_rows
from adapters.store.tables import events
from adapters.store.timestamps import text_of

GENESIS = "0" * 64


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
    last = connection.execute(
        select(events.c.position, events.c.hash).order_by(events.c.position.desc()).limit(1)
    ).first()
    position, previous = (last.position, last.hash) if last else (0, GENESIS)
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
        previous = link(row)
        rows.append({**row, "at": act.at, "hash": previous})
    if rows:
        connection.execute(insert(events), rows)


def link(row: Mapping[str, object]) -> str:
    """Return an event's hash: SHA-256 over its canonical JSON, the hash before it included.

    ``row`` is the event as stored, its time a text.
    """
    names = ("position", "at", "actor", "kind", "subject", "detail", "previous")
    text = json.dumps([row[name] for name in names], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def load_events(
    connection: Connection,
    kinds: Collection[str] | None = None,
    *,
    subject: str | None = None,
    actor: str | None = None,
) -> list[StoredEvent]:
    """Return the events of some kinds, or of all, in their order."""
    e = events.c
    texts = (type_coerce(e.at, Text).label("at_text"), e.detail.label("detail_text"))
    query = select(e.position, e.actor, e.kind, e.subject, e.previous, e.hash, *texts)
    if kinds is not None:
        query = query.where(e.kind.in_(kinds))
    if subject is not None:
        query = query.where(e.subject == subject)
    if actor is not None:
        query = query.where(e.actor == actor)
    return read_rows(connection, query.order_by(e.position), StoredEvent)


def subjects_of(connection: Connection, kind: str) -> list[str]:
    """Return what the events of a kind are about, in their order."""
    query = select(events.c.subject).where(events.c.kind == kind)
    return list(connection.scalars(query.order_by(events.c.position)))


def broken_links(connection: Connection) -> list[int]:
    """Return the positions at which the chain does not hold; empty if nobody touched it."""
    broken = []
    previous, expected = GENESIS, 1
    for event in load_events(connection):
        holds = (expected, previous, link(event.as_stored()))
        if (event.position, event.previous, event.hash) != holds:
            broken.append(event.position)
        previous, expected = event.hash, event.position + 1
    return broken
