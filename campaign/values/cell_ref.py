"""A1 notation: what a cell is called in a workbook, for messages, marks and formulas."""

import re
from functools import cache

Position = tuple[int, int]
"""Row and column of a cell, both counted from 1 as staff see them."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of an area of cells, counted from 1."""

_CELL = re.compile(r"([A-Za-z]{1,9})([0-9]{1,15})", re.ASCII)


def column_letters(column: int) -> str:
    """Return a column's letters, 1 → A, 28 → AB; "" for 0."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """Return the number of a column by its letters, A → 1, ab → 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_name(row: int, column: int) -> str:
    """Return a cell's name as staff read it, such as C7."""
    return f"{column_letters(column)}{row}"


def parse_cell(name: str) -> Position | None:
    """Return row and column of a cell's name, C7 → (7, 3); None if it is no such name.

    Names beyond any sheet are read too: whether they are too far is for the gate to judge.
    """
    parts = _CELL.fullmatch(name)
    return (int(parts[2]), column_number(parts[1])) if parts else None
