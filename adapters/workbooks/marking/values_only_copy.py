"""A workbook of the values alone, for senders whose file is not xlsx (.xls, .et, .ods)."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from adapters.deterministic_zip import pack_parts
from adapters.workbooks.deterministic_xlsx import workbook_parts
from adapters.workbooks.ooxml.xml import legible
from campaign.problems.codes import Problem
from campaign.values.cell_ref import Position, column_letters
from campaign.values.raw_workbook import Flaw, RawSheet, RawWorkbook, Scalar
from campaign.values.seal import SHEET_NAME

_CORE = "docProps/core.xml"
_NO_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_FORBIDDEN = re.compile(r"[\\*?:/\[\]]")
_LONGEST_NAME = 31
_NARROWEST, _WIDEST = 9, 42
_WRAPPED = Alignment(vertical="center", wrap_text=True)


def values_only_copy(workbook: RawWorkbook) -> bytes:
    """Return an .xlsx with the values, hidden sheets and rows, and merged cells of a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in workbook.sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    parts = workbook_parts(book)
    return pack_parts((name, _NO_PROPERTIES if name == _CORE else data) for name, data in parts)


def with_xlsx_names(
    workbook: RawWorkbook, problems: Sequence[Problem]
) -> tuple[RawWorkbook, Sequence[Problem]]:
    """Return both with sheet names that xlsx allows; .ods allows longer ones."""
    names: dict[str, str] = {}
    for sheet in workbook.sheets:
        names[sheet.name] = _xlsx_name(sheet.name, set(names.values()))
    sheets = tuple(replace(sheet, name=names[sheet.name]) for sheet in workbook.sheets)
    renamed = [
        replace(problem, sheet=names.get(problem.sheet, problem.sheet)) for problem in problems
    ]
    return replace(workbook, sheets=sheets), renamed


def _xlsx_name(name: str, taken: set[str]) -> str:
    stem = _FORBIDDEN.sub("_", legible(name))[:_LONGEST_NAME]
    number, fitting = 1, stem
    while fitting.casefold() in {other.casefold() for other in taken}:
        number += 1
        fitting = f"{stem[: _LONGEST_NAME - len(str(number))]}{number}"
    return fitting


def _fill(target: Worksheet, sheet: RawSheet) -> None:
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None and value != "":
                _write(target, (number, column), value)
    for (number, column), (flaw, text) in sheet.flaws.items():
        if flaw is Flaw.ERROR:
            target.cell(number, column, text)
    for top, left, bottom, right in sheet.merged:
        target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for number in sheet.hidden_rows:
        target.row_dimensions[number].hidden = True
    for column, width in _widths(sheet).items():
        target.column_dimensions[column_letters(column)].width = width
    target.sheet_state = _state(sheet)


def _write(target: Worksheet, place: Position, value: Scalar) -> None:
    if not isinstance(value, str):
        target.cell(*place, value)
        return
    cell = target.cell(*place, legible(value))
    cell.data_type = "s"  # openpyxl takes text with = in front for a formula
    cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    cell.alignment = _WRAPPED


def _widths(sheet: RawSheet) -> dict[int, int]:
    widths: dict[int, int] = {}
    spanning = {(top, left) for top, left, _, _ in sheet.merged}
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row, 1):
            if (number, column) in spanning:
                continue
            widest = max(widths.get(column, _NARROWEST), _width(value))
            widths[column] = min(widest, _WIDEST)
    return widths


def _width(value: Scalar) -> int:
    if isinstance(value, str):
        return max((2 * len(line) + 2 for line in value.splitlines()), default=0)
    return 20 if isinstance(value, dt.datetime) else 12 if isinstance(value, dt.date) else 0


def _state(sheet: RawSheet) -> Literal["visible", "hidden", "veryHidden"]:
    if sheet.name == SHEET_NAME:
        return "veryHidden"
    return "visible" if sheet.visible else "hidden"
