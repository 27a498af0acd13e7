"""Distinguish rows of data below a table's headings from remarks, totals and unfilled rows.

A clerk's table ends in notes, signatures and sums, has gaps, and offers rows that stay empty.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from campaign.definitions.form import NUMERIC, Field, FieldType, Sheet
from campaign.reading.columns import is_blank
from campaign.reading.headings import Headings
from campaign.reading.signatures import (
    are_labelled,
    is_bare_label,
    is_note,
    is_printed,
    is_signature,
    is_stamp,
    is_written_day,
)
from campaign.reading.totals import figures_below, is_figure, is_subtotal, total_words
from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import Flaw, RawSheet, Scalar
from campaign.values.text import name_key, normalize_text, scalar_text

_END = re.compile(r"\s*[(（]?以下(?:空白|无正文)[)）]?\s*")
_OPENING = re.compile(
    r"\s*[附注备说填制审主单负分经联报日合总小共累汇求计平均最本全各以书党支领局签盖(（]"
)
"""The beginning of any remark, for a quick check."""
_ENDS = "计总数值额:：)） \u3000"
"""How names of sums and labels may end, for a quick check."""
_NUMBERING = re.compile(r"[\d一二三四五六七八九十百第、.()（）-]+")
_WIDE, _FEW = 3, 4

FieldColumn = tuple[Field, int]
"""A field and the column in which it stands."""
RowCells = Mapping[int, Scalar]
"""The filled cells of a row by column; numbers beside the table, such as 序号, are left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RowClassification:
    """The numbers of rows that are data, that are remarks, and that hold nothing but flaws.

    ``unread`` are the first cells of those remarks that somebody wrote who may expect them to be
    read: neither sums nor signatures nor what is printed on the blank.
    """

    data: tuple[int, ...]
    remarks: tuple[int, ...]
    unread: tuple[Position, ...]
    flawed: tuple[int, ...]


def classify_rows(
    raw: RawSheet, sheet: Sheet, headings: Headings, columns: Sequence[FieldColumn]
) -> RowClassification:
    """Return the class of each row below the headings; ``columns`` are those that are read.

    Blank rows are none of these, wherever they stand. Nor are rows in which nothing but the
    form's own prefilled cells stands, if the table may be empty or no row has more in it, nor
    rows of a table that lists units in which only the unit stands.
    """
    content = frozenset(column for _, column in columns)
    table = _Table(
        heading=raw.rows[headings.row - 1],
        columns=columns,
        content=content,
        flawed=_flawed_rows(raw, headings, content, pictures=False),
        pictured=_flawed_rows(raw, headings, content, pictures=True),
        wide=_wide_cells(raw, columns),
        prefilled=_prefilled(sheet, columns),
        listing=sheet.unit_column.key if sheet.prefill_units and sheet.unit_column else "",
    )
    numbers: dict[_Kind, list[int]] = {kind: [] for kind in _Kind}
    numbers[_Kind.FLAWED] = [number for number in table.flawed if number > len(raw.rows)]
    below = sorted(number for number in table.pictured if number > len(raw.rows))
    for number, kind in _kinds(raw, headings, table):
        numbers[kind].append(number)
    data = [*numbers[_Kind.DATA], *below]
    for number in figures_below(raw, data, columns):
        data.remove(number)
        numbers[_Kind.UNREAD].append(number)
    if data and not sheet.optional and not sheet.prefill_units:
        data = sorted((*data, *numbers[_Kind.UNTOUCHED]))
    return RowClassification(
        data=tuple(data),
        remarks=tuple(sorted((*numbers[_Kind.REMARK], *numbers[_Kind.UNREAD]))),
        unread=tuple(
            (n, min(_cells(raw.rows[n - 1], content))) for n in sorted(numbers[_Kind.UNREAD])
        ),
        flawed=tuple(sorted(numbers[_Kind.FLAWED])),
    )


