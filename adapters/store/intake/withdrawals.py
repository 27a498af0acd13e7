"""Takes accepted reports out of force, and puts the version before into force again."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select, update

from adapters.store.rows import columns_of, read_rows
from adapters.store.tables import drops, row_numbers, submissions
from campaign.values.receipt_order import in_order_of_receipt


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredSubmission:
    """An accepted version of a report."""

    id: int
    drop_id: int
    unit: str
    form: str
    period: str
    version: int
    serial: str
    received_at: dt.datetime
    accepted_at: dt.datetime
    in_force: bool
    withdrawn_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenNumber:
    """A row's number that another unit uses by now, and the receipt of its report."""

    number: str
    receipt: str


def submission_of_drop(connection: Connection, drop_id: int) -> StoredSubmission | None:
    """Return what a drop was accepted as, None if it was not."""
    query = select(*columns_of(StoredSubmission, submissions))
    rows = read_rows(connection, query.where(submissions.c.drop_id == drop_id), StoredSubmission)
    return next(iter(rows), None)


def withdraw(connection: Connection, id_: int, now: dt.datetime) -> None:
    """Take a version out of force for good."""
    changes = {"withdrawn_at": now, "in_force": False}
    connection.execute(update(submissions).where(submissions.c.id == id_).values(changes))


def put_in_force(connection: Connection, id_: int) -> None:
    """Set a version in force; no other of its key may be."""
    connection.execute(update(submissions).where(submissions.c.id == id_).values(in_force=True))


def version_in_force(connection: Connection, of: StoredSubmission) -> StoredSubmission | None:
    """Return the version in force of the report that another version is of."""
    query = select(*columns_of(StoredSubmission, submissions)).where(*_same_key(of))
    rows = read_rows(connection, query.where(submissions.c.in_force), StoredSubmission)
    return next(iter(rows), None)


def last_not_withdrawn(connection: Connection, of: StoredSubmission) -> StoredSubmission | None:
    """Return the version received last of those of the same report that were not withdrawn."""
    query = select(*columns_of(StoredSubmission, submissions))
    not_withdrawn = query.where(*_same_key(of), submissions.c.withdrawn_at.is_(None))
    versions = in_order_of_receipt(read_rows(connection, not_withdrawn, StoredSubmission))
    return versions[-1] if versions else None


def number_taken_by_others(connection: Connection, of: StoredSubmission) -> TakenNumber | None:
    """Return the first number of a version that another unit's report in force bears."""
    own, s = row_numbers.alias(), submissions.c
    query = (
        select(row_numbers.c.number, drops.c.receipt)
        .join(own, own.c.number == row_numbers.c.number)
        .join(submissions, s.id == row_numbers.c.submission_id)
        .join(drops, drops.c.id == s.drop_id)
        .where(own.c.submission_id == of.id)
        .where(s.in_force, s.form == of.form, s.unit != of.unit)
        .order_by(row_numbers.c.number)
        .limit(1)
    )
    return next(iter(read_rows(connection, query, TakenNumber)), None)


def _same_key(of: StoredSubmission) -> tuple[ColumnElement[bool], ...]:
    s = submissions.c
    return s.unit == of.unit, s.form == of.form, s.period == of.period
