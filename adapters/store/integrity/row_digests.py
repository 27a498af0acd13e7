"""Reckons the digests of rows, by which a change that the software did not make shows.

Every column of the watched tables counts but the exceptions; a new column counts by itself, among
the contents. A column without a value does not, so that adding one changes no digest.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Table,
    Text,
    func,
    select,
    tuple_,
    type_coerce,
)

from adapters.store import tables
from adapters.store.sql.timestamps import CalendarDay, Timestamp

DIGEST_LENGTH = 32
"""Hex digits of a group's digest; a row's is those of its groups, one after the other."""

CONTENTS = "contents"
_CHUNK = 400  # rows in one question


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchedTable:
    """A table whose rows are on record: what names a row, and its columns in groups.

    ``groups`` are the columns that change after a row was entered, by the name of what changes
    them; all others are its contents. ``exceptions`` are columns that do not count, with reasons.
    """

    table: Table
    key: tuple[str, ...] = ("id",)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exceptions: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_numbered(self) -> bool:
        """Whether the database numbers its rows, each higher than any before."""
        [first, *rest] = self.table.primary_key.columns
        return not rest and isinstance(first.type, Integer) and not first.foreign_keys

    @property
    def key_columns(self) -> tuple[Column[object], ...]:
        """The columns that name a row, or several that count as one."""
        return tuple(self.table.c[name] for name in self.key)

    def key_of(self, text: str) -> tuple[object, ...]:
        """Return the values of the key that ``key_text`` wrote."""
        parts = text.split("/", len(self.key) - 1)
        numbers = (isinstance(column.type, Integer) for column in self.key_columns)
        return tuple(
            int(part) if is_number else part for part, is_number in zip(parts, numbers, strict=True)
        )

    def columns_by_group(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the columns that count, by group, the contents first."""
        grouped = {name for names in self.groups.values() for name in names}
        contents = (column.name for column in self.table.columns)
        counted = (n for n in contents if n not in grouped and n not in self.exceptions)
        return {CONTENTS: tuple(counted), **self.groups}


_SENDER = "the sender's own note of when to try again; what goes to whom is not touched by it"

WATCHED: Mapping[str, WatchedTable] = {
    watched.table.name: watched
    for watched in (
        WatchedTable(
            table=tables.drops,
            groups={
                "answer": (
                    *("state", "receipt", "disposition", "name", "unit", "form", "period"),
                    *("serial", "confidential", "submission_id", "digest", "detail"),
                    *("answered_at", "removed_at"),
                )
            },
            exceptions={"lease_until": "who works on a claim until when; it ends by itself"},
        ),
        WatchedTable(table=tables.problems, key=("drop_id",)),
        WatchedTable(table=tables.submissions, groups={"in_force": ("in_force", "withdrawn_at")}),
        WatchedTable(table=tables.attachments, key=("drop_id",)),
        WatchedTable(table=tables.issued, key=("form", "unit", "number")),
        WatchedTable(table=tables.actions, key=("key",)),
        WatchedTable(table=tables.definition_files, key=("sha256",)),
        WatchedTable(
            table=tables.results,
            groups={
                "state": ("state", "changed_at", "notice_first", "notice_last", "published_at")
            },
        ),
        WatchedTable(
            table=tables.objections,
            groups={"decision": ("upheld", "decided_by", "decided_why", "decided_at")},
        ),
        WatchedTable(
            table=tables.outbox,
            groups={"sending": ("recipient", "state", "released_at", "settled_at", "reported_at")},
            exceptions={
                "attempts": _SENDER,
                "next_attempt_at": _SENDER,
                "lease_until": _SENDER,
                "error": "words of the last failure; the events of the message have each",
            },
        ),
    )
}

