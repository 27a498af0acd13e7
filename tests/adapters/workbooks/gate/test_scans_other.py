"""What the gate tells the reader of a sheet of an xls or an ods."""

from typing import Any

import pytest
import xlwt

from adapters.workbooks.gate import Passed, SheetScan, inspect
from campaign.definitions.limits import Limits
from campaign.values.raw_workbook import Flaw

LIMITS = Limits()
MISSING = (Flaw.NO_STORED_VALUE, "")


def scan(data: bytes) -> SheetScan:
    verdict = inspect(data, LIMITS)
    assert isinstance(verdict, Passed), verdict
    return verdict.sheets[0]


def error(text: str) -> tuple[Flaw, str]:
    return (Flaw.ERROR, text)


def _fill_xls(sheet: xlwt.Worksheet) -> None:
    sheet.row(1).set_cell_error(2, 0x2A)
    sheet.row(1).set_cell_error(3, 0x07)
    sheet.row(1).set_cell_boolean(4, True)
    sheet.write(2, 0, xlwt.Formula("1/2"))
    sheet.write_merge(4, 5, 0, 3, "合并")
    sheet.row(7).hidden = True
    sheet.write(7, 0, "隐")


def test_an_xls_tells_the_same(make: Any) -> None:
    found = scan(make.xls(_fill_xls))
    assert found.flaws == {(2, 3): error("#N/A"), (2, 4): error("#DIV/0!")}
    assert found.merged == ((5, 1, 6, 4),)
    assert found.hidden_rows == {8}


def test_charts_inside_a_sheet_of_an_xls_do_not_count(make: Any) -> None:
    """A chart's own records stand between the sheet's; its cells are not the sheet's."""
    stream = make.xls_stream()
    end = stream.rindex(b"\x0a\x00\x00\x00")
    chart = (
        b"\x09\x08\x08\x00\x00\x06\x20\x00\0\0\0\0"
        + b"\x05\x02\x08\x00\xff\xff\xff\x00\0\0\x2a\x01"
        + b"\x0a\x00\x00\x00"
    )
    assert scan(make.compound(stream[:end] + chart + stream[end:])).flaws == {}


ODS_CELLS: dict[str, tuple[str, tuple[Flaw, str] | None]] = {
    "LibreOffice's error": (
        'table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p>',
        error("#DIV/0!"),
    ),
    "LibreOffice's text": (
        'table:formula="of:=&quot;#N/A&quot;" office:value-type="string" '
        'calcext:value-type="string"><text:p>#N/A</text:p>',
        None,
    ),
    "Excel's error, stored as 0": (
        'table:formula="of:=1/0" office:value-type="float" office:value="0">'
        "<text:p>#DIV/0!</text:p>",
        error("#DIV/0!"),
    ),
    "typed text": ('office:value-type="string"><text:p>#N/A</text:p>', None),
    "error in two pieces": (
        'calcext:value-type="error" office:value-type="string"><text:p>#N<text:span>/A</text:span>'
        "</text:p>",
        error("#N/A"),
    ),
    "formula without a value": ('table:formula="of:=A1">', MISSING),
    "formula whose value is no text": ('table:formula="of:=&quot;&quot;"><text:p/>', None),
    "note": (
        'office:value-type="float" office:value="1"><office:annotation><text:p>#N/A</text:p>'
        "</office:annotation><text:p>1</text:p>",
        None,
    ),
    "drawing in an empty cell": (
        "><draw:frame><draw:text-box><text:p>甲</text:p></draw:text-box></draw:frame>",
        None,
    ),
}


@pytest.mark.parametrize(("cell", "flaw"), ODS_CELLS.values(), ids=ODS_CELLS.keys())
def test_an_ods_tells_the_same(make: Any, cell: str, flaw: tuple[Flaw, str] | None) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="3"/><table:table-row>'
        f'<table:table-cell table:number-columns-repeated="4"/><table:table-cell {cell}'
        "</table:table-cell></table:table-row>"
    )
    assert scan(make.ods(rows)).flaws == ({(4, 5): flaw} if flaw else {})


def test_repeated_errors_are_each_told(make: Any) -> None:
    cell = (
        '<table:table-cell calcext:value-type="error" office:value-type="string" '
        'table:number-columns-repeated="2"><text:p>#N/A</text:p></table:table-cell>'
    )
    rows = f'<table:table-row table:number-rows-repeated="2">{cell}</table:table-row>'
    assert set(scan(make.ods(rows)).flaws) == {(1, 1), (1, 2), (2, 1), (2, 2)}


def test_merges_and_hidden_rows_of_an_ods_are_told(make: Any) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2" table:visibility="collapse"/>'
        '<table:table-row table:visibility="filter"><table:table-cell '
        'table:number-columns-spanned="3" table:number-rows-spanned="2"/></table:table-row>'
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048573"/>'
    )
    found = scan(make.ods(rows))
    assert found.merged == ((3, 1, 4, 3),)
    assert found.hidden_rows == set(range(1, LIMITS.max_row + 1))
