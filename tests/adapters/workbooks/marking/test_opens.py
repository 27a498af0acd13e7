"""An office program opens the returned copy, and one that it saved again is marked afresh."""

from collections.abc import Callable, Sequence
from io import BytesIO

from openpyxl import load_workbook

from adapters.workbooks.marking import mark
from campaign.problems.codes import Problem
from campaign.values.raw_workbook import RawWorkbook

Read = Callable[..., RawWorkbook]


def test_an_office_program_opens_and_prints_it(
    difficult: bytes,
    faults: Sequence[Problem],
    read: Read,
    convert: Callable[[bytes, str, str], bytes],
) -> None:
    assert convert(
        mark(difficult, read(difficult), faults, "收件号HZ-1"), "xlsx", "pdf"
    ).startswith(b"%PDF")


def test_a_copy_that_an_office_program_saved_again_is_marked_afresh(
    difficult: bytes,
    faults: Sequence[Problem],
    read: Read,
    convert: Callable[[bytes, str, str], bytes],
) -> None:
    saved = convert(mark(difficult, read(difficult), faults, "第一次"), "xlsx", "xlsx")
    book = load_workbook(BytesIO(mark(saved, read(saved), faults[:4], "第二次")))
    assert book.sheetnames == ["修改意见", "学习记录", "人员", "_form"]
    assert book["修改意见"]["A2"].value == "第二次"
    sheet = book["学习记录"]
    comment = sheet["B5"].comment
    assert comment is not None
    assert comment.text.startswith("日期待定")
    assert comment.text.count("【审核修改意见】") == 1
    marked = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in ("FFFFC8CB", "FFFFE58F")
    }
    assert marked == {"B5", "C6"}
    assert sheet["D6"].comment is None
    assert sheet["D6"].fill.patternType is None
    other = sheet["D7"].comment
    assert other is not None and other.text == "本人备注"
