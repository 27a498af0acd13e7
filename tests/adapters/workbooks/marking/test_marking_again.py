"""A returned copy that comes back with its marks: they are replaced, never piled up."""

from collections.abc import Callable, Sequence
from io import BytesIO

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Color, PatternFill

from adapters.workbooks.marking import mark
from campaign.problems.codes import Code, Problem, make_problem
from campaign.problems.messages import problem_text
from campaign.values.raw_workbook import RawWorkbook

Read = Callable[..., RawWorkbook]
Unzip = Callable[[bytes], dict[str, bytes]]

FIRST, SECOND = "第一次退回。", "第二次退回。"
OURS = {"FFFFC8CB", "FFFFE58F"}


@pytest.fixture
def returned(difficult: bytes, faults: Sequence[Problem], read: Read) -> bytes:
    return mark(difficult, read(difficult), faults, FIRST)


def formats(data: bytes, sheet: str) -> dict[str, tuple[object, ...]]:
    cells = (cell for row in load_workbook(BytesIO(data))[sheet].iter_rows() for cell in row)
    return {
        cell.coordinate: (
            cell.fill.patternType,
            cell.fill.fgColor.rgb if cell.fill.patternType else "",
            cell.number_format,
            cell.border.left.style,
            cell.comment.text if cell.comment else "",
        )
        for cell in cells
        if cell.has_style or cell.comment
    }


def test_marking_a_marked_copy_gives_the_same_bytes(
    returned: bytes, faults: Sequence[Problem], read: Read
) -> None:
    assert mark(returned, read(returned), faults, FIRST) == returned


def test_marks_of_what_has_been_mended_are_taken_off(
    difficult: bytes, returned: bytes, read: Read
) -> None:
    """The colours that the cells had before come back, and the sender's comments stay."""
    clean = mark(returned, read(returned), [], SECOND)
    before, after = formats(difficult, "学习记录"), formats(clean, "学习记录")
    assert {place: after[place] for place in before} == before
    assert not OURS & {str(form[1]) for form in after.values()}
    assert before["B5"][1] == "FFE2EFDA" == after["B5"][1]


@pytest.mark.parametrize(
    "colour",
    [Color(theme=4, tint=0.5999), Color(theme=2), Color(rgb="FF00B0F0"), Color(indexed=42)],
)
def test_a_colour_of_any_kind_comes_back(colour: Color, read: Read) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表一"
    sheet["A1"] = 1
    sheet["A1"].fill = PatternFill("solid", fgColor=colour)
    buffer = BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    found = make_problem(Code.CELL_BLANK, sheet="表一", at=(1, 1), heading="内容", expected="内容")
    copy = mark(data, read(data), [found], FIRST)
    assert load_workbook(BytesIO(copy))["表一"]["A1"].fill.fgColor.rgb in OURS
    clean = load_workbook(BytesIO(mark(copy, read(copy), [], SECOND)))["表一"]["A1"].fill
    assert repr(clean.fgColor) == repr(colour)


def test_comments_without_sender_leave_nothing_behind(
    difficult: bytes, returned: bytes, read: Read, parts: Unzip
) -> None:
    clean = parts(mark(returned, read(returned), [], SECOND))
    added = clean.keys() - parts(difficult).keys()
    assert added == {"xl/worksheets/sheet4.xml", "xl/worksheets/_rels/sheet2.xml.rels"}
    assert b"legacyDrawing" not in clean["xl/worksheets/sheet2.xml"]
    assert b"comments2" not in clean["[Content_Types].xml"]
    old, new = (p["xl/drawings/vmlDrawing1.vml"] for p in (parts(difficult), clean))
    assert old == new


def test_our_words_are_found_where_a_program_joined_them_to_the_senders(
    returned: bytes, read: Read, parts: Unzip, rezip: Callable[[dict[str, bytes]], bytes]
) -> None:
    content = parts(returned)
    comments = etree.fromstring(content["xl/comments1.xml"])
    (comment,) = comments.findall(".//{*}comment[@ref='B5']")
    first, *others = comment.findall(".//{*}t")
    first.text = "".join(str(text.text) for text in (first, *others))
    for text in others:
        run = text.getparent()
        assert run is not None
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)
    joined = rezip({**content, "xl/comments1.xml": etree.tostring(comments)})
    clean = load_workbook(BytesIO(mark(joined, read(joined), [], SECOND)))
    left = clean["学习记录"]["B5"].comment
    assert left is not None and left.text == "日期待定"


def test_a_second_return_shows_only_its_own_findings(returned: bytes, read: Read) -> None:
    found = make_problem(
        Code.CELL_BLANK, sheet="学习记录", at=(5, 2), heading="日期", expected="日期"
    )
    book = load_workbook(BytesIO(mark(returned, read(returned), [found], SECOND)))
    assert book.sheetnames == ["修改意见", "学习记录", "人员", "_form"]
    assert book["修改意见"]["A2"].value == SECOND
    assert book["修改意见"].max_row == 5
    comment = book["学习记录"]["B5"].comment
    assert comment is not None and comment.text.count("【审核修改意见】") == 1
    assert problem_text(found) in comment.text and "6.31" not in comment.text
    assert book["学习记录"]["D6"].comment is None


def test_an_old_list_is_found_wherever_it_was_moved_and_whatever_it_is_called(
    returned: bytes, faults: Sequence[Problem], read: Read
) -> None:
    book = load_workbook(BytesIO(returned))
    book.move_sheet("修改意见", 2)
    book["修改意见"].title = "上次的意见"
    buffer = BytesIO()
    book.save(buffer)
    moved = buffer.getvalue()
    again = load_workbook(BytesIO(mark(moved, read(moved), faults, SECOND)))
    assert again.sheetnames == ["修改意见", "学习记录", "人员", "_form"]
    assert again["学习记录"].print_area == "'学习记录'!$A$1:$F$20"
    assert again["人员"].defined_names["本表"].attr_text == "人员!$A$1"
    comment = again["学习记录"]["D6"].comment
    assert comment is not None and comment.text.count("须修改") == 2
