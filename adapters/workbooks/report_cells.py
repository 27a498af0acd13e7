"""Writes the cells of a report's table column by column, of which a month may have 250,000.

What repeats within a column, such as the names of units, is worded and measured once.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import xlsxwriter

from campaign.tables import Column, ColumnType, TableValue, cell_text, shown_places
from campaign.values.exact_numbers import round_half_up
from campaign.values.text import printable_text, text_width

HEAD_ROWS = 2
"""The title and the headings stand above a table's rows."""
TITLE_SIZE = 16
CHARACTER_ROOM = 2.2
"""Columns per full-width character, with a little margin."""
_SHORT = 6
"""Up to how many characters texts are centred."""
_LONGEST_MEASURED = 100
"""Characters of a text by which a column's width is found; beyond that it wraps anyhow."""

Write = Callable[[int, int, TableValue], object]


class ReportFormats:
    """The workbook's formats; rows of totals have those of their own."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self._book = book
        self._cell = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
        self._known: dict[tuple[str, str, bool], xlsxwriter.format.Format] = {}
        title = {"font_name": "黑体", "font_size": TITLE_SIZE, "valign": "vcenter"}
        self.title = book.add_format(title | {"align": "center", "text_wrap": True})
        self.wide_title = book.add_format(title)
        self.heading = book.add_format(
            self._cell | {"bold": True, "align": "center", "bg_color": "#F2F2F2", "text_wrap": True}
        )
        self.caption = book.add_format({"font_name": "宋体", "font_size": 10, "text_wrap": True})

    def text(self, *, centred: bool, total: bool) -> "xlsxwriter.format.Format":
        """Return the format of texts."""
        return self._look("", "center" if centred else "left", total)

    def figure(self, pattern: str, *, total: bool) -> "xlsxwriter.format.Format":
        """Return the format of figures that are shown by a pattern, such as 0.00."""
        return self._look(pattern, "center", total)

    def _look(self, pattern: str, align: str, total: bool) -> "xlsxwriter.format.Format":
        key = (pattern, align, total)
        if key not in self._known:
            shown = {"num_format": pattern} if pattern else {"text_wrap": True}
            bold = {"bold": True, "bg_color": "#F7F7F7"} if total else {}
            look = self._cell | {"align": align} | shown | bold
            self._known[key] = self._book.add_format(look)
        return self._known[key]


class ColumnCells:
    """The values of one column, their texts, and how they are written; the last may be totals."""

    def __init__(self, column: Column, values: Sequence[TableValue], totals: int = 0) -> None:
        self.column, self._values = column, values
        self._rows = len(values) - totals

    @cached_property
    def _texts(self) -> dict[TableValue, str]:
        """The different values with their texts; equal numbers may differ in their places."""
        texts: dict[TableValue, str] = {}
        for value in self._values:
            key = self._key(value)
            if key not in texts:
                texts[key] = cell_text(value, self.column)
        return texts

    def _key(self, value: TableValue) -> TableValue:
        return f"{value:f}" if isinstance(value, Decimal) else value

    @cached_property
    def widest(self) -> float:
        """The width of the widest line, in full-width characters."""
        lines = (line for text in self._texts.values() for line in text.split("\n"))
        return max((text_width(line[:_LONGEST_MEASURED]) for line in lines), default=0)

    def lines(self, room: float) -> Iterator[int]:
        """Yield how many lines each value needs in a column of that width."""
        lines = {value: lines_of(text, room) for value, text in self._texts.items()}
        return (lines[self._key(value)] for value in self._values)

    @property
    def _is_short(self) -> bool:
        """Whether texts are words rather than sentences, and stand in the middle."""
        return self.column.type is not ColumnType.TEXT or self.widest <= _SHORT

    def write(
        self,
        sheet: "xlsxwriter.worksheet.Worksheet",
        first: int,
        place: int,
        formats: ReportFormats,
    ) -> None:
        """Write the values below each other into a column of a sheet."""
        writers = [self._writer(sheet, formats, total) for total in (False, True)]
        for number, value in enumerate(self._values):
            writers[number >= self._rows](first + number, place, value)

    def _writer(
        self, sheet: "xlsxwriter.worksheet.Worksheet", formats: ReportFormats, total: bool
    ) -> Write:
        look = formats.text(centred=self._is_short, total=total)
        printed: dict[TableValue, str] = {}

        def write(row: int, place: int, value: TableValue) -> None:
            if value is None:
                sheet.write_blank(row, place, None, look)
            elif isinstance(value, str) or self.column.type is ColumnType.YES_NO:
                if value not in printed:
                    printed[value] = printable_text(cell_text(value, self.column))
                sheet.write_string(row, place, printed[value], look)
            else:
                self._write_figure(sheet, (row, place), value, formats, total)

        return write

    def _write_figure(
        self,
        sheet: "xlsxwriter.worksheet.Worksheet",
        at: tuple[int, int],
        value: dt.date | int | Fraction | Decimal,
        formats: ReportFormats,
        total: bool,
    ) -> None:
        if isinstance(value, dt.datetime):
            look = formats.figure("yyyy-mm-dd hh:mm", total=total)
            sheet.write_datetime(*at, value, look)
        elif isinstance(value, dt.date):
            midnight = dt.datetime.combine(value, dt.time())
            sheet.write_datetime(*at, midnight, formats.figure("yyyy-mm-dd", total=total))
        elif isinstance(value, Fraction | Decimal):
            number, pattern = shown_number(value, self.column)
            sheet.write_number(*at, number, formats.figure(pattern, total=total))
        else:
            sheet.write_number(*at, value, formats.figure("0", total=total))


def shown_number(number: Fraction | Decimal, column: Column) -> tuple[float, str]:
    """Return a number as it is shown, so that a sum in the sheet adds what people see.

    With it comes the pattern by which it is shown.
    """
    places = shown_places(number, column)
    percent = column.type is ColumnType.PERCENT
    shown = round_half_up(Fraction(number), places + 2 if percent else places)
    pattern = ("0." + "0" * places).rstrip(".") + ("%" if percent else "")
    if column.signed:
        pattern = f"+{pattern};-{pattern};{pattern}"
    return float(shown), pattern


def lines_of(text: str, room: float) -> int:
    """Return how many lines a text needs in a column of that width."""
    lines = text.split("\n")
    return sum(math.ceil(text_width(line) * CHARACTER_ROOM / room) or 1 for line in lines)
