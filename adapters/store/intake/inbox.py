"""Keep the unclaimed files of the inbox with their times, and when it was last listed."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from adapters.store.rows import columns_of, read_rows, values_of
from adapters.store.tables import inbox_files, inbox_listings


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenFile:
    """A file in the inbox that is not claimed; ``path_key`` is the SHA-256 of its path.

    ``estimated`` marks a time of first sight that was taken from the file itself.
    """

    path_key: str
    size: int
    mtime_ns: str
    first_seen_at: dt.datetime
    unchanged_since: dt.datetime
    estimated: bool


def seen_files(connection: Connection) -> dict[str, SeenFile]:
    """Return the files that lay in the inbox when it was last listed, by path key."""
    rows = read_rows(connection, select(*columns_of(SeenFile, inbox_files)), SeenFile)
    return {row.path_key: row for row in rows}


def replace_seen_files(
    connection: Connection, gone: Collection[str], files: Sequence[SeenFile]
) -> None:
    """Forget the files of some path keys, and enter others."""
    if gone:
        statement = delete(inbox_files).where(inbox_files.c.path_key == bindparam("gone"))
        connection.execute(statement, [{"gone": key} for key in gone])
    if files:
        connection.execute(insert(inbox_files), [values_of(file) for file in files])


def forget_files(connection: Connection, path_keys: Collection[str]) -> None:
    """Forget files that were claimed."""
    connection.execute(delete(inbox_files).where(inbox_files.c.path_key.in_(path_keys)))


def last_listed_at(connection: Connection) -> dt.datetime | None:
    """Return when the inbox was last listed, None if it never was."""
    listed_at: dt.datetime | None = connection.scalar(select(inbox_listings.c.last_listed_at))
    return listed_at


def note_listing(connection: Connection, now: dt.datetime, *, first: bool) -> None:
    """Record when the inbox was listed; ``first`` where it never was before."""
    if first:
        connection.execute(insert(inbox_listings).values(id=1, last_listed_at=now))
    else:
        connection.execute(update(inbox_listings).values(last_listed_at=now))
