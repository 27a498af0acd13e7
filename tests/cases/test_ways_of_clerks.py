"""A right report says the same however its clerk closes, dresses and saves it."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from adapters.store.tables import submission_sheets
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from tests.support.office import Bureau

Contents = list[tuple[str, list[dict[str, str]]]]


def sign(sheet: Worksheet) -> None:
    """Close a sheet with a stamp, a day and a signature, as on paper."""
    last = sheet.max_row
    sheet.cell(last + 2, 1, "单位（盖章）：")
    sheet.cell(last + 2, 4, "2026年7月3日")
    sheet.cell(last + 3, 1, "负责人签字：")


def stamp(sheet: Worksheet) -> None:
    """Close a sheet with the branch's name for its stamp, and the day below it."""
    last = sheet.max_row
    sheet.cell(last + 2, 5, "局机关第一党支部（盖章）")
    sheet.cell(last + 3, 5, "二〇二六年七月三日")


def approve(sheet: Worksheet) -> None:
    """Note below a sheet what superiors say."""
    sheet.cell(sheet.max_row + 1, 1, "支部意见：")
    sheet.cell(sheet.max_row, 2, "同意上报")


def dress(sheet: Worksheet) -> None:
    """Give cells colours and the formats in which offices write numbers and days."""
    for cell in (cell for row in sheet.iter_rows(min_row=10) for cell in row):
        cell.font = Font(color="FFFF0000", name="仿宋")
        if isinstance(cell.value, int | float):
            cell.number_format = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
        elif isinstance(cell, Cell) and cell.is_date:
            cell.number_format = '[$-804]yyyy"年"m"月"d"日"'


def annotate(sheet: Worksheet) -> None:
    """Add a sheet of notes."""
    book = sheet.parent
    assert isinstance(book, Workbook)
    if "草稿" not in book.sheetnames:
        book.create_sheet("草稿")


WAYS = (sign, stamp, approve, dress, annotate)


def contents(bureau: Bureau) -> Contents:
    return [
        (row.sheet, [values for _, values in json.loads(row.rows)])
        for row in bureau.rows(submission_sheets)
    ]


@pytest.mark.parametrize("way", WAYS)
def test_a_right_report_stays_right(
    bureau: Bureau, readers: Readers, way: Callable[[Worksheet], None]
) -> None:
    plain = bureau.study("ZB01")
    bureau.drop("ZB01/六月.xlsx", plain)
    bureau.sweep(readers)
    expected = contents(bureau)
    book = load_workbook(BytesIO(plain), rich_text=True)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            way(sheet)
    changed = BytesIO()
    book.save(changed)
    bureau.later(minutes=5)
    bureau.drop("ZB01/六月（定稿）.xlsx", changed.getvalue())
    [receipt] = bureau.sweep(readers)
    assert receipt.disposition in (Disposition.ACCEPTED, Disposition.DUPLICATE), receipt.reasons
    assert contents(bureau)[-len(expected) :] == expected
