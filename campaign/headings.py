"""Finds a table's headings and the labelled cells above it, however rows and columns were moved."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign.form import Field, Sheet, heading_key
from campaign.sheets import Position, RawSheet, Scalar

_ROWS_SEARCHED = 60
_INLINE = re.compile(r"^(.{1,30}?)\s*[:：]\s*(\S.*)$", re.DOTALL)

PRINTED = {"单位": "unit", "期间": "period", "填报码": "serial"}
"""The labels of an issued workbook's third row; no form may use them for its own fields."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Headings:
    """Where a table begins: its heading row, the column of each key, what else stands there."""

    row: int
    columns: Mapping[str, int]
    twice: tuple[tuple[str, int], ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """The value beside a label, and its cell."""

    value: Scalar
    at: tuple[int, int]


def find_headings(raw: RawSheet, sheet: Sheet) -> Headings | None:
    """Return the row that holds most of the sheet's headings, None if fewer than half do."""
    fields = _by_heading(sheet.columns)
    best: dict[int, str] = {}
    best_row = 0
    for number, row in enumerate(raw.rows[:_ROWS_SEARCHED], start=1):
        found = _matches(row, fields)
        if len(set(found.values())) > len(set(best.values())):
            best, best_row = found, number
        if len(set(best.values())) == len(sheet.columns):
            break
    if len(set(best.values())) * 2 < len(sheet.columns):
        return None
    return _headings(raw.rows[best_row - 1], best_row, best)


def find_labels(raw: RawSheet, fields: Sequence[Field], above: int) -> dict[str, Labelled]:
    """Return the values beside the labels of ``fields`` and of the printed row, by key.

    Looks at rows above ``above`` (0: at all rows). The value is the first filled cell to the
    label's right, before the next label, or what follows a colon in the label's own cell.
    """
    keys = {heading_key(name): key for name, key in PRINTED.items()}
    keys |= {name: field.key for name, field in _by_heading(fields).items()}
    found: dict[str, Labelled] = {}
    for number, row in enumerate(raw.rows[: above - 1 if above else _ROWS_SEARCHED], start=1):
        labels = [(column, *_label(value, keys)) for column, value in enumerate(row, start=1)]
        places = [(column, key, inline) for column, key, inline in labels if key]
        for index, (column, key, inline) in enumerate(places):
            end = places[index + 1][0] if index + 1 < len(places) else len(row) + 1
            found.setdefault(key, _beside(raw, (number, column), end, inline))
    return found


def _by_heading(fields: Sequence[Field]) -> dict[str, Field]:
    return {heading_key(name): f for f in fields for name in (f.heading, *f.aliases)}


def _matches(row: tuple[Scalar, ...], fields: Mapping[str, Field]) -> dict[int, str]:
    return {
        column: field.key
        for column, value in enumerate(row, start=1)
        if isinstance(value, str) and len(value) < 80 and (field := fields.get(heading_key(value)))
    }


def _headings(row: tuple[Scalar, ...], number: int, found: dict[int, str]) -> Headings:
    counts = Counter(found.values())
    columns: dict[str, int] = {}
    for column, key in found.items():
        columns.setdefault(key, column)
    return Headings(
        row=number,
        columns=columns,
        twice=tuple((k, c) for c, k in found.items() if counts[k] > 1 and columns[k] != c),
        unknown=tuple(
            (str(value).strip(), column)
            for column, value in enumerate(row, start=1)
            if value is not None and column not in found and str(value).strip()
        ),
    )


def _label(value: Scalar, keys: Mapping[str, str]) -> tuple[str, str]:
    if not isinstance(value, str) or len(value) > 200:
        return "", ""
    if key := keys.get(heading_key(value), ""):
        return key, ""
    inline = _INLINE.match(value)
    key = keys.get(heading_key(inline[1]), "") if inline else ""
    return (key, inline[2].strip()) if inline and key else ("", "")


def _beside(raw: RawSheet, at: Position, end: int, inline: str) -> Labelled:
    number, column = at
    if inline:
        return Labelled(inline, at)
    for right in range(column + 1, end):
        value = raw.value(number, right)
        if value is not None and str(value).strip():
            return Labelled(value, (number, right))
    label_ends = [right for top, left, _, right in raw.merged if (top, left) == at]
    return Labelled(None, (number, max(label_ends, default=column) + 1))
