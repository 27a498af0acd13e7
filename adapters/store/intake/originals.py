"""Stored reports whose originals can be judged once more: accepted, or returned."""

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Row, select

from adapters.store.intake.drops import RecordedDrop
from adapters.store.reports import accepted_by
from adapters.store.rows import columns_of, read_rows
from adapters.store.tables import drops, problems, submissions
from campaign.problems.codes import Code, Problem, make_problem
from campaign.values.dispositions import Disposition
from campaign.values.receipt_order import last_of_each


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptedOriginal:
    """An accepted report: its drop, and what it was accepted as."""

    drop: RecordedDrop
    id: int
    unit: str
    form: str
    period: str
    form_version: int
    serial: str
    received_at: dt.datetime
    accepted_at: dt.datetime

    @property
    def drop_id(self) -> int:
        """The number of its drop."""
        return self.drop.id


def accepted_originals(connection: Connection, day: dt.date) -> list[AcceptedOriginal]:
    """Return the reports that counted at the end of a day; of several of a key the last."""
    s = submissions.c
    accepted_as = (s.id, s.unit, s.form, s.period, s.form_version, s.serial)
    query = (
        select(*columns_of(RecordedDrop, drops), *accepted_as, s.received_at, s.accepted_at)
        .join(submissions, s.drop_id == drops.c.id)
        .where(accepted_by(day))
        .order_by(s.received_at, s.drop_id)
    )
    originals = [_original(row) for row in connection.execute(query)]
    return last_of_each(originals, key=lambda item: (item.unit, item.form, item.period))


def _original(row: Row[Any]) -> AcceptedOriginal:
    width = len(fields(RecordedDrop))
    names = (field.name for field in fields(RecordedDrop))
    id_, unit, form, period, form_version, serial, received_at, accepted_at = row[width:]
    return AcceptedOriginal(
        drop=RecordedDrop(**dict(zip(names, row, strict=False))),
        id=id_,
        unit=unit,
        form=form,
        period=period,
        form_version=form_version,
        serial=serial,
        received_at=received_at,
        accepted_at=accepted_at,
    )


def returned_originals(connection: Connection, day: dt.date) -> list[RecordedDrop]:
    """Return the drops that were returned by the end of a day, in the order of receipt."""
    query = (
        select(*columns_of(RecordedDrop, drops))
        .where(drops.c.disposition == Disposition.RETURNED)
        .where(drops.c.answered_at < day + dt.timedelta(days=1))
        .order_by(drops.c.received_at, drops.c.id)
    )
    return read_rows(connection, query, RecordedDrop)


def problems_found_by(connection: Connection, day: dt.date) -> dict[int, list[Problem]]:
    """Return the problems of the drops that were answered by the end of a day, by drop."""
    p = problems.c
    query = select(problems).join(drops).where(drops.c.answered_at < day + dt.timedelta(days=1))
    by_drop: defaultdict[int, list[Problem]] = defaultdict(list)
    for row in connection.execute(query.order_by(p.drop_id, p.position)):
        at, facts = (row.row, row.column), json.loads(row.facts)
        problem = make_problem(Code(row.code), sheet=row.sheet, at=at, value=row.value, **facts)
        by_drop[row.drop_id].append(problem)
    return by_drop


@dataclass(frozen=True, kw_only=True, slots=True)
class LibraryOriginal:
    """An accepted report that is kept readable: its bytes in the archive, and what it reports."""

    receipt: str
    unit: str
    form: str
    period: str
    sha256: str
    suffix: str
    in_force: bool
    withdrawn_at: dt.datetime | None


def library_originals(connection: Connection) -> list[LibraryOriginal]:
    """Return every version that was ever accepted and is not kept encrypted."""
    s, d = submissions.c, drops.c
    query = (
        select(
            *(d.receipt, s.unit, s.form, s.period, d.sha256, d.suffix, s.in_force, s.withdrawn_at)
        )
        .join(drops, d.id == s.drop_id)
        .where(d.confidential.is_(False))
        .order_by(s.id)
    )
    return read_rows(connection, query, LibraryOriginal)
