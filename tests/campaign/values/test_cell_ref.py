"""Cells are named in letters and numbers, and their names are read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.values.cell_ref import (
    Position,
    cell_name,
    column_letters,
    column_number,
    parse_cell,
)

COLUMNS = [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]


@pytest.mark.parametrize(("column", "letters"), COLUMNS)
def test_columns_are_counted_in_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert column_number(letters) == column_number(letters.lower()) == column
    assert cell_name(9, column) == f"{letters}9"


def test_no_column_has_no_letters() -> None:
    assert column_letters(0) == ""


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("C7", (7, 3)),
        ("ab12", (12, 28)),
        ("XFD1048576", (1048576, 16384)),
        ("AAAA99999999", (99999999, 18279)),  # beyond any sheet, which the gate is to see
        ("C0", (0, 3)),
        ("", None),
        ("C", None),
        ("7", None),
        ("C7:D8", None),
        ("$C$7", None),
        (" C7", None),
        ("C7 ", None),
        ("Ｃ7", None),
        ("C７", None),
        ("C-7", None),
    ],
)
def test_a_cells_name_is_read_whole_or_not_at_all(name: str, at: Position | None) -> None:
    assert parse_cell(name) == at


@given(st.integers(1, 2_000_000), st.integers(1, 100_000))
def test_every_cell_is_found_again_by_its_name(row: int, column: int) -> None:
    assert parse_cell(cell_name(row, column)) == (row, column)
