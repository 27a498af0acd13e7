"""Sheets made by hand: what the quick scan does not understand, and what would take it for ever."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.gate.verdict import Refused
from adapters.workbooks.gate.worksheet import scan_worksheet
from adapters.workbooks.gate.worksheet_events import scan_events
from campaign.definitions.limits import Limits
from campaign.values.raw_workbook import Flaw

LIMITS = Limits()
NOT_AVAILABLE = {(2, 2): (Flaw.ERROR, "#N/A")}
NOT_CALCULATED = {(2, 2): (Flaw.NO_STORED_VALUE, "")}

ERRORS = {
    "apostrophes": "<c r=\"B2\" t='e'><v>#N/A</v></c>",
    "a tab": '<c r="B2"\tt="e"><v>#N/A</v></c>',
    "a line break": '<c r="B2"\r\nt="e"><v>#N/A</v></c>',
    "blanks around the sign": '<c r="B2" t = "e"><v>#N/A</v></c>',
    "two blanks": '<c r="B2"  t="e"><v>#N/A</v></c>',
    "a bracket in a value before": '<c r="B2" x="1>2" t="e"><v>#N/A</v></c>',
    "a closed tag in a value before": '<c r="B2" x="/>" t="e"><v>#N/A</v></c>',
    "another order": '<c t="e" r="B2"><v>#N/A</v></c>',
    "another attribute": '<c r="B2" cm="1" t="e" vm="1"><v>#N/A</v></c>',
    "type as an entity": '<c r="B2" t="&#101;"><v>#N/A</v></c>',
    "error as an entity": '<c r="B2" t="e"><v>#N&#47;A</v></c>',
    "error as marked text": '<c r="B2" t="e"><v><![CDATA[#N/A]]></v></c>',
    "a comment in the error": '<c r="B2" t="e"><v>#N<!--x-->/A</v></c>',
    "a comment before the error": '<c r="B2" t="e"><!--</c>--><v>#N/A</v></c>',
    "an instruction": '<c r="B2" t="e"><?x </c>?><v>#N/A</v></c>',
    "a prefix": '<x:c xmlns:x="y" r="B2" t="e"><x:v>#N/A</x:v></x:c>',
    "a prefix of the value alone": '<c r="B2" t="e"><x:v xmlns:x="y">#N/A</x:v></c>',
    "another element before the value": '<c r="B2" t="e"><x/><v>#N/A</v></c>',
    "a value with an attribute": '<c r="B2" t="e"><v xml:space="preserve">#N/A</v></c>',
    "a blank in the closing tags": '<c r="B2" t="e"><v>#N/A</v ></c >',
}


@pytest.mark.parametrize("cell", ERRORS.values(), ids=ERRORS.keys())
def test_an_error_is_seen_however_it_is_written(make: Any, cell: str) -> None:
    xml = make.sheet_xml(f'<row r="2"><c r="A2"><v>7</v></c>{cell}<c r="D2"><v>7</v></c></row>')
    assert scan_worksheet(xml, "表", LIMITS).flaws == NOT_AVAILABLE


FORMULAS = {
    "apostrophes": "<c r='B2'><f>A1</f></c>",
    "a blank in the closing tag": '<c r="B2"><f>A1</f ></c>',
    "an attribute": "<c r=\"B2\"><f ca='1'>A1</f><v></v></c>",
    "a bracket in an attribute": '<c r="B2"><f x=">">A1</f></c>',
    "marked text": '<c r="B2"><f><![CDATA[A1]]></f></c>',
    "a prefix": '<c r="B2"><x:f xmlns:x="y">A1</x:f></c>',
    "an element behind it": '<c r="B2"><f>A1</f><extLst/></c>',
    "one before it that is calculated": '<c r="A2"><f>B1</f><v>1</v></c><c r="B2"><f>A1</f ></c>',
}


@pytest.mark.parametrize("cell", FORMULAS.values(), ids=FORMULAS.keys())
def test_a_formula_without_a_result_is_seen_however_it_is_written(make: Any, cell: str) -> None:
    xml = make.sheet_xml(f'<row r="2">{cell}<c r="D2"><v>7</v></c></row>')
    assert scan_worksheet(xml, "表", LIMITS).flaws == NOT_CALCULATED


ROWS = {
    "apostrophes": "<row r='2' hidden='1'/>",
    "a tab": '<row r="2"\thidden="1"/>',
    "a bracket in a value before": '<row r="2" x="a>b" hidden="1"/>',
    "a bracket alone in a value before": '<row r="2" x=">" hidden="1"/>',
    "blanks around the sign": '<row r="2" hidden = "1"/>',
    "an entity": '<row r="2" hidden="&#49;"/>',
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_a_hidden_row_is_seen_however_it_is_written(make: Any, row: str) -> None:
    xml = make.sheet_xml(row)
    assert scan_worksheet(xml, "表", LIMITS).hidden_rows == {2}


AREAS = {
    "apostrophes": "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>",
    "a tab": '<mergeCells><mergeCell\tref="A1:B2"/></mergeCells>',
    "a prefix": '<x:mergeCells xmlns:x="y"><x:mergeCell ref="A1:B2"/></x:mergeCells>',
    "an element that does not close itself": (
        '<mergeCells><mergeCell ref="A1:B2"></mergeCell></mergeCells>'
    ),
    "a comment": '<mergeCells><!--x--><mergeCell ref="A1:B2"/></mergeCells>',
}


@pytest.mark.parametrize("after", AREAS.values(), ids=AREAS.keys())
def test_a_merged_area_is_seen_however_it_is_written(make: Any, after: str) -> None:
    xml = make.sheet_xml("", after=after)
    assert scan_worksheet(xml, "表", LIMITS).merged == ((1, 1, 2, 2),)


Repeat = Callable[[int], str]

ENDLESS: dict[str, Repeat] = {
    "errors that do not end": lambda n: '<c r="A1" t="e">' * n,
    "errors whose formulas do not end": lambda n: '<c r="A1" t="e"><f>' * n,
    "errors whose values do not end": lambda n: '<c r="A1" t="e"><v>' * n,
    "cells whose tags do not end": lambda n: '<c r="A1" ' * n,
    "formulas that do not end": lambda n: '<c r="A1"><f>' * n,
    "formulas whose cells do not end": lambda n: "</c>" * n + '<c r="A1"><f/>' * n,
    "formulas whose tags do not end": lambda n: '<c r="A1"><f ' * n,
    "rows whose tags do not end": lambda n: '<row r="1" a="' * n,
    "a row of many attributes": lambda n: '<row r="1"' + ' a="1"' * n,
    "many blanks": lambda n: '<row r="1"' + " " * n,
    "deep nesting": lambda n: "<a>" * n + "</a>" * n,
    "deep nesting of cells": lambda n: '<row><c t="e"><v>' * n + "</v></c></row>" * n,
    "a value in many pieces": lambda n: "<row><c t='e'><v>" + "&lt;<a/>" * n + "</v></c></row>",
    "merged areas that do not end": lambda n: '</sheetData><mergeCell ref="A1:' * n,
}


@pytest.mark.parametrize("rows", ENDLESS.values(), ids=ENDLESS.keys())
@pytest.mark.parametrize("scan", [scan_worksheet, scan_events])
def test_no_sheet_takes_long_for_its_size(make: Any, rows: Repeat, scan: Any) -> None:
    xml = make.sheet_xml(rows(40_000))
    began = time.process_time()
    with suppress(Refused):
        scan(xml, "表", LIMITS)
    assert time.process_time() - began < 3


def test_a_small_file_of_errors_that_do_not_end_is_examined_at_once(make: Any) -> None:
    """A file of few bytes, inflated to some hundred thousand."""
    began = time.process_time()
    assert not isinstance(inspect(make.xlsx('<c r="A1" t="e">' * 50_000), LIMITS), Passed)
    assert time.process_time() - began < 3


def test_many_columns_that_are_the_whole_sheet_are_hidden_at_once(make: Any) -> None:
    spans = "".join(f'<col min="{n % 9}" max="16384" hidden="1"/>' for n in range(50_000))
    began = time.process_time()
    xml = make.sheet_xml("", before=f"<cols>{spans}</cols>")
    assert len(scan_worksheet(xml, "表", LIMITS).hidden_columns) == 16_385
    assert time.process_time() - began < 3
