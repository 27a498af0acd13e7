"""How wide and how high: columns, the cells above the table, the lines of a text.

Widths are counted in half-width characters, a Chinese character being two, as spreadsheets do.
"""

import math
import unicodedata
from collections.abc import Sequence

from campaign.definitions.form import Field, FieldType, Sheet

LINE_POINTS = 15.0
_CHARACTERS_PER_WIDTH = 0.95  # of the body's 5.5 points in a width's 5.25

_LABELS_ONLY = (20.0, 26.0, 20.0, 26.0)
_LEAST_WIDTH = 96.0
_COST_OF_WRAPPING = 12.0
_WIDTHS = {
    FieldType.SEQUENCE: 6.0,
    FieldType.WHOLE: 10.0,
    FieldType.NUMBER: 10.0,
    FieldType.SCORE: 9.0,
    FieldType.PERCENT: 9.0,
    FieldType.DATE: 13.0,
    FieldType.MONTH: 13.0,
    FieldType.YES_NO: 9.0,
    FieldType.PERSON: 12.0,
    FieldType.PEOPLE: 24.0,
    FieldType.UNIT: 20.0,
    FieldType.OBLIGATION: 26.0,
    FieldType.PERIOD: 16.0,
    FieldType.PHONE: 16.0,
    FieldType.CHOICES: 28.0,
}
_STRETCHED = frozenset({FieldType.TEXT, FieldType.CHOICES, FieldType.PEOPLE, FieldType.UNIT})

Span = tuple[int, int]
"""First and last column of merged cells, counted from 1."""


def display_width(text: str) -> int:
    """Return how many half-width characters the longest line of a text takes."""
    return max(
        (sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line))
        for line in text.split("\n")
    )


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text of the body's size takes when it is wrapped at a width."""
    room = width * _CHARACTERS_PER_WIDTH - 1
    return sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))


def column_widths(sheet: Sheet) -> tuple[float, ...]:
    """Return the width of each column of a sheet; at least two columns, never a narrow page."""
    if not sheet.columns:
        return _LABELS_ONLY
    widths = [_column_width(column) for column in sheet.columns]
    if len(widths) == 1:
        widths.append(_LEAST_WIDTH - min(widths[0], _LEAST_WIDTH / 2))
    missing = _LEAST_WIDTH - sum(widths)
    stretched = [at for at, column in enumerate(sheet.columns) if column.type in _STRETCHED]
    for at in stretched:
        widths[at] += max(0.0, missing) / len(stretched)
    return tuple(widths)


def _column_width(field: Field) -> float:
    if field.width:
        return field.width
    heading = math.ceil(display_width(field.heading) / 2) + 3
    if field.type is FieldType.TEXT:
        width = min(44.0, max(12.0, 6 + field.max_length * 0.4))
    elif field.type is FieldType.CODE:
        width = float(max(10, min(field.digits or field.max_length, 20) + 3))
    elif field.type is FieldType.CHOICE:
        width = min(26.0, max(display_width(choice) for choice in field.choices) + 4.0)
    else:
        width = _WIDTHS[field.type]
    return max(width, float(heading))


def label_columns(widths: Sequence[float], labels: Sequence[str]) -> int:
    """Return how many columns the labels of the cells above the table take.

    A label in two lines is better than one in a cell far too wide.
    """
    need = max((display_width(label) for label in labels), default=0) + 2.0

    def waste(count: int) -> float:
        over = sum(widths[:count]) - need
        return over if over >= 0 else _COST_OF_WRAPPING if over > -need / 2 else math.inf

    return min(range(1, len(widths)), key=lambda count: (waste(count), -count))


def input_lines(field: Field, width: float) -> int:
    """Return how many lines a labelled cell offers; free text gets room by its greatest length."""
    if field.type is not FieldType.TEXT:
        return 1
    return max(1, min(6, round(field.max_length * 0.4 / width)))


def divide(widths: Sequence[float], needs: Sequence[float]) -> tuple[Span, ...] | None:
    """Divide the columns among cells in a row, each as little wider than its need as can be.

    The last cell takes all the columns that are left. None where they do not fit.
    """
    best: dict[int, tuple[float, tuple[Span, ...]]] = {0: (0.0, ())}
    for need in needs[:-1]:
        best = _extend(best, widths, need)
    fitting = [
        (waste, (*spans, (used + 1, len(widths))))
        for used, (waste, spans) in best.items()
        if used < len(widths) and sum(widths[used:]) >= needs[-1]
    ]
    return min(fitting)[1] if fitting else None


def _extend(
    best: dict[int, tuple[float, tuple[Span, ...]]], widths: Sequence[float], need: float
) -> dict[int, tuple[float, tuple[Span, ...]]]:
    """Add one cell to the cheapest divisions, kept by how many columns they use."""
    longer: dict[int, tuple[float, tuple[Span, ...]]] = {}
    for used, (waste, spans) in best.items():
        for end in range(used + 1, len(widths)):
            over = sum(widths[used:end]) - need
            candidate = (waste + over * over, (*spans, (used + 1, end)))
            if over >= 0 and candidate < longer.get(end, (math.inf, ())):
                longer[end] = candidate
    return longer
