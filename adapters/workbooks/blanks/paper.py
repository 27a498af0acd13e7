"""Decides how an issued workbook lies on paper: A4, one orientation, text of at least 9 points.

A table that is too wide for that gives up width where its texts can wrap; one that still is too
wide is parted over pages, each of which repeats the column that names the row. Widths are counted
in half-width characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from adapters.workbooks.blanks import layout
from campaign.definitions.form import Field, FieldType, Form, Sheet

POINTS_PER_CHARACTER = 5.3
LEAST_SCALE = 0.82
"""The smallest scale, a whole percentage, at which the body's 11 points print as 9."""

_NARROWEST, _SHRINKING, _SHRINKING_UPRIGHT = 12.0, 0.5, 0.8
_WRAPPING = frozenset({FieldType.TEXT, FieldType.CHOICES, FieldType.PEOPLE, FieldType.UNIT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One orientation of A4; points within the margins."""

    orientation: Literal["portrait", "landscape"]
    width: float
    height: float

    @property
    def capacity(self) -> float:
        """The widest table, in characters, that prints at 9 points."""
        return self.width / (POINTS_PER_CHARACTER * LEAST_SCALE)


PORTRAIT = Page(orientation="portrait", width=510.0, height=720.0)
LANDSCAPE = Page(orientation="landscape", width=757.0, height=475.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetLayout:
    """A sheet's column widths, and the last column of each page across, counted from 1.

    ``key_columns`` is how many first columns every page after the first repeats.
    """

    widths: tuple[float, ...]
    page_ends: tuple[int, ...]
    key_columns: int = 1

    @property
    def before_top(self) -> int:
        """How many first columns title, help and labelled cells leave free: those repeated."""
        return self.key_columns if len(self.page_ends) > 1 else 0

    @property
    def top(self) -> tuple[float, ...]:
        """The widths of the first page's columns over which title, help and labels reach."""
        return self.widths[self.before_top : self.page_ends[0]]

    @property
    def widest_page(self) -> float:
        """The width of the widest page, the repeated columns included."""
        key = sum(self.widths[: self.key_columns])
        starts = (0, *self.page_ends)
        return max(
            sum(self.widths[first:last]) + (key if first else 0.0)
            for first, last in pairwise(starts)
        )


def lay_out(form: Form) -> tuple[Page, dict[str, SheetLayout]]:
    """Return the orientation of a form's workbook and the layout of each sheet by its key."""
    upright = all(_fits_upright(sheet) for sheet in form.sheets)
    page = PORTRAIT if upright else LANDSCAPE
    return page, {sheet.key: _sheet_layout(sheet, page.capacity) for sheet in form.sheets}


def _fits_upright(sheet: Sheet) -> bool:
    widths = layout.column_widths(sheet)
    least = _least_widths(sheet.columns, widths, _SHRINKING_UPRIGHT)
    return sum(least) <= PORTRAIT.capacity


def _sheet_layout(sheet: Sheet, capacity: float) -> SheetLayout:
    widths = layout.column_widths(sheet)
    least = _least_widths(sheet.columns, widths, _SHRINKING)
    key = _key_columns(sheet)
    ends = _page_ends(least, key, capacity)
    if len(ends) > 1:
        narrower = range(int(capacity / 2), int(capacity))
        balanced = (_page_ends(least, key, limit) for limit in narrower)
        ends = next((even for even in balanced if len(even) == len(ends)), ends)
    fitted: list[float] = []
    for first, last in pairwise((0, *ends)):
        repeated = sum(fitted[:key]) if first else 0.0
        fitted += _widen(widths[first:last], least[first:last], capacity - repeated)
    return SheetLayout(widths=tuple(fitted), page_ends=ends, key_columns=key)


def _least_widths(
    columns: Sequence[Field], widths: Sequence[float], shrinking: float
) -> tuple[float, ...]:
    """Return how narrow each column may become: only wrapping text gives way."""
    if not columns:
        return tuple(widths)
    wraps = [column.type in _WRAPPING for column in columns] + [True] * (len(widths) - len(columns))
    return tuple(
        min(width, max(_NARROWEST, width * shrinking)) if wrapping else width
        for width, wrapping in zip(widths, wraps, strict=True)
    )


def _key_columns(sheet: Sheet) -> int:
    """Return up to which column a row is named: its number if that is among the first two."""
    named = [at for at, column in enumerate(sheet.columns[:2], start=1) if column.number]
    return named[0] if named else 1


def _page_ends(widths: Sequence[float], key: int, capacity: float) -> tuple[int, ...]:
    """Return the last column of each page across if each takes as many columns as it can."""
    ends, used = [], 0.0
    for at, width in enumerate(widths):
        if used + width > capacity and at > key:
            ends.append(at)
            used = sum(widths[:key])
        used += width
    return (*ends, len(widths))


def _widen(natural: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Give the columns of a page the room that is left, in proportion, up to their own widths."""
    wanted = sum(natural) - sum(least)
    share = min(1.0, max(0.0, room - sum(least)) / wanted) if wanted else 0.0
    return [low + (full - low) * share for full, low in zip(natural, least, strict=True)]
