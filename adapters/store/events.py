"""The record of every act: append-only, each event chained to the one before by its hash."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from adapters.store.tables import events
from adapters.store.timestamps import as_stored, text_of

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


def broken_links(connection: Connection) -> list[int]:
    """Return the positions at which the chain does not hold; empty if nobody touched it."""
    broken = []
    previous, expected = GENESIS, 1
    query = select(*as_stored(events)).order_by(events.c.position)
    for row in connection.execute(query).mappings():
        if (row["position"], row["previous"], row["hash"]) != (expected, previous, link(dict(row))):
            broken.append(row["position"])
        previous, expected = row["hash"], row["position"] + 1
    return broken
