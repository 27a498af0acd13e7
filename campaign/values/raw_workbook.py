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
    PICTURE = "picture"


@dataclass(frozen=True, kw_only=True, slots=True)
class Appearance:
    """What a sheet's cells look like, where that says something other than their values do.

    ``formats`` are the number formats that are not plain (``number_formats.is_plain``). ``struck``
    are cells whose whole content is struck out, ``partly_struck`` those where a part of it is.
    ``unseen`` are cells in white on white. ``pictures`` are cells that hold a picture, or in which
    one begins that lies over the sheet.
    """

    formats: Mapping[Position, str] = field(default_factory=dict)
    struck: frozenset[Position] = frozenset()
    partly_struck: frozenset[Position] = frozenset()
    unseen: frozenset[Position] = frozenset()
    pictures: frozenset[Position] = frozenset()


PLAIN = Appearance()
"""The appearance of nearly all sheets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RawSheet:
    """One sheet as it was sent.

    ``rows[0][0]`` is cell A1, whatever rows and columns are empty; rows may differ in length.
    ``flaws`` holds the cells with an error value (its text, such as ``#REF!``), with a formula
    that was never calculated, or with a picture for a value (text empty). ``merged`` are the
    areas of merged cells. Hidden rows and columns are those that are hidden, filtered, folded up,
    or without height or width.
    """

    name: str
    visible: bool = True
    rows: tuple[tuple[Scalar, ...], ...] = ()
    flaws: Mapping[Position, tuple[Flaw, str]] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    appearance: Appearance = PLAIN

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
