"""The reader against openpyxl, cell by cell, on generated workbooks."""

import datetime as dt
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from campaign.definitions.limits import Limits
from campaign.values.raw_workbook import Flaw, RawWorkbook, Scalar

LIMITS = Limits()
FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


def book(data: bytes) -> RawWorkbook:
    passed = inspect(data, LIMITS)
    assert isinstance(passed, Passed), passed
    found = read_workbook(data, passed, LIMITS)
    assert isinstance(found, RawWorkbook), found
    return found


def _plain(value: Any) -> Scalar:
    """openpyxl gives whole numbers as int and midnights as datetime."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value  # type: ignore[no-any-return]  # openpyxl's values are not typed


def _openpyxl_cells(data: bytes) -> dict[tuple[str, int, int], Scalar]:
    out = openpyxl.load_workbook(BytesIO(data), data_only=True)
    return {
        (sheet.title, cell.row, cell.column): _plain(cell.value)
        for sheet in out.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def _our_cells(data: bytes) -> dict[tuple[str, int, int], Scalar]:
    """All values, and the texts of errors in their place."""
    cells: dict[tuple[str, int, int], Scalar] = {}
    for sheet in book(data).sheets:
        for row, values in enumerate(sheet.rows, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    cells[sheet.name, row, column] = value
        for (row, column), (flaw, text) in sheet.flaws.items():
            if flaw is Flaw.ERROR:
                cells[sheet.name, row, column] = text
    return cells


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30)
_VALUES = st.one_of(
    _TEXTS.filter(lambda text: not text.isspace()),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6)),
    st.booleans(),
    st.datetimes(*map(dt.datetime.fromisoformat, ("1950-01-01", "2100-01-01"))).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
    st.sampled_from(["=1/0 → #DIV/0!", "=A1 → #REF!", "=NA() → #N/A", "=1+1 → 2"]),
    st.sampled_from(["=A1", "=SUM(A1:A9)"]),
)


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, str) and " → " in value and value.startswith("="):
        formula, result = value.split(" → ")
        sheet.write_formula(row, column, formula, None, int(result) if result == "2" else result)
    elif isinstance(value, str) and value in ("=A1", "=SUM(A1:A9)"):
        sheet.write_formula(row, column, value, None, "")
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, value, formats["moment"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, formats["day"])
    else:
        sheet.write(row, column, value)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.tuples(st.integers(0, 40), st.integers(0, 12)), _VALUES, min_size=1, max_size=12
        ),
        min_size=1,
        max_size=2,
    )
)
def test_the_reader_agrees_with_openpyxl(
    sheets: list[dict[tuple[int, int], Any]],
) -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as out:
        formats = {name: out.add_format({"num_format": code}) for name, code in FORMATS.items()}
        for cells in sheets:
            sheet = out.add_worksheet()
            for (row, column), value in cells.items():
                _write(sheet, row, column, value, formats)
    data = buffer.getvalue()
    assert _our_cells(data) == _openpyxl_cells(data)
    missing = {
        (number, *at)
        for number, sheet in enumerate(book(data).sheets)
        for at, (flaw, _) in sheet.flaws.items()
        if flaw is Flaw.NO_STORED_VALUE
    }
    assert missing == {
        (number, row + 1, column + 1)
        for number, cells in enumerate(sheets)
        for (row, column), value in cells.items()
        if value in ("=A1", "=SUM(A1:A9)")
    }


def test_a_workbook_that_names_its_relations_at_each_sheet_is_not_packed_anew() -> None:
    buffer = BytesIO()
    openpyxl.Workbook().save(buffer)
    passed = inspect(buffer.getvalue(), Limits())
    assert isinstance(passed, Passed)
    assert passed.repack is None
