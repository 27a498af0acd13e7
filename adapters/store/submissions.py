"""Load, index and write accepted reports: versions in force, numbers in use, new versions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from sqlalchemy import ColumnElement, Connection, func, insert, select, tuple_, union, update

from adapters.store.rows import values_of
from adapters.store.sql.bulk_sql import insert_plainly, text_list
from adapters.store.tables import (
    drops,
    private_sheets,
    row_numbers,
    submission_sheets,
    submissions,
)
from campaign.history.row_numbers import Owner, Predecessor
from campaign.values.receipt_order import in_order_of_receipt

SubmissionKey = tuple[str, str, str]
"""Unit code, form key, slot (the period, or the serial number of an event form)."""


@dataclass(kw_only=True, slots=True)
class Version:
    """An accepted version and its drop; ``in_force`` changes with later versions.

    Of several the last one received is in force, in whatever order they were read.

    ``first_received_at`` is when the first version of its key was received. ``tables`` are the
    rows of its sheets as JSON, by their keys, as far as they were loaded.
    """

    id: int
    key: SubmissionKey
    version: int
    event_key: str
    in_force: bool
    received_at: dt.datetime
    accepted_at: dt.datetime
    drop_id: int
    receipt: str
    sha256: str
    withdrawn: bool = False
    first_received_at: dt.datetime = field(init=False)
    numbers: frozenset[str] = frozenset()
    tables: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first_received_at = self.received_at


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptedFacts:
    """The stored facts of an accepted version beside its key, numbers and times of receipt.

    ``normalised`` counts the values that were read with a tolerance.
    """

    form_version: int
    serial: str
    nil: bool
    normalised: int


@dataclass(slots=True)
class SubmissionIndex:
    """The versions that a batch may affect, kept in step with the store while it is recorded."""

    next_id: int
    by_key: dict[SubmissionKey, list[Version]] = field(default_factory=lambda: defaultdict(list))
    by_ledger: dict[tuple[str, str], list[Version]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_sha256: dict[str, Version] = field(default_factory=dict)
    by_event: dict[tuple[str, str], Version] = field(default_factory=dict)
    owners: dict[tuple[str, str], Owner] = field(default_factory=dict)
    new: list[tuple[Version, AcceptedFacts]] = field(default_factory=list)

    def put(self, version: Version) -> None:
        """Index a version; those of one key must be put in the order of their ids."""
        versions = self.by_key[version.key]
        versions.append(version)
        self.by_ledger[version.key[:2]].append(version)
        received = [v.received_at for v in versions if not v.withdrawn]
        version.first_received_at = min(received, default=version.received_at)
        self.by_sha256[version.sha256] = version
        if version.in_force and version.event_key:
            self.by_event[version.key[1], version.event_key] = version
        if version.in_force:
            owner = Owner(unit=version.key[0], where=f"{version.key[0]} {version.key[2]}")
            bearing = dict.fromkeys(zip(repeat(version.key[1]), version.numbers), owner)
            for taken in bearing.keys() & self.owners.keys():
                del bearing[taken]  # the first in force stays
            self.owners |= bearing

    def add(self, version: Version, facts: AcceptedFacts) -> None:
        """Add a new version and put it in force, unless the one in force was received later.

        ``version`` is completed with its id and number.
        """
        current = self.in_force(version.key)
        version.id = self.next_id
        self.next_id += 1
        newest = in_order_of_receipt([current, version])[-1] if current else version
        version.in_force = newest is version
        if current and version.in_force:
            current.in_force = False
            self._release(current)
        versions = self.by_key[version.key]
        version.version = max((old.version for old in versions), default=0) + 1
        self.new.append((version, facts))
        self.put(version)

    def _release(self, old: Version) -> None:
        """Release the numbers that no version in force carries any more."""
        unit, form, _ = old.key
        still_used = {
            number
            for key, versions in self.by_key.items()
            if key[:2] == (unit, form)
            for version in versions
            if version.in_force
            for number in version.numbers
        }
        for number in old.numbers - still_used:
            if (owner := self.owners.get((form, number))) and owner.unit == unit:
                del self.owners[form, number]

    def write(self, connection: Connection) -> None:
        """Write the versions that were added since the index was loaded."""
        added = {version.id for version, _ in self.new}
        replaced = [
            old.id
            for version, _ in self.new
            for old in self.by_key[version.key]
            if old.id not in added and not old.in_force
        ]
        if replaced:
            connection.execute(
                update(submissions)
                .where(submissions.c.id.in_(replaced), submissions.c.in_force)
                .values(in_force=False)
            )
        if self.new:
            connection.execute(
                insert(submissions), [_row(version, facts) for version, facts in self.new]
            )

    def in_force(self, key: SubmissionKey) -> Version | None:
        """Return the version in force under a key, None if there is none."""
        return next((v for v in self.by_key.get(key, ()) if v.in_force), None)

    def predecessor(self, key: SubmissionKey) -> Predecessor | None:
        """Return the event key and numbers of the version in force, None if there is none."""
        current = self.in_force(key)
        if current is None:
            return None
        return Predecessor(event_key=current.event_key, numbers=current.numbers)

    def earlier_numbers(self, key: SubmissionKey) -> frozenset[str]:
        """Return the numbers that the unit's reports in force of earlier periods bear."""
        earlier = (v for v in self.by_ledger[key[:2]] if v.in_force and v.key[2] < key[2])
        return frozenset[str]().union(*(version.numbers for version in earlier))

    def other_event(self, key: SubmissionKey, event_key: str) -> Owner | None:
        """Return the report in force under another serial number that carries the same event."""
        holder = self.by_event.get((key[1], event_key)) if event_key else None
        if holder is None or holder.key == key or not holder.in_force:
            return None
        return Owner(unit=holder.key[0], where=f"填报码{holder.key[2]}")


