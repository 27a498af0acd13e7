"""Cells as the reader gives them: values, places, kinds of dates, and what stops the parser."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code, Problem
from campaign.values.raw_workbook import Flaw, RawSheet, RawWorkbook

LIMITS = Limits()
DAY, MOMENT = map(dt.datetime.fromisoformat, ("2026-06-30", "2026-06-30T08:30"))
FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "time": "hh:mm", "long": "[h]:mm"}


def read(data: bytes, limits: Limits = LIMITS) -> RawWorkbook | tuple[Problem, ...]:
    passed = inspect(data, limits)
    assert isinstance(passed, Passed), passed
    return read_workbook(data, passed, limits)


def book(data: bytes) -> RawWorkbook:
    found = read(data)
    assert isinstance(found, RawWorkbook), found
    return found


def first(data: bytes) -> RawSheet:
    return book(data).sheets[0]


def codes(found: RawWorkbook | tuple[Problem, ...]) -> list[Code]:
    assert not isinstance(found, RawWorkbook)
    return [problem.code for problem in found]


def _all_values(**options: Any) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, options) as out:
        shown = {name: out.add_format({"num_format": code}) for name, code in FORMATS.items()}
        sheet = out.add_worksheet("学习记录")
        sheet.write_row(1, 1, [" 甲 乙\n丙 ", 85, 85.5, True])
        sheet.write_datetime(1, 6, DAY, shown["day"])
        sheet.write_datetime(1, 7, MOMENT, shown["moment"])
        sheet.write_datetime(1, 8, dt.time(8, 30), shown["time"])
        sheet.write_datetime(1, 9, dt.timedelta(hours=30), shown["long"])
        sheet.write_formula("L2", "=C2+1", None, 86)
        sheet.write_formula("M2", "=1/0", None, "#DIV/0!")
        sheet.write_blank("P9", None, shown["day"])
    return buffer.getvalue()


ALL_VALUES = (
    (),
    (
        None,
        " 甲 乙\n丙 ",
        85.0,
        85.5,
        True,
        None,
        DAY.date(),
        MOMENT,
        dt.time(8, 30),
        dt.timedelta(hours=30),
        None,
        86.0,
    ),
)
SAVED_AS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97", "ods": "ods"}


def test_values_come_as_they_are_stored() -> None:
    sheet = first(_all_values())
    assert sheet.rows == ALL_VALUES
    assert [type(value) for value in sheet.rows[1]] == [type(value) for value in ALL_VALUES[1]]
    assert sheet.flaws == {(2, 13): (Flaw.ERROR, "#DIV/0!")}


@pytest.mark.parametrize(("kind", "to"), SAVED_AS.items())
def test_values_come_the_same_from_every_kind(convert: Any, kind: str, to: str) -> None:
    found = book(convert(_all_values(), "xlsx", to))
    assert found.kind == kind
    assert found.sheets[0].rows == ALL_VALUES  # an ods of LibreOffice stores True as 1
    assert found.sheets[0].flaws == {(2, 13): (Flaw.ERROR, "#DIV/0!")}


def test_dates_of_the_1904_epoch_are_right() -> None:
    found = book(_all_values(date_1904=True))
    assert found.epoch_1904
    assert found.sheets[0].rows == ALL_VALUES


def test_dates_of_the_1904_epoch_are_right_in_an_xls() -> None:
    out = xlwt.Workbook()
    out.dates_1904 = True
    out.add_sheet("表").write(0, 0, DAY, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    buffer = BytesIO()
    out.save(buffer)
    found = book(buffer.getvalue())
    assert found.epoch_1904
    assert found.sheets[0].rows == ((DAY.date(),),)


def test_an_et_is_read_as_the_xls_that_it_is(make: Any) -> None:
    found = book(make.xls(lambda sheet: sheet.write(3, 2, 7)))
    assert found.kind == "xls"
    assert found.sheets[0].value(4, 3) == 7


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 400), st.integers(1, 60)), st.integers(1, 10**6), max_size=25
    )
)
def test_every_value_stays_at_its_place(cells: dict[tuple[int, int], int]) -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as out:
        sheet = out.add_worksheet()
        for (row, column), value in cells.items():
            sheet.write_number(row - 1, column - 1, value)
    found = first(buffer.getvalue())
    assert {
        (row, column): value
        for row, values in enumerate(found.rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    } == cells


def test_rows_end_at_their_last_value(make: Any) -> None:
    empty = '<c r="C{row}" t="str"><f>""</f><v></v></c>'
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="0"/><c r="C1"><v>3</v></c></row>'
        f'<row r="2"><c r="A2"><v>1</v></c>{empty.format(row=2)}</row>'
        f'<row r="9">{empty.format(row=9)}</row>'
    )
    assert first(make.xlsx(rows)).rows == ((1.0, None, 3.0), (1.0,))


def test_a_flaw_leaves_no_value(make: Any) -> None:
    """Excel writes an error into an ods with the value 0."""
    cell = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="5"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
    )
    assert first(make.ods(cell)).rows == ((5.0,),)


def test_charts_are_left_out_and_hidden_sheets_are_marked() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as out:
        out.add_worksheet("甲").write("A1", "#甲")
        out.add_chartsheet("图")
        hidden, very_hidden = out.add_worksheet("乙"), out.add_worksheet("丙")
        hidden.write_formula("B2", "=NA()", None, "#N/A")
        hidden.hide()
        very_hidden.very_hidden()
    sheets = book(buffer.getvalue()).sheets
    assert [(sheet.name, sheet.visible) for sheet in sheets] == [
        ("甲", True),
        ("乙", False),
        ("丙", False),
    ]
    assert sheets[1].flaws == {(2, 2): (Flaw.ERROR, "#N/A")}


def test_an_error_that_the_parser_does_not_know_spoils_only_its_cell(make: Any) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="0" t="e"><f>A1:A9</f><v>#SPILL!</v></c>'
        '<c r="C1"><v>3</v></c></row>'
    )
    sheet = first(make.xlsx(rows))
    assert sheet.rows == ((1.0, None, 3.0),)
    assert sheet.flaws == {(1, 2): (Flaw.ERROR, "#SPILL!")}


def test_areas_of_whole_rows_do_not_stop_the_parser(make: Any) -> None:
    """LibreOffice writes a title that is merged over whole rows so."""
    merged = '<mergeCells count="2"><mergeCell ref="1:2"/><mergeCell ref="B3:C3"/></mergeCells>'
    data = make.xlsx('<row r="3"><c r="B3"><v>1</v></c></row>', after=merged)
    sheet = first(
        make.replaced(
            data, "xl/worksheets/sheet1.xml", "<sheetData>", '<dimension ref="1:3"/><sheetData>'
        )
    )
    assert sheet.rows == ((), (), (None, 1.0))
    assert sheet.merged == ((1, 1, 2, 16_384), (3, 2, 3, 3))


def test_a_title_over_whole_rows_is_read_after_libreoffice(convert: Any) -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as out:
        sheet = out.add_worksheet()
        sheet.merge_range("A1:XFD2", "学习情况登记表")
        sheet.write("B3", 7)
    found = first(convert(buffer.getvalue(), "xlsx", SAVED_AS["xlsx"]))
    assert found.rows == (("学习情况登记表",), (), (None, 7.0))
    assert found.merged == ((1, 1, 2, 16_384),)


def test_prefixes_and_missing_positions_are_read(make: Any) -> None:
    rows = "<x:row xmlns:x='y'/><x:row><x:c/><x:c><x:v>5</x:v></x:c></x:row>"
    assert first(make.xlsx(rows)).rows == ((), (None, 5.0))


def test_a_workbook_that_the_parser_gives_up_is_unreadable(make: Any) -> None:
    """The gate calls a cell that names no text damaged, so the parser gets one behind its back."""
    passed = inspect(make.xlsx('<row r="1"><c r="A1"><v>7</v></c></row>'), LIMITS)
    assert isinstance(passed, Passed)
    missing_text = make.xlsx('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')
    assert codes(read_workbook(missing_text, passed, LIMITS)) == [Code.FILE_UNUSUAL]


def test_a_panic_of_the_parser_is_a_problem_of_the_file(make: Any) -> None:
    """A formula record whose formula is missing passes the gate and makes the parser panic."""
    stream = make.xls_stream()
    end = stream.rindex(b"\x0a\x00\x00\x00")
    formula = b"\x06\x00\x14\x00" + bytes(20)
    data = make.compound(stream[:end] + formula + stream[end:])
    assert codes(read(data)) == [Code.FILE_UNREADABLE]


def test_a_cell_that_the_gate_has_not_seen_stops_the_reader(make: Any) -> None:
    near, far = (
        make.xlsx(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>') for row in (1, 30_000)
    )
    passed = inspect(near, LIMITS)
    assert isinstance(passed, Passed)
    assert codes(read_workbook(far, passed, LIMITS)) == [Code.FILE_FAR_CELL]


def test_a_sheet_that_the_gate_has_not_seen_stops_the_reader(make: Any) -> None:
    passed = inspect(make.xlsx(), LIMITS)
    assert isinstance(passed, Passed)
    assert codes(read_workbook(make.xlsx(sheets=2), passed, LIMITS)) == [Code.FILE_UNUSUAL]
