"""Writes one sheet of an issued workbook: title, help, identity, labelled cells, table, notes."""

import datetime as dt
from dataclasses import dataclass

from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.blanks import layout, styles
from adapters.workbooks.blanks.layout import LINE_POINTS
from adapters.workbooks.blanks.paper import SheetLayout
from adapters.workbooks.blanks.top import (
    Top,
    write_facts,
    write_labelled,
    write_notes,
    write_title,
)
from adapters.workbooks.blanks.writing import Content, add_check, put, set_height
from campaign.definitions.form import NUMERIC, Field, FieldType, Sheet, header_fields
from campaign.values.cell_ref import cell_name, column_letters

_TALLEST_FROZEN = 270.0  # points; a taller frozen part leaves a laptop no room for the table
_ROW_HEIGHT = 22.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """Where a sheet's parts lie, counted from 1; heading row 0 where it has no table."""

    heading_row: int
    last_row: int


class _GrowingRow(RowDimension):
    """A row that grows by itself while somebody types long text into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - named by the file format
        return False


def write_sheet(
    ws: Worksheet, sheet: Sheet, content: Content, sheet_layout: SheetLayout
) -> Written:
    """Write a sheet and return where its parts lie."""
    widths, before = sheet_layout.widths, sheet_layout.before_top
    top = Top(ws=ws, widths=sheet_layout.top, before=before)
    for at, width in enumerate(widths, start=1):
        ws.column_dimensions[column_letters(at)].width = width
    write_title(top, sheet, content.form)
    fields = header_fields(content.form, sheet)
    labels = [field.heading + "*" for field in fields] or [label for label, _ in content.facts]
    split = layout.label_columns(top.widths, labels)
    first = write_facts(top, content.facts, split)
    row = write_labelled(top, (first, split), (sheet, fields), content)
    heading_row = row if sheet.columns else 0
    if heading_row:
        row = _write_table(ws, heading_row, sheet, content, widths)
    write_notes(top, row, sheet)
    heights = [ws.row_dimensions[at].height or LINE_POINTS for at in range(1, row + 2)]
    frozen = heading_row if sum(heights[:heading_row]) <= _TALLEST_FROZEN else 0
    first_input = (first, before + split + 1) if fields and not frozen else (heading_row + 1, 1)
    _open_at(ws, first_input, frozen)
    return Written(heading_row=heading_row, last_row=row + 1)


def _write_table(
    ws: Worksheet, row: int, sheet: Sheet, content: Content, widths: tuple[float, ...]
) -> int:
    """Write headings and input rows; return the next row."""
    lines = 1
    for at, field in enumerate(sheet.columns, start=1):
        put(ws, row, (at, at), styles.starred(field), styles.HEADING)
        lines = max(lines, layout.lines_of(field.heading + "*" * field.required, widths[at - 1]))
    set_height(ws, row, max(30.0, lines * LINE_POINTS + 8))
    first, last = row + 1, row + max(sheet.usual_rows, len(sheet.prefill))
    for number in range(first, last + 1):
        ws.row_dimensions[number] = _GrowingRow(ws, index=number)
        ws.row_dimensions[number].protection = styles.UNLOCKED_ROW
    for at, field in enumerate(sheet.columns, start=1):
        _write_column(ws, (first, last, at), field, sheet)
        add_check(ws, (sheet.key, field), (first, last, at), content)
    for number in range(first, last + 1):
        set_height(ws, number, _height(ws, number, widths))
    return last + 1


def _write_column(ws: Worksheet, place: tuple[int, int, int], field: Field, sheet: Sheet) -> None:
    first, last, column = place
    cells = [ws.cell(number, column) for number in range(first, last + 1)]
    texts = [row[column - 1] if column <= len(row) else "" for row in sheet.prefill]
    texts += [""] * (len(cells) - len(texts))
    look = styles.input_style(field, in_table=True)
    styles.dress_alike([c for c, text in zip(cells, texts, strict=True) if not text], look)
    styles.dress_alike(
        [c for c, text in zip(cells, texts, strict=True) if text], styles.prefilled(look)
    )
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True), start=1):
        if text:
            styles.write(cell, _typed(field, text))
        elif field.type is FieldType.SEQUENCE:
            styles.write(cell, number)


def _typed(field: Field, text: str) -> str | float | dt.date:
    if field.type in NUMERIC:
        return float(text)
    if field.type is FieldType.DATE:
        return dt.date.fromisoformat(text)
    return text


def _height(ws: Worksheet, row: int, widths: tuple[float, ...]) -> float:
    texts = [ws.cell(row, at).value for at in range(1, len(widths) + 1)]
    lines = [
        layout.lines_of(text, width)
        for text, width in zip(texts, widths, strict=True)
        if isinstance(text, str)
    ]
    return max(_ROW_HEIGHT, max(lines, default=1) * LINE_POINTS + 6)


def _open_at(ws: Worksheet, place: tuple[int, int], frozen: int) -> None:
    """Open the sheet with the first input cell selected, the rows above frozen if any are."""
    if frozen:
        ws.freeze_panes = f"A{frozen + 1}"
    for selection in ws.sheet_view.selection:
        selection.activeCell = selection.sqref = cell_name(*place)
