"""Answers to drops: what is recorded with each, and what was answered before."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from adapters.store.intake.drops import DropState
from adapters.store.rows import columns_of, read_rows, values_of
from adapters.store.sql.bulk_sql import text_list
from adapters.store.tables import attachments, drops, problems, submissions
from campaign.problems.codes import Code, Problem, make_problem
from campaign.values.dispositions import Disposition


@dataclass(frozen=True, kw_only=True, slots=True)
class DropAnswer:
    """The answer to a drop; ``name`` may be shown, ``digest`` is that of the definitions."""

    drop_id: int
    receipt: str
    disposition: Disposition
    name: str
    unit: str
    form: str
    period: str
    serial: str
    confidential: bool
    submission_id: int | None
    digest: str
    answered_at: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PriorAnswer:
    """The answer that the same bytes had before."""

    sha256: str
    confidential: bool
    disposition: str
    unit: str
    receipt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedDrop:
    """A report that was returned for correction; what is unknown of it is ""."""

    unit: str
    form: str
    period: str
    received_at: dt.datetime
    answered_at: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredProblem:
    """A problem of an accepted report; of a confidential one the receipt alone may be shown."""

    receipt: str
    unit: str
    form: str
    period: str
    confidential: bool
    problem: Problem


def record_answers(connection: Connection, answers: Sequence[DropAnswer]) -> None:
    """Record the answers of drops."""
    if answers:
        names = [name for name in values_of(answers[0]) if name != "drop_id"]
        values: dict[str, object] = {name: bindparam(name) for name in names}
        statement = (
            update(drops)
            .where(drops.c.id == bindparam("drop_id"))
            .values(state=DropState.ANSWERED, **values)
        )
        connection.execute(statement, [values_of(answer) for answer in answers])


def record_problems(
    connection: Connection, problems_by_drop: Mapping[int, Sequence[Problem]]
) -> None:
    """Record the problems of drops in their order."""
    rows = [
        row
        for drop_id, of_drop in problems_by_drop.items()
        for row in _problem_rows(drop_id, of_drop)
    ]
    if rows:
        connection.execute(insert(problems), rows)


def record_attachments(connection: Connection, serials: Mapping[int, str]) -> None:
    """Record drops as papers that belong to the workbooks of serial numbers."""
    if serials:
        rows = [{"drop_id": drop_id, "serial": serial} for drop_id, serial in serials.items()]
        connection.execute(insert(attachments), rows)


def answers_of_bytes(connection: Connection, hashes: Collection[str]) -> list[PriorAnswer]:
    """Return how the files of these hashes were answered before, in the order of their claims.

    Those in quarantine are left out: nobody knows yet what they are.
    """
    query = (
        select(*columns_of(PriorAnswer, drops))
        .where(drops.c.sha256.in_(text_list(connection, hashes)))
        .where(drops.c.state == DropState.ANSWERED, drops.c.disposition != Disposition.QUARANTINED)
        .order_by(drops.c.id)
    )
    return read_rows(connection, query, PriorAnswer)


def returned_drops(
    connection: Connection, units: Collection[str] | None = None
) -> list[ReturnedDrop]:
    """Return every drop that was returned, of some units or of all."""
    query = select(*columns_of(ReturnedDrop, drops)).where(
        drops.c.disposition == Disposition.RETURNED
    )
    if units is not None:
        query = query.where(drops.c.unit.in_(units))
    return read_rows(connection, query, ReturnedDrop)


def problems_in_force(
    connection: Connection, codes: Collection[Code], since: dt.datetime
) -> list[AnsweredProblem]:
    """Return the problems of these codes with reports answered since then and in force now."""
    query = (
        select(drops, problems.c.code, problems.c.facts)
        .join(problems, problems.c.drop_id == drops.c.id)
        .join(submissions, submissions.c.drop_id == drops.c.id)
        .where(drops.c.answered_at >= since, submissions.c.in_force, problems.c.code.in_(codes))
        .order_by(drops.c.id, problems.c.position)
    )
    return [
        AnsweredProblem(
            receipt=row.receipt,
            unit=row.unit,
            form=row.form,
            period=row.period,
            confidential=row.confidential,
            problem=make_problem(Code(row.code), **json.loads(row.facts)),
        )
        for row in connection.execute(query)
    ]


def _problem_rows(drop_id: int, of_drop: Iterable[Problem]) -> list[dict[str, object]]:
    return [
        {
            "drop_id": drop_id,
            "position": position,
            "code": problem.code,
            "severity": problem.severity,
            "sheet": problem.sheet,
            "row": problem.row,
            "column": problem.column,
            "value": problem.value,
            "facts": json.dumps(dict(problem.facts), ensure_ascii=False),
        }
        for position, problem in enumerate(of_drop)
    ]
