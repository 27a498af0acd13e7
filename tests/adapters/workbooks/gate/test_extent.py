"""The farthest cell and the number of cells, in every kind, before the parser takes memory."""

import struct
from collections.abc import Callable
from typing import Any

import pytest
import xlwt

from adapters.workbooks.gate import Passed, inspect
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code, Problem
from campaign.problems.messages import problem_text

Build = Callable[[Any], bytes]

LIMITS = Limits()
A1 = '<row r="1"><c r="A1"><v>1</v></c></row>'
BORDER = xlwt.easyxf("border: top thin")
FILLED = '<table:table-cell office:value-type="float" office:value="1" {}/>'
ROW = "<table:table-row {}>{}</table:table-row>"


def _xlsx(far: str) -> Build:
    return lambda make: make.xlsx(A1 + far)


def _xls(row: int, column: int, value: object = 1) -> Build:
    return lambda make: make.xls(lambda sheet: sheet.write(row, column, value, BORDER))


def _ods(*rows: tuple[str, str]) -> Build:
    return lambda make: make.ods("".join(ROW.format(*row) for row in rows))


FAR: dict[str, tuple[Build, str]] = {
    "the last corner, which aborts the parser": (
        _xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "XFD1048576",
    ),
    "the last row, which costs the parser 560 MB": (
        _xlsx('<row r="1048576"><c r="L1048576"><v>1</v></c></row>'),
        "L1048576",
    ),
    "the last column": (_xlsx('<row r="2"><c r="XFD2"><v>1</v></c></row>'), "XFD2"),
    "one row too far": (_xlsx('<row r="20001"><c r="B20001"><v>1</v></c></row>'), "B20001"),
    "one column too far": (_xlsx('<row r="2"><c r="GS2"><v>1</v></c></row>'), "GS2"),
    "a style without a value": (_xlsx('<row r="30000"><c r="A30000" s="0"/></row>'), "A30000"),
    "a cell that its row does not tell": (
        _xlsx('<row r="2"><c r="A30000"><v>1</v></c></row>'),
        "A30000",
    ),
    "a cell that is not told at all": (
        _xlsx('<row r="1048576"><c><v>1</v></c></row>'),
        "A1048576",
    ),
    "a cell beyond any sheet": (
        _xlsx('<row r="2"><c r="A99999999999"><v>1</v></c></row>'),
        "A99999999999",
    ),
    "a formula never calculated": (_xlsx('<row r="2"><c r="GS2"><f>A1</f></c></row>'), "GS2"),
    "an empty text": (
        _xlsx('<row r="2"><c r="GS2" t="inlineStr"><is><t></t></is></c></row>'),
        "GS2",
    ),
    "an empty text, written otherwise": (
        _xlsx("<row r='2'><c r='GS2' t='inlineStr'><is><t></t></is></c></row>"),
        "GS2",
    ),
    "a prefix": (
        _xlsx('<x:row r="30000"><x:c r="A30000"><x:v>1</x:v></x:c></x:row>'),
        "A30000",
    ),
    "an apostrophe": (_xlsx("<row r='30000'><c r='A30000'><v>1</v></c></row>"), "A30000"),
    "another order": (_xlsx('<row r="30000"><c s="0" r="A30000"><v>1</v></c></row>'), "A30000"),
    "a line break": (_xlsx('<row r="30000"><c\nr="A30000"><v>1</v></c></row>'), "A30000"),
    "a comment before": (_xlsx('<!--x--><row r="30000"><c r="A30000"/></row>'), "A30000"),
    "many styled rows without a cell": (
        _xlsx("".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(2, 20_002))),
        "A20001",
    ),
    "the last row of an xls, styled only": (_xls(65_535, 0, ""), "A65536"),
    "the last corner of an xls": (_xls(65_535, 255), "IV65536"),
    "a value below a million blank rows": (
        _ods(
            ('table:number-rows-repeated="1048000"', "<table:table-cell/>"), ("", FILLED.format(""))
        ),
        "A1048001",
    ),
    "a value right of all blank columns": (
        _ods(
            (
                "",
                '<table:table-cell table:number-columns-repeated="16383"/>' + FILLED.format(""),
            )
        ),
        "XFD1",
    ),
    "a value that is repeated to the last row": (
        _ods(('table:number-rows-repeated="30000"', FILLED.format(""))),
        "A30000",
    ),
}


def refusal(data: bytes, limits: Limits = LIMITS) -> Problem:
    verdict = inspect(data, limits)
    assert not isinstance(verdict, Passed)
    return verdict[0]


