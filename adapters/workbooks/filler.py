"""Fills in issued workbooks as a clerk would, for samples, rehearsals, tests and measurements."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from copy import copy
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.deterministic_xlsx import workbook_bytes
from campaign.definitions.form import FieldType, Form, Sheet, header_fields, heading_key
from campaign.reading.headings import Headings, find_headings
from campaign.values.printed_labels import NOTE, NOTE_OF_TABLE
from campaign.values.raw_workbook import RawSheet

CellValue = str | int | float | Decimal | bool | dt.date | Sequence[str] | None
"""What goes into a cell: True is 是, several names are joined by 、, None empties the cell."""

SheetRows = Mapping[str, Sequence[Mapping[str, CellValue]]]
"""For each sheet's key its rows; each row gives values by column key."""


def fill(
    form: Form,
    blank: bytes,
    rows: SheetRows | None = None,
    header: Mapping[str, CellValue] | None = None,
) -> bytes:
    """Return the workbook with its tables and labelled cells filled in.

    The n-th row given goes into the table's n-th row, beside what is printed there; columns that
    a row leaves out stay as they are. Rows beyond those that the blank offers are inserted
    above the notes. Text stays text, whatever it begins with. ``header`` goes by field key, or
    by sheet and field as in ``scores.secretary``. The same arguments give the same bytes.
    Raises KeyError for a sheet, column or field that the form does not have.
    """
    workbook = load_workbook(io.BytesIO(blank), rich_text=True)
    places = _labelled_places(form)
    for name, value in (header or {}).items():
        sheet, key = places[name]
        _write(_beside_label(workbook[sheet.name], sheet, key, form), value)
    for sheet_key, form_rows in (rows or {}).items():
        _fill_table(workbook, form, sheet_key, form_rows)
    return workbook_bytes(workbook)


def _labelled_places(form: Form) -> dict[str, tuple[Sheet, str]]:
    places: dict[str, tuple[Sheet, str]] = {}
    for sheet in form.sheets:
        for field in header_fields(form, sheet):
            places.setdefault(field.key, (sheet, field.key))
            places[f"{sheet.key}.{field.key}"] = (sheet, field.key)
    return places


def _beside_label(ws: Worksheet, sheet: Sheet, key: str, form: Form) -> Cell:
    heading = next(f.heading for f in header_fields(form, sheet) if f.key == key)
    for row in ws.iter_rows():
        for cell in row:
            if cell.value is not None and heading_key(str(cell.value)) == heading_key(heading):
                merged = [m for m in ws.merged_cells.ranges if cell.coordinate in m]
                return _cell(ws, cell.row, (merged[0].max_col if merged else cell.column) + 1)
    raise KeyError(f"{sheet.name}: {heading}")


def _fill_table(
    workbook: Workbook, form: Form, sheet_key: str, form_rows: Sequence[Mapping[str, CellValue]]
) -> None:
    sheet = form.sheet(sheet_key)
    if sheet is None:
        raise KeyError(sheet_key)
    ws = workbook[sheet.name]
    headings = find_headings(_raw(ws), sheet)
    if headings is None:
        raise KeyError(f"{sheet.name}: no headings")
    last = _last_row(ws, headings)
    extra = headings.row + len(form_rows) - last
    if extra > 0:
        _insert_rows(ws, last, extra)
    numbered = [c.key for c in sheet.columns if c.type is FieldType.SEQUENCE]
    for at, row in enumerate(form_rows, start=1):
        values = {**dict.fromkeys(numbered, at), **row}
        for key, value in values.items():
            _write(_cell(ws, headings.row + at, headings.columns[key]), value)


def _last_row(ws: Worksheet, headings: Headings) -> int:
    """Return the last row of a table, which is the one above the notes."""
    below = ws.iter_rows(min_row=headings.row + 1, values_only=True)
    notes = (NOTE, NOTE_OF_TABLE)
    return headings.row + next(at for at, row in enumerate(below) if any(v in notes for v in row))


def _raw(ws: Worksheet) -> RawSheet:
    rows = ws.iter_rows(values_only=True)
    texts = tuple(tuple(None if v is None else str(v) for v in row) for row in rows)
    return RawSheet(name=ws.title, rows=texts)


def _insert_rows(ws: Worksheet, last: int, extra: int) -> None:
    """Make room below a table's last row; what stands below moves down with its merged cells."""
    below = [m for m in ws.merged_cells.ranges if m.min_row > last]
    for merged in below:
        ws.unmerge_cells(merged.coord)
    heights = {row: ws.row_dimensions[row].height for row in range(last, ws.max_row + 1)}
    ws.move_range(f"A{last + 1}:{ws.cell(ws.max_row, ws.max_column).coordinate}", rows=extra)
    for merged in below:
        merged.shift(row_shift=extra)
        ws.merge_cells(merged.coord)
    for row, height in heights.items():
        ws.row_dimensions[row + extra].height = height
    for row in range(last + 1, last + extra + 1):
        ws.row_dimensions[row].height = heights[last]
        for column in range(1, ws.max_column + 1):
            _dress_like(_cell(ws, row, column), _cell(ws, last, column))
    for check in ws.data_validations.dataValidation:
        for cells in check.sqref.ranges:
            if cells.max_row == last:
                cells.expand(down=extra)


def _dress_like(cell: Cell, model: Cell) -> None:
    cell._style = copy(model._style)  # type: ignore[attr-defined]  # openpyxl has no public way


def _cell(ws: Worksheet, row: int, column: int) -> Cell:
    cell = ws.cell(row, column)
    if not isinstance(cell, Cell):
        raise KeyError(f"{ws.title}: {cell.coordinate} is inside a merged cell")
    return cell


def _write(cell: Cell, value: CellValue) -> None:
    if isinstance(value, bool):
        value = "是" if value else "否"
    elif not isinstance(value, str | int | float | Decimal | dt.date | None):
        value = "、".join(value)
    cell.value = value or None if isinstance(value, str) else value
    if isinstance(cell.value, str):
        cell.data_type = "s"
