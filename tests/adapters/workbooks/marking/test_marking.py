"""A returned copy: the faults are marked, commented and listed, and all else stays."""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.marking import is_problem_list, mark
from adapters.workbooks.marking.comments import MOST_COMMENTS
from campaign.problems.codes import Code, Problem, make_problem
from campaign.problems.messages import problem_text, remedy_text
from campaign.values.raw_workbook import RawWorkbook

Parts = dict[str, bytes]
Unzip = Callable[[bytes], Parts]
Zip = Callable[[Parts], bytes]
Read = Callable[..., RawWorkbook]

NOTE = "收件号HZ-0012；学习情况月报；第一党支部；2026年6月；2026年7月3日9:30收到。"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET = "xl/worksheets/sheet1.xml"
RED, YELLOW = "FFFFC8CB", "FFFFE58F"
WRITTEN = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
}
ADDED = {
    "xl/comments2.xml",
    "xl/drawings/vmlDrawing2.vml",
    "xl/worksheets/_rels/sheet2.xml.rels",
    "xl/worksheets/sheet4.xml",
}
MARKED = {"C6": YELLOW, "B5": RED, "D6": RED, "E7": RED, "I12": RED, "A8": YELLOW}


@pytest.fixture
def returned(difficult: bytes, faults: Sequence[Problem], read: Read) -> bytes:
    return mark(difficult, read(difficult), faults, NOTE)


def sheet_of(data: bytes, name: str) -> Worksheet:
    sheet = load_workbook(BytesIO(data), rich_text=True)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def filled(data: bytes, name: str) -> dict[str, str]:
    cells = (cell for row in sheet_of(data, name).iter_rows() for cell in row)
    fills = {cell.coordinate: str(cell.fill.fgColor.rgb) for cell in cells}
    return {place: colour for place, colour in fills.items() if colour in (RED, YELLOW)}


def entries(data: bytes) -> dict[str, tuple[object, ...]]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {
            info.filename: (info.CRC, info.compress_size, info.date_time)
            for info in archive.infolist()
        }


def test_parts_that_need_no_change_stay_as_they_were_packed(
    difficult: bytes, returned: bytes
) -> None:
    before, after = entries(difficult), entries(returned)
    assert after.keys() - before.keys() == ADDED
    assert before.keys() - after.keys() == set()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= WRITTEN
    for kept in ("xl/cellimages.xml", "xl/calcChain.xml", "xl/sharedStrings.xml"):
        assert kept in before.keys() - changed
    assert list(before) == [name for name in after if name in before]


def test_a_marked_sheet_differs_only_in_its_marks(difficult: bytes, returned: bytes) -> None:
    """Everything else of the XML is the same, lists of newer Excel and rich text included."""
    with zipfile.ZipFile(BytesIO(difficult)) as old, zipfile.ZipFile(BytesIO(returned)) as new:
        before, after = etree.fromstring(old.read(SHEET)), etree.fromstring(new.read(SHEET))
    for cell in after.iter(f"{MAIN}c"):
        original = before.find(f".//{MAIN}c[@r='{cell.get('r')}']")
        if original is None:
            assert cell.get("r") in MARKED
            row = cell.getparent()
            assert row is not None
            row.remove(cell)
            if not len(row) and before.find(f".//{MAIN}row[@r='{row.get('r')}']") is None:
                parent = row.getparent()
                assert parent is not None
                parent.remove(row)
        elif cell.get("r") in MARKED:
            cell.set("s", original.get("s", ""))
    extent, was = after.find(f"{MAIN}dimension"), before.find(f"{MAIN}dimension")
    assert extent is not None and was is not None
    extent.set("ref", was.get("ref", ""))
    assert etree.tostring(after, method="c14n") == etree.tostring(before, method="c14n")


def test_prefixes_that_only_an_attribute_names_survive(returned: bytes, parts: Unzip) -> None:
    sheet = parts(returned)[SHEET]
    assert b'mc:Ignorable="xr"' in sheet
    assert b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"' in sheet


def test_the_right_cells_are_marked_and_warnings_lighter(returned: bytes) -> None:
    assert filled(returned, "学习记录") == MARKED
    assert filled(returned, "人员") == {"B3": RED}


def test_a_marked_cell_keeps_all_of_its_format_but_the_fill(
    difficult: bytes, returned: bytes
) -> None:
    before, after = sheet_of(difficult, "学习记录"), sheet_of(returned, "学习记录")
    for place in MARKED:
        old, new = before[place], after[place]
        assert new.number_format == old.number_format, place
        assert repr(new.border) == repr(old.border), place
        assert repr(new.alignment) == repr(old.alignment), place
        assert repr(new.protection) == repr(old.protection), place
        assert repr(new.font) == repr(old.font), place
        assert new.value == old.value, place


def test_a_cell_that_was_not_there_takes_its_columns_format(returned: bytes) -> None:
    assert sheet_of(returned, "人员")["B3"].border.left.style == "thin"


