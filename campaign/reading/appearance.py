"""Report what cannot be seen of the values that are read, and what is struck out among them.

All of it is read as usual: whether a hidden or struck value is meant, nobody but its sender knows.
"""

from collections.abc import Sequence

from campaign.definitions.form import Field
from campaign.problems.codes import Code, make_problem
from campaign.reading.cells.shown import is_hidden
from campaign.reading.columns import PRIVATE_MASK, is_blank
from campaign.reading.headings import Headings
from campaign.reading.problem_collector import ProblemCollector
from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import PLAIN, RawSheet
from campaign.values.text import scalar_text


def report_appearance(
    raw: RawSheet,
    headings: Headings,
    data: Sequence[int],
    columns: Sequence[tuple[Field, int]],
    collector: ProblemCollector,
) -> None:
    """Report hidden rows and columns, and what is struck out or unseen, among the rows of data."""
    for number in sorted(raw.hidden_rows.intersection(data)):
        collector.problems.append(make_problem(Code.ROW_HIDDEN, sheet=raw.name, at=(number, 0)))
    for field, column in columns:
        if column in raw.hidden_columns and _is_filled(raw, data, column):
            collector.add(Code.COLUMN_HIDDEN, (headings.row, column), heading=field.heading)
    if raw.appearance is not PLAIN:
        for number in data:
            _report_row(raw, number, columns, collector)


def report_cell(raw: RawSheet, field: Field, at: Position, collector: ProblemCollector) -> None:
    """Report a cell that is struck out, or whose content nobody sees."""
    looks, value = raw.appearance, raw.value(*at)
    if looks is PLAIN or is_blank(value):
        return
    facts = {"heading": field.heading}
    if at in looks.struck or at in looks.partly_struck:
        part = "部分" if at in looks.partly_struck else "全部"
        collector.add(Code.CELL_STRUCK, at, part=part, **facts)
    if at in looks.unseen or (at in looks.formats and is_hidden(value, looks.formats[at])):
        text = PRIVATE_MASK if field.private else scalar_text(value)
        collector.add(Code.CELL_UNSEEN, at, text, **facts)


def _report_row(
    raw: RawSheet, number: int, columns: Sequence[tuple[Field, int]], collector: ProblemCollector
) -> None:
    """Report a row whose whole content is struck out as one, others cell by cell."""
    filled = {(number, c) for _, c in columns if not is_blank(raw.value(number, c))}
    if filled and filled <= raw.appearance.struck:
        collector.problems.append(make_problem(Code.ROW_STRUCK, sheet=raw.name, at=(number, 0)))
        return
    for field, column in columns:
        report_cell(raw, field, (number, column), collector)


def _is_filled(raw: RawSheet, data: Sequence[int], column: int) -> bool:
    return any(
        not is_blank(raw.value(number, column)) or (number, column) in raw.flaws for number in data
    )
