"""What cells look like, where it says something other than their values: as programs write it."""

import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
import xlwt
from openpyxl import Workbook

from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from campaign.definitions.limits import Limits
from campaign.values.raw_workbook import PLAIN, Flaw, RawSheet, RawWorkbook
from tests.support.servers.libreoffice import LibreOffice

LIMITS = Limits()


def first(data: bytes) -> RawSheet:
    passed = inspect(data, LIMITS)
    assert isinstance(passed, Passed), passed
    book = read_workbook(data, passed, LIMITS)
    assert isinstance(book, RawWorkbook), book
    return book.sheets[0]


def written(fill: Callable[[Any, Any], None]) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        fill(book, book.add_worksheet("表"))
    return buffer.getvalue()


def styled(**style: Any) -> RawSheet:
    """Return a sheet in which A1 has a style, B1 none."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_number("A1", 5, book.add_format(style))
        sheet.write_number("B1", 5)
        sheet.write_blank("C1", None, book.add_format(style))

    return first(written(fill))


@pytest.mark.parametrize("code", ["0!.0,", '0"分"', "0%", ";;;", '"已完成"', "0,,", "000"])
def test_formats_that_may_show_something_else_are_told(code: str) -> None:
    assert styled(num_format=code).appearance.formats == {(1, 1): code}


@pytest.mark.parametrize(
    "code", ["General", "0.00", "#,##0", "@", "yyyy-m-d", "[$¥-804]#,##0.00", "0_);[Red](0)"]
)
def test_other_formats_are_not(code: str) -> None:
    assert styled(num_format=code).appearance == PLAIN


@pytest.mark.parametrize(
    ("number", "code"), [(9, "0%"), (10, "0%"), (58, 'm"月"d"日"'), (57, 'yyyy"年"m"月"')]
)
def test_formats_without_a_code_of_their_own_are_told(number: int, code: str) -> None:
    assert styled(num_format=number).appearance.formats == {(1, 1): code}


def test_struck_cells_are_told_if_something_stands_in_them() -> None:
    looks = styled(font_strikeout=True).appearance
    assert looks.struck == {(1, 1)}
    assert not looks.partly_struck


@pytest.mark.parametrize(
    ("style", "unseen"),
    [
        ({"font_color": "#FFFFFF"}, True),
        ({"font_color": "#FFFFFF", "bg_color": "#FFFFFF"}, True),
        ({"font_color": "#FFFFFF", "bg_color": "#1F4E78"}, False),
        ({"font_color": "#FEFEFE", "bg_color": "#FFC000"}, False),
        ({"font_color": "#000000"}, False),
        ({"bg_color": "#FFFFFF"}, False),
    ],
)
def test_white_on_white_is_told(style: dict[str, str], unseen: bool) -> None:
    assert styled(**style).appearance.unseen == ({(1, 1)} if unseen else frozenset())


def test_a_text_is_struck_by_its_runs_as_a_whole_or_in_part() -> None:
    def fill(book: Any, sheet: Any) -> None:
        gone, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        sheet.write_rich_string("A1", gone, "15", "12")
        sheet.write_rich_string("A2", gone, "旧", gone, "的")
        sheet.write_rich_string("A3", bold, "新", "的")
        sheet.write_string("A4", "15")

    looks = first(written(fill)).appearance
    assert looks.partly_struck == {(1, 1)}
    assert looks.struck == {(2, 1)}


def test_hidden_folded_and_narrow_columns_are_told() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row("A1", range(8))
        sheet.set_column("B:C", 12, None, {"hidden": True})
        sheet.set_column("E:E", 0)
        sheet.set_column("F:F", 0.1)
        sheet.set_column("G:G", 12, None, {"level": 1, "hidden": True})
        sheet.set_column("H:H", 2, None, {"level": 1})

    assert first(written(fill)).hidden_columns == {2, 3, 5, 6, 7}


def test_hidden_columns_of_xls_and_ods_are_told(libreoffice: LibreOffice, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for column in range(4):
        sheet.write(0, column, column)
    sheet.col(1).hidden = True
    sheet.col(3).width = 0
    buffer = BytesIO()
    book.save(buffer)
    assert first(buffer.getvalue()).hidden_columns == {2, 4}

    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row("A1", range(4))
        sheet.set_column("B:C", 12, None, {"hidden": True})

    ods = libreoffice.converted(written(fill), "xlsx", "ods", tmp_path)
    assert first(ods).hidden_columns == {2, 3}


def test_formats_lines_and_white_of_an_xls_are_told() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for column, style in enumerate(("font: struck_out on", "font: colour_index white", "")):
        for row, code in enumerate(("General", '0!.0,"万元"', "0.00")):
            sheet.write(row, column, 8_000_000, xlwt.easyxf(style, num_format_str=code))
    sheet.write(4, 0, "甲", xlwt.easyxf(num_format_str="0%"))
    white = "font: colour_index white; pattern: pattern solid, fore_colour "
    sheet.write(5, 0, 5, xlwt.easyxf(white + "blue"))
    sheet.write(5, 1, 5, xlwt.easyxf(white + "white"))
    sheet.write(6, 0, None, xlwt.easyxf("font: struck_out on"))
    buffer = BytesIO()
    book.save(buffer)
    looks = first(buffer.getvalue()).appearance
    ten_thousands = {(2, column): '0!.0,"万元"' for column in (1, 2, 3)}
    assert looks.formats == {**ten_thousands, (5, 1): "0%"}
    assert looks.struck == {(1, 1), (2, 1), (3, 1)}
    assert looks.unseen == {(1, 2), (2, 2), (3, 2), (6, 2)}


def test_an_xls_of_libreoffice_tells_the_same_as_the_xlsx_that_it_was(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row, style in enumerate(
            (
                {"num_format": '0.00,"千元"'},
                {"font_strikeout": True},
                {"font_color": "#FFFFFF"},
                {"num_format": ";;;"},
                {"num_format": 'm"月"d"日"'},
            )
        ):
            sheet.write_row(row, 0, [46268, 46268.5, 3], book.add_format(style))

    data = written(fill)
    xls = libreoffice.converted(data, "xlsx", "xls", tmp_path)
    ours, theirs = first(data).appearance, first(xls).appearance
    assert (theirs.struck, theirs.unseen) == (ours.struck, ours.unseen)
    assert theirs.formats.keys() == ours.formats.keys()


def png() -> BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\0\0")
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", pixel), chunk(b"IEND", b""))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(parts))


def test_pictures_in_cells_and_over_them_are_told_and_are_no_error_values() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.embed_image("B2", "1.png", {"image_data": png()})
        sheet.insert_image("C4", "2.png", {"image_data": png()})
        sheet.write_formula("D1", "=1/0", None, "#DIV/0!")
        sheet.write_comment("A1", "批注")

    sheet = first(written(fill))
    assert sheet.appearance.pictures == {(2, 2), (4, 3)}
    assert sheet.flaws == {(2, 2): (Flaw.PICTURE, ""), (1, 4): (Flaw.ERROR, "#DIV/0!")}
    assert sheet.value(2, 2) is None


def test_charts_are_no_pictures() -> None:
    def fill(book: Any, sheet: Any) -> None:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=表!$A$1:$A$2"})
        sheet.insert_chart("C4", chart)

    assert first(written(fill)).appearance is PLAIN


def test_cells_without_references_are_counted() -> None:
    def fill(book: Any, sheet: Any) -> None:
        struck = book.add_format({"font_strikeout": True})
        sheet.write_row("A1", [1, 2, 3])
        sheet.write_row("A2", [1, 2, 3])
        sheet.write_number("B2", 2, struck)

    data = written(fill)
    assert first(_without_references(data)).appearance.struck == {(2, 2)}


def _without_references(data: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = re.sub(rb'(<(?:c|row)) r="[A-Z0-9]+"', rb"\1", part)
            new.writestr(name, part)
    return buffer.getvalue()


def test_a_workbook_as_openpyxl_writes_it_is_looked_through_too() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"] = 800
    sheet["B2"].number_format = '0!.0,"万元"'
    buffer = BytesIO()
    book.save(buffer)
    assert first(buffer.getvalue()).appearance.formats == {(2, 2): '0!.0,"万元"'}