def test_a_cell_that_was_not_there_stands_in_its_order(returned: bytes, parts: Unzip) -> None:
    root = etree.fromstring(parts(returned)[SHEET])
    rows = [int(row.get("r", 0)) for row in root.iter(f"{MAIN}row")]
    assert rows == sorted(rows) and 12 in rows
    spans = {row.get("r"): row.get("spans") for row in root.iter(f"{MAIN}row")}
    assert spans["4"] == "1:7"
    blank = root.find(f".//{MAIN}row[@r='12']")
    assert blank is not None and [cell.get("r") for cell in blank] == ["I12"]


def test_each_marked_cell_says_what_is_wrong_and_how_to_mend_it(
    returned: bytes, faults: Sequence[Problem]
) -> None:
    (found,) = (each for each in faults if each.cell == "C6")
    comment = sheet_of(returned, "学习记录")["C6"].comment
    assert comment is not None
    assert comment.text == f"【审核修改意见】\n请核对：{problem_text(found)}{remedy_text(found)}"


def test_several_problems_of_a_cell_make_one_comment(
    returned: bytes, faults: Sequence[Problem]
) -> None:
    first, second = (each for each in faults if each.cell == "D6")
    comment = sheet_of(returned, "学习记录")["D6"].comment
    assert comment is not None
    assert f"\n1．须修改：{problem_text(first)}" in comment.text
    assert f"\n2．须修改：{problem_text(second)}" in comment.text


def test_the_senders_comments_stay_and_ours_is_added(returned: bytes) -> None:
    sheet = sheet_of(returned, "学习记录")
    other, same = sheet["D7"].comment, sheet["B5"].comment
    assert other is not None and other.text == "本人备注"
    assert same is not None
    assert same.text.startswith("日期待定\n【审核修改意见】\n须修改：")
    assert same.author == "甲"


def test_a_row_that_grows_gives_up_its_record_of_width(
    difficult: bytes, read: Read, parts: Unzip
) -> None:
    found = make_problem(Code.COLUMN_UNKNOWN, sheet="学习记录", at=(3, 9), value="备注")
    copy = parts(mark(difficult, read(difficult), [found], NOTE))
    row = etree.fromstring(copy[SHEET]).find(f".//{MAIN}row[@r='3']")
    assert row is not None and row.get("spans") is None


def test_every_comment_has_one_box_and_the_senders_boxes_are_untouched(
    difficult: bytes, returned: bytes, parts: Unzip
) -> None:
    part = "xl/drawings/vmlDrawing1.vml"
    before, after = parts(difficult)[part], parts(returned)[part]
    assert after.startswith(before[: before.rindex(b"</xml>")])
    assert after.count(b"<v:shape ") == 2 + len(MARKED) - 1
    numbers = [shape.get("id") for shape in etree.fromstring(after) if "shape" in str(shape.tag)]
    assert len(set(numbers)) == len(numbers)


def test_names_of_one_sheet_still_belong_to_it(returned: bytes) -> None:
    book = load_workbook(BytesIO(returned))
    assert book.sheetnames == ["修改意见", "学习记录", "人员", "_form"]
    assert book["学习记录"].print_area == "'学习记录'!$A$1:$F$20"
    assert book["学习记录"].auto_filter.ref == "A3:F10"
    assert book["人员"].defined_names["本表"].attr_text == "人员!$A$1"
    assert book.defined_names["学时上限"].attr_text == "24"
    assert book["_form"].sheet_state == "veryHidden"


def test_the_parser_reads_the_same_values_from_the_copy(
    difficult: bytes, returned: bytes, read: Read
) -> None:
    before, after = read(difficult), read(returned)
    assert is_problem_list(after.sheets[0])
    for old, new in zip(before.sheets, after.sheets[1:], strict=True):
        assert (new.name, new.visible) == (old.name, old.visible)
        for number, row in enumerate(new.rows, 1):
            for column, value in enumerate(row, 1):
                assert (value or None) == (old.value(number, column) or None)


def test_the_same_inputs_give_the_same_bytes(
    difficult: bytes, faults: Sequence[Problem], read: Read, returned: bytes
) -> None:
    assert mark(difficult, read(difficult), faults, NOTE) == returned


def test_a_problem_inside_merged_cells_marks_the_cell_that_shows(
    difficult: bytes, read: Read
) -> None:
    raw = read(difficult)
    merged = replace(raw.sheets[0], merged=((1, 1, 1, 6),))
    raw = replace(raw, sheets=(merged, *raw.sheets[1:]))
    found = make_problem(
        Code.CELL_BLANK, sheet="学习记录", at=(1, 4), heading="标题", expected="标题"
    )
    assert filled(mark(difficult, raw, [found], NOTE), "学习记录") == {"A1": RED}


def test_beyond_a_thousand_comments_the_fill_alone_marks(difficult: bytes, read: Read) -> None:
    many = [
        make_problem(Code.CELL_BLANK, sheet="人员", at=(row, 1), heading="姓名", expected="姓名")
        for row in range(1, MOST_COMMENTS + 51)
    ]
    copy = mark(difficult, read(difficult), many, NOTE)
    assert len(filled(copy, "人员")) == MOST_COMMENTS + 50
    commented = [row[0] for row in sheet_of(copy, "人员").iter_rows() if row[0].comment]
    assert len(commented) == MOST_COMMENTS


def test_loading_the_module_needs_neither_prefect_nor_openpyxl() -> None:
    code = (
        "import sys, adapters.workbooks.marking; "
        "print({'prefect', 'openpyxl', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
