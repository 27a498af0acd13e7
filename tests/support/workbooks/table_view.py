"""The table of one sheet of an issued workbook, as a clerk sees it: headings, rows, cells."""

from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from campaign.definitions.form import Field, Sheet

_LAST_SERIAL = 2_958_465


@dataclass(kw_only=True)
class Table:
    """Where a sheet's table lies in a blank workbook, and which rows have been filled in."""

    ws: Worksheet
    sheet: Sheet
    heading: int
    filled: list[int] = field(default_factory=list)

    @property
    def rows(self) -> range:
        """The rows that the blank offers."""
        most = max(self.sheet.usual_rows, len(self.sheet.prefill))
        return range(self.heading + 1, self.heading + 1 + most)

    @property
    def width(self) -> range:
        """The columns of the table."""
        return range(1, len(self.sheet.columns) + 1)

    def field(self, key: str) -> Field:
        """Return the column of that key."""
        return next(column for column in self.sheet.columns if column.key == key)

    def column(self, key: str) -> int:
        """Return where a column stands in the blank."""
        return self.sheet.columns.index(self.field(key)) + 1

    def value(self, row: int, key: str) -> Any:
        """Return what stands in a cell."""
        return self.ws.cell(row, self.column(key)).value

    def set_value(self, row: int, key: str, value: object) -> None:
        """Write a value into the cell of a row and a column."""
        self.put(row, self.column(key), value)

    def put(self, row: int, column: int, value: object) -> None:
        """Write a value into a cell."""
        write(self.ws, (row, column), value)


def find_table(ws: Worksheet, sheet: Sheet) -> Table:
    """Return the table of a blank workbook's sheet."""
    headings = [column.heading for column in sheet.columns]
    for number, row in enumerate(ws.iter_rows(max_col=len(headings)), start=1):
        if [str(cell.value).strip("*") for cell in row] == headings:
            return Table(ws=ws, sheet=sheet, heading=number)
    raise LookupError(sheet.name)


def find_values(ws: Worksheet) -> dict[str, tuple[int, int]]:
    """Return where the value beside column label stands."""
    ends = {(m.min_row, m.min_col): m.max_col for m in ws.merged_cells.ranges}
    return {
        str(cell.value).strip("*"): (row, ends.get((row, column), column) + 1)
        for row, cells in enumerate(ws.iter_rows(), start=1)
        for column, cell in enumerate(cells, start=1)
        if cell.value is not None
    }


def write(ws: Worksheet, at: tuple[int, int], value: object) -> None:
    """Write a value as a clerk does; text stays text, 20260630 is no day's serial number."""
    cell = ws.cell(*at)
    if isinstance(cell, Cell):
        cell.value = value  # type: ignore[assignment]  # whatever a clerk writes
        if isinstance(value, str):
            cell.data_type = "s"
        if isinstance(value, float) and value > _LAST_SERIAL:
            cell.number_format = "General"
