"""The sheet 修改意见: what it says, where it leads, and that it takes nobody's place."""

from collections.abc import Callable, Sequence
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.marking import mark
from campaign.problems.codes import Code, Problem, make_problem
from campaign.problems.messages import problem_text, reason_text, remedy_text
from campaign.values.raw_workbook import RawWorkbook

Parts = dict[str, bytes]
Unzip = Callable[[bytes], Parts]
Zip = Callable[[Parts], bytes]
Read = Callable[..., RawWorkbook]

NOTE = "收件号HZ-0012；学习情况月报；第一党支部；2026年6月；2026年7月3日9:30收到。"


@pytest.fixture
def returned(difficult: bytes, faults: Sequence[Problem], read: Read) -> bytes:
    return mark(difficult, read(difficult), faults, NOTE)


def sheet_of(data: bytes, name: str) -> Worksheet:
    sheet = load_workbook(BytesIO(data))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_list_is_on_top_when_the_workbook_opens(returned: bytes, parts: Unzip) -> None:
    content = parts(returned)
    selected = [name for name, part in content.items() if b"tabSelected" in part]
    assert selected == ["xl/worksheets/sheet4.xml"]
    assert b"activeTab" not in content["xl/workbook.xml"]


def test_the_list_says_everything_with_errors_first(
    returned: bytes, faults: Sequence[Problem]
) -> None:
    sheet = sheet_of(returned, "修改意见")
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "修改意见"
    assert rows[1][0] == NOTE
    assert str(rows[2][0]).startswith("共10条：须修改8条，请核对2条。")
    assert rows[3] == ("序号", "位置", "问题", "原因", "怎样修改", "级别")
    assert [row[0] for row in rows[4:]] == list(range(1, 11))
    assert [row[5] for row in rows[4:]] == ["须修改"] * 8 + ["请核对"] * 2
    assert rows[4][1:5] == (
        "整个文件",
        problem_text(faults[0]),
        reason_text(faults[0]),
        remedy_text(faults[0]),
    )
    blank = faults[-3]
    assert ("学习记录 I12", problem_text(blank), reason_text(blank), remedy_text(blank)) in [
        row[1:5] for row in rows
    ]


def test_the_list_links_to_the_cells(returned: bytes) -> None:
    sheet = sheet_of(returned, "修改意见")
    links = {
        str(cell.value): cell.hyperlink.location
        for (cell,) in sheet.iter_rows(min_row=5, min_col=2, max_col=2)
        if cell.hyperlink
    }
    assert links == {
        "人员": "'人员'!A1",
        "学习记录 B5": "'学习记录'!B5",
        "学习记录 D6": "'学习记录'!D6",
        "学习记录 E7": "'学习记录'!E7",
        "学习记录 I12": "'学习记录'!I12",
        "人员 B3": "'人员'!B3",
        "学习记录 C6": "'学习记录'!C6",
        "学习记录 第8行": "'学习记录'!A8",
    }


def test_the_list_can_be_read_and_printed(returned: bytes) -> None:
    sheet = sheet_of(returned, "修改意见")
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet["C5"].alignment.wrap_text
    assert sheet["F5"].fill.fgColor.rgb != sheet["F13"].fill.fgColor.rgb


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_stays_text(
    start: str, difficult: bytes, read: Read
) -> None:
    found = make_problem(Code.COLUMN_UNKNOWN, sheet="人员", at=(1, 1), value=start)
    copy = mark(difficult, read(difficult), [found], f"{start}\x07<&>")
    sheet = sheet_of(copy, "修改意见")
    assert sheet["A2"].value == f"{start}\ufffd<&>"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_a_senders_own_sheet_of_that_name_stays(difficult: bytes, read: Read) -> None:
    book = load_workbook(BytesIO(difficult))
    book.create_sheet("修改意见")["A1"] = "群众提出的修改意见"
    buffer = BytesIO()
    book.save(buffer)
    copy = mark(buffer.getvalue(), read(buffer.getvalue()), [], NOTE)
    names = load_workbook(BytesIO(copy)).sheetnames
    assert names == ["修改意见2", "学习记录", "人员", "_form", "修改意见"]


def test_links_to_awkward_sheet_names_are_quoted_and_hidden_sheets_have_none(
    difficult: bytes, read: Read, parts: Unzip, rezip: Zip
) -> None:
    content = parts(difficult)
    book = content["xl/workbook.xml"].replace(
        'name="人员"'.encode(), 'name="党员\'s &lt;表&gt;"'.encode()
    )
    data = rezip({**content, "xl/workbook.xml": book})
    found = [
        make_problem(Code.SHEET_EMPTY, sheet="党员's <表>", mend="请填写。"),
        make_problem(Code.SHEET_HIDDEN, sheet="_form"),
    ]
    sheet = sheet_of(mark(data, read(data), found, NOTE), "修改意见")
    link = sheet["B5"].hyperlink
    assert link is not None and link.location == "'党员''s <表>'!A1"
    assert sheet["B6"].hyperlink is None


def test_problems_of_sheets_that_are_not_there_stand_in_the_list_alone(
    difficult: bytes, read: Read
) -> None:
    found = make_problem(
        Code.CELL_BLANK, sheet="别的表", at=(1, 4), heading="标题", expected="标题"
    )
    copy = mark(difficult, read(difficult), [found], NOTE)
    sheet = sheet_of(copy, "修改意见")
    assert sheet["B5"].value == "别的表 D1" and sheet["B5"].hyperlink is None


def test_a_long_list_of_cells_is_cut_short(difficult: bytes, read: Read) -> None:
    many = [
        make_problem(Code.CELL_BLANK, sheet="人员", at=(row, 1), heading="姓名", expected="姓名")
        for row in range(1, 80, 2)
    ]
    place = sheet_of(mark(difficult, read(difficult), many, NOTE), "修改意见")["B5"].value
    assert str(place).startswith("人员 A1、A3、") and str(place).endswith("等40处")
