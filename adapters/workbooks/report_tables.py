"""Writes tables for people as a workbook: text as text, widths that fit, ready to print.

The same tables give the same bytes. Nothing in them is ever a formula or a link.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from campaign.values.text import printable, width

TableCell = str | int | dt.date | None
_WIDEST, _NARROWEST, _MOST_MEASURED = 60, 6, 500
_HEADING_LINE, _LINE_POINTS = 8, 18
"""How many characters of a heading stand on one line, and how high a line is."""
_A4 = 9
_PAGE, _LONG = 125, 24
"""What fits on a landscape page in full size, and from which width on a column makes room."""
_ROOM = 2.2  # columns per full-width character, with a little margin


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportTable:
    """One sheet: its name, what stands above the table, the headings, and a row for each line."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[TableCell]]


def table_workbook(tables: Sequence[ReportTable], issuer: str, written_on: dt.date) -> bytes:
    """Return a workbook with a sheet for each table."""
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        created = dt.datetime.combine(written_on, dt.time())
        book.set_properties({"author": issuer, "title": tables[0].title, "created": created})
        looks = _Looks(book)
        for table in tables:
            _write(book.add_worksheet(table.name), table, looks)
    return data.getvalue()


class _Looks:
    """The workbook's formats."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        cell = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
        self.title = book.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        self.heading = book.add_format(
            cell | {"bold": True, "align": "center", "bg_color": "#F2F2F2", "text_wrap": True}
        )
        self.text = book.add_format(cell | {"text_wrap": True})
        self.number = book.add_format(cell | {"align": "center"})
        self.day = book.add_format(cell | {"align": "center", "num_format": "yyyy-mm-dd"})


def _write(sheet: "xlsxwriter.worksheet.Worksheet", table: ReportTable, looks: _Looks) -> None:
    last = len(table.headings) - 1
    sheet.set_row(0, 30)
    if last:
        sheet.merge_range(0, 0, 0, last, "", looks.title)
    sheet.write_string(0, 0, table.title, looks.title)
    lines = max(math.ceil(width(heading) / _HEADING_LINE) for heading in table.headings)
    sheet.set_row(1, lines * _LINE_POINTS)
    rooms = _widths(table)
    for column, (heading, room) in enumerate(zip(table.headings, rooms, strict=True)):
        sheet.write_string(1, column, heading, looks.heading)
        sheet.set_column(column, column, room)
    for number, row in enumerate(table.rows, start=2):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, looks)
        if (lines := _lines(row, rooms)) > 1:
            sheet.set_row(number, lines * _LINE_POINTS)
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(len(table.rows) + 1, 1), last)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&C第&P页，共&N页")


def _write_cell(
    sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, cell: TableCell, looks: _Looks
) -> None:
    if isinstance(cell, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), looks.day)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, looks.number)
    else:
        sheet.write_string(row, column, printable(cell or ""), looks.text)


def _widths(table: ReportTable) -> list[float]:
    """Return the columns' widths: long texts share what the others leave of the page, and wrap."""
    natural = [_width(table, column) for column in range(len(table.headings))]
    short = [one for one in natural if one <= _LONG]
    if len(short) == len(natural):
        return natural
    room = max(_LONG, (_PAGE - sum(short)) / (len(natural) - len(short)))
    return [min(one, room) for one in natural]


def _lines(row: Sequence[TableCell], rooms: Sequence[float]) -> int:
    """Return how many lines a row needs where its texts wrap."""
    texts = ((cell, room) for cell, room in zip(row, rooms, strict=True) if isinstance(cell, str))
    return max((math.ceil(width(cell) * _ROOM / room) for cell, room in texts), default=1)


def _width(table: ReportTable, column: int) -> float:
    """Return a column's width by its heading and the beginning of the table."""
    cells = [row[column] for row in table.rows[:_MOST_MEASURED]]
    heading = min(width(table.headings[column]), _HEADING_LINE)
    widest = max(heading, *(width(str(cell or "")) for cell in cells), 0)
    return min(_WIDEST, max(_NARROWEST, widest * _ROOM + 1))
