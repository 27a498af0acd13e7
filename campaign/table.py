"""Reads a table below its headings: which rows are data, which are remarks, what they say."""

import re
from collections.abc import Sequence

from campaign.cells import Context
from campaign.columns import ColumnReader
from campaign.findings import Findings
from campaign.form import Field, FieldType, Sheet
from campaign.headings import Headings
from campaign.problems import Code, problem
from campaign.sheets import Position, RawSheet, Scalar
from campaign.submission import Row

_REMARK = re.compile(
    r"\s*(?:(?:注|备注|说明|填表说明|填报说明|填表人|填报人|制表人?|审核人?|负责人|单位负责人|经办人"
    r"|联系人|联系电话|填报日期|报送日期)\s*[:：]|(?:合\s*计|总\s*计|小\s*计)\s*[:：]?\s*$)"
)
_LEAST_REMARK = 6
_WIDE = 3

Column = tuple[Field, int]


def read_table(
    raw: RawSheet, sheet: Sheet, headings: Headings, context: Context, found: Findings
) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Return the rows of data, and the numbers of the rows that were taken for remarks.

    Blank rows are passed over, wherever they stand. A row is a remark if it begins with a word
    such as 注： or 填表人：, if it is a total (合计), or if its only cell is a sentence that is
    merged across the table or stands below a blank row.
    """
    columns = [(f, headings.columns[f.key]) for f in sheet.columns if f.key in headings.columns]
    data, remarks = _split_rows(raw, headings.row, columns)
    covered = _merged(raw, data, columns, found)
    values: dict[int, dict[str, str]] = {number: {} for number in data}
    for field, column in columns:
        if field.type is not FieldType.SEQUENCE:
            read = ColumnReader(raw, field, context, found).read
            for number in data:
                if (number, column) not in covered and (value := read(number, column)):
                    values[number][field.key] = value
    for number in sorted(raw.hidden_rows.intersection(data)):
        found.problems.append(problem(Code.ROW_HIDDEN, sheet=raw.name, at=(number, 0)))
    return tuple(Row(number=n, values=values[n]) for n in data), tuple(remarks)


def _split_rows(
    raw: RawSheet, heading_row: int, columns: Sequence[Column]
) -> tuple[list[int], list[int]]:
    content = [column for field, column in columns if field.type is not FieldType.SEQUENCE]
    flawed = {row for row, column in raw.flaws if column in content}
    least_width = min(_WIDE, len(columns))
    wide = {row for row, left, _, right in raw.merged if right - left + 1 >= least_width}
    data: list[int] = []
    remarks: list[int] = []
    after_blank = False
    for number, row in enumerate(raw.rows[heading_row:], start=heading_row + 1):
        cells = [value for value in row if value is not None and not _is_space(value)]
        if cells and number not in flawed and _is_remark(cells, number in wide, after_blank):
            remarks.append(number)
        elif number in flawed or any(_filled(row, column) for column in content):
            data.append(number)
        after_blank = not cells
    return data, remarks


def _is_space(value: Scalar) -> bool:
    return isinstance(value, str) and not value.strip()


def _filled(row: tuple[Scalar, ...], column: int) -> bool:
    value = row[column - 1] if column <= len(row) else None
    return value is not None and not _is_space(value)


def _is_remark(cells: Sequence[Scalar], wide: bool, after_blank: bool) -> bool:
    first = cells[0]
    if not isinstance(first, str):
        return False
    if _REMARK.match(first):
        return True
    return len(cells) == 1 and (wide or (after_blank and len(first.strip()) >= _LEAST_REMARK))


def _merged(
    raw: RawSheet, data: Sequence[int], columns: Sequence[Column], found: Findings
) -> frozenset[Position]:
    """Report merged cells among the data, once each, and return the cells they swallow."""
    covered: set[Position] = set()
    if not data:
        return frozenset()
    used = [column for _, column in columns]
    for top, left, bottom, right in raw.merged:
        rows = [number for number in data if top <= number <= bottom]
        inside = [column for column in used if left <= column <= right]
        if not rows or not inside or (len(inside) == 1 and top == bottom):
            continue
        cells = {(row, column) for row in range(top, bottom + 1) for column in inside}
        covered |= cells - {(top, left)}
        found.doubtful |= cells
        found.add(Code.ROW_MERGED, (top, left), first=str(top), last=str(bottom))
    return frozenset(covered)
