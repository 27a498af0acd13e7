"""Reads references to cells, rows and areas as they stand in a workbook's XML."""

import re
from functools import cache

from campaign.values.cell_ref import Area, column_number, parse_cell

_LAST_ROW, _LAST_COLUMN = 1_048_576, "XFD"
_ROW = re.compile(r"[A-Za-z]*([0-9]{1,15})", re.ASCII)


@cache
def column_of(letters: bytes) -> int:
    """Return the number of a column by its letters as the byte scanner cuts them out."""
    return column_number(letters.decode("ascii"))


def referenced_row(reference: str) -> int | None:
    """Return the row that a row's own reference names, None if it is none."""
    row = _ROW.fullmatch(reference)
    return int(row[1]) if row else None


def is_cell_or_area(reference: str) -> bool:
    """Return whether a reference names one cell, or an area from a cell to a cell."""
    first, _, last = reference.partition(":")
    return parse_cell(first) is not None and parse_cell(last or first) is not None


def parse_area(reference: str) -> Area | None:
    """Return the area that a reference such as A1:C3 names, None if it names none.

    LibreOffice writes 1:2 for two whole rows, A:B for two whole columns.
    """
    first, _, last = reference.partition(":")
    if first.isdecimal() and last.isdecimal():
        first, last = f"A{first}", f"{_LAST_COLUMN}{last}"
    elif first.isalpha() and last.isalpha():
        first, last = f"{first}1", f"{last}{_LAST_ROW}"
    start, end = parse_cell(first), parse_cell(last)
    return (*start, *end) if start and end else None
