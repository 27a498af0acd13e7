"""Reads cell references such as AB12, as they stand in a workbook's XML."""

import re
from functools import cache

from adapters.workbooks.gate.verdict import Area

_CELL = re.compile(r"([A-Za-z]{1,9})([0-9]{1,15})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, "XFD"
_ROW = re.compile(r"[A-Za-z]*([0-9]{1,15})")


@cache
def column_number(letters: bytes) -> int:
    """Return the number of a column, A → 1, AB → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def position(reference: str) -> tuple[int, int] | None:
    """Return row and column of a reference, None where it is none."""
    found = _CELL.fullmatch(reference)
    return (int(found[2]), column_number(found[1].upper().encode())) if found else None


def referenced_row(reference: str) -> int | None:
    """Return the row of a row's own reference, None where it is none."""
    found = _ROW.fullmatch(reference)
    return int(found[1]) if found else None


def is_usual(reference: str) -> bool:
    """Return whether a reference is of one cell, or of an area from a cell to a cell."""
    first, _, last = reference.partition(":")
    return position(first) is not None and position(last or first) is not None


def area(reference: str) -> Area | None:
    """Return the area of a reference such as A1:C3, None where it is none.

    LibreOffice writes 1:2 for two whole rows, A:B for two whole columns.
    """
    first, _, last = reference.partition(":")
    if first.isdecimal() and last.isdecimal():
        first, last = f"A{first}", f"{_LAST_COLUMN}{last}"
    elif first.isalpha() and last.isalpha():
        first, last = f"{first}1", f"{last}{_LAST_ROW}"
    start, end = position(first), position(last)
    return (*start, *end) if start and end else None