UNWATCHED: Mapping[str, str] = {
    "inbox_listings": "when the inbox was last listed; written anew by every sweep",
    "inbox_files": "files that are not claimed yet; written anew by every sweep",
    "inbox_obstacles": "what cannot be listed just now; written anew by every sweep",
    "events": "held by their own chain",
    "submission_sheets": "held by the content hash in the event of the answer",
    "private_sheets": "held by the content hash in the event of the answer",
    "row_numbers": "held by the content hash in the event of the answer",
}
"""The tables whose rows are not on record here, with reasons."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RowDigest:
    """The digests of a row's groups, and the newest of its times as text, "" if it has none."""

    key: tuple[object, ...]
    digest: str
    newest: str


def digest_rows(
    connection: Connection,
    watched: WatchedTable,
    condition: ColumnElement[bool] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Iterator[RowDigest]:
    """Yield the digests of a table's rows, of all or of those that fulfil a condition."""
    places = {column.name: place for place, column in enumerate(watched.table.columns)}
    times = [c.name for c in watched.table.columns if isinstance(c.type, Timestamp)]
    counted = [places[name] for name in times if name not in watched.exceptions]
    groups = [[(n, places[n]) for n in names] for names in watched.columns_by_group().values()]
    keys = [places[name] for name in watched.key]
    query = select(*(_raw(column) for column in watched.table.columns))
    if condition is not None:
        query = query.where(condition)
    query = query.order_by(*watched.table.primary_key.columns).execution_options(yield_per=200)
    rows: Iterator[Any] = map(tuple, connection.execute(query, parameters))
    for key, several in groupby(rows, key=_key_getter(keys)):
        of_key = list(several)
        newest = max([str(row[place] or "") for row in of_key for place in counted], default="")
        digests = [_digest([_filled(row, names) for row in of_key]) for names in groups]
        yield RowDigest(key=key, digest="".join(digests), newest=newest)


def _key_getter(places: Sequence[int]) -> Callable[[Sequence[object]], tuple[object, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    [place] = places
    return lambda row: (row[place],)


def condition_of(
    watched: WatchedTable, keys: Collection[tuple[object, ...]], above: int | None
) -> Iterator[ColumnElement[bool]]:
    """Yield conditions that together select the rows of some keys, and those numbered above."""
    listed, columns = list(keys), watched.key_columns
    if above is not None:
        yield columns[0] > above
    for at in range(0, len(listed), _CHUNK):
        chunk = listed[at : at + _CHUNK]
        if len(columns) == 1:
            yield columns[0].in_([key for (key,) in chunk])
        else:
            yield tuple_(*columns).in_(chunk)


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each watched table has; those of one key count as one."""
    return {
        name: connection.scalar(
            select(func.count(func.distinct(watched.key_columns[0])))
            if len(watched.table.primary_key.columns) > len(watched.key)
            else select(func.count()).select_from(watched.table)
        )
        or 0
        for name, watched in WATCHED.items()
    }


def last_number(connection: Connection, watched: WatchedTable) -> int:
    """Return the highest number of a row, 0 if there are no rows."""
    return connection.scalar(select(func.max(watched.key_columns[0]))) or 0


def key_text(key: Iterable[object]) -> str:
    """Return what names a row in events and findings."""
    return "/".join(map(str, key))


def _filled(row: Sequence[object], names: Iterable[tuple[str, int]]) -> list[object]:
    """Return the names and values of what is filled, of columns with their places.

    A truth counts as SQLite has it, so that a store may move from one database to the other.
    """
    filled: list[object] = []
    for name, place in names:
        if (value := row[place]) is not None:
            filled += (name, int(value) if isinstance(value, bool) else value)
    return filled


def _digest(values: list[list[object]]) -> str:
    return hashlib.sha256(_ENCODER.encode(values).encode()).hexdigest()[:DIGEST_LENGTH]


def _hash(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_hash)
"""Made once: several rows are digested for every file of a sweep."""


def _raw(column: Column[object]) -> ColumnElement[Any]:
    """Return a column as the database has it: it may hold what is no time or truth any more."""
    if isinstance(column.type, Boolean):
        return type_coerce(column, Integer).label(column.name)
    if isinstance(column.type, Timestamp | CalendarDay):
        return type_coerce(column, Text).label(column.name)
    return column
