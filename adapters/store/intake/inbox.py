"""Keep the unclaimed files of the inbox, what stands in the way there, and the last listing."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from adapters.store.rows import columns_of, read_rows, values_of
from adapters.store.tables import inbox_files, inbox_listings, inbox_obstacles


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenFile:
    """A file in the inbox that is not claimed; ``path_key`` is the SHA-256 of its path.

    ``estimated`` marks a time of first sight that was taken from the file itself; ``folder_keys``
    are those of the folders above it.
    """

    path_key: str
    size: int
    mtime_ns: str
    first_seen_at: dt.datetime
    unchanged_since: dt.datetime
    estimated: bool
    folder_keys: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class NotedObstacle:
    """Something that cannot be listed in the inbox or does not leave it, and since when."""

    path_key: str
    kind: str
    since: dt.datetime
    alarmed: bool


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


def noted_obstacles(connection: Connection) -> list[NotedObstacle]:
    """Return what stood in the way when the inbox was last listed."""
    query = select(*columns_of(NotedObstacle, inbox_obstacles))
    return read_rows(connection, query, NotedObstacle)


def replace_obstacles(
    connection: Connection, over: Collection[NotedObstacle], new: Sequence[NotedObstacle]
) -> None:
    """Forget obstacles that are over, and enter others."""
    o = inbox_obstacles.c
    for obstacle in over:
        which = (o.path_key == obstacle.path_key) & (o.kind == obstacle.kind)
        connection.execute(delete(inbox_obstacles).where(which))
    if new:
        connection.execute(insert(inbox_obstacles), [values_of(obstacle) for obstacle in new])


def note_alarmed(connection: Connection, places: Iterable[tuple[str, str]]) -> None:
    """Record that the office was alarmed of obstacles, by their path keys and kinds."""
    o = inbox_obstacles.c
    which = (o.path_key == bindparam("at")) & (o.kind == bindparam("of_kind"))
    connection.execute(
        update(inbox_obstacles).where(which).values(alarmed=True),
        [{"at": path_key, "of_kind": kind} for path_key, kind in places],
    )
