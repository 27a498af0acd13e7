"""Writes one sheet of an issued workbook: title, help, identity, labelled cells, table, notes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.blanks import layout, styles
from adapters.workbooks.blanks.data_validation import Days, check_of
from adapters.workbooks.blanks.dropdowns import ListPlace
from adapters.workbooks.blanks.layout import LINE_POINTS, Span
from adapters.workbooks.texts import blank_texts
from campaign.definitions.form import NUMERIC, Field, FieldType, Form, Sheet, header_fields
from campaign.values.cell_ref import cell_name, column_letters
from campaign.values.periods import Period
from campaign.values.printed_labels import HELP_OPENING, NOTE, NOTE_OF_TABLE, SIGNATURE

_TALLEST_FROZEN = 270.0  # points; a taller frozen part leaves a laptop no room for the table
_ROW_HEIGHT, _FACT_HEIGHT = 22.5, 20.0


@dataclass(frozen=True, kw_only=True)
class Content:
    """What the sheets of a workbook have in common: printed facts, lists, bounds of dates."""

    form: Form
    facts: tuple[tuple[str, str], ...]
    period: Period | None
    lists: Mapping[ListPlace, str]
    sensible: Days


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """Where a sheet's parts lie, counted from 1; heading row 0 where it has no table.

    The width is in half-width characters, the height in points.
    """

    columns: int
    width: float
    height: float
    heading_row: int
    last_row: int


class _GrowingRow(RowDimension):
    """A row that grows by itself while somebody types long text into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - named by the file format
        return False


def write_sheet(ws: Worksheet, sheet: Sheet, content: Content) -> Written:
    """Write a sheet and return where its parts lie."""
    widths = layout.column_widths(sheet)
    for at, width in enumerate(widths, start=1):
        ws.column_dimensions[column_letters(at)].width = width
    _write_top(ws, sheet, content.form, widths)
    fields = header_fields(content.form, sheet)
    labels = [field.heading + "*" for field in fields] or [label for label, _ in content.facts]
    split = layout.label_columns(widths, labels)
    first = _write_facts(ws, content.facts, widths, split)
    row = _write_labelled(ws, (first, split), (sheet, fields), content, widths)
    heading_row = row if sheet.columns else 0
    if heading_row:
        row = _write_table(ws, heading_row, sheet, content, widths)
    _write_notes(ws, row, widths, sheet)
    heights = [ws.row_dimensions[at].height or LINE_POINTS for at in range(1, row + 2)]
    frozen = heading_row if sum(heights[:heading_row]) <= _TALLEST_FROZEN else 0
    _open_at(ws, (first, split + 1) if fields and not frozen else (heading_row + 1, 1), frozen)
    return Written(
        columns=len(widths),
        width=sum(widths),
        height=sum(heights),
        heading_row=heading_row,
        last_row=row + 1,
    )


def _write_top(ws: Worksheet, sheet: Sheet, form: Form, widths: tuple[float, ...]) -> None:
    several = len(form.sheets) > 1
    title = f"{form.title}（{sheet.name}）" if several else form.title
    _put(ws, 1, (1, len(widths)), title, styles.TITLE)
    _raise(ws, 1, 32)
    parts = [form.help, sheet.help] if sheet is form.sheets[0] else [sheet.help]
    text = HELP_OPENING + "".join(part.rstrip("。") + "。" for part in dict.fromkeys(parts) if part)
    if any(field.required for field in (*sheet.header, *sheet.columns)):
        text += blank_texts().top.required
    columns = layout.reading_columns(widths)
    _put(ws, 2, (1, columns), text, styles.HELP)
    _raise(ws, 2, layout.lines_of(text, sum(widths[:columns])) * 14 + 6)


def _write_facts(
    ws: Worksheet, facts: tuple[tuple[str, str], ...], widths: tuple[float, ...], split: int
) -> int:
    """Write the labels and values that identify the workbook; return the next row."""
    rows = _facts_in_rows(facts, widths) or [
        [(label, (1, split)), (value, (split + 1, len(widths)))] for label, value in facts
    ]
    for row, cells in enumerate(rows, start=3):
        for at, (text, span) in enumerate(cells):
            _put(ws, row, span, text, styles.FACT if at % 2 else styles.LABEL)
        _raise(ws, row, _FACT_HEIGHT)
    return 3 + len(rows)


