"""What the gate tells the reader of a sheet: errors, formulas never calculated, merges, hiding."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from adapters.workbooks.gate import Passed, SheetScan, inspect
from adapters.workbooks.gate.worksheet import scan_worksheet
from adapters.workbooks.gate.worksheet_events import scan_events
from campaign.definitions.limits import Limits
from campaign.values.raw_workbook import Flaw

LIMITS = Limits()
MISSING = (Flaw.NO_STORED_VALUE, "")


def passed(data: bytes) -> Passed:
    verdict = inspect(data, LIMITS)
    assert isinstance(verdict, Passed), verdict
    return verdict


def scan(data: bytes) -> SheetScan:
    return passed(data).sheets[0]


def error(text: str) -> tuple[Flaw, str]:
    return (Flaw.ERROR, text)


CELLS: dict[str, tuple[str, tuple[Flaw, str] | None]] = {
    "number": ('<c r="B2"><v>1</v></c>', None),
    "style only": ('<c r="B2" s="1"/>', None),
    "error": ('<c r="B2" t="e"><v>#N/A</v></c>', error("#N/A")),
    "error of a formula": ('<c r="B2" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', error("#DIV/0!")),
    "error that the parser does not know": ('<c r="B2" t="e"><v>#SPILL!</v></c>', error("#SPILL!")),
    "text that looks like an error": ('<c r="B2" t="str"><f>A1</f><v>#N/A</v></c>', None),
    "empty cell of type error": ('<c r="B2" t="e"/><c r="C2"><v>1</v></c>', None),
    "formula with its value": ('<c r="B2"><f>A1+1</f><v>2</v></c>', None),
    "formula without a value": ('<c r="B2"><f>A1+1</f></c>', MISSING),
    "formula with an empty value, as openpyxl writes it": (
        '<c r="B2"><f>A1</f><v></v></c>',
        MISSING,
    ),
    "the same, shorter": ('<c r="B2"><f>A1</f><v/></c>', MISSING),
    "formula whose value is no text": ('<c r="B2" t="str"><f>""</f><v></v></c>', None),
    "formula of text without a value": ('<c r="B2" t="str"><f>""</f></c>', MISSING),
    "formula of inline text": ('<c r="B2" t="inlineStr"><f>A1</f><is><t></t></is></c>', None),
    "value with its blanks kept": (
        '<c r="B2" t="str"><f>A1</f><v xml:space="preserve"> a </v></c>',
        None,
    ),
    "shared formula with its value": ('<c r="B2"><f t="shared" si="0"/><v>3</v></c>', None),
    "shared formula without a value": ('<c r="B2"><f t="shared" si="0"/></c>', MISSING),
    "inline text": ('<c r="B2" t="inlineStr"><is><t>&lt;c r="A9"&gt;</t></is></c>', None),
}


@pytest.mark.parametrize(("cell", "flaw"), CELLS.values(), ids=CELLS.keys())
def test_a_flaw_is_found_at_its_cell(make: Any, cell: str, flaw: tuple[Flaw, str] | None) -> None:
    rows = f'<row r="2"><c r="A2"><v>7</v></c>{cell}<c r="D2"><v>7</v></c></row>'
    assert scan(make.xlsx(rows)).flaws == ({(2, 2): flaw} if flaw else {})


@pytest.mark.parametrize(("cell", "flaw"), CELLS.values(), ids=CELLS.keys())
def test_the_slow_way_finds_the_same(make: Any, cell: str, flaw: tuple[Flaw, str] | None) -> None:
    xml = make.sheet_xml(f'<row r="2"><c r="A2"><v>7</v></c>{cell}<c r="D2"><v>7</v></c></row>')
    assert scan_events(xml, "表", LIMITS) == scan_worksheet(xml, "表", LIMITS)


ROWS = {
    "shown": ('<row r="3"/>', set()),
    "hidden": ('<row r="3" hidden="1"/>', {3}),
    "hidden, as LibreOffice writes it": ('<row r="3" ht="15" hidden="true"/>', {3}),
    "not hidden, as LibreOffice writes it": ('<row r="3" ht="15" hidden="false"/>', set()),
    "no height": ('<row r="3" ht="0" customHeight="1"/>', {3}),
    "no height, to a point": ('<row r="3" ht="0.0"/>', {3}),
    "little height": ('<row r="3" ht="0.75"/>', set()),
    "height of ten": ('<row r="3" ht="10"/>', set()),
}


@pytest.mark.parametrize(("row", "hidden"), ROWS.values(), ids=ROWS.keys())
def test_hidden_rows_are_found_both_ways(make: Any, row: str, hidden: set[int]) -> None:
    xml = make.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + row)
    assert scan_worksheet(xml, "表", LIMITS).hidden_rows == hidden
    assert scan_events(xml, "表", LIMITS).hidden_rows == hidden


@pytest.mark.parametrize(
    ("reference", "area"),
    [
        ("1:2", (1, 1, 2, 16_384)),
        ("B:C", (1, 2, 1_048_576, 3)),
        ("B3:C4", (3, 2, 4, 3)),
    ],
)
def test_merged_rows_and_columns_have_an_end(
    make: Any, reference: str, area: tuple[int, int, int, int]
) -> None:
    after = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    found = scan(make.xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', after=after))
    assert found.merged == (area,)
    assert found.odd_areas is (reference != "B3:C4")


def test_merged_areas_are_found_both_ways(make: Any) -> None:
    merged = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B2:AB30"/></mergeCells>'
    xml = make.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', after=merged)
    for found in (scan_worksheet(xml, "表", LIMITS), scan_events(xml, "表", LIMITS)):
        assert found.merged == ((1, 1, 1, 3), (2, 2, 30, 28))


ERROR = '<c{} t="e"><v>#REF!</v></c>'
WAYS: dict[str, str] = {
    "no positions": "<row/><row>" + "<c/>" + ERROR.format("") + "</row>",
    "rows with positions": '<row r="2"><c/>' + ERROR.format("") + "</row>",
    "cells going on from one with a position": '<row r="2"><c r="A2"/>'
    + ERROR.format("")
    + "</row>",
    "apostrophes": "<row r='2'><c r='B2' t='e'><v>#REF!</v></c></row>",
    "another order": '<row r="2"><c t="e" r="B2"><v>#REF!</v></c></row>',
    "line breaks": '<row\n r="2"><c\n r="B2"\n t="e">\n<v>#REF!</v>\n</c></row>',
    "a prefix": '<x:row xmlns:x="y" r="2"><x:c r="B2" t="e"><x:v>#REF!</x:v></x:c></x:row>',
    "a comment inside": '<row r="2"><!-- <c r="A1" t="e"> -->' + ERROR.format(' r="B2"') + "</row>",
    "marked text": '<row r="2"><c r="B2" t="e"><v><![CDATA[#REF!]]></v></c></row>',
}


@pytest.mark.parametrize("rows", WAYS.values(), ids=WAYS.keys())
def test_every_way_of_writing_a_cell_is_understood(make: Any, rows: str) -> None:
    assert scan(make.xlsx(rows)).flaws == {(2, 2): error("#REF!")}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 300),
            st.integers(1, 120),
            st.sampled_from([c for c, _ in CELLS.values()]),
        ),
        max_size=30,
        unique_by=lambda cell: cell[:2],
    )
)
def test_both_ways_agree_on_any_sheet(cells: list[tuple[int, int, str]]) -> None:
    rows: dict[int, str] = {}
    for row, column, cell in sorted(cells):
        letters = get_column_letter(column)
        placed = cell.replace('"B2"', f'"{letters}{row}"').replace('<c r="C2"><v>1</v></c>', "")
        rows[row] = rows.get(row, "") + placed
    body = "".join(f'<row r="{row}">{text}</row>' for row, text in rows.items())
    xml = f"<worksheet><sheetData>{body}</sheetData></worksheet>".encode()
    assert scan_worksheet(xml, "表", LIMITS) == scan_events(xml, "表", LIMITS)


def test_sheets_are_found_wherever_the_relations_point(make: Any) -> None:
    data = make.xlsx('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')
    relations = "xl/_rels/workbook.xml.rels"
    absolute = make.replaced(data, relations, '"worksheets/sheet1', '"/xl/Worksheets/Sheet1')
    assert scan(absolute).flaws == {(1, 1): error("#N/A")}


def test_parts_that_the_parser_does_not_read_may_be_in_utf16(make: Any) -> None:
    """Excel keeps the settings of pivot tables so."""
    part = '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16")
    assert passed(make.changed(make.xlsx(), {"customXml/item1.xml": part})).kind == "xlsx"


def test_the_epoch_of_1904_is_passed_on(make: Any) -> None:
    data = make.replaced(
        make.xlsx(), "xl/workbook.xml", "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )
    assert passed(data).epoch_1904
    assert not passed(make.xlsx()).epoch_1904


def _by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "学习记录"
    sheet["A1"], sheet["B2"], sheet["C3"] = "甲", dt.date(2026, 6, 1), "=1+1"
    sheet.merge_cells("A5:B6")
    sheet.row_dimensions[8].hidden = True
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _by_xlsxwriter() -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("学习记录")
        sheet.write_row(0, 0, ["甲", 1, True])
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.merge_range("A5:B6", "合并")
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.write(7, 0, "隐")
        book.add_chartsheet("图")
        book.add_worksheet("_form").very_hidden()
    return buffer.getvalue()


def test_a_workbook_of_openpyxl_passes() -> None:
    found = passed(_by_openpyxl())
    assert (found.kind, [sheet.name for sheet in found.sheets]) == ("xlsx", ["学习记录"])
    assert found.sheets[0].flaws == {(3, 3): MISSING}
    assert found.sheets[0].merged == ((5, 1, 6, 2),)
    assert found.sheets[0].hidden_rows == {8}


def test_a_workbook_with_a_chart_passes() -> None:
    found = passed(_by_xlsxwriter())
    assert [sheet.name for sheet in found.sheets] == ["学习记录", "图", "_form"]
    assert found.sheets[0].flaws == {(3, 3): error("#DIV/0!")}


SAVED_AS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97", "ods": "ods"}


@pytest.mark.parametrize(("kind", "to"), SAVED_AS.items())
def test_a_workbook_saved_by_libreoffice_passes(convert: Any, kind: str, to: str) -> None:
    found = passed(convert(_by_xlsxwriter(), "xlsx", to))
    assert found.kind == kind
    assert found.sheets[0].name == "学习记录"
    assert found.sheets[0].flaws == {(3, 3): error("#DIV/0!")}
    assert found.sheets[0].merged == ((5, 1, 6, 2),)
    assert found.sheets[0].hidden_rows == {8}


def test_names_of_sheets_come_through_every_container(make: Any) -> None:
    build: list[Callable[[], bytes]] = [make.xlsx, make.xls, make.ods]
    assert [scan(data()).name for data in build] == ["表1", "表1", "表1"]
