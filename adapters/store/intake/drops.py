"""Drops: every file that was ever dropped, and who works on it."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from adapters.store.rows import columns_of, read_rows, values_of
from adapters.store.sql.timestamps import is_over
from adapters.store.tables import drops
from campaign.values.dispositions import Disposition

_INSERT: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class DropState(StrEnum):
    """Whether a drop is being worked on, was answered, or waits for the software to be mended."""

    CLAIMED = "claimed"
    ANSWERED = "answered"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewDrop:
    """A file to claim; the name is not in it as long as it may tell who complained.

    ``path_key`` is the SHA-256 of its path in the inbox; ``serial`` is what looks like a serial
    number in its name; nobody else works on it until ``lease_until``. ``folder_keys`` are those of
    the folders above it, "" for none.
    """

    path_key: str
    name: str
    folder_unit: str
    size: int
    mtime_ns: str
    sha256: str
    suffix: str
    serial: str
    confidential: bool
    received_at: dt.datetime
    estimated: bool
    lease_until: dt.datetime
    folder_keys: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedDrop:
    """A drop on record; what is known only when it is answered is None until then."""

    id: int
    path_key: str
    name: str
    folder_unit: str
    size: int
    mtime_ns: str
    sha256: str
    suffix: str
    serial: str | None
    confidential: bool
    received_at: dt.datetime
    estimated: bool
    state: str
    receipt: str | None
    disposition: str | None
    unit: str | None
    form: str | None
    period: str | None
    answered_at: dt.datetime | None
    folder_keys: str | None

    @property
    def is_kept_encrypted(self) -> bool:
        """Whether the archive holds it encrypted: confidential, or nobody knows yet."""
        return self.confidential or self.disposition == Disposition.QUARANTINED


def claim_drops(connection: Connection, rows: Sequence[NewDrop]) -> list[RecordedDrop]:
    """Enter files as claimed; those that another worker has claimed are left out."""
    if not rows:
        return []
    statement = (
        _INSERT[connection.dialect.name](drops)
        .on_conflict_do_nothing()
        .returning(*columns_of(RecordedDrop, drops))
    )
    result = connection.execute(statement, [_claimed(row) for row in rows])
    return [RecordedDrop(**row._mapping) for row in result]


def enter_drop(connection: Connection, row: NewDrop) -> RecordedDrop:
    """Enter a drop that never lay in the inbox as claimed."""
    statement = insert(drops).values(_claimed(row)).returning(*columns_of(RecordedDrop, drops))
    return read_rows(connection, statement, RecordedDrop)[0]


def give_up_claims(connection: Connection, ids: Collection[int]) -> None:
    """Delete drops that were entered a moment ago and whose files are not there any more."""
    connection.execute(delete(drops).where(drops.c.id.in_(ids)))


def take_over_claims(
    connection: Connection, now: dt.datetime, until: dt.datetime
) -> list[RecordedDrop]:
    """Lease the claims whose lease is over until another time, oldest first."""
    late = _is_claimed() & is_over(drops.c.lease_until, now, until - now)
    query = select(*columns_of(RecordedDrop, drops)).where(late).order_by(drops.c.id)
    abandoned = read_rows(connection, query, RecordedDrop)
    connection.execute(update(drops).where(late).values(lease_until=until))
    return abandoned


def overdue_claims(connection: Connection, now: dt.datetime, lease: dt.timedelta) -> list[int]:
    """Return the ids of claims whose lease, of a length, is over."""
    late = _is_claimed() & is_over(drops.c.lease_until, now, lease)
    return list(connection.scalars(select(drops.c.id).where(late).order_by(drops.c.id)))


def claim_state(connection: Connection, id_: int) -> tuple[dt.datetime | None, str] | None:
    """Return the lease of a claimed drop and why it was put off, None where it is answered."""
    query = select(drops.c.lease_until, drops.c.detail).where(drops.c.id == id_, _is_claimed())
    row = connection.execute(query).one_or_none()
    return (row.lease_until, row.detail or "") if row else None


def defer_claim(connection: Connection, id_: int, until: dt.datetime, why: str) -> None:
    """Lease a claimed drop until another time, when it is taken over and examined again."""
    claimed = (drops.c.id == id_) & _is_claimed()
    connection.execute(update(drops).where(claimed).values(lease_until=until, detail=why))


def still_claimed(connection: Connection, ids: Collection[int]) -> set[int]:
    """Return those of the drops that nobody has answered yet."""
    query = select(drops.c.id).where(drops.c.id.in_(ids), _is_claimed())
    return set(connection.scalars(query))


def release_all_leases(connection: Connection) -> None:
    """End the lease of every claim."""
    connection.execute(update(drops).where(_is_claimed()).values(lease_until=None))


def answered_drops_in_inbox(
    connection: Connection, ids: Collection[int] | None = None
) -> list[RecordedDrop]:
    """Return the drops that are not claimed any more and whose files were not removed yet.

    All of them, or those of the ``ids``.
    """
    query = select(*columns_of(RecordedDrop, drops)).where(
        ~_is_claimed(), drops.c.removed_at.is_(None)
    )
    if ids is not None:
        query = query.where(drops.c.id.in_(ids))
    return read_rows(connection, query, RecordedDrop)


def answered_drops(connection: Connection, ids: Collection[int]) -> list[int]:
    """Return those of the drops whose answer is on record."""
    query = select(drops.c.id).where(drops.c.id.in_(ids), drops.c.state == DropState.ANSWERED)
    return list(connection.scalars(query.order_by(drops.c.id)))


def note_removed(connection: Connection, ids: Sequence[int], now: dt.datetime) -> None:
    """Record that the files of drops are gone from the inbox."""
    if ids:
        statement = update(drops).where(drops.c.id == bindparam("done")).values(removed_at=now)
        connection.execute(statement, [{"done": id_} for id_ in ids])


def drops_needing_copies(connection: Connection) -> list[RecordedDrop]:
    """Return the drops whose private copies in the spool are needed still."""
    needing = _is_claimed() | drops.c.removed_at.is_(None)
    return read_rows(
        connection, select(*columns_of(RecordedDrop, drops)).where(needing), RecordedDrop
    )


def files_in_inbox(connection: Connection) -> dict[tuple[str, int, str], tuple[int, str | None]]:
    """Return every drop whose file was not removed, by its path key, size and time of change.

    The values are its id, and when it was answered, as the text that is stored: there may be
    thousands four times a second.
    """
    d = drops.c
    answered_at = type_coerce(d.answered_at, Text)
    query = select(d.path_key, d.size, d.mtime_ns, d.id, answered_at).where(d.removed_at.is_(None))
    return {
        (path_key, size, mtime_ns): (id_, at)
        for path_key, size, mtime_ns, id_, at in connection.execute(query)
    }


def quarantine_drop(
    connection: Connection, id_: int, receipt: str, error: str, now: dt.datetime
) -> bool:
    """Quarantine a claimed drop; return False where another worker has answered it meanwhile."""
    result = connection.execute(
        update(drops)
        .where(drops.c.id == id_, _is_claimed())
        .values(
            state=DropState.QUARANTINED,
            receipt=receipt,
            disposition=Disposition.QUARANTINED,
            detail=error,
            answered_at=now,
        )
    )
    return bool(result.rowcount)


def quarantined_drops(connection: Connection) -> list[RecordedDrop]:
    """Return the drops in quarantine, oldest first."""
    query = select(*columns_of(RecordedDrop, drops)).where(drops.c.state == DropState.QUARANTINED)
    return read_rows(connection, query.order_by(drops.c.id), RecordedDrop)


def claim_quarantined(
    connection: Connection, ids: Collection[int], until: dt.datetime
) -> list[RecordedDrop]:
    """Claim drops out of quarantine, oldest first; those that left it meanwhile are left out."""
    statement = (
        update(drops)
        .where(drops.c.id.in_(ids), drops.c.state == DropState.QUARANTINED)
        .values(state=DropState.CLAIMED, lease_until=until)
        .returning(*columns_of(RecordedDrop, drops))
    )
    return sorted(read_rows(connection, statement, RecordedDrop), key=lambda drop: drop.id)


def end_quarantine(connection: Connection, id_: int) -> None:
    """Mark a drop in quarantine as answered: another drop stands in its place."""
    waiting = (drops.c.id == id_) & (drops.c.state == DropState.QUARANTINED)
    connection.execute(update(drops).where(waiting).values(state=DropState.ANSWERED))


def drop_of_receipt(connection: Connection, receipt: str) -> RecordedDrop | None:
    """Return the drop of a receipt's number, None if there is none."""
    query = select(*columns_of(RecordedDrop, drops)).where(drops.c.receipt == receipt)
    return next(iter(read_rows(connection, query, RecordedDrop)), None)


def count_drops(connection: Connection) -> int:
    """Return how many files were ever dropped."""
    return connection.scalar(select(func.count(drops.c.id))) or 0


def _claimed(row: NewDrop) -> dict[str, object]:
    return {**values_of(row), "state": DropState.CLAIMED}


def _is_claimed() -> ColumnElement[bool]:
    return drops.c.state == DropState.CLAIMED
