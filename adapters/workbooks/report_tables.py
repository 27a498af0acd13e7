"""Draws tables as a workbook for people: numbers as numbers, widths that fit, ready to print.

The same tables give the same bytes. Nothing in them is ever a formula or a link.
"""

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import xlsxwriter

from adapters.workbooks.report_charts import draw_chart
from adapters.workbooks.texts import report_texts
from campaign.tables import Column, ColumnType, TableValue, TableView, cell_text, shown_places
from campaign.values.exact_numbers import round_half_up
from campaign.values.text import printable_text, text_width

_WIDEST, _NARROWEST, _MOST_MEASURED = 60, 6, 500
_HEADING_LINE, _SHORT_LINE, _LINE_POINTS = 8, 4, 18
"""How many characters of a heading stand on one line, in a wide table fewer; a line's height."""
_TITLE_SIZE, _TITLE_POINTS, _SHORT = 16, 30, 6
"""The title's letters and its height; up to how many characters texts are centred."""
_A4 = 9
_PAGE, _LONG, _SMALLEST = 125, 24, 9 / 11
"""What fits on a landscape page in full size, from which width on a column makes room, and how
small a page may be drawn before the table goes on to a second one: 9 points for letters of 11."""
_MARGINS = {"left": 0.45, "right": 0.45, "top": 0.55, "bottom": 0.65}
_ROOM = 2.2  # columns per full-width character, with a little margin
_TITLE_ROOM = 11 / _TITLE_SIZE  # the title's letters are larger than the cells'


def table_workbook(views: Sequence[TableView], issuer: str, written_on: dt.date) -> bytes:
    """Return a workbook with a sheet for each table."""
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        created = dt.datetime.combine(written_on, dt.time())
        book.set_properties({"author": issuer, "title": views[0].title, "created": created})
        formats = _Formats(book)
        for view in views:
            printed = view.printed()
            _write(book.add_worksheet(view.label), printed, formats)
            if printed.chart:
                draw_chart(book, printed, printed.chart)
    return data.getvalue()


class _Formats:
    """The workbook's formats."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self._book = book
        self._cell = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
        self._figures: dict[str, xlsxwriter.format.Format] = {}
        title = {"font_name": "黑体", "font_size": _TITLE_SIZE, "valign": "vcenter"}
        self.title = book.add_format(title | {"align": "center", "text_wrap": True})
        self.wide_title = book.add_format(title)
        self.heading = book.add_format(
            self._cell | {"bold": True, "align": "center", "bg_color": "#F2F2F2", "text_wrap": True}
        )
        self.text = book.add_format(self._cell | {"text_wrap": True})
        self.word = book.add_format(self._cell | {"align": "center", "text_wrap": True})
        self.caption = book.add_format({"font_name": "宋体", "font_size": 10, "text_wrap": True})

    def figure(self, pattern: str) -> "xlsxwriter.format.Format":
        """Return the format of figures that are shown by a pattern, such as 0.00."""
        if pattern not in self._figures:
            look = self._cell | {"align": "center", "num_format": pattern}
            self._figures[pattern] = self._book.add_format(look)
        return self._figures[pattern]


def _write(sheet: "xlsxwriter.worksheet.Worksheet", view: TableView, formats: _Formats) -> None:
    rows = view.rows()
    texts = [list(map(cell_text, row, view.columns)) for row in rows]
    heading_line, widths = _layout(view.columns, texts)
    _write_head(sheet, view, widths, heading_line, formats)
    for place, column in enumerate(view.columns):
        look = formats.word if _is_short(column, [row[place] for row in texts]) else formats.text
        for number, row in enumerate(rows, start=2):
            _write_cell(sheet, (number, place), row[place], column, formats, look)
    heights = [max(1, _lines(shown, widths)) * _LINE_POINTS for shown in texts]
    for number, height in enumerate(heights, start=2):
        sheet.set_row(number, height)
    for number, caption in enumerate(view.captions, start=len(rows) + 2):
        _write_across(sheet, number, widths, caption, formats.caption)
        sheet.set_row(number, _lines([caption], [sum(widths)]) * _LINE_POINTS)
    named = _named_columns(view)
    sheet.freeze_panes(2, named)
    sheet.autofilter(1, 0, max(len(rows) + 1, 1), len(widths) - 1)
    _set_page(sheet, widths, named)


def _is_short(column: Column, texts: Sequence[str]) -> bool:
    """Return whether texts are words rather than sentences, and stand in the middle."""
    if column.type is not ColumnType.TEXT:
        return True
    return all(text_width(text) <= _SHORT for text in texts)


def _named_columns(view: TableView) -> int:
    """Return how many columns say what a row is about: up to the unit's name, else the first."""
    keys = [column.key for column in view.columns[:3]]
    return keys.index("unit_name") + 1 if "unit_name" in keys else 1


