"""Writes cells of an issued sheet: values over merged cells, heights of rows, checks of input."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.blanks import styles
from adapters.workbooks.blanks.data_validation import Days, check_of
from adapters.workbooks.blanks.dropdowns import ListPlace
from adapters.workbooks.blanks.layout import Span
from campaign.definitions.form import Field, Form
from campaign.values.cell_ref import cell_name
from campaign.values.periods import Period


@dataclass(frozen=True, kw_only=True)
class Content:
    """What the sheets of a workbook have in common: printed facts, lists, bounds of dates."""

    form: Form
    facts: tuple[tuple[str, str], ...]
    period: Period | None
    lists: Mapping[ListPlace, str]
    sensible: Days


def add_check(
    ws: Worksheet, what: tuple[str, Field], place: tuple[int, int, int], content: Content
) -> None:
    """Check what is typed into rows of a column, from the first to the last, by its field."""
    key, field = what
    first, last, column = place
    formula = content.lists.get((key, field.key), "")
    check = check_of(field, formula, content.period, content.sensible)
    if check:
        check.add(f"{cell_name(first, column)}:{cell_name(last, column)}")
        ws.add_data_validation(check)


def set_height(ws: Worksheet, row: int, points: float) -> None:
    """Give a row its height in points."""
    ws.row_dimensions[row].height = points


def put(
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
