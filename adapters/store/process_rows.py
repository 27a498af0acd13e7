"""Load what tables of the process are made of: files, versions, problems, messages, events."""

import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, select

from adapters.store.events import load_events
from adapters.store.intake.drops import DropState
from adapters.store.outbox.messages import STATE_NAMES, MessageState
from adapters.store.rows import columns_of, read_rows
from adapters.store.tables import drops, outbox, problems, submissions
from campaign.problems.codes import WARNINGS, Code, make_problem
from campaign.tables.process.receipts import ReceiptProblem, ReceivedFile, SubmittedVersion
from campaign.tables.process.records import EventRecord, MessageRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmissionMark:
    """The number of a report in force, and what it reports."""

    id: int
    unit: str
    form: str
    period: str


def marks_in_force(connection: Connection) -> list[SubmissionMark]:
    """Return the numbers of all reports in force, in their order."""
    query = select(*columns_of(SubmissionMark, submissions)).where(submissions.c.in_force)
    return read_rows(connection, query.order_by(submissions.c.id), SubmissionMark)


def ids_in_force(connection: Connection) -> list[int]:
    """Return the numbers of all reports in force alone, in their order."""
    query = select(submissions.c.id).where(submissions.c.in_force).order_by(submissions.c.id)
    return list(connection.scalars(query))


def received_files(connection: Connection) -> list[ReceivedFile]:
    """Return every file that was answered, in the order of receipt."""
    d = drops.c
    count = (
        select(func.count()).where(problems.c.drop_id == d.id).scalar_subquery().label("problems")
    )
    query = (
        select(
            d.receipt,
            *(_known(column) for column in (d.unit, d.form, d.period)),
            *(d.name, d.received_at, d.answered_at, d.disposition),
            count,
        )
        .where(d.state == DropState.ANSWERED, d.receipt.is_not(None))
        .order_by(d.received_at, d.id)
    )
    return read_rows(connection, query, ReceivedFile)


def submitted_versions(connection: Connection) -> list[SubmittedVersion]:
    """Return every version that was ever accepted, in the order of receipt."""
    s = submissions.c
    query = (
        select(
            drops.c.receipt,
            *(s.unit, s.form, s.period, s.version, s.in_force, s.nil, s.serial, s.form_version),
            *(s.received_at, s.accepted_at, s.withdrawn_at, s.normalised),
        )
        .join(drops, drops.c.id == s.drop_id)
        .order_by(s.received_at, s.drop_id)
    )
    return read_rows(connection, query, SubmittedVersion)


def receipt_problems(connection: Connection) -> list[ReceiptProblem]:
    """Return every problem of the answered files, in the order of receipt."""
    return _problems(connection, drops.c.receipt.is_not(None))


def open_warnings(connection: Connection, form: str = "", period: str = "") -> list[ReceiptProblem]:
    """Return the warnings of the reports in force, of one form and period or of all."""
    s = submissions.c
    in_force = select(s.drop_id).where(
        s.in_force, *([s.form == form] if form else ()), *([s.period == period] if period else ())
    )
    warnings = problems.c.code.in_(WARNINGS)
    return _problems(connection, and_(drops.c.id.in_(in_force), warnings))


def _problems(connection: Connection, condition: ColumnElement[bool]) -> list[ReceiptProblem]:
    p, d = problems.c, drops.c
    query = (
        select(
            d.receipt,
            *(_known(column) for column in (d.unit, d.form, d.period)),
            *(d.confidential, p.position, p.code, p.sheet, p.row, p.column, p.value, p.facts),
        )
        .join(drops, d.id == p.drop_id)
        .where(condition)
        .order_by(d.received_at, d.id, p.position)
    )
    return [
        ReceiptProblem(
            receipt=row.receipt,
            unit=row.unit,
            form=row.form,
            period=row.period,
            confidential=row.confidential,
            position=row.position,
            problem=make_problem(
                Code(row.code),
                sheet=row.sheet,
                at=(row.row, row.column),
                value=row.value,
                **json.loads(row.facts),
            ),
        )
        for row in connection.execute(query)
    ]


def message_records(connection: Connection) -> list[MessageRecord]:
    """Return every message without its text, oldest first."""
    o = outbox.c
    query = select(
        *(o.id, o.kind, o.unit, o.recipient, o.subject, o.state, o.created_at, o.settled_at),
        *(o.attempts, o.error),
    ).order_by(o.id)
    return [
        MessageRecord(state_name=STATE_NAMES[MessageState(row.state)], **row._mapping)
        for row in connection.execute(query)
    ]


def event_records(connection: Connection) -> list[EventRecord]:
    """Return every event in the order of the chain."""
    return [
        EventRecord(
            position=event.position,
            at=event.at,
            actor=event.actor,
            kind=event.kind,
            subject=event.subject,
            detail=event.detail_text,
        )
        for event in load_events(connection)
    ]


def _known(column: ColumnElement[str | None]) -> ColumnElement[str | None]:
    """Return a column with "" for nothing, under its own name."""
    return func.coalesce(column, "").label(str(column.key))
