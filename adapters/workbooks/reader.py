"""Reads a workbook that has passed the gate into cells, by python-calamine, from bytes.

Runs in worker processes: nothing here imports Prefect. What python-calamine does not tell (error
cells, formulas that were never calculated, merged areas, hidden rows) comes from the gate.
"""

import datetime as dt
import re
from io import BytesIO

from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from adapters.workbooks.gate.size_limits import check_farthest
from adapters.workbooks.gate.verdict import Passed, Refused, SheetScan
from adapters.workbooks.ooxml.repacking import repack
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code, Problem, make_problem
from campaign.values.raw_workbook import RawSheet, RawWorkbook, Scalar

_LONG_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d*)?S")


def read_workbook(data: bytes, passed: Passed, limits: Limits) -> RawWorkbook | tuple[Problem, ...]:
    """Return the worksheets with their cells as stored, or the problem that stopped the parser.

    Charts and dialogs are left out. Texts keep their blanks; a blank cell is None, and so is one
    with a flaw. Numbers are floats, in xls sometimes whole ones; midnight is a date alone.
    """
    try:
        return _read(repack(data, passed.repack) if passed.repack else data, passed, limits)
    except Refused as refused:
        return (refused.problem,)
    except (CalamineError, etree.XMLSyntaxError):
        return (make_problem(Code.FILE_UNUSUAL),)
    except BaseException as error:
        if not _is_panic(error):
            raise
        return (make_problem(Code.FILE_UNREADABLE),)


def _is_panic(error: BaseException) -> bool:
    """Return whether the parser's Rust gave up on the bytes; Python cannot import that type."""
    return type(error).__name__ == "PanicException"


def _read(data: bytes, passed: Passed, limits: Limits) -> RawWorkbook:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    metadata = book.sheets_metadata
    if len(metadata) != len(passed.sheets):  # the parser sees another workbook than the gate saw
        raise Refused(Code.FILE_UNUSUAL)
    sheets = [
        _sheet(book.get_sheet_by_index(index), metadata[index], scan, passed.kind, limits)
        for index, scan in enumerate(passed.sheets)
        if metadata[index].typ == SheetTypeEnum.WorkSheet
    ]
    return RawWorkbook(kind=passed.kind, sheets=tuple(sheets), epoch_1904=passed.epoch_1904)


def _sheet(
    sheet: CalamineSheet, about: SheetMetadata, scan: SheetScan, kind: str, limits: Limits
) -> RawSheet:
    if sheet.end:  # before the cells up to there become Python objects
        check_farthest((sheet.end[0] + 1, sheet.end[1] + 1), about.name, limits)
    cells: list[list[Scalar]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    if kind == "ods":
        _read_durations(cells)
    return RawSheet(
        name=about.name,
        visible=about.visible == SheetVisibleEnum.Visible,
        rows=_rows(cells, scan),
        flaws=scan.flaws,
        merged=scan.merged,
        hidden_rows=scan.hidden_rows,
        hidden_columns=scan.hidden_columns,
        appearance=scan.appearance,
    )


def _read_durations(cells: list[list[Scalar]]) -> None:
    """Read the durations of a day and more, which come from an ods as text, in place."""
    for row in cells:
        for index, value in enumerate(row):
            match = isinstance(value, str) and _LONG_DURATION.fullmatch(value)
            if match:
                hours, minutes, seconds = map(int, match.groups())
                row[index] = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _rows(cells: list[list[Scalar]], scan: SheetScan) -> tuple[tuple[Scalar, ...], ...]:
    """Return the rows without blanks at the end of a row and of the sheet."""
    for row, column in scan.flaws:
        if row <= len(cells) and column <= len(cells[row - 1]):
            cells[row - 1][column - 1] = None
    rows = [_row(row) for row in cells]
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _row(cells: list[Scalar]) -> tuple[Scalar, ...]:
    values = [None if value == "" else value for value in cells]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)
