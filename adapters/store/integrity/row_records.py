"""Compares the rows of the watched tables with the digests that events have on record of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection

from adapters.store.events import StoredEvent, load_events
from adapters.store.integrity.changes import ROWS_ADOPTED, ROWS_WRITTEN
from adapters.store.integrity.row_digests import (
    DIGEST_LENGTH,
    WATCHED,
    RowDigest,
    condition_of,
    digest_rows,
    key_text,
)


class RowFault(StrEnum):
    """What is wrong with a row: not as recorded, gone, not on record, touched before an event."""

    DIFFERS = "differs"
    MISSING = "missing"
    UNRECORDED = "unrecorded"
    TOUCHED = "touched"


@dataclass(frozen=True, kw_only=True, slots=True)
class AlteredRow:
    """A row that somebody else changed: its table, what names it, which of its groups.

    ``position`` is that of the event before which it was touched, 0 for what shows now.
    """

    table: str
    key: str
    fault: RowFault
    groups: tuple[str, ...] = ()
    position: int = 0


@dataclass(kw_only=True, slots=True)
class RowRecords:
    """What events have on record: digests by table and key, fingerprints of keys, files' hashes.

    ``touched`` are the rows that did not have the digest on record when an event changed them;
    ``keys`` each fingerprint of a key with the position of the first event that has it; ``files``
    the last hash of each file and the time of its event, by path. Of the events after one,
    ``is_partial``, nothing is known before; ``changed`` are the keys that they name by table,
    ``entered`` how many rows more a table has by them.
    """

    rows: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    touched: list[AlteredRow] = field(default_factory=list)
    keys: dict[tuple[str, str], int] = field(default_factory=dict)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    is_partial: bool = False
    changed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    entered: Counter[str] = field(default_factory=Counter)

    def add(self, event: StoredEvent) -> None:
        """Take in an event of changes; events come in their order."""
        detail = event.detail
        for table, changes in detail["rows"].items():
            for key, change in changes.items():
                self._add_row(table, key, change, event)
        for path, sha256 in detail.get("files", {}).items():
            self.files[path] = sha256, event.at_text
        for name, fingerprint in detail.get("keys", {}).items():
            self.keys.setdefault((name, fingerprint), event.position)

    def _add_row(self, table: str, key: str, change: str, event: StoredEvent) -> None:
        known = self.rows[table]
        before, _, after = change.rpartition(">")
        is_first = self.is_partial and key not in self.changed[table]
        recorded = before if is_first else known.get(key, "")
        self.changed[table].add(key)
        if event.kind == ROWS_WRITTEN:
            self.entered[table] += bool(after) - bool(before)
        if event.kind == ROWS_WRITTEN and before != recorded:
            groups = _differing(table, before, recorded) if before and recorded else ()
            self.touched.append(
                AlteredRow(
                    table=table,
                    key=key,
                    fault=RowFault.TOUCHED,
                    groups=groups,
                    position=event.position,
                )
            )
        known[key] = after
        if not after:
            del known[key]


def load_row_records(connection: Connection, after: int = 0) -> RowRecords:
    """Return what the events after a position have on record, by default all of them.

    An event that somebody made illegible is left out; its place in the chain and its rows show.
    """
    records = RowRecords(is_partial=after > 0)
    for event in load_events(connection, (ROWS_WRITTEN, ROWS_ADOPTED), after=after):
        with suppress(ValueError, KeyError, AttributeError, TypeError):
            records.add(event)
    return records


def altered_rows(
    connection: Connection,
    table: str,
    recorded: Mapping[str, str],
    only: Collection[str] | None = None,
) -> Iterator[AlteredRow]:
    """Yield the rows of a table, or some, that are not as recorded, gone, or not on record."""
    missing = dict(recorded)
    for row in _rows(connection, table, only):
        key = key_text(row.key)
        known = missing.pop(key, None)
        if known is None:
            yield AlteredRow(table=table, key=key, fault=RowFault.UNRECORDED)
        elif known != row.digest:
            yield _differs(table, key, known, row.digest)
    for key in missing:
        yield AlteredRow(table=table, key=key, fault=RowFault.MISSING)


def _rows(connection: Connection, table: str, only: Collection[str] | None) -> Iterator[RowDigest]:
    watched = WATCHED[table]
    if only is None:
        yield from digest_rows(connection, watched)
        return
    for condition in condition_of(watched, [watched.key_of(text) for text in only], None):
        yield from digest_rows(connection, watched, condition)


def _differs(table: str, key: str, known: str, digest: str) -> AlteredRow:
    groups = _differing(table, known, digest)
    return AlteredRow(table=table, key=key, fault=RowFault.DIFFERS, groups=groups)


def _differing(table: str, first: str, second: str) -> tuple[str, ...]:
    """Return the groups in which two digests of a row differ."""
    names = WATCHED[table].columns_by_group()
    ranges = (slice(at * DIGEST_LENGTH, (at + 1) * DIGEST_LENGTH) for at in range(len(names)))
    return tuple(
        name for name, part in zip(names, ranges, strict=True) if first[part] != second[part]
    )