def _facts_in_rows(
    facts: tuple[tuple[str, str], ...], widths: tuple[float, ...]
) -> list[list[tuple[str, Span]]]:
    """Place all pairs in one row or half of them in each of two; empty where neither fits."""
    for count in (len(facts), (len(facts) + 1) // 2):
        groups = [facts[at : at + count] for at in range(0, len(facts), count)]
        texts = [[text for pair in group for text in pair] for group in groups]
        needs = [[layout.display_width(text) + 3.0 for text in row] for row in texts]
        divided = [layout.divide(widths, row) for row in needs]
        if all(divided):
            return [
                list(zip(row, spans or (), strict=True))
                for row, spans in zip(texts, divided, strict=True)
            ]
    return []


def _write_labelled(
    ws: Worksheet,
    place: tuple[int, int],
    what: tuple[Sheet, tuple[Field, ...]],
    content: Content,
    widths: tuple[float, ...],
) -> int:
    """Write one labelled cell per row; return the next row."""
    row, columns = place
    sheet, fields = what
    for field in fields:
        _put(ws, row, (1, columns), styles.starred(field), styles.LABEL)
        span = (columns + 1, len(widths))
        _put(ws, row, span, None, styles.input_style(field, in_table=False))
        _check(ws, (sheet.key, field), (row, row, columns + 1), content)
        lines = max(
            layout.input_lines(field, sum(widths[columns:])),
            layout.lines_of(field.heading + "*" * field.required, sum(widths[:columns])),
        )
        _raise(ws, row, max(_FACT_HEIGHT, lines * LINE_POINTS + 6))
        row += 1
    return row


def _write_table(
    ws: Worksheet, row: int, sheet: Sheet, content: Content, widths: tuple[float, ...]
) -> int:
    """Write headings and input rows; return the next row."""
    lines = 1
    for at, field in enumerate(sheet.columns, start=1):
        _put(ws, row, (at, at), styles.starred(field), styles.HEADING)
        lines = max(lines, layout.lines_of(field.heading + "*" * field.required, widths[at - 1]))
    _raise(ws, row, max(30.0, lines * LINE_POINTS + 8))
    first, last = row + 1, row + max(sheet.usual_rows, len(sheet.prefill))
    for number in range(first, last + 1):
        ws.row_dimensions[number] = _GrowingRow(ws, index=number)
        ws.row_dimensions[number].protection = styles.UNLOCKED_ROW
    for at, field in enumerate(sheet.columns, start=1):
        _write_column(ws, (first, last, at), field, sheet)
        _check(ws, (sheet.key, field), (first, last, at), content)
    for number in range(first, last + 1):
        _raise(ws, number, _height(ws, number, widths))
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


def _check(
    ws: Worksheet, what: tuple[str, Field], place: tuple[int, int, int], content: Content
) -> None:
    key, field = what
    first, last, column = place
    formula = content.lists.get((key, field.key), "")
    check = check_of(field, formula, content.period, content.sensible)
    if check:
        check.add(f"{cell_name(first, column)}:{cell_name(last, column)}")
        ws.add_data_validation(check)


def _write_notes(ws: Worksheet, row: int, widths: tuple[float, ...], sheet: Sheet) -> None:
    free = sheet.columns and sheet.usual_rows > len(sheet.prefill)
    note = NOTE_OF_TABLE if free else NOTE
    columns = layout.reading_columns(widths)
    _put(ws, row, (1, columns), note, styles.NOTE)
    _raise(ws, row, layout.lines_of(note, sum(widths[:columns])) * 13 + 6)
    _put(ws, row + 1, (1, columns), SIGNATURE, styles.SIGNATURE)
    _raise(ws, row + 1, 36)


def _open_at(ws: Worksheet, place: tuple[int, int], frozen: int) -> None:
    """Open the sheet with the first input cell selected, the rows above frozen if any are."""
    if frozen:
        ws.freeze_panes = f"A{frozen + 1}"
    for selection in ws.sheet_view.selection:
        selection.activeCell = selection.sqref = cell_name(*place)


def _raise(ws: Worksheet, row: int, points: float) -> None:
    ws.row_dimensions[row].height = points


def _put(
    ws: Worksheet,
    row: int,
    span: Span,
    value: str | float | dt.date | CellRichText | None,
    look: styles.CellStyle,
) -> None:
    """Write a value into a row's cells, merged where they are several."""
    first, last = span
    if first < last:
        ws.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    styles.dress_alike([ws.cell(row, column) for column in range(first, last + 1)], look)
    if value is not None:
        styles.write(ws.cell(row, first), value)
