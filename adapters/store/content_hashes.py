"""The hash of what is stored of a submission, by which a later change shows."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby

from sqlalchemy import Connection, Select, Text, and_, select, type_coerce

from adapters.store.integrity.destructions import content_as_accepted, load_destructions
from adapters.store.sheets import StoredSheet
from adapters.store.sql.bulk_sql import text_list
from adapters.store.sql.timestamps import text_of
from adapters.store.tables import (
    drops,
    private_sheets,
    row_numbers,
    submission_sheets,
    submissions,
)
from campaign.results.pinned_inputs import PinnedSubmission


def content_hash(
    received_at: dt.datetime, sheets: Iterable[StoredSheet], numbers: Iterable[str]
) -> str:
    """Return the SHA-256 of a submission's time of receipt, sheets and numbers in any order.

    Private values count as they are stored, encrypted.
    """
    return _hash(text_of(received_at), sheets, numbers)


def _hash(received_at: str, sheets: Iterable[StoredSheet], numbers: Iterable[str]) -> str:
    digest = hashlib.sha256(received_at.encode())
    for sheet, header, rows, sealed in sorted(sheets, key=lambda stored: stored[0]):
        digest.update(f"\0{sheet}\0{header}\0{rows}\0".encode())
        digest.update(sealed or b"")
    digest.update("\0".join(("", *sorted(set(numbers)))).encode())
    return digest.hexdigest()


def stored_hashes(connection: Connection, only: Select[tuple[int]] | None = None) -> dict[int, str]:
    """Return the hash of each submission as it is stored now, by id.

    ``only`` selects the ids where not all are wanted.
    """
    numbers: defaultdict[int, set[str]] = defaultdict(set)
    for row in connection.execute(_numbers(only)):
        numbers[row.submission_id].add(row.number)
    received = _received(connection, only)
    hashes = {key: _hash(at, (), numbers[key]) for key, at in received.items()}
    rows = connection.execute(_sheets(only).execution_options(yield_per=100))
    for key, group in groupby(rows, key=lambda row: row.submission_id):
        if key in received:
            sheets = [tuple(row[1:]) for row in group]
            hashes[key] = _hash(received[key], sheets, numbers[key])
    return hashes


def stored_hashes_of(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """Return the hash of each of these submissions as it is stored now, by id."""
    return stored_hashes(connection, select(submissions.c.id).where(submissions.c.id.in_(ids)))


def stray_contents(connection: Connection) -> list[tuple[int, str]]:
    """Return submission and table of contents that no hash covers: none may have come in by intake.

    These are private values without their sheet, and contents of a submission that does not exist.
    """
    stored, private = submission_sheets.c, private_sheets.c
    same = and_(private.submission_id == stored.submission_id, private.sheet == stored.sheet)
    without_sheet = (
        select(private.submission_id)
        .join_from(private_sheets, submission_sheets, same, isouter=True)
        .where(stored.sheet.is_(None))
    )
    strays = {(id_, private_sheets.name) for id_ in connection.scalars(without_sheet)}
    for table in (submission_sheets, row_numbers):
        unknown = table.c.submission_id.not_in(select(submissions.c.id))
        ids = connection.scalars(select(table.c.submission_id).where(unknown).distinct())
        strays |= {(id_, table.name) for id_ in ids}
    return sorted(strays)


def pinned_submissions(
    connection: Connection, receipts: Collection[str]
) -> tuple[PinnedSubmission, ...]:
    """Return the accepted reports of these receipts with their hashes, as they are stored now.

    Reports whose private values were destroyed since, as an event says, have their hash of before.
    """
    s, d = submissions.c, drops.c
    query = (
        select(s.id, s.unit, s.form, s.period, d.receipt, d.sha256)
        .join_from(submissions, drops, d.id == s.drop_id)
        .where(d.receipt.in_(text_list(connection, receipts)))
    )
    hashes = stored_hashes(connection, query.with_only_columns(s.id))
    destroyed = load_destructions(connection)
    return tuple(
        PinnedSubmission(
            receipt=row.receipt,
            unit=row.unit,
            form=row.form,
            period=row.period,
            sha256=row.sha256,
            content=content_as_accepted(hashes[row.id], destroyed.get(row.receipt)),
        )
        for row in connection.execute(query)
    )


def _numbers(only: Select[tuple[int]] | None) -> Select[tuple[int, str]]:
    query = select(row_numbers)
    return query if only is None else query.where(row_numbers.c.submission_id.in_(only))


def _received(connection: Connection, only: Select[tuple[int]] | None) -> dict[int, str]:
    """Return the times of receipt as they are stored."""
    as_text = type_coerce(submissions.c.received_at, Text).label("received_at")
    query = select(submissions.c.id, as_text)
    if only is not None:
        query = query.where(submissions.c.id.in_(only))
    return {row.id: row.received_at for row in connection.execute(query)}


def _sheets(only: Select[tuple[int]] | None) -> Select[tuple[int, str, str, str, bytes | None]]:
    stored, private = submission_sheets.c, private_sheets.c
    same = and_(private.submission_id == stored.submission_id, private.sheet == stored.sheet)
    query = select(submission_sheets, private.sealed).join_from(
        submission_sheets, private_sheets, same, isouter=True
    )
    if only is not None:
        query = query.where(stored.submission_id.in_(only))
    return query.order_by(stored.submission_id)
