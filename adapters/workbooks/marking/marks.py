"""Which cells of the sender's workbook are marked, and what each one's comment says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.workbooks.texts import marked_copy_texts
from campaign.problems.codes import Problem, Severity
from campaign.problems.messages import problem_text, remedy_text
from campaign.values.cell_ref import Position, cell_name
from campaign.values.raw_workbook import RawSheet, RawWorkbook

COMMENT_OPENING = "【审核修改意见】"
"""By these words a comment is known as one of ours when the workbook comes back."""

_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384


@dataclass(frozen=True, kw_only=True, slots=True)
class CellMark:
    """One marked cell with the text of its comment."""

    row: int
    column: int
    severity: Severity
    text: str

    @property
    def cell(self) -> str:
        """The cell's name, such as C7."""
        return cell_name(self.row, self.column)


def marks_by_sheet(
    problems: Sequence[Problem], workbook: RawWorkbook
) -> Mapping[str, Sequence[CellMark]]:
    """Return each sheet's marks by row and column; several problems of a cell make one mark."""
    spots: dict[tuple[str, Position], list[Problem]] = {}
    for problem in problems:
        sheet = workbook.sheet(problem.sheet)
        position = spot(problem, sheet) if sheet else None
        if position:
            spots.setdefault((problem.sheet, position), []).append(problem)
    marks: dict[str, list[CellMark]] = {}
    for (name, position), group in sorted(spots.items(), key=lambda item: item[0]):
        marks.setdefault(name, []).append(_mark(position, group))
    return marks


def spot(problem: Problem, sheet: RawSheet) -> Position | None:
    """Return the cell that stands for a problem, None where no cell does.

    For a row it is the row's first filled cell; within merged cells, the one that shows.
    """
    column = problem.column or _first_filled(sheet, problem.row)
    if not (0 < problem.row <= _LAST_ROW and 0 < column <= _LAST_COLUMN):
        return None
    for top, left, bottom, right in sheet.merged:
        if top <= problem.row <= bottom and left <= column <= right:
            return top, left
    return problem.row, column


def _first_filled(sheet: RawSheet, row: int) -> int:
    cells = sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else ()
    filled = (column for column, value in enumerate(cells, 1) if value not in (None, ""))
    return next(filled, 0)


def _mark(position: Position, problems: list[Problem]) -> CellMark:
    lines = list(dict.fromkeys(_line(problem) for problem in problems))
    texts = marked_copy_texts()
    if len(lines) > 1:
        lines = [texts.numbered.format(number=n, line=line) for n, line in enumerate(lines, 1)]
    severities = {problem.severity for problem in problems}
    return CellMark(
        row=position[0],
        column=position[1],
        severity=Severity.ERROR if Severity.ERROR in severities else Severity.WARNING,
        text="\n".join((COMMENT_OPENING, *lines)),
    )


def _line(problem: Problem) -> str:
    texts = marked_copy_texts()
    return texts.comment.format(
        level=texts.level(problem.severity),
        problem=problem_text(problem),
        remedy=remedy_text(problem),
    )
