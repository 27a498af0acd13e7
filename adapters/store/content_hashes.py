"""The digest of what was stored of a submission, by which a later change of it shows."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

from sqlalchemy import Connection, Select, and_, select

from adapters.store.sheets import StoredSheet
from adapters.store.tables import private_sheets, row_numbers, submission_sheets


def content_hash(received_at: str, sheets: Iterable[StoredSheet], numbers: Iterable[str]) -> str:
    """Return the SHA-256 of a submission's time of receipt, sheets and numbers in any order.

    Private values count as they are stored, encrypted.
    """
    digest = hashlib.sha256(received_at.encode())
    for sheet, header, rows, sealed in sorted(sheets, key=lambda stored: stored[0]):
        digest.update(f"\0{sheet}\0{header}\0{rows}\0".encode())
        digest.update(sealed or b"")
    digest.update("\0".join(("", *sorted(set(numbers)))).encode())
    return digest.hexdigest()


def stored_hashes(
    connection: Connection, received: Mapping[int, str], only: Select[tuple[int]] | None = None
) -> dict[int, str]:
    """Return the digest of each of these submissions as it is stored now, one after the other.

    ``received`` are their times of receipt by id; ``only`` selects their ids where they are few.
    """
    numbers: defaultdict[int, set[str]] = defaultdict(set)
    for row in connection.execute(select(row_numbers)):
        numbers[row.submission_id].add(row.number)
    found = {key: content_hash(at, (), numbers[key]) for key, at in received.items()}
    rows = connection.execute(_sheets(only).execution_options(yield_per=100))
    for key, group in groupby(rows, key=lambda row: row.submission_id):
        if key in received:
            sheets = [tuple(row[1:]) for row in group]
            found[key] = content_hash(received[key], sheets, numbers[key])
    return found


def _sheets(only: Select[tuple[int]] | None) -> Select[tuple[int, str, str, str, bytes | None]]:
    stored, private = submission_sheets.c, private_sheets.c
    same = and_(private.submission_id == stored.submission_id, private.sheet == stored.sheet)
    query = select(submission_sheets, private.sealed).join_from(
        submission_sheets, private_sheets, same, isouter=True
    )
    if only is not None:
        query = query.where(stored.submission_id.in_(only))
    return query.order_by(stored.submission_id)
