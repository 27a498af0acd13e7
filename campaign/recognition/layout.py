"""Recognize a form by the layout of a workbook: its tables, its title, its printed labels."""

from collections.abc import Iterable

from campaign.definitions.form import Form, heading_key
from campaign.reading.headings import find_headings, find_labels
from campaign.reading.workbook import find_sheet
from campaign.values.raw_workbook import RawWorkbook
from campaign.values.text import normalize_text, scalar_text

_TITLE_ROWS = 5


def find_form_by_layout(workbook: RawWorkbook, forms: Iterable[Form]) -> Form | None:
    """Return the one form whose tables and title the workbook has, or has all the headings of."""
    fitting = [form for form in forms if has_tables(workbook, form)]
    titles = title_text(workbook)
    titled = [form for form in fitting if heading_key(form.title) in titles]
    chosen = titled or [form for form in fitting if has_tables(workbook, form, complete=True)]
    return chosen[0] if len(chosen) == 1 else None


def has_tables(workbook: RawWorkbook, form: Form, complete: bool = False) -> bool:
    """Return whether all tables are there, recognisably or to the last column that is needed."""
    for sheet in form.sheets:
        raw = find_sheet(workbook, form, sheet)
        headings = find_headings(raw, sheet) if raw else None
        if raw is None or (sheet.columns and headings is None):
            return False
        needed = {field.key for field in sheet.columns if field.required}
        if complete and not (headings and needed.issubset(headings.columns)):
            return False
    return True


def title_text(workbook: RawWorkbook) -> str:
    """Return the texts of all sheets' first rows, reduced as headings are."""
    return heading_key(
        " ".join(
            str(value)
            for raw in workbook.sheets
            for row in raw.rows[:_TITLE_ROWS]
            for value in row
            if isinstance(value, str)
        )
    )


def read_printed_labels(workbook: RawWorkbook, form: Form) -> dict[str, str]:
    """Return the normalized values beside the labels above a form's first table, and its title."""
    raw = find_sheet(workbook, form, form.sheets[0])
    if raw is None:
        return {}
    headings = find_headings(raw, form.sheets[0]) if form.sheets[0].columns else None
    labels = find_labels(raw, (), headings.row if headings else _TITLE_ROWS)
    title = " ".join(scalar_text(v) for row in raw.rows[:2] for v in row if v is not None)
    return {"title": normalize_text(title)} | {
        k: normalize_text(scalar_text(v.value)) for k, v in labels.items()
    }
