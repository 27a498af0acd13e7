"""Workbooks whose parts stand elsewhere than usual, or are written in another encoding or dialect.

The package's own relations say where everything is; Excel and WPS open all of these.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.marking import mark
from adapters.workbooks.reader import read_workbook
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code, make_problem
from campaign.values.raw_workbook import Flaw, RawWorkbook

LIMITS = Limits()
BOOK, BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
TYPES, ROOT = "[Content_Types].xml", "_rels/.rels"
Parts = dict[str, bytes]


def read(data: bytes) -> RawWorkbook:
    passed = inspect(data, LIMITS)
    assert isinstance(passed, Passed), passed
    workbook = read_workbook(data, passed, LIMITS)
    assert isinstance(workbook, RawWorkbook), workbook
    return workbook


def sample() -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"date_1904": True}) as out:
        day = out.add_format({"num_format": "yyyy-mm-dd"})
        sheet = out.add_worksheet("学习记录")
        sheet.write_row(1, 1, [" 甲\n乙 ", 85.5, True])
        sheet.write_datetime(1, 5, dt.date(2026, 6, 30), day)
        sheet.write_formula("G2", "=1/0", None, "#DIV/0!")
        sheet.merge_range("A5:B6", "合并")
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.write(7, 0, "隐")
        out.add_chartsheet("图")
        out.add_worksheet("_form").very_hidden()
    return buffer.getvalue()


def renamed(names: Mapping[str, str]) -> Callable[[Parts], Parts]:
    """Return what renames parts, and every target and type that names them."""

    def change(parts: Parts) -> Parts:
        new = {names.get(name, name): content for name, content in parts.items()}
        for old, name in names.items():
            for listing in (TYPES, ROOT, names.get(BOOK_RELATIONS, BOOK_RELATIONS)):
                new[listing] = (
                    new[listing]
                    .replace(f'"/{old}"'.encode(), f'"/{name}"'.encode())
                    .replace(f'Target="{old}"'.encode(), f'Target="{name}"'.encode())
                    .replace(
                        f'Target="{old.removeprefix("xl/")}"'.encode(), f'Target="/{name}"'.encode()
                    )
                )
        return new

    return change


def replaced(part: str, old: str, new: str) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        assert re.search(old.encode(), parts[part])
        return {**parts, part: re.sub(old.encode(), new.encode(), parts[part])}

    return change


def encoded(part: str, encoding: str) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        text = parts[part].decode().replace("UTF-8", encoding)
        return {**parts, part: text.encode(encoding)}

    return change


def strict(parts: Parts) -> Parts:
    """As Excel saves a workbook by “Strict Open XML”."""
    namespaces = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"officeDocument/relationships"
        ),
    }
    for old, new in namespaces.items():
        uri = b"http://purl.oclc.org/ooxml/" + new
        parts = {name: content.replace(old, uri) for name, content in parts.items()}
    return parts


def prefixed(parts: Parts) -> Parts:
    """As ClosedXML and the Open XML SDK write a sheet."""
    xml = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", parts[SHEET]).replace(b"xmlns=", b"xmlns:x=")
    return {**parts, SHEET: xml}


def another_prefix_of_relations(parts: Parts) -> Parts:
    book = parts[BOOK].replace(b"xmlns:r=", b"xmlns:rel=").replace(b" r:id=", b" rel:id=")
    return {**parts, BOOK: book}


EVERYTHING_ELSEWHERE = renamed(
    {
        BOOK: "book/main.xml",
        BOOK_RELATIONS: "book/_rels/main.xml.rels",
        SHEET: "book/s/first.xml",
        "xl/worksheets/sheet2.xml": "book/s/second.xml",
        "xl/chartsheets/sheet1.xml": "book/s/chart.xml",
        STRINGS: "book/texts.xml",
        STYLES: "book/looks.xml",
    }
)

CHANGES: dict[str, Callable[[Parts], Parts]] = {
    "nothing changed": dict,
    "workbook22.xml, by Office in the browser": renamed(
        {BOOK: "xl/workbook22.xml", BOOK_RELATIONS: "xl/_rels/workbook22.xml.rels"}
    ),
    "everything elsewhere": EVERYTHING_ELSEWHERE,
    "sheet in another folder": renamed({SHEET: "xl/sheets/a.xml"}),
    "strings and styles numbered": renamed(
        {STRINGS: "xl/sharedStrings2.xml", STYLES: "xl/styles3.xml"}
    ),
    "part with a Chinese name": renamed({SHEET: "xl/worksheets/表.xml"}),
    "target in percent signs": lambda parts: replaced(
        BOOK_RELATIONS, "/xl/worksheets/表.xml", "/xl/worksheets/%E8%A1%A8.xml"
    )(renamed({SHEET: "xl/worksheets/表.xml"})(parts)),
    "absolute targets": replaced(BOOK_RELATIONS, 'Target="(?=[a-z])', 'Target="/xl/'),
    "targets with dots": replaced(BOOK_RELATIONS, 'Target="(?=[a-z])', 'Target="../xl/./'),
    "targets with backslashes": replaced(BOOK_RELATIONS, "worksheets/", r"worksheets\\\\"),
    "other case in targets": replaced(BOOK_RELATIONS, "worksheets/sheet", "Worksheets/SHEET"),
    "other case in the main target": replaced(ROOT, "xl/workbook.xml", "XL/Workbook.XML"),
    "strict": strict,
    "strict and elsewhere": lambda parts: EVERYTHING_ELSEWHERE(strict(parts)),
    "another prefix of relations": another_prefix_of_relations,
    "prefixed sheet": prefixed,
    "sheet in UTF-16": encoded(SHEET, "UTF-16"),
    "sheet in GBK": encoded(SHEET, "GBK"),
    "strings in UTF-16": encoded(STRINGS, "UTF-16"),
    "styles in UTF-16": encoded(STYLES, "UTF-16"),
    "workbook in UTF-16": encoded(BOOK, "UTF-16"),
    "relations in UTF-16": encoded(BOOK_RELATIONS, "UTF-16"),
    "mark of UTF-8": lambda parts: {**parts, SHEET: b"\xef\xbb\xbf" + parts[SHEET]},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_workbook_is_read_the_same_wherever_its_parts_stand(
    make: Any, change: Callable[[Parts], Parts]
) -> None:
    changed = make.zip(change(make.parts(sample())))
    assert read(changed) == read(sample())


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_the_parser_gives_up_at_is_left_out_wherever_parts_stand(
    make: Any, change: Callable[[Parts], Parts]
) -> None:
    """An error unknown to the parser, and an area of whole rows."""
    odd = make.replaced(sample(), SHEET, "#DIV/0!", "#SPILL!")
    odd = make.replaced(odd, SHEET, 'mergeCell ref="A5:B6"', 'mergeCell ref="5:6"')
    [sheet, _] = read(make.zip(change(make.parts(odd)))).sheets
    assert sheet.flaws == {(2, 7): (Flaw.ERROR, "#SPILL!")}
    assert sheet.merged == ((5, 1, 6, 16_384),)
    assert sheet.rows[:2] == read(sample()).sheets[0].rows[:2]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_marked_copy_is_made_wherever_parts_stand(
    make: Any, change: Callable[[Parts], Parts]
) -> None:
    changed = make.zip(change(make.parts(sample())))
    problem = make_problem(
        Code.CELL_BLANK, sheet="学习记录", at=(2, 2), heading="姓名", expected="姓名"
    )
    marked = read(mark(changed, read(changed), (problem,), "回执号：HZ26-000001"))
    assert [sheet.name for sheet in marked.sheets] == ["修改意见", "学习记录", "_form"]
    assert marked.sheets[1].rows == read(sample()).sheets[0].rows


def test_the_sample_says_what_is_compared() -> None:
    workbook = read(sample())
    sheet, form = workbook.sheets
    assert (sheet.name, form.name, form.visible) == ("学习记录", "_form", False)
    assert sheet.rows[1] == (None, " 甲\n乙 ", 85.5, True, None, dt.date(2026, 6, 30))
    assert workbook.epoch_1904
    assert sheet.merged and sheet.hidden_rows and sheet.flaws
