"""Keeps track of the rows that a transaction changes, and ends it with an event of them.

A change is recorded as the digest before and the one after. What was changed by anybody else shows
twice: the row does not have the digest on record, and the next change begins with another one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Engine,
    Insert,
    Table,
    Update,
    event,
)

from adapters.store.events import Event, append, time_of_last_event
from adapters.store.integrity.row_digests import (
    WATCHED,
    WatchedTable,
    condition_of,
    digest_rows,
    key_text,
    last_number,
)
from campaign.values.acts import SOFTWARE

ROWS_WRITTEN, ROWS_ADOPTED = "rows.written", "rows.adopted"
"""The kinds of events that hold digests: of a transaction's changes, and of rows that stood there
when the key was made or a migration changed the tables."""

HOME_OPTION = "home"
"""The execution option of the engine under which its connections find their home."""

_CHANGES = "changes"
_IN_ONE_EVENT = 2000  # rows
Key: TypeAlias = tuple[object, ...]
Parameters: TypeAlias = Mapping[str, Any]


@dataclass(slots=True)
class Changes:
    """The changes of one transaction so far.

    ``before`` has the digests of rows that are changed, None for those entered, by table and key;
    ``above`` the highest number of a table before rows were entered.
    """

    before: defaultdict[str, dict[Key, str | None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    above: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def watch_changes(engine: Engine) -> None:
    """Have every statement of the engine that changes rows noted, if a transaction keeps track."""
    event.listen(engine, "before_execute", _note)


def begin_changes(connection: Connection) -> Changes:
    """Keep track of what a connection changes from now on."""
    changes = Changes()
    connection.info[_CHANGES] = changes
    return changes


def note_files(connection: Connection, hashes: Mapping[str, str]) -> None:
    """Record the SHA-256 of files given out with the transaction, by path relative to the home."""
    connection.info[_CHANGES].files.update(hashes)


def record_changes(connection: Connection, keys: Mapping[str, str]) -> bool:
    """End the tracking with an event of all changes; return whether there were any.

    ``keys`` are the fingerprints of the home's keys, to be recorded with the changes.
    """
    changes: Changes = connection.info.pop(_CHANGES)
    rows, newest = _differences(connection, changes)
    if not rows and not changes.files:
        return False
    detail: dict[str, object] = {"rows": rows}
    if changes.files:
        detail["files"] = changes.files
    if keys:
        detail["keys"] = keys
    append(connection, [_event(ROWS_WRITTEN, _time(connection, newest), detail)])
    return True


def adopt_rows(connection: Connection, keys: Mapping[str, str]) -> None:
    """Record all rows as they stand, those of a store that had no digests or has new tables."""
    at = _time(connection, "")
    for watched in WATCHED.values():
        rows = ((key_text(row.key), row.digest) for row in digest_rows(connection, watched))
        while portion := dict(islice(rows, _IN_ONE_EVENT)):
            detail = {"rows": {watched.table.name: portion}, "keys": keys}
            append(connection, [_event(ROWS_ADOPTED, at, detail)])


def _event(kind: str, at: dt.datetime, detail: Mapping[str, object]) -> Event:
    return Event(at=at, actor=SOFTWARE, kind=kind, subject="", detail=detail)


def _note(
    connection: Connection,
    statement: object,
    several: Sequence[Parameters],
    single: Parameters,
    _options: Mapping[str, object],
) -> None:
    changes: Changes | None = connection.info.get(_CHANGES)
    if changes is None or not isinstance(statement, Insert | Update | Delete):
        return
    table = statement.table
    watched = WATCHED.get(table.name) if isinstance(table, Table) else None
    if watched is None:
        return
    parameters = list(several) or [single]
    if isinstance(statement, Insert):
        _note_entered(connection, changes, watched, statement, parameters)
    else:
        for condition in _conditions(watched, statement.whereclause, parameters):
            _note_before(connection, changes, watched, condition)


def _note_entered(
    connection: Connection,
    changes: Changes,
    watched: WatchedTable,
    statement: Insert,
    parameters: Sequence[Parameters],
) -> None:
    name = watched.table.name
    if watched.is_numbered:
        if name not in changes.above:
            changes.above[name] = last_number(connection, watched)
        return
    values = statement.compile().params
    for row in parameters:
        key = tuple({**values, **row}[column] for column in watched.key)
        changes.before[name].setdefault(key, None)


def _conditions(
    watched: WatchedTable, where: ColumnElement[bool] | None, parameters: Sequence[Parameters]
) -> Iterator[tuple[ColumnElement[bool] | None, Parameters]]:
    """Yield what selects the rows that a statement will change, with its parameters.

    A statement for many rows, each by its number, is asked about all at once.
    """
    [column, *others] = watched.key_columns
    right = where.right if isinstance(where, BinaryExpression) else None
    is_by_number = isinstance(where, BinaryExpression) and where.left is column and not others
    if is_by_number and isinstance(right, BindParameter) and len(parameters) > 1:
        numbers = [(row[right.key],) for row in parameters]
        for condition in condition_of(watched, numbers, None):
            yield condition, {}
    else:
        for row in parameters:
            yield where, row


def _note_before(
    connection: Connection,
    changes: Changes,
    watched: WatchedTable,
    condition: tuple[ColumnElement[bool] | None, Parameters],
) -> None:
    name, (where, parameters) = watched.table.name, condition
    above = changes.above.get(name)
    for row in digest_rows(connection, watched, where, parameters):
        if above is None or not _is_above(row.key, above):
            changes.before[name].setdefault(row.key, row.digest)


def _is_above(key: Key, number: int) -> bool:
    """Return whether a row is one that the transaction has entered itself."""
    return isinstance(key[0], int) and key[0] > number


def _differences(connection: Connection, changes: Changes) -> tuple[dict[str, dict[str, str]], str]:
    """Return what changed, by table and key, and the newest time that a changed row bears."""
    differences: dict[str, dict[str, str]] = {}
    newest = ""
    for name in sorted({*changes.before, *changes.above}):
        watched, before = WATCHED[name], changes.before[name]
        conditions = condition_of(watched, list(before), changes.above.get(name))
        rows = [row for where in conditions for row in digest_rows(connection, watched, where)]
        begun = {key_text(key): digest or "" for key, digest in before.items()}
        ended = {key_text(row.key): row.digest for row in rows}
        changed = {
            key: f"{first}>{last}" if (first := begun.get(key, "")) else last
            for key in dict.fromkeys((*begun, *ended))
            if (last := ended.get(key, "")) != begun.get(key, "")
        }
        if changed:
            differences[name] = changed
            newest = max(newest, *(row.newest for row in rows), "")
    return differences, newest


def _time(connection: Connection, newest: str) -> dt.datetime:
    """Return the later of the last event's time and the newest that the changed rows bear."""
    texts = [newest, *time_of_last_event(connection)]
    with suppress(ValueError):  # somebody has made it something that is no time
        return dt.datetime.fromisoformat(max(texts))
    return dt.datetime.now().astimezone()
