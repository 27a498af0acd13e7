"""Workbooks as senders make them, with all that a returned copy must not lose."""

import datetime as dt
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from campaign.problems.codes import Code, Problem, make_problem
from campaign.values.raw_workbook import RawSheet, RawWorkbook

Parts = dict[str, bytes]

_IMAGES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<etc:cellImages xmlns:etc='
    b'"http://www.wps.cn/officeDocument/2017/etCustomData"><etc:cellImage/></etc:cellImages>'
)
_IMAGES_RELATION = (
    b'<Relationship Id="rId77" Type="http://www.wps.cn/officeDocument/2020/cellImage" '
    b'Target="cellimages.xml"/>'
)
_LISTS = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft'
    '.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://'
    'schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list"><x14:formula1>'
    "<xm:f>人员!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>D4:D50</xm:sqref></x14:dataValidation>"
    "</x14:dataValidations></ext></extLst></worksheet>"
).encode()
_PREFIXES = (
    b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
    b'mc:Ignorable="xr" xr:uid="{00000000-0001-0000-0000-000000000000}" '
)
_CHAIN = (
    b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<c r="F4" i="1"/></calcChain>'
)
_PICTURE_CELL = (
    b'<c r="H4" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c></row>'
)


@pytest.fixture
def parts() -> Callable[[bytes], Parts]:
    """Unzips a workbook."""
    return _unzip


@pytest.fixture
def rezip() -> Callable[[Mapping[str, bytes]], bytes]:
    """Zips parts into a workbook."""
    return _zip


@pytest.fixture
def read() -> Callable[..., RawWorkbook]:
    """Reads a workbook as the intake does."""
    return _read


@pytest.fixture
def difficult() -> bytes:
    """A workbook with pictures in cells, lists of newer Excel, text boxes, comments, names."""
    parts = _unzip(_base())
    sheet = parts["xl/worksheets/sheet1.xml"]
    sheet = sheet.replace(b"<worksheet ", b"<worksheet " + _PREFIXES, 1)
    head, tail = sheet.split(b'<c r="F4"', 1)
    tail = tail.replace(b"</row>", _PICTURE_CELL, 1)
    sheet = head + b'<c r="F4"' + tail.replace(b"</worksheet>", _LISTS)
    parts["xl/worksheets/sheet1.xml"] = sheet
    relations = parts["xl/_rels/workbook.xml.rels"]
    end = b"</Relationships>"
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(end, _IMAGES_RELATION + end)
    return _zip({**parts, "xl/cellimages.xml": _IMAGES, "xl/calcChain.xml": _CHAIN})


@pytest.fixture
def faults() -> Sequence[Problem]:
    """Problems of the file, of a sheet, of rows and of cells, some of them on one cell."""
    sheet = "学习记录"
    return (
        make_problem(Code.FORM_OLD_VERSION, form="学习情况月报", old="1", new="2"),
        make_problem(Code.SHEET_EMPTY, sheet="人员", mend="请填写各行。"),
        make_problem(
            Code.PERSON_OTHER_UNIT,
            sheet=sheet,
            at=(6, 3),
            value="张三",
            heading="主持人",
            unit="乙",
        ),
        make_problem(
            Code.CELL_NOT_A_DATE,
            sheet=sheet,
            at=(5, 2),
            value="6.31",
            heading="日期",
            example="6.30",
        ),
        make_problem(
            Code.CELL_TOO_HIGH, sheet=sheet, at=(6, 4), value="30", heading="学时", limit="24"
        ),
        make_problem(Code.CELL_NOT_WHOLE, sheet=sheet, at=(6, 4), value="30.5", heading="学时"),
        make_problem(Code.CELL_BLANK, sheet=sheet, at=(7, 5), heading="内容", expected="学习内容"),
        make_problem(Code.CELL_BLANK, sheet=sheet, at=(12, 9), heading="备注", expected="=1+1"),
        make_problem(Code.ROW_HIDDEN, sheet=sheet, at=(8, 0)),
        make_problem(Code.HEADER_MISSING, sheet="人员", at=(3, 2), label="填报人", expected="姓名"),
    )


def _base() -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    frame = book.add_format({"border": 1, "text_wrap": True, "locked": False})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "bg_color": "#E2EFDA"})
    heading = book.add_format({"bold": True, "bg_color": "#D9E1F2", "font_name": "黑体"})
    sheet = book.add_worksheet("学习记录")
    sheet.merge_range("A1:F1", "理论学习情况", heading)
    sheet.write_row("A3", ["序号", "日期", "主持人", "学时", "内容", "合计"], heading)
    for row in range(3, 10):
        sheet.write_number(row, 0, row - 2, frame)
        sheet.write_datetime(row, 1, dt.date(2026, 6, row), day)
        sheet.write_row(row, 2, ["张三", 3.5, "集中学习"], frame)
        sheet.write_formula(row, 5, f"=D{row + 1}*2", frame, 7)
    sheet.write_rich_string("E5", "专题", book.add_format({"bold": True}), "研讨", frame)
    sheet.write_string("G4", "=2+3")
    sheet.write_comment("D7", "本人备注", {"author": "甲"})
    sheet.write_comment("B5", "日期待定", {"author": "甲"})
    sheet.insert_textbox("J2", "填表说明")
    sheet.data_validation("C4:C50", {"validate": "list", "source": ["张三", "李四"]})
    sheet.autofilter("A3:F10")
    sheet.print_area("A1:F20")
    sheet.conditional_format("D4:D10", {"type": "cell", "criteria": ">", "value": 9, "format": day})
    sheet.write_url("A20", "https://example.invalid/help")
    sheet.protect("", {"insert_rows": True})
    sheet.set_row(7, None, None, {"hidden": True})
    people = book.add_worksheet("人员")
    people.write_column("A1", ["张三", "李四", "王五"])
    people.set_column("B:B", 12, frame)
    people.activate()
    seal = book.add_worksheet("_form")
    seal.write("A1", "form=study;unit=ZB01")
    seal.very_hidden()
    book.define_name("学时上限", "=24")
    book.define_name("人员!本表", "=人员!$A$1")
    book.close()
    return buffer.getvalue()


def _unzip(data: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zip(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2026, 6, 30, 8, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def _read(data: bytes, kind: str = "xlsx") -> RawWorkbook:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return RawWorkbook(
        kind=kind,
        sheets=tuple(
            RawSheet(
                name=each.name,
                visible=each.visible is SheetVisibleEnum.Visible,
                rows=tuple(
                    map(tuple, book.get_sheet_by_name(each.name).to_python(skip_empty_area=False))
                ),
            )
            for each in book.sheets_metadata
        ),
    )