def load_submission_index(
    connection: Connection,
    keys: Collection[SubmissionKey],
    hashes: Collection[str],
    events: Collection[tuple[str, str]],
    numbers: Collection[tuple[str, str]],
    ledgers: Collection[tuple[str, str]] = (),
) -> SubmissionIndex:
    """Load the versions of keys, hashes, (form, event key), (form, number) and (unit, form)."""
    next_id = (connection.scalar(select(func.max(submissions.c.id))) or 0) + 1
    index = SubmissionIndex(next_id=next_id)
    s = submissions.c
    queries = [
        select(s.id).where(tuple_(s.unit, s.form, s.period).in_(keys)),
        select(s.id)
        .join(drops, drops.c.id == s.drop_id)
        .where(drops.c.sha256.in_(text_list(connection, hashes))),
    ]
    if events:
        queries.append(select(s.id).where(tuple_(s.form, s.event_key).in_(events)))
    if numbers:
        has_number = row_numbers.c.number.in_(text_list(connection, {n for _, n in numbers}))
        holders = select(row_numbers.c.submission_id).where(has_number)
        queries.append(select(s.id).where(s.in_force, s.id.in_(holders)))
    if ledgers:
        queries.append(select(s.id).where(s.in_force, tuple_(s.unit, s.form).in_(ledgers)))
    for version in _versions(connection, s.id.in_(union(*queries))):
        index.put(version)
    return index


def _versions(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Version]:
    """Yield the versions that fulfil a condition, with the numbers of those in force."""
    s = submissions.c
    columns = (s.id, s.unit, s.form, s.period, s.version, s.event_key, s.in_force, s.accepted_at)
    query = (
        select(*columns, s.received_at, s.drop_id, s.withdrawn_at, drops.c.receipt, drops.c.sha256)
        .join(drops, drops.c.id == s.drop_id)
        .where(condition)
        .order_by(s.id)
    )
    rows = connection.execute(query).all()
    numbers_of = _numbers(connection, [row.id for row in rows if row.in_force])
    for row in rows:
        yield Version(
            id=row.id,
            key=(row.unit, row.form, row.period),
            version=row.version,
            event_key=row.event_key,
            in_force=row.in_force,
            received_at=row.received_at,
            accepted_at=row.accepted_at,
            drop_id=row.drop_id,
            receipt=row.receipt,
            sha256=row.sha256,
            withdrawn=row.withdrawn_at is not None,
            numbers=numbers_of[row.id],
        )


def insert_contents(
    connection: Connection,
    sheets: Sequence[tuple[int, str, str, str]],
    private: Sequence[tuple[int, str, bytes]],
    numbers: Sequence[tuple[int, str]],
) -> None:
    """Insert the contents of accepted reports, each row beginning with its submission's id.

    ``sheets`` are key, header and rows as JSON; ``private`` key and encrypted values. There may
    be tens of thousands of ``numbers``, therefore plain tuples.
    """
    insert_plainly(connection, submission_sheets, sheets)
    insert_plainly(connection, private_sheets, private)
    insert_plainly(connection, row_numbers, numbers)


def _row(version: Version, facts: AcceptedFacts) -> dict[str, object]:
    unit, form, period = version.key
    return {
        **values_of(facts),
        "id": version.id,
        "unit": unit,
        "form": form,
        "period": period,
        "version": version.version,
        "event_key": version.event_key,
        "received_at": version.received_at,
        "accepted_at": version.accepted_at,
        "drop_id": version.drop_id,
        "in_force": version.in_force,
    }


def _numbers(connection: Connection, ids: list[int]) -> dict[int, frozenset[str]]:
    numbers: dict[int, set[str]] = defaultdict(set)
    query = select(row_numbers).where(row_numbers.c.submission_id.in_(ids))
    for row in connection.execute(query):
        numbers[row.submission_id].add(row.number)
    return defaultdict(frozenset, {key: frozenset(value) for key, value in numbers.items()})