def _write_head(
    sheet: "xlsxwriter.worksheet.Worksheet",
    view: TableView,
    widths: Sequence[float],
    heading_line: int,
    formats: _Formats,
) -> None:
    fits = _lines([view.title], [sum(widths) * _TITLE_ROOM]) == 1
    if fits and _pages(widths) == 1:
        _write_across(sheet, 0, widths, view.title, formats.title)
    else:  # over the cells to its right, on every page that repeats the first columns
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


def _write_cell(
    sheet: "xlsxwriter.worksheet.Worksheet",
    at: tuple[int, int],
    cell: TableValue,
    column: Column,
    formats: _Formats,
    look: "xlsxwriter.format.Format",
) -> None:
    if cell is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(cell, str) or column.type is ColumnType.YES_NO:
        sheet.write_string(*at, printable_text(cell_text(cell, column)), look)
    elif isinstance(cell, dt.datetime):
        sheet.write_datetime(*at, cell, formats.figure("yyyy-mm-dd hh:mm"))
    elif isinstance(cell, dt.date):
        midnight = dt.datetime.combine(cell, dt.time())
        sheet.write_datetime(*at, midnight, formats.figure("yyyy-mm-dd"))
    elif isinstance(cell, Fraction | Decimal):
        _write_exact(sheet, at, cell, column, formats)
    else:
        sheet.write_number(*at, cell, formats.figure("0"))


def _write_exact(
    sheet: "xlsxwriter.worksheet.Worksheet",
    at: tuple[int, int],
    number: Fraction | Decimal,
    column: Column,
    formats: _Formats,
) -> None:
    """Write a number as it is shown, so that a sum in the sheet adds what people see."""
    places = shown_places(number, column)
    percent = column.type is ColumnType.PERCENT
    shown = round_half_up(Fraction(number), places + 2 if percent else places)
    pattern = ("0." + "0" * places).rstrip(".") + ("%" if percent else "")
    if column.signed:
        pattern = f"+{pattern};-{pattern};{pattern}"
    sheet.write_number(*at, float(shown), formats.figure(pattern))


def _layout(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> tuple[int, list[float]]:
    """Return how many characters of a heading stand on a line, and the columns' widths.

    Headings are broken into shorter lines where that brings the table on to fewer pages.
    """
    loose = _widths(columns, texts, _HEADING_LINE)
    if _pages(loose) == 1:
        return _HEADING_LINE, loose
    tight = _widths(columns, texts, _SHORT_LINE)
    return (_SHORT_LINE, tight) if _pages(tight) < _pages(loose) else (_HEADING_LINE, loose)


def _widths(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], heading_line: int
) -> list[float]:
    """Return the columns' widths: long texts share what the others leave of the page, and wrap."""
    natural = [
        _width(column.heading, [row[place] for row in texts[:_MOST_MEASURED]], heading_line)
        for place, column in enumerate(columns)
    ]
    short = [one for one in natural if one <= _LONG]
    if len(short) == len(natural):
        return natural
    room = max(_LONG, (_PAGE - sum(short)) / (len(natural) - len(short)))
    return [min(one, room) for one in natural]


def _width(heading: str, texts: Sequence[str], heading_line: int) -> float:
    """Return a column's width by its heading and the beginning of the table."""
    lines = (line for text in texts for line in text.split("\n"))
    widest = max(min(text_width(heading), heading_line), max(map(text_width, lines), default=0))
    return min(_WIDEST, max(_NARROWEST, widest * _ROOM + 1))


def _lines(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Return how many lines a row needs where its texts wrap."""
    return max(
        sum(math.ceil(text_width(line) * _ROOM / room) or 1 for line in text.split("\n"))
        for text, room in zip(texts, widths, strict=True)
    )
