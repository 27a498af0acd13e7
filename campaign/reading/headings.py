"""Find a table's headings and the labelled cells above it, even if rows and columns were moved."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from campaign.definitions.form import Field, Sheet, heading_key
from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import RawSheet, Scalar

_ROWS_SEARCHED = 60
_LONGEST_HEADING, _LONGEST_LABEL = 80, 400
_INLINE = re.compile(r"^(.{1,30}?)\s*[:：]\s*(\S.*)$", re.DOTALL)
_NEXT_LABEL = re.compile(r"(?:[ \t]{2,}|\u3000+)(?=[^\s:：]{1,20}[:：])")
_OTHER_LABEL = re.compile(r"\s*[^\s:：]{1,12}\s*[:：]\s*")
_ROW_NUMBERS = frozenset(("序号", "no"))

PRINTED_LABELS = {"单位": "unit", "期间": "period", "填报码": "serial", "报送期限": "printed_due"}
"""The labels that are printed on issued workbooks; no form may use them for its own fields."""

_key = lru_cache(maxsize=4096)(heading_key)

HeadingName = tuple[str, bool]
"""The key that a heading or label stands for, and whether it is the form's own word for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Headings:
    """A table's heading row, the column of each key, and the other headings in that row.

    ``duplicates`` are the columns of keys that stand there more than once; no other list has them.
    """

    row: int
    columns: Mapping[str, int]
    duplicates: tuple[tuple[str, int], ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledCell:
    """The value beside a label, and its cell."""

    value: Scalar
    at: Position


@dataclass(frozen=True, slots=True)
class _Label:
    """A label's cell, its key, and the value that may stand in the same cell."""

    at: Position
    name: HeadingName
    inline: str


def find_headings(raw: RawSheet, sheet: Sheet) -> Headings | None:
    """Return the row that holds most of the sheet's headings, None if fewer than half do."""
    names = _names(sheet.columns)
    best: dict[int, HeadingName] = {}
    best_row = most = 0
    for number, row in enumerate(raw.rows[:_ROWS_SEARCHED], start=1):
        matches = _matches(row, names)
        count = len({key for key, _ in matches.values()})
        if count > most:
            best, best_row, most = matches, number, count
        if most == len(sheet.columns):
            break
    if most * 2 < len(sheet.columns) or not most:
        return None
    return _headings(raw.rows[best_row - 1], best_row, best)


def find_labels(raw: RawSheet, fields: Sequence[Field], above: int) -> dict[str, LabelledCell]:
    """Return the values beside the labels of ``fields`` and of the printed row, by key.

    Looks at rows above ``above`` (0: at all rows). The form's own word for a label goes before
    an alias, so that a value such as 电话 is not taken for one. The value is the first filled
    cell to the label's right, before the next label, or what follows a colon in the same cell.
    """
    names = _names(fields) | {_key(name): (key, True) for name, key in PRINTED_LABELS.items()}
    labels = [
        label
        for number, row in enumerate(raw.rows[: above - 1 if above else _ROWS_SEARCHED], start=1)
        for column, value in enumerate(row, start=1)
        if isinstance(value, str) and len(value) <= _LONGEST_LABEL
        for label in _labels(value, (number, column), names)
    ]
    chosen: dict[str, _Label] = {}
    for label in sorted(labels, key=lambda label: not label.name[1]):
        chosen.setdefault(label.name[0], label)
    cells = {label.at for label in chosen.values()}
    return {key: _beside(raw, label, cells) for key, label in chosen.items()}


def _names(fields: Sequence[Field]) -> dict[str, HeadingName]:
    aliases = {_key(alias): (field.key, False) for field in fields for alias in field.aliases}
    return aliases | {_key(field.heading): (field.key, True) for field in fields}


def _matches(row: tuple[Scalar, ...], names: Mapping[str, HeadingName]) -> dict[int, HeadingName]:
    return {
        column: name
        for column, value in enumerate(row, start=1)
        if isinstance(value, str)
        and len(value) < _LONGEST_HEADING
        and (name := names.get(_key(value)))
    }


def _headings(row: tuple[Scalar, ...], number: int, names: Mapping[int, HeadingName]) -> Headings:
    """Settle which column is which key's; an alias gives way to the form's own heading."""
    places: dict[str, list[int]] = {}
    for column, (key, _) in names.items():
        places.setdefault(key, []).append(column)
    for key, columns in places.items():
        own = [column for column in columns if names[column][1]]
        places[key] = own if len(own) == 1 else columns
    heading_columns = {column for columns in places.values() for column in columns}
    return Headings(
        row=number,
        columns={key: columns[0] for key, columns in places.items() if len(columns) == 1},
        duplicates=tuple(
            (k, column) for k, cs in places.items() if len(cs) > 1 for column in cs[1:]
        ),
        unknown=tuple(
            (str(value).strip(), column)
            for column, value in enumerate(row, start=1)
            if value is not None
            and column not in heading_columns
            and _is_heading(str(value).strip())
        ),
    )


def _is_heading(text: str) -> bool:
    """Return whether a heading could be that of data; row numbers that staff add are none."""
    return bool(text) and _key(text) not in _ROW_NUMBERS


def _labels(value: str, at: Position, names: Mapping[str, HeadingName]) -> Iterator[_Label]:
    """Find a cell's labels: it is one, or holds one or several with their values after colons."""
    if name := names.get(_key(value)):
        yield _Label(at, name, "")
        return
    labels: list[_Label] = []
    for part in _NEXT_LABEL.split(value):
        inline = _INLINE.match(part.strip())
        name = names.get(_key(inline[1])) if inline else names.get(_key(part))
        if name:
            labels.append(_Label(at, name, inline[2].strip() if inline else ""))
        elif labels and labels[-1].inline:  # what looked like a label belongs to the value
            labels[-1] = _Label(at, labels[-1].name, f"{labels[-1].inline} {part}")
        elif not labels:
            return
    yield from labels


def _beside(raw: RawSheet, label: _Label, labels: Collection[Position]) -> LabelledCell:
    if label.inline:
        return LabelledCell(label.inline, label.at)
    number, _ = label.at
    row, start = raw.rows[number - 1], _right_edge(raw, label.at) + 1
    for right in range(start, len(row) + 1):
        value = row[right - 1]
        if (number, right) in labels or _OTHER_LABEL.fullmatch(str(value)):
            break
        if (number, right) in raw.flaws or (value is not None and str(value).strip()):
            return LabelledCell(value, (number, right))
    return LabelledCell(None, (number, start))


def _right_edge(raw: RawSheet, at: Position) -> int:
    return max(
        (right for top, left, bottom, right in raw.merged if (top, left) == at),
        default=at[1],
    )
