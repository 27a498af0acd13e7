"""Tells the rows of data below a table's headings from remarks, totals, and what nobody filled in.

A clerk's table ends in notes, signatures and sums, has gaps, and offers rows that stay empty.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from campaign.cells.text import narrow, plain
from campaign.columns import means_nothing
from campaign.form import NUMERIC, Field, Sheet
from campaign.headings import Headings
from campaign.sheets import RawSheet, Scalar

_CLOSING = re.compile(
    r"\s*(?:(?:合\s*计|总\s*计|小\s*计|共\s*计)\s*[:：]?|[(（]?以下(?:空白|无正文)[)）]?)\s*"
)
_REMARK = re.compile(
    r"\s*(?:附?注|备注|说明|填表说明|填报说明|填[表报]人|制表人?|审[核批]人?|(?:主要|单位)?负责人"
    r"|分管领导|经办人|联系人|联系电话|(?:填[表报]|报送)?日期)"
    r"\d{0,2}\s*(?:[(（][^()（）]{0,20}[)）])?\s*[:：]"
)
_OPENING = re.compile(r"\s*[附注备说填制审主单负分经联报日合总小共以(（]")
"""How any remark begins, for a quick look."""
_LABELLED = re.compile(r"\s*[^:：]{1,20}[:：]")
_LEAST_REMARK = 6
_WIDE, _FEW = 3, 4

Column = tuple[Field, int]
"""A field and the column in which it stands."""
Cells = Mapping[int, Scalar]
"""The filled cells of a row by column; numbers beside the table, such as 序号, are left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RowKinds:
    """The numbers of rows that are data, that are remarks, and that hold nothing but flaws."""

    data: tuple[int, ...]
    remarks: tuple[int, ...]
    flawed: tuple[int, ...]


def sort_rows(
    raw: RawSheet, sheet: Sheet, headings: Headings, columns: Sequence[Column]
) -> RowKinds:
    """Return which rows are what; ``columns`` are those that are read.

    Blank rows are none of these, wherever they stand. Nor are rows in which nothing but the
    form's own prefilled cells stands, if the table may be empty or no row has more in it.
    """
    content = frozenset(column for _, column in columns)
    table = _Table(
        heading=raw.rows[headings.row - 1],
        columns=columns,
        content=content,
        flawed={row for row, column in raw.flaws if column in content and row > headings.row},
        wide=_wide_rows(raw, columns),
        given=_prefilled(sheet, columns),
    )
    found: dict[_Kind, list[int]] = {kind: [] for kind in _Kind}
    found[_Kind.FLAWED] = [number for number in table.flawed if number > len(raw.rows)]
    apart = False
    for number, row in enumerate(raw.rows[headings.row :], start=headings.row + 1):
        kind = table.kind(number, row, apart)
        found[kind].append(number)
        apart = kind in (_Kind.BLANK, _Kind.REMARK)
    data = found[_Kind.DATA]
    if data and not sheet.optional:
        data = sorted((*data, *found[_Kind.UNTOUCHED]))
    return RowKinds(
        data=tuple(data),
        remarks=tuple(found[_Kind.REMARK]),
        flawed=tuple(sorted(found[_Kind.FLAWED])),
    )


class _Kind(Enum):
    DATA = auto()
    UNTOUCHED = auto()
    REMARK = auto()
    FLAWED = auto()
    BLANK = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """What a row is judged by; ``wide`` and ``flawed`` are numbers of rows."""

    heading: tuple[Scalar, ...]
    columns: Sequence[Column]
    content: frozenset[int]
    flawed: Collection[int]
    wide: Collection[int]
    given: Sequence[dict[str, str]]

    def kind(self, number: int, row: tuple[Scalar, ...], apart: bool) -> _Kind:
        """Return what a row is; ``apart`` says that it follows a blank row or a remark."""
        flawed = number in self.flawed
        if row == self.heading:
            return _Kind.REMARK
        if not (self.given or flawed) and _is_plainly_data(row, self.content):
            return _Kind.DATA
        cells = _cells(row, self.content)
        if cells and _is_remark(cells, self.columns, number in self.wide, apart and not flawed):
            return _Kind.REMARK
        if all(means_nothing(cells.get(column)) for column in self.content):
            return _Kind.FLAWED if flawed else _Kind.BLANK
        untouched = self.given and _said(cells, self.columns) in self.given
        return _Kind.UNTOUCHED if untouched else _Kind.DATA


def _is_plainly_data(row: tuple[Scalar, ...], content: Collection[int]) -> bool:
    """Return whether a row is so full, and begins so, that it can be nothing but data."""
    if len(row) - row.count(None) <= _FEW:
        return False
    for value in row:
        if type(value) is str:
            if _OPENING.match(value):
                return False
            break
    return any(not means_nothing(row[column - 1]) for column in content if column <= len(row))


def _cells(row: tuple[Scalar, ...], content: Collection[int]) -> Cells:
    return {
        column: value
        for column, value in enumerate(row, start=1)
        if value is not None
        and (column in content or isinstance(value, str))
        and not (isinstance(value, str) and value.isspace())
    }


def _wide_rows(raw: RawSheet, columns: Sequence[Column]) -> frozenset[int]:
    least = max(2, min(_WIDE, len(columns)))
    return frozenset(top for top, left, _, right in raw.merged if right - left + 1 >= least)


def _is_remark(cells: Cells, columns: Sequence[Column], wide: bool, apart: bool) -> bool:
    values = list(cells.values())
    first = values[0]
    if len(values) > _FEW and not isinstance(first, str):
        return False
    text = plain(first)
    if _CLOSING.fullmatch(text):
        return True
    if _REMARK.match(text):
        return all(map(_is_labelled, values, ["", *values]))
    lacking = any(field.required and column not in cells for field, column in columns)
    if len(values) > 1:
        return lacking and len(values) == 2 and bool(_REMARK.match(f"{text}："))
    return wide or (apart and lacking and len(text.strip()) >= _LEAST_REMARK)


def _is_labelled(value: Scalar, before: Scalar) -> bool:
    """Return whether a cell of a row of signatures is a label, or the value of the one before."""
    labelled = isinstance(value, str) and _LABELLED.match(value)
    return bool(labelled) or str(before).rstrip().endswith((":", "："))


def _prefilled(sheet: Sheet, columns: Sequence[Column]) -> list[dict[str, str]]:
    read = {field.key for field, _ in columns}
    return [
        {
            field.key: plain(float(text)) if field.type in NUMERIC else narrow(text)
            for field, text in zip(sheet.columns, row, strict=False)
            if text and field.key in read
        }
        for row in sheet.prefill
    ]


def _said(cells: Cells, columns: Sequence[Column]) -> dict[str, str]:
    return {f.key: narrow(plain(cells[c])) for f, c in columns if not means_nothing(cells.get(c))}
