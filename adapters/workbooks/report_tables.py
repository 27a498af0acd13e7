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

from campaign.tables import Cell, Column, ColumnType, TableView, cell_text, shown_places
from campaign.values.exact_numbers import round_half_up
from campaign.values.text import printable_text, text_width

_WIDEST, _NARROWEST, _MOST_MEASURED = 60, 6, 500
_HEADING_LINE, _LINE_POINTS = 8, 18
"""How many characters of a heading stand on one line, and how high a line is."""
_A4 = 9
_PAGE, _LONG = 125, 24
"""What fits on a landscape page in full size, and from which width on a column makes room."""
_ROOM = 2.2  # columns per full-width character, with a little margin


def table_workbook(views: Sequence[TableView], issuer: str, written_on: dt.date) -> bytes:
    """Return a workbook with a sheet for each table."""
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        created = dt.datetime.combine(written_on, dt.time())
        book.set_properties({"author": issuer, "title": views[0].title, "created": created})
        formats = _Formats(book)
        for view in views:
            _write(book.add_worksheet(view.label), view.printed(), formats)
    return data.getvalue()


class _Formats:
    """The workbook's formats."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self._book = book
        self._cell = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
        self._figures: dict[str, xlsxwriter.format.Format] = {}
        self.title = book.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        self.heading = book.add_format(
            self._cell | {"bold": True, "align": "center", "bg_color": "#F2F2F2", "text_wrap": True}
        )
        self.text = book.add_format(self._cell | {"text_wrap": True})
        self.caption = book.add_format({"font_name": "宋体", "font_size": 10, "text_wrap": True})

    def figure(self, pattern: str) -> "xlsxwriter.format.Format":
        """Return the format of figures that are shown by a pattern, such as 0.00."""
        if pattern not in self._figures:
            look = self._cell | {"align": "center", "num_format": pattern}
            self._figures[pattern] = self._book.add_format(look)
        return self._figures[pattern]


def _write(sheet: "xlsxwriter.worksheet.Worksheet", view: TableView, formats: _Formats) -> None:
    rows, last = view.rows(), len(view.columns) - 1
    texts = [list(map(cell_text, row, view.columns)) for row in rows]
    widths = _widths(view.columns, texts)
    _write_head(sheet, view, widths, formats)
    for number, (row, shown) in enumerate(zip(rows, texts, strict=True), start=2):
        for place, (cell, column) in enumerate(zip(row, view.columns, strict=True)):
            _write_cell(sheet, (number, place), cell, column, formats)
        if (lines := _lines(shown, widths)) > 1:
            sheet.set_row(number, lines * _LINE_POINTS)
    for number, caption in enumerate(view.captions, start=len(rows) + 2):
        _write_across(sheet, number, last, caption, formats.caption)
        sheet.set_row(number, _lines([caption], [sum(widths)]) * _LINE_POINTS)
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(len(rows) + 1, 1), last)
    _set_page(sheet)


def _write_head(
    sheet: "xlsxwriter.worksheet.Worksheet",
    view: TableView,
    widths: Sequence[float],
    formats: _Formats,
) -> None:
    sheet.set_row(0, 30)
    _write_across(sheet, 0, len(view.columns) - 1, view.title, formats.title)
    lines = max(math.ceil(text_width(column.heading) / _HEADING_LINE) for column in view.columns)
    sheet.set_row(1, lines * _LINE_POINTS)
    for place, (column, room) in enumerate(zip(view.columns, widths, strict=True)):
        sheet.write_string(1, place, column.heading, formats.heading)
        sheet.set_column(place, place, room)


def _write_across(
    sheet: "xlsxwriter.worksheet.Worksheet",
    row: int,
    last: int,
    text: str,
    look: "xlsxwriter.format.Format",
) -> None:
    if last:
        sheet.merge_range(row, 0, row, last, "", look)
    sheet.write_string(row, 0, text, look)


def _set_page(sheet: "xlsxwriter.worksheet.Worksheet") -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&C第&P页，共&N页")


def _write_cell(
    sheet: "xlsxwriter.worksheet.Worksheet",
    at: tuple[int, int],
    cell: Cell,
    column: Column,
    formats: _Formats,
) -> None:
    if cell is None:
        sheet.write_blank(*at, None, formats.text)
    elif isinstance(cell, str) or column.type is ColumnType.YES_NO:
        sheet.write_string(*at, printable_text(cell_text(cell, column)), formats.text)
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


def _widths(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> list[float]:
    """Return the columns' widths: long texts share what the others leave of the page, and wrap."""
    natural = [
        _width(column.heading, [row[place] for row in texts[:_MOST_MEASURED]])
        for place, column in enumerate(columns)
    ]
    short = [one for one in natural if one <= _LONG]
    if len(short) == len(natural):
        return natural
    room = max(_LONG, (_PAGE - sum(short)) / (len(natural) - len(short)))
    return [min(one, room) for one in natural]


def _width(heading: str, texts: Sequence[str]) -> float:
    """Return a column's width by its heading and the beginning of the table."""
    lines = (line for text in texts for line in text.split("\n"))
    widest = max(min(text_width(heading), _HEADING_LINE), max(map(text_width, lines), default=0))
    return min(_WIDEST, max(_NARROWEST, widest * _ROOM + 1))


def _lines(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Return how many lines a row needs where its texts wrap."""
    return max(
        sum(math.ceil(text_width(line) * _ROOM / room) or 1 for line in text.split("\n"))
        for text, room in zip(texts, widths, strict=True)
    )
