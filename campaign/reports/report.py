"""Accepted reports as they were stored: what scores, lists and documents are gathered from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

Values = Mapping[str, str]
"""Canonical values by key; blank cells are left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a table; ``number`` counts as in the sender's workbook."""

    number: int
    values: Values


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportSheet:
    """One sheet of a report: its name, the values above the table, and its rows."""

    name: str
    header: Values = field(default_factory=dict)
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One accepted workbook.

    ``receipt`` is its number for people, and what a trail names it by; ``file`` is its name as
    the sender dropped it (nothing of a confidential one). ``period`` is as in the plan, or the
    serial number of an event form. ``sheets`` are by key, without private values.
    """

    receipt: str
    file: str
    unit: str
    form: str
    period: str
    received_on: dt.date
    nil: bool = False
    sheets: Mapping[str, ReportSheet] = field(default_factory=dict)

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """Return the rows of a sheet, none where the report has no such sheet."""
        read_sheet = self.sheets.get(sheet)
        return read_sheet.rows if read_sheet else ()