class _Kind(Enum):
    DATA = auto()
    UNTOUCHED = auto()
    REMARK = auto()
    UNREAD = auto()
    FLAWED = auto()
    BLANK = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """The facts by which a row is classified: merged cells, rows with flaws, prefilled values.

    ``listing`` is the column whose value alone says nothing, because the blank lists it.
    """

    heading: tuple[Scalar, ...]
    columns: Sequence[FieldColumn]
    content: frozenset[int]
    flawed: Collection[int]
    pictured: Collection[int]
    wide: Collection[Position]
    prefilled: Sequence[dict[str, str]]
    listing: str = ""

    def kind(self, number: int, row: tuple[Scalar, ...]) -> _Kind:
        """Return the class of a row."""
        flawed = number in self.flawed
        if row == self.heading:
            return _Kind.REMARK
        if not (self.prefilled or flawed) and _is_plainly_data(row, self.content):
            return _Kind.DATA
        cells = _cells(row, self.content)
        if cells and (remark := self._remark(number, cells)):
            return remark
        if all(is_blank(cells.get(column)) for column in self.content):
            if number in self.pictured:  # whoever put a picture there meant to report something
                return _Kind.DATA
            return _Kind.FLAWED if flawed else self._aside(cells)
        return _Kind.UNTOUCHED if self._untouched(cells, flawed) else _Kind.DATA

    def is_day_alone(self, row: tuple[Scalar, ...]) -> bool:
        """Return whether nothing but a day stands in a row, as below a signature."""
        cells = _cells(row, self.content)
        day = next(iter(cells.values()), None)
        return len(cells) == 1 and (isinstance(day, dt.date) or is_written_day(day))

    def is_signed(self, row: tuple[Scalar, ...]) -> bool:
        """Return whether somebody signs or stamps in a row."""
        return any(isinstance(v, str) and (is_signature(v) or is_stamp(v)) for v in row)

    def _untouched(self, cells: RowCells, flawed: bool) -> bool:
        """Return whether nothing stands in a row but what the blank workbook offers."""
        if not self.prefilled and not self.listing:
            return False
        values = _row_values(cells, self.columns)
        return values in self.prefilled or (not flawed and values.keys() == {self.listing})

    def _remark(self, number: int, cells: RowCells) -> _Kind | None:
        """Return which remark a row is, None for any other row."""
        start, first = next(iter(cells.items()))
        if total := self._total(cells):
            return total
        if len(cells) > _FEW and not isinstance(first, str):
            return None
        text = scalar_text(first)
        if _END.fullmatch(text):
            alone = number not in self.flawed and not self._filled(cells) - {start}
            return _Kind.REMARK if alone else None
        if kind := self._labelled(text, cells):
            return kind
        return _Kind.UNREAD if len(cells) == 1 and (number, start) in self.wide else None

    def _total(self, cells: RowCells) -> _Kind | None:
        """Return what a row is whose first words stand for a sum: sums are of numbers alone."""
        words = total_words(cells, self.columns)
        if not words:
            return _Kind.UNREAD if self._lacks(cells) and is_subtotal(cells) else None
        if all(is_figure(value) for value in cells.values() if value is not words):
            return _Kind.REMARK
        return _Kind.UNREAD if next(iter(cells.values())) is words and self._lacks(cells) else None

    def _labelled(self, text: str, cells: RowCells) -> _Kind | None:
        """Return which remark a row of labels and their values is."""
        values = list(cells.values())
        if is_note(text) or is_signature(text):
            if not are_labelled(values):
                return None
        elif len(values) == 2 and self._lacks(cells) and is_bare_label(text):
            text = f"{text}："
        if is_signature(text) or self._is_stamped(cells):
            return _Kind.REMARK
        if is_note(text):
            return _Kind.REMARK if is_printed(text) else _Kind.UNREAD
        return _Kind.UNREAD if self._is_day(cells) else None

    def _is_stamped(self, cells: RowCells) -> bool:
        """Return whether nothing but stamps, labels and days stands in a row that lacks others."""
        values = list(cells.values())
        return any(map(is_stamp, values)) and self._lacks(cells) and are_labelled(values)

    def _is_day(self, cells: RowCells) -> bool:
        """Return whether a day stands alone in a row, in a column that is none of dates."""
        days = {column for field, column in self.columns if field.type is FieldType.DATE}
        alone = len(cells) == 1 and self._lacks(cells) and not days & cells.keys()
        return alone and all(map(is_written_day, cells.values()))

    def _aside(self, cells: RowCells) -> _Kind:
        """Return what a row without content is: words under headings that are not read are lost."""
        for column, value in cells.items():
            headed = column <= len(self.heading) and self.heading[column - 1] is not None
            if headed and not (is_blank(value) or _NUMBERING.fullmatch(scalar_text(value))):
                return _Kind.UNREAD
        return _Kind.BLANK

    def _lacks(self, cells: RowCells) -> bool:
        """Return whether a required cell is blank."""
        return any(field.required and column not in cells for field, column in self.columns)

    def _filled(self, cells: RowCells) -> set[int]:
        return {column for column in self.content if not is_blank(cells.get(column))}


