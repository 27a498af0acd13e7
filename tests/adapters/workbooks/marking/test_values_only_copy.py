"""The returned copy of .xls, .et and .ods: the values, the marks, and the list."""

import datetime as dt
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
import xlwt
from openpyxl import load_workbook

from adapters.workbooks.marking import mark
from campaign.problems.codes import Code, make_problem
from campaign.values.raw_workbook import Flaw, RawSheet, RawWorkbook, Scalar

Read = Callable[..., RawWorkbook]

FOUND = make_problem(Code.CELL_BLANK, sheet="记录", at=(3, 2), heading="内容", expected="内容")
VALUES: tuple[Scalar, ...] = (
    "编号",
    "=1+1",
    "+86",
    "041022",
    "#N/A",
    3.5,
    7,
    True,
    dt.date(2026, 6, 30),
    dt.datetime(2026, 6, 30, 9, 30),  # noqa: DTZ001 - a cell's date has no zone
    dt.time(9, 30),
    dt.timedelta(hours=30),
    "两\n行",
)


def workbook(*sheets: RawSheet, kind: str = "xls") -> RawWorkbook:
    return RawWorkbook(kind=kind, sheets=sheets)


def test_a_real_xls_comes_back_with_its_values_and_the_marks(read: Read) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("记录")
    sheet.write(0, 0, "学习记录")
    sheet.write(2, 0, 5)
    hidden = book.add_sheet("_form")
    hidden.write(0, 0, "form=study")
    hidden.visibility = 1
    buffer = BytesIO()
    book.save(buffer)
    raw = read(buffer.getvalue(), "xls")
    copy = load_workbook(BytesIO(mark(buffer.getvalue(), raw, [FOUND], "收件号HZ-1")))
    assert copy.sheetnames == ["修改意见", "记录", "_form"]
    assert copy["记录"]["A1"].value == "学习记录"
    assert copy["记录"]["A3"].value == 5
    assert copy["记录"]["B3"].fill.fgColor.rgb == "FFFFC8CB"
    assert copy["记录"]["B3"].comment is not None
    assert copy["_form"].sheet_state == "veryHidden"
    assert "不是xlsx格式" in str(copy["修改意见"]["A3"].value)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_every_kind_of_value_is_read_back_as_it_was(kind: str, read: Read) -> None:
    raw = workbook(RawSheet(name="记录", rows=((), VALUES)), kind=kind)
    copy = read(mark(b"", raw, [FOUND], ""))
    sheet = copy.sheet("记录")
    assert sheet is not None
    assert sheet.rows[1][: len(VALUES)] == VALUES


def test_text_that_looks_like_a_formula_stays_text() -> None:
    raw = workbook(RawSheet(name="记录", rows=(VALUES,)))
    sheet = load_workbook(BytesIO(mark(b"", raw, [], "")))["记录"]
    assert (sheet["B1"].data_type, sheet["B1"].quotePrefix) == ("s", True)
    assert (sheet["C1"].data_type, sheet["C1"].quotePrefix) == ("s", True)
    assert (sheet["E1"].data_type, sheet["E1"].value) == ("s", "#N/A")
    assert not sheet["A1"].quotePrefix


def test_errors_hidden_rows_hidden_sheets_and_merged_cells_stay() -> None:
    sheet = RawSheet(
        name="记录",
        rows=(("标题",), (None, "甲")),
        flaws={(2, 3): (Flaw.ERROR, "#REF!"), (2, 4): (Flaw.NO_STORED_VALUE, "")},
        merged=((1, 1, 1, 3),),
        hidden_rows=frozenset({2}),
    )
    raw = workbook(sheet, RawSheet(name="旧表", visible=False))
    copy = load_workbook(BytesIO(mark(b"", raw, [], "")))
    assert copy["记录"]["C2"].data_type == "e"
    assert copy["记录"]["D2"].value is None
    assert copy["记录"].row_dimensions[2].hidden
    assert [str(area) for area in copy["记录"].merged_cells.ranges] == ["A1:C1"]
    assert copy["旧表"].sheet_state == "hidden"


def test_an_older_list_in_the_file_is_replaced(read: Read) -> None:
    raw = workbook(RawSheet(name="记录", rows=(("甲",),)))
    returned = read(mark(b"", raw, [FOUND], "一"), "ods")
    copy = load_workbook(BytesIO(mark(b"", returned, [FOUND], "二")))
    assert copy.sheetnames == ["修改意见", "记录"]
    assert copy["修改意见"]["A2"].value == "二"


def test_sheet_names_that_only_ods_allows_are_shortened_and_still_marked() -> None:
    long = "机关作风建设年理论学习情况记录表（第一党支部二〇二六年六月份报送）"
    raw = workbook(RawSheet(name=f"{long}一"), RawSheet(name=f"{long}二"), kind="ods")
    found = make_problem(
        Code.CELL_BLANK, sheet=f"{long}二", at=(1, 1), heading="内容", expected="内容"
    )
    copy = load_workbook(BytesIO(mark(b"", raw, [found], "")))
    assert copy.sheetnames[1:] == [long[:31], f"{long[:30]}2"]
    assert copy.worksheets[2]["A1"].fill.fgColor.rgb == "FFFFC8CB"
    assert copy.worksheets[1]["A1"].fill.patternType is None


def test_control_characters_do_not_break_the_copy(read: Read) -> None:
    raw = workbook(RawSheet(name="记录", rows=(("甲\x07乙", "_x0041_"),)))
    sheet = read(mark(b"", raw, [], "")).sheet("记录")
    assert sheet is not None and sheet.rows[0][:2] == ("甲\ufffd乙", "_x0041_")


def test_the_same_values_give_the_same_bytes() -> None:
    raw = workbook(RawSheet(name="记录", rows=(VALUES,)))
    copy = mark(b"", raw, [FOUND], "一")
    assert copy == mark(b"", raw, [FOUND], "一")
    with zipfile.ZipFile(BytesIO(copy)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"created" not in archive.read("docProps/core.xml")
