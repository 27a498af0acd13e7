"""Writes what stands above and below the table of an issued sheet: title, help, labels, notes."""

from dataclasses import dataclass

from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.blanks import layout, styles
from adapters.workbooks.blanks.layout import LINE_POINTS, Span
from adapters.workbooks.blanks.writing import Content, add_check, put, set_height
from adapters.workbooks.texts import blank_texts
from campaign.definitions.form import Field, Form, Sheet
from campaign.values.printed_labels import HELP_OPENING, NOTE, NOTE_OF_TABLE, SIGNATURE

FACT_HEIGHT = 20.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Top:
    """The columns over which title, help and labelled cells reach; spans count from the first.

    ``before`` columns of the sheet are left free before them.
    """

    ws: Worksheet
    widths: tuple[float, ...]
    before: int = 0

    def put(
        self, row: int, span: Span, value: str | CellRichText | None, look: styles.CellStyle
    ) -> None:
        """Write a value into a row's columns, merged where they are several."""
        first, last = span
        put(self.ws, row, (first + self.before, last + self.before), value, look)


def write_title(top: Top, sheet: Sheet, form: Form) -> None:
    """Write title and explanation into the first two rows."""
    several = len(form.sheets) > 1
    title = f"{form.title}（{sheet.name}）" if several else form.title
    top.put(1, (1, len(top.widths)), title, styles.TITLE)
    set_height(top.ws, 1, 32)
    parts = [form.help, sheet.help] if sheet is form.sheets[0] else [sheet.help]
    text = HELP_OPENING + "".join(part.rstrip("。") + "。" for part in dict.fromkeys(parts) if part)
    if any(field.required for field in (*sheet.header, *sheet.columns)):
        text += blank_texts().top.required
    top.put(2, (1, len(top.widths)), text, styles.HELP)
    set_height(top.ws, 2, layout.lines_of(text, sum(top.widths)) * LINE_POINTS + 6)


def write_facts(top: Top, facts: tuple[tuple[str, str], ...], split: int) -> int:
    """Write the labels and values that identify the workbook; return the next row."""
    rows = _facts_in_rows(facts, top.widths) or [
        [(label, (1, split)), (value, (split + 1, len(top.widths)))] for label, value in facts
    ]
    for row, cells in enumerate(rows, start=3):
        for at, (text, span) in enumerate(cells):
            top.put(row, span, text, styles.FACT if at % 2 else styles.LABEL)
        set_height(top.ws, row, FACT_HEIGHT)
    return 3 + len(rows)


def _facts_in_rows(
    facts: tuple[tuple[str, str], ...], widths: tuple[float, ...]
) -> list[list[tuple[str, Span]]]:
    """Place all pairs in one row or half of them in each of two; empty where neither fits."""
    for count in (len(facts), (len(facts) + 1) // 2):
        groups = [facts[at : at + count] for at in range(0, len(facts), count)]
        texts = [[text for pair in group for text in pair] for group in groups]
        needs = [[layout.display_width(text) * 1.05 + 3.0 for text in row] for row in texts]
        divided = [layout.divide(widths, row) for row in needs]
        if all(divided):
            return [
                list(zip(row, spans or (), strict=True))
                for row, spans in zip(texts, divided, strict=True)
            ]
    return []


def write_labelled(
    top: Top, place: tuple[int, int], what: tuple[Sheet, tuple[Field, ...]], content: Content
) -> int:
    """Write one labelled cell per row from a row on, labels so many columns wide.

    Returns the next row.
    """
    row, columns = place
    sheet, fields = what
    for field in fields:
        top.put(row, (1, columns), styles.starred(field), styles.LABEL)
        span = (columns + 1, len(top.widths))
        top.put(row, span, None, styles.input_style(field, in_table=False))
        add_check(top.ws, (sheet.key, field), (row, row, top.before + columns + 1), content)
        lines = max(
            layout.input_lines(field, sum(top.widths[columns:])),
            layout.lines_of(field.heading + "*" * field.required, sum(top.widths[:columns])),
        )
        set_height(top.ws, row, max(FACT_HEIGHT, lines * LINE_POINTS + 6))
        row += 1
    return row


def write_notes(top: Top, row: int, sheet: Sheet) -> None:
    """Write how to go on and the line of signatures into two rows below the table."""
    free = sheet.columns and sheet.usual_rows > len(sheet.prefill)
    note = NOTE_OF_TABLE if free else NOTE
    span = (1, len(top.widths))
    top.put(row, span, note, styles.NOTE)
    set_height(top.ws, row, layout.lines_of(note, sum(top.widths)) * LINE_POINTS + 6)
    top.put(row + 1, span, SIGNATURE, styles.SIGNATURE)
    set_height(top.ws, row + 1, 36)
