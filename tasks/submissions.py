"""The accepted workbooks in the store: what is in force, who uses which number, what is new."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, tuple_, update

from campaign.history import Owner, Predecessor
from tasks.tables import drops, submission_rows, submissions

Key = tuple[str, str, str]
"""Unit code, form key, slot (the period, or the serial number of an event form)."""


@dataclass(kw_only=True, slots=True)
class Version:
    """One accepted version and the drop that brought it; ``in_force`` changes with time.

    ``first_received_at`` is when the first version of its key was received.
    """

    id: int
    key: Key
    version: int
    event_key: str
    in_force: bool
    received_at: str
    receipt: str
    sha256: str
    withdrawn: bool = False
    first_received_at: str = ""
    numbers: frozenset[str] = frozenset()


@dataclass(slots=True)
class Shelf:
    """The versions that a batch may touch, kept in step with the store while it is recorded."""

    next_id: int
    by_key: dict[Key, list[Version]] = field(default_factory=lambda: defaultdict(list))
    by_sha256: dict[str, Version] = field(default_factory=dict)
    by_event: dict[tuple[str, str], Version] = field(default_factory=dict)
    owners: dict[tuple[str, str], Owner] = field(default_factory=dict)

    def put(self, version: Version) -> None:
        """Take in a version, the newest of its key last."""
        versions = self.by_key[version.key]
        versions.append(version)
        standing = [old.received_at for old in versions if not old.withdrawn]
        version.first_received_at = min(standing, default=version.received_at)
        self.by_sha256[version.sha256] = version
        if version.in_force and version.event_key:
            self.by_event[version.key[1], version.event_key] = version
        for number in version.numbers if version.in_force else ():
            where = f"{version.key[0]} {version.key[2]}"
            self.owners[version.key[1], number] = Owner(unit=version.key[0], where=where)

    def in_force(self, key: Key) -> Version | None:
        """Return the version in force under a key."""
        return next((v for v in self.by_key.get(key, ()) if v.in_force), None)

    def predecessor(self, key: Key) -> Predecessor | None:
        """Return what history needs of the version in force."""
        current = self.in_force(key)
        if current is None:
            return None
        return Predecessor(event_key=current.event_key, numbers=current.numbers)

    def other_event(self, key: Key, event_key: str) -> Owner | None:
        """Return the report in force under another serial number that carries the same event."""
        other = self.by_event.get((key[1], event_key)) if event_key else None
        if other is None or other.key == key or not other.in_force:
            return None
        return Owner(unit=other.key[0], where=f"填报码{other.key[2]}")


def load_shelf(
    connection: Connection,
    keys: Collection[Key],
    hashes: Collection[str],
    events: Collection[tuple[str, str]],
    numbers: Collection[tuple[str, str]],
) -> Shelf:
    """Read what is stored about keys, hashes, (form, event key) and (form, number)."""
    shelf = Shelf(next_id=(connection.scalar(select(func.max(submissions.c.id))) or 0) + 1)
    s = submissions.c
    using = select(submission_rows.c.submission_id).where(
        submission_rows.c.number.in_({number for _, number in numbers})
    )
    wanted = tuple_(s.unit, s.form, s.period).in_(keys) | drops.c.sha256.in_(hashes)
    if events:
        wanted |= tuple_(s.form, s.event_key).in_(events)
    if numbers:
        wanted |= and_(s.in_force, s.id.in_(using))
    columns = (s.id, s.unit, s.form, s.period, s.version, s.event_key, s.in_force)
    query = (
        select(*columns, s.received_at, s.withdrawn_at, drops.c.receipt, drops.c.sha256)
        .join(drops, drops.c.id == s.drop_id)
        .where(wanted)
        .order_by(s.id)
    )
    rows = connection.execute(query).all()
    numbers_of = _numbers(connection, [row.id for row in rows if row.in_force])
    for row in rows:
        shelf.put(
            Version(
                id=row.id,
                key=(row.unit, row.form, row.period),
                version=row.version,
                event_key=row.event_key,
                in_force=row.in_force,
                received_at=row.received_at,
                receipt=row.receipt,
                sha256=row.sha256,
                withdrawn=row.withdrawn_at is not None,
                numbers=numbers_of[row.id],
            )
        )
    return shelf


def add_version(connection: Connection, shelf: Shelf, version: Version, row: dict[str, Any]) -> int:
    """Put a new version in force, its predecessor out; return the predecessor's number or 0.

    ``version`` is completed with its id and number; ``row`` holds the table's other columns.
    """
    unit, form, period = version.key
    current = shelf.in_force(version.key)
    if current:
        connection.execute(
            update(submissions).where(submissions.c.id == current.id).values(in_force=False)
        )
        current.in_force = False
    version.version = max((old.version for old in shelf.by_key[version.key]), default=0) + 1
    version.id = shelf.next_id
    shelf.next_id += 1
    connection.execute(
        insert(submissions),
        {
            **row,
            "id": version.id,
            "unit": unit,
            "form": form,
            "period": period,
            "version": version.version,
            "event_key": version.event_key,
            "received_at": version.received_at,
            "in_force": True,
        },
    )
    shelf.put(version)
    return current.version if current else 0


def _numbers(connection: Connection, ids: list[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = submission_rows.c
    query = select(rows.submission_id, rows.number).where(
        rows.submission_id.in_(ids), rows.number.is_not(None)
    )
    for row in connection.execute(query):
        found[row.submission_id].add(row.number)
    return defaultdict(frozenset, {key: frozenset(value) for key, value in found.items()})
