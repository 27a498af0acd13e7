"""Reads cell references such as AB12, as they stand in a workbook's XML."""

import re
from functools import cache

from tasks.gate.verdict import Area

_CELL = re.compile(r"([A-Za-z]{1,9})([0-9]{1,15})")
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


def row_number(reference: str) -> int | None:
    """Return the row of a row's own reference, None where it is none."""
    found = _ROW.fullmatch(reference)
    return int(found[1]) if found else None


def area(reference: str) -> Area | None:
    """Return the area of a reference such as A1:C3, None where it is none."""
    first, _, last = reference.partition(":")
    start, end = position(first), position(last)
    return (*start, *end) if start and end else None