@pytest.mark.parametrize(("build", "cell"), FAR.values(), ids=FAR.keys())
def test_a_cell_far_away_is_named(make: Any, build: Build, cell: str) -> None:
    found = refusal(build(make))
    assert found.code is Code.FILE_FAR_CELL
    assert found.cell == cell
    assert f"“表1”的单元格{cell}" in problem_text(found)


def test_the_first_cell_too_far_is_named_not_the_corner(make: Any) -> None:
    rows = (
        '<row r="3"><c r="GS3"><v>1</v></c></row><row r="900"><c r="A900"><v>1</v></c></row>'
        '<row r="901"><c r="GZ901"><v>1</v></c></row>'
    )
    assert refusal(make.xlsx(rows)).cell == "GS3"


NEAR: dict[str, Build] = {
    "the last row and column allowed": _xlsx('<row r="20000"><c r="GR20000"><v>1</v></c></row>'),
    "styled cells below the data": _xlsx(
        "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(2, 3_000))
    ),
    "a whole row with a style": _xlsx('<row r="3"><c r="XFD3" s="0"/><c r="XFE3" s="0"></c></row>'),
    "a whole row with a style, written otherwise": _xlsx("<row r='3'><c r='XFD3' s='0'/></row>"),
    "a whole row of an xls with a style": _xls(3, 255, ""),
    "the empty last row that LibreOffice writes": _xlsx('<row r="1048576" ht="12.8"/>'),
    "a size that is a lie": lambda make: make.replaced(
        make.xlsx(A1),
        "xl/worksheets/sheet1.xml",
        "<sheetData>",
        '<dimension ref="A1:XFD1048576"/><sheetData>',
    ),
    "no cell at all": lambda make: make.xlsx(),
    "the last row and column of an xls allowed": _xls(19_999, 199),
    "blanks to the end of an ods": _ods(
        ("", FILLED.format("") + '<table:table-cell table:number-columns-repeated="16383"/>'),
        (
            'table:number-rows-repeated="1048575"',
            '<table:table-cell table:number-columns-repeated="16384"/>',
        ),
    ),
}


@pytest.mark.parametrize("build", NEAR.values(), ids=NEAR.keys())
def test_a_sheet_within_its_limits_passes(make: Any, build: Build) -> None:
    assert isinstance(inspect(build(make), LIMITS), Passed)


CROWDED: dict[str, tuple[Build, str]] = {
    "styled cells": (
        _xlsx("".join(f'<row r="{r}"><c r="A{r}" s="0"/></row>' for r in range(2, 2_000))),
        "1999",
    ),
    "cells that are not told": (_xlsx(("<row>" + "<c/>" * 180 + "</row>") * 6), "1001"),
    "blank cells of an xls": (
        lambda make: make.xls(
            lambda sheet: [sheet.row(r).set_cell_mulblanks(0, 99, BORDER) for r in range(1, 12)]
        ),
        "1001",
    ),
    "values that stand for many": (
        _ods(
            (
                'table:number-rows-repeated="50"',
                FILLED.format('table:number-columns-repeated="50"'),
            )
        ),
        "2500",
    ),
}


@pytest.mark.parametrize(("build", "count"), CROWDED.values(), ids=CROWDED.keys())
def test_too_many_cells_are_counted(make: Any, build: Build, count: str) -> None:
    found = refusal(build(make), Limits(max_cells_per_sheet=1_000))
    assert found.code is Code.FILE_TOO_MANY_CELLS
    assert found.sheet == "表1"
    assert dict(found.facts) == {"count": count, "limit": "1000"}


def test_a_million_styled_rows_are_refused_by_the_defaults(make: Any) -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(1, 1_048_577))
    assert refusal(make.xlsx(cells)).code is Code.FILE_TOO_MANY_CELLS


@pytest.mark.parametrize(
    ("first", "beyond_last"), [(0, 0x7FFFFFFF), (9, 3)], ids=["too many rows", "less than none"]
)
def test_an_xls_that_claims_an_impossible_area_is_refused(
    make: Any, first: int, beyond_last: int
) -> None:
    """The parser takes memory for the claimed area before it looks at any cell."""
    stream = make.xls_stream()
    record = stream.index(b"\x00\x02\x0e\x00") + 4
    claimed = stream[:record] + struct.pack("<II", first, beyond_last) + stream[record + 8 :]
    assert refusal(make.compound(claimed)).code is Code.FILE_UNUSUAL
