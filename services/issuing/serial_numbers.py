"""Numbers the workbooks of event forms: E001, E002, per form and unit; none is given twice."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from adapters.store.engine import Connection, Engine, writing
from adapters.store.events import Event, append
from adapters.store.issued_numbers import (
    IssuedNumber,
    first_unused_number,
    last_number,
    record_number,
)
from adapters.workbooks.blanks.workbook import Issue
from campaign.values.acts import SOFTWARE

ISSUED = "issued"
"""The kind of the event that a blank was numbered; its subject is the serial number."""


def number_events(
    engine: Engine,
    issues: Iterable[Issue],
    serial_of: Callable[[Issue], str],
    *,
    fresh: bool,
    now: dt.datetime,
) -> tuple[Issue, ...]:
    """Return the workbooks, those of event forms with numbers that are recorded durably.

    Unless ``fresh``, a unit that has a blank which never came back gets that one's number again.
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
    form, unit = issue.form.key, issue.unit.code
    unused = None if fresh else first_unused_number(connection, form, unit)
    if unused:
        return replace(issue, number=unused)
    numbered = replace(issue, number=last_number(connection, form, unit) + 1)
    number, serial = numbered.number, serial_of(numbered)
    row = IssuedNumber(form=form, unit=unit, number=number, serial=serial, issued_at=now)
    record_number(connection, row)
    detail = {"form": form, "unit": unit, "number": number}
    append(connection, [Event(at=now, actor=SOFTWARE, kind=ISSUED, subject=serial, detail=detail)])
    return numbered