def _kinds(raw: RawSheet, headings: Headings, table: _Table) -> Iterator[tuple[int, _Kind]]:
    """Yield each row below the headings with its class; a day below a signature is no data."""
    closed = False
    for number, row in enumerate(raw.rows[headings.row :], start=headings.row + 1):
        kind = table.kind(number, row)
        if closed and kind is _Kind.DATA and table.is_day_alone(row):
            kind = _Kind.UNREAD
        closed = table.is_signed(row) if kind is _Kind.REMARK else closed and kind is not _Kind.DATA
        yield number, kind


def _flawed_rows(
    raw: RawSheet, headings: Headings, content: Collection[int], *, pictures: bool
) -> frozenset[int]:
    """Return the rows with flaws in a column that is read: pictures, or all others."""
    return frozenset(
        row
        for (row, column), (flaw, _) in raw.flaws.items()
        if column in content and row > headings.row and (flaw is Flaw.PICTURE) == pictures
    )


def _is_plainly_data(row: tuple[Scalar, ...], content: Collection[int]) -> bool:
    """Return whether a row is so full, and begins so, that it can be nothing but data."""
    if len(row) - row.count(None) <= _FEW:
        return False
    for value in row:
        if type(value) is str:
            if _OPENING.match(value) or value[-1:] in _ENDS:
                return False
            break
    else:  # figures alone may be a sum without a name
        return False
    return any(not is_blank(row[column - 1]) for column in content if column <= len(row))


def _cells(row: tuple[Scalar, ...], content: Collection[int]) -> RowCells:
    return {
        column: value
        for column, value in enumerate(row, start=1)
        if value is not None
        and (column in content or isinstance(value, str))
        and not (isinstance(value, str) and value.isspace())
    }


def _wide_cells(raw: RawSheet, columns: Sequence[FieldColumn]) -> frozenset[Position]:
    least = max(2, min(_WIDE, len(columns)))
    return frozenset((top, left) for top, left, _, right in raw.merged if right - left + 1 >= least)


def _prefilled(sheet: Sheet, columns: Sequence[FieldColumn]) -> list[dict[str, str]]:
    read_keys = {field.key for field, _ in columns}
    return [
        {
            field.key: _comparable(float(text) if field.type in NUMERIC else text, field)
            for field, text in zip(sheet.columns, row, strict=False)
            if text and field.key in read_keys
        }
        for row in sheet.prefill
    ]


def _row_values(cells: RowCells, columns: Sequence[FieldColumn]) -> dict[str, str]:
    return {f.key: _comparable(cells.get(c), f) for f, c in columns if not is_blank(cells.get(c))}


def _comparable(value: Scalar, field: Field) -> str:
    text = scalar_text(value)
    return name_key(text) if field.type is FieldType.UNIT else normalize_text(text)
