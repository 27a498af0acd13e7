"""Draws tables as a workbook for people: numbers as numbers, widths that fit, ready to print.

The same tables give the same bytes. Nothing in them is ever a formula or a link.
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from io import BytesIO

import xlsxwriter

from adapters.gc_pause import gc_paused
from adapters.workbooks.report_cells import (
    CHARACTER_ROOM,
    HEAD_ROWS,
    TITLE_SIZE,
    ColumnCells,
    ReportFormats,
    lines_of,
)
from adapters.workbooks.report_charts import draw_chart
from adapters.workbooks.texts import report_texts
from campaign.tables import Column, TableValue, TableView
from campaign.values.text import text_width

_WIDEST, _NARROWEST = 60, 6
_HEADING_LINE, _SHORT_LINE, _LINE_POINTS = 8, 4, 18
"""How many characters of a heading stand on one line, in a wide table fewer; a line's height."""
_TITLE_POINTS = 30
_A4 = 9
_PAGE, _LONG, _SMALLEST = 125, 24, 9 / 11
"""What fits on a landscape page in full size, from which width on a column makes room, and how
small a page may be drawn before the table goes on to a second one: 9 points for letters of 11."""
_MARGINS = {"left": 0.45, "right": 0.45, "top": 0.55, "bottom": 0.65}
_TITLE_ROOM = 11 / TITLE_SIZE  # the title's letters are larger than the cells'


def table_workbook(views: Sequence[TableView], issuer: str, written_on: dt.date) -> bytes:
    """Return a workbook with a sheet for each table."""
    data = BytesIO()
    with gc_paused(), xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        created = dt.datetime.combine(written_on, dt.time())
        book.set_properties({"author": issuer, "title": views[0].title, "created": created})
        formats = ReportFormats(book)
        for view in views:
            printed = view.printed()
            _write(book.add_worksheet(view.label), printed, formats)
            if printed.chart:
                draw_chart(book, printed, printed.chart)
    return data.getvalue()


def _write(
    sheet: "xlsxwriter.worksheet.Worksheet", view: TableView, formats: ReportFormats
) -> None:
    cells = [ColumnCells(column, values, view.totals) for column, values in _by_column(view)]
    heading_line, widths = _layout(cells)
    _write_head(sheet, view, widths, heading_line, formats)
    sheet.set_default_row(_LINE_POINTS)
    for place, column in enumerate(cells):
        column.write(sheet, HEAD_ROWS, place, formats)
    rows = len(view.frame)
    for number, lines in enumerate(_lines_by_row(cells, widths), start=HEAD_ROWS):
        if lines > 1:
            sheet.set_row(number, lines * _LINE_POINTS)
    for number, caption in enumerate(view.captions, start=rows + HEAD_ROWS):
        _write_across(sheet, number, widths, caption, formats.caption)
        sheet.set_row(number, lines_of(caption, sum(widths)) * _LINE_POINTS)
    named = _named_columns(view)
    sheet.freeze_panes(HEAD_ROWS, named)
    sheet.autofilter(1, 0, max(rows + 1, 1), len(widths) - 1)
    _set_page(sheet, widths, named)


def _by_column(view: TableView) -> Iterator[tuple[Column, Sequence[TableValue]]]:
    rows = view.rows()
    values = zip(*rows, strict=True) if rows else ((),) * len(view.columns)
    return zip(view.columns, values, strict=True)


def _lines_by_row(cells: Sequence[ColumnCells], widths: Sequence[float]) -> Iterator[int]:
    """Yield how many lines each row needs where its texts wrap."""
    by_column = (column.lines(room) for column, room in zip(cells, widths, strict=True))
    return map(max, zip(*by_column, strict=True))


def _named_columns(view: TableView) -> int:
    """Return how many columns say what a row is about: up to the unit's name, else the first."""
    keys = [column.key for column in view.columns[:3]]
    return keys.index("unit_name") + 1 if "unit_name" in keys else 1


def _write_head(
    sheet: "xlsxwriter.worksheet.Worksheet",
    view: TableView,
    widths: Sequence[float],
    heading_line: int,
    formats: ReportFormats,
) -> None:
    if _pages(widths) == 1:
        _write_across(sheet, 0, widths, view.title, formats.title)
        lines = lines_of(view.title, sum(widths) * _TITLE_ROOM)
        sheet.set_row(0, lines * _TITLE_POINTS)
    else:  # over the cells to its right: it must not end where a page does
        sheet.write_string(0, 0, view.title, formats.wide_title)
        sheet.set_row(0, _TITLE_POINTS)
    lines = max(math.ceil(text_width(column.heading) / heading_line) for column in view.columns)
    sheet.set_row(1, lines * _LINE_POINTS)
    for place, (column, room) in enumerate(zip(view.columns, widths, strict=True)):
        sheet.write_string(1, place, column.heading, formats.heading)
        sheet.set_column(place, place, room)


def _write_across(
    sheet: "xlsxwriter.worksheet.Worksheet",
    row: int,
    widths: Sequence[float],
    text: str,
    look: "xlsxwriter.format.Format",
) -> None:
    if len(widths) > 1:
        sheet.merge_range(row, 0, row, len(widths) - 1, "", look)
    sheet.write_string(row, 0, text, look)


def _set_page(sheet: "xlsxwriter.worksheet.Worksheet", widths: Sequence[float], named: int) -> None:
    """Print on A4 in landscape; a wide table goes on to more pages rather than be unreadable."""
    pages = _pages(widths)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.center_horizontally()
    sheet.set_margins(**_MARGINS)
    sheet.fit_to_pages(pages, 0)
    sheet.repeat_rows(1)
    if pages > 1:
        sheet.repeat_columns(0, named - 1)
    sheet.set_footer(f"&C{report_texts().page_number}")


def _pages(widths: Sequence[float]) -> int:
    return math.ceil(sum(widths) * _SMALLEST / _PAGE)


def _layout(cells: Sequence[ColumnCells]) -> tuple[int, list[float]]:
    """Return how many characters of a heading stand on a line, and the columns' widths.

    Headings are broken into shorter lines where that brings the table on to fewer pages.
    """
    loose = _widths(cells, _HEADING_LINE)
    if _pages(loose) == 1:
        return _HEADING_LINE, loose
    tight = _widths(cells, _SHORT_LINE)
    return (_SHORT_LINE, tight) if _pages(tight) < _pages(loose) else (_HEADING_LINE, loose)


def _widths(cells: Sequence[ColumnCells], heading_line: int) -> list[float]:
    """Return the columns' widths: long texts share what the others leave of the page, and wrap."""
    natural = [_width(column, heading_line) for column in cells]
    short = [one for one in natural if one <= _LONG]
    if len(short) == len(natural):
        return natural
    room = max(_LONG, (_PAGE - sum(short)) / (len(natural) - len(short)))
    return [min(one, room) for one in natural]


def _width(cells: ColumnCells, heading_line: int) -> float:
    """Return a column's width by its heading and its texts."""
    widest = max(min(text_width(cells.column.heading), heading_line), cells.widest)
    return min(_WIDEST, max(_NARROWEST, widest * CHARACTER_ROOM + 1))
