"""Holds a workbook cell by cell as it was sent, before anybody decides what it means."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.values.cell_ref import Area, Position

Scalar = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


class Flaw(StrEnum):
    """Why a cell has no value that can be used."""

    ERROR = "error"
    NO_STORED_VALUE = "no_stored_value"


@dataclass(frozen=True, kw_only=True, slots=True)
class RawSheet:
    """One sheet as it was sent.

    ``rows[0][0]`` is cell A1, whatever rows and columns are empty; rows may differ in length.
    ``flaws`` holds the cells with an error value (its text, such as ``#REF!``) or with a formula
    that was never calculated (text empty). ``merged`` are the areas of merged cells.
    """

    name: str
    visible: bool = True
    rows: tuple[tuple[Scalar, ...], ...] = ()
    flaws: Mapping[Position, tuple[Flaw, str]] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()

    def value(self, row: int, column: int) -> Scalar:
        """Return a cell's value, None for a blank cell and beyond the used area; counted from 1."""
        if not 0 < row <= len(self.rows) or not 0 < column <= len(self.rows[row - 1]):
            return None
        return self.rows[row - 1][column - 1]


@dataclass(frozen=True, kw_only=True, slots=True)
class RawWorkbook:
    """All worksheets of a workbook in its own order; ``kind`` is its real type: xlsx, xls or ods.

    With ``epoch_1904`` bare serial numbers of days count from 1904; cells that are dates are
    converted already.
    """

    kind: str
    sheets: tuple[RawSheet, ...]
    epoch_1904: bool = False

    def sheet(self, name: str) -> RawSheet | None:
        """Return the sheet of that exact name, None if there is none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
