"""The numbers of event forms' workbooks: E001, E002, per form and unit; none is given twice."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import Connection, Engine, func, insert, select

from adapters.store.engine import writing
from adapters.store.events import Event, append
from adapters.store.tables import drops, issued
from adapters.workbooks.blanks.workbook import Issue
from campaign.values.acts import SOFTWARE

ISSUED = "issued"
"""The kind of the event that a numbered blank was given; its subject is the serial number."""


def number_events(
    engine: Engine,
    issues: Iterable[Issue],
    serial_of: Callable[[Issue], str],
    *,
    fresh: bool,
    now: dt.datetime,
) -> tuple[Issue, ...]:
    """Return the workbooks, those of event forms with their numbers, durably given.

    Unless ``fresh``, a unit that has a blank which never came back keeps that one: its number is
    returned again, and no other is given.
    """
    with writing(engine) as connection:
        return tuple(
            issue if issue.period else _number(connection, issue, serial_of, fresh, now)
            for issue in issues
        )


def _number(
    connection: Connection,
    issue: Issue,
    serial_of: Callable[[Issue], str],
    fresh: bool,
    now: dt.datetime,
) -> Issue:
    unused = None if fresh else _unused(connection, issue)
    if unused:
        return replace(issue, number=unused)
    numbered = replace(issue, number=_last(connection, issue) + 1)
    given = {"form": issue.form.key, "unit": issue.unit.code, "number": numbered.number}
    serial, at = serial_of(numbered), now
    connection.execute(insert(issued).values(**given, serial=serial, issued_at=at))
    append(connection, [Event(at=at, actor=SOFTWARE, kind=ISSUED, subject=serial, detail=given)])
    return numbered


def _unused(connection: Connection, issue: Issue) -> int | None:
    came_back = select(drops.c.serial).where(drops.c.serial.is_not(None))
    return connection.execute(
        select(func.min(issued.c.number)).where(
            issued.c.form == issue.form.key,
            issued.c.unit == issue.unit.code,
            issued.c.serial.not_in(came_back),
        )
    ).scalar()


def _last(connection: Connection, issue: Issue) -> int:
    given = select(func.max(issued.c.number)).where(
        issued.c.form == issue.form.key, issued.c.unit == issue.unit.code
    )
    return connection.execute(given).scalar() or 0
