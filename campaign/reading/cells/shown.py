"""Decide what counts where a cell's number format shows another value than is stored.

What is shown counts where it is exactly determined and agrees with the heading: it is what the
clerk has seen and signed. Where shown and stored value mean the same there is nothing to decide;
where neither can be preferred the cell is returned with both. Digits that are only not shown
count, because spreadsheets reckon with them.
"""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from campaign.definitions.form import NUMERIC, Field, FieldType
from campaign.problems.codes import Code
from campaign.reading.cells.reading import CellFault
from campaign.values.exact_numbers import canonical_decimal
from campaign.values.number_formats import Kind, Shown, hides_text, show
from campaign.values.raw_workbook import Scalar
from campaign.values.text import scalar_text

_POWERS = {"百": 2, "千": 3, "k": 3, "万": 4, "百万": 6, "m": 6, "千万": 7, "亿": 8}
_MONEY = re.compile("(百万|千万|亿|万|千|百)?元")
_MANY = re.compile(
    "(百万|千万|亿|万|千|百)(?![克米瓦分])|(?<![A-Za-z])([km])(?![A-Za-z])", re.IGNORECASE
)
_IN_BRACKETS = re.compile("[(（]([^()（）]*)[)）]")
_PERCENT = re.compile("[%％]")


def is_hidden(raw: Scalar, code: str) -> bool:
    """Return whether a cell's format shows nothing of what is in it; of 0 that says nothing."""
    if isinstance(raw, str):
        return hides_text(code)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not raw:
        return False
    return show(code, raw).kind is Kind.NOTHING


def shown_value(raw: Scalar, code: str, field: Field) -> Scalar | CellFault:
    """Return the value that counts: the stored one, or the text or number that is shown."""
    if isinstance(raw, dt.date):
        return _shown_day(raw, code, field)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or is_hidden(raw, code):
        return raw
    shown = show(code, raw)
    if field.type not in NUMERIC:
        words = shown.text if shown.kind in (Kind.NUMBER, Kind.WORDS) else ""
        return words or raw
    if not raw:
        return raw
    value = _shown_number(Decimal(format(raw, ".15g")), shown, field)
    if value is None:
        return CellFault(Code.CELL_SHOWN_OTHERWISE, {"shown": shown.text})
    return value or raw


def _shown_day(raw: dt.date, code: str, field: Field) -> Scalar | CellFault:
    """Return a day; in a column of words it is what is shown, and may have been something else."""
    if field.type is not FieldType.TEXT or isinstance(raw, dt.datetime):
        return raw
    text = show(code, raw).text
    facts = {"kind": f"日期{scalar_text(raw)}", "shown": text, "value": text}
    return CellFault(Code.CELL_CONVERTED, facts, text)


def _shown_number(stored: Decimal, shown: Shown, field: Field) -> str | None:
    """Return the number that is shown as text, "" where the stored one counts, None for neither."""
    number = shown.number
    if number is None or number * stored <= 0:
        return None
    if shown.percent or _PERCENT.search(shown.words):
        return _shown_share(stored, number, shown.percent, field)
    factor, heading, named = stored / number, _scale_of_heading(field.heading), _scale(shown.words)
    if named is None:
        counts = factor == 1, factor == heading
    else:
        counts = number * named == stored * heading, factor == named == heading
    stored_counts, shown_counts = counts
    return "" if stored_counts else canonical_decimal(number) if shown_counts else None


def _shown_share(stored: Decimal, number: Decimal, true_percent: bool, field: Field) -> str | None:
    """Return what a percentage counts as; in a column of percentages a share needs no word."""
    if field.type is FieldType.PERCENT:
        understood = (0 < stored <= 1) == true_percent
        return "" if understood else f"{canonical_decimal(number)}%"
    if not _PERCENT.search(field.heading):
        return None
    return canonical_decimal(number) if true_percent else ""


@lru_cache(maxsize=1024)
def _scale_of_heading(heading: str) -> Decimal:
    """Return the unit that a heading names, as a multiple; 1 where it names none."""
    if _MONEY.search(heading):
        return _scale(heading) or Decimal(1)
    return next(
        (scale for unit in _IN_BRACKETS.findall(heading) if (scale := _scale(unit))), Decimal(1)
    )


@lru_cache(maxsize=1024)
def _scale(words: str) -> Decimal | None:
    """Return the multiple that words behind a number name, 1 for 元; None if they name none."""
    if money := _MONEY.search(words):
        return Decimal(10) ** _POWERS.get(money[1] or "", 0)
    many = _MANY.search(words)
    return Decimal(10) ** _POWERS[(many[1] or many[2]).lower()] if many else None
