"""Read the rows of a table below its headings, and report merged cells and hidden rows."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from campaign.definitions.form import FieldType, Sheet
from campaign.problems.codes import Code
from campaign.reading.appearance import report_appearance
from campaign.reading.attendance_remarks import report_remarks
from campaign.reading.cells import CellContext
from campaign.reading.columns import PRIVATE_MASK, ColumnReader
from campaign.reading.headings import Headings
from campaign.reading.problem_collector import ProblemCollector
from campaign.reading.row_classification import FieldColumn, classify_rows
from campaign.reports.report import Row
from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import RawSheet
from campaign.values.text import scalar_text


def read_table(
    raw: RawSheet,
    sheet: Sheet,
    headings: Headings,
    context: CellContext,
    collector: ProblemCollector,
) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Return the rows of data, and the numbers of the rows that were taken for remarks.

    A row that holds nothing but error values is reported for these alone, and is empty.
    """
    columns = [
        (field, headings.columns[field.key])
        for field in sheet.columns
        if field.key in headings.columns and field.type is not FieldType.SEQUENCE
    ]
    kinds = classify_rows(raw, sheet, headings, columns)
    covered = _merged(raw, kinds.data, columns, collector)
    values: dict[int, dict[str, str]] = {number: {} for number in (*kinds.data, *kinds.flawed)}
    for field, column in columns:
        rows = [n for n in kinds.data if (n, column) not in covered] if covered else kinds.data
        column_values = ColumnReader(raw, field, context, collector).read_column(rows, column)
        key = field.key
        for number, value in zip(rows, column_values, strict=True):
            if value:
                values[number][key] = value
    _report_flaws(raw, kinds.flawed, columns, context, collector)
    private = any(field.private for field in (*sheet.header, *sheet.columns))
    for at in kinds.unread:
        collector.add(
            Code.ROW_NOT_READ, at, PRIVATE_MASK if private else scalar_text(raw.value(*at))
        )
    report_appearance(raw, headings, kinds.data, columns, collector)
    report_remarks(raw, columns, values, collector)
    return tuple(Row(number=n, values=values[n]) for n in sorted(values)), kinds.remarks


def _report_flaws(
    raw: RawSheet,
    rows: Sequence[int],
    columns: Sequence[FieldColumn],
    context: CellContext,
    collector: ProblemCollector,
) -> None:
    """Report the flaws of rows that hold nothing else; their blank cells are no fault."""
    for field, column in columns if rows else ():
        reader = ColumnReader(raw, field, context, collector)
        for number in rows:
            if (number, column) in raw.flaws:
                reader.read_value(None, (number, column))
            collector.faulty_cells.add((number, column))


def _merged(
    raw: RawSheet, data: Sequence[int], columns: Sequence[FieldColumn], collector: ProblemCollector
) -> frozenset[Position]:
    """Report merged cells among the data, once each, and return the cells they swallow."""
    covered: set[Position] = set()
    for top, left, bottom, right in raw.merged if data else ():
        rows = data[bisect_left(data, top) : bisect_right(data, bottom)]
        inside = [column for _, column in columns if left <= column <= right]
        if not rows or not inside or (len(inside) == 1 and top == bottom):
            continue
        cells = {(row, column) for row in rows for column in inside}
        covered |= cells - {(top, left)}
        collector.faulty_cells |= cells
        where = f"第{top}行" if top == bottom else f"第{top}至{bottom}行"
        collector.add(Code.ROW_MERGED, (top, left), rows=where)
    return frozenset(covered)
