"""The store's records as texts, for verification: a time may have been altered to none at all."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Table, select

from adapters.store.rows import read_rows
from adapters.store.sql.bulk_sql import text_list
from adapters.store.sql.timestamps import as_stored
from adapters.store.tables import drops, objections, outbox, results, submissions
from campaign.values.dispositions import Disposition

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, kw_only=True, slots=True)
class DropRecord:
    """A drop, with what its answer promises."""

    id: int
    path_key: str
    sha256: str
    state: str
    lease_until: str | None
    receipt: str | None
    disposition: str | None
    submission_id: int | None
    answered_at: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmissionRecord:
    """An accepted version; ``receipt`` is its drop's, None if there is none."""

    id: int
    drop_id: int
    unit: str
    form: str
    period: str
    version: int
    received_at: str
    accepted_at: str
    in_force: bool
    withdrawn_at: str | None
    receipt: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchivedFile:
    """A drop's record of its original in the archive."""

    receipt: str | None
    sha256: str
    suffix: str
    state: str
    confidential: bool
    disposition: str | None

    @property
    def is_encrypted(self) -> bool:
        """Whether it lies there encrypted: confidential, or nobody knew when it was archived."""
        return self.confidential or self.disposition == Disposition.QUARANTINED


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptRecord:
    """A line of the register of receipts."""

    receipt: str
    received_at: str
    unit: str | None
    form: str | None
    period: str | None
    disposition: str | None
    answered_at: str | None
    sha256: str
    confidential: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultRecord:
    """A result: its id, its state and its bytes."""

    id: str
    state: str
    document: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultTexts:
    """The register's columns of a result beside its bytes."""

    as_of: str
    root: str
    supersedes: str | None
    notice_first: str | None
    notice_last: str | None
    published_at: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionRecord:
    """An objection and what was decided, None as long as nothing was."""

    unit: str
    person: str
    document: str
    upheld: bool | None


def drop_records(connection: Connection) -> list[DropRecord]:
    """Return all drops in the order of their claims."""
    query = select(*_texts_of(DropRecord, drops)).order_by(drops.c.id)
    return read_rows(connection, query, DropRecord)


def submission_records(
    connection: Connection, ids: Collection[int] | None = None
) -> list[SubmissionRecord]:
    """Return all accepted versions, or those of some ids, in the order of acceptance."""
    query = (
        select(*_texts_of(SubmissionRecord, submissions), drops.c.receipt)
        .join(drops, drops.c.id == submissions.c.drop_id, isouter=True)
        .order_by(submissions.c.id)
    )
    if ids is not None:
        query = query.where(submissions.c.id.in_(ids))
    return read_rows(connection, query, SubmissionRecord)


def submissions_of(connection: Connection, receipts: Collection[str]) -> list[int]:
    """Return the ids of the accepted versions of some receipts."""
    query = select(submissions.c.id).join(drops, drops.c.id == submissions.c.drop_id)
    return list(
        connection.scalars(query.where(drops.c.receipt.in_(text_list(connection, receipts))))
    )


def archived_files(
    connection: Connection, ids: Collection[int] | None = None
) -> list[ArchivedFile]:
    """Return what every drop, or those of some ids, says of its original."""
    query = select(*_texts_of(ArchivedFile, drops))
    if ids is not None:
        query = query.where(drops.c.id.in_(ids))
    return read_rows(connection, query, ArchivedFile)


def receipt_records(connection: Connection) -> list[ReceiptRecord]:
    """Return all drops that have a receipt's number, by it."""
    query = select(*_texts_of(ReceiptRecord, drops)).where(drops.c.receipt.is_not(None))
    return read_rows(connection, query.order_by(drops.c.receipt), ReceiptRecord)


def message_kinds_by_drop(connection: Connection) -> defaultdict[int, list[str]]:
    """Return the kinds of the messages that answer a drop, by the drop's id."""
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    query = select(outbox.c.drop_id, outbox.c.kind).where(outbox.c.drop_id.is_not(None))
    for row in connection.execute(query):
        kinds[row.drop_id].append(row.kind)
    return kinds


def message_keys(connection: Connection) -> set[str]:
    """Return the keys of all messages."""
    return set(connection.scalars(select(outbox.c.key)))


def stored_results(connection: Connection) -> Iterator[ResultRecord]:
    """Yield every result, oldest first."""
    query = select(*_texts_of(ResultRecord, results)).order_by(results.c.created_at, results.c.id)
    for row in connection.execute(query.execution_options(yield_per=10)):
        data = row.document if isinstance(row.document, bytes) else str(row.document).encode()
        yield ResultRecord(id=row.id, state=row.state, document=data)


def result_texts(connection: Connection, id_: str) -> ResultTexts:
    """Return what the register says of a result."""
    query = select(*_texts_of(ResultTexts, results)).where(results.c.id == id_)
    return read_rows(connection, query, ResultTexts)[0]


def objection_records(connection: Connection) -> list[ObjectionRecord]:
    """Return all objections."""
    return read_rows(connection, select(*_texts_of(ObjectionRecord, objections)), ObjectionRecord)


def _texts_of(row_class: "type[DataclassInstance]", table: Table) -> list[ColumnElement[object]]:
    names = {field.name for field in fields(row_class)}
    return [column for column in as_stored(table) if column.name in names]
