"""Read dates and months in every way that staff write them."""

import datetime as dt
import re

from campaign.definitions.form import Field
from campaign.problems.codes import Code
from campaign.reading.cells.reading import (
    CellContext,
    CellFault,
    CellReader,
    Tolerance,
    ToleratedValue,
)
from campaign.values.raw_workbook import Scalar
from campaign.values.text import normalize_text, scalar_text

_FULL = re.compile(
    r"(\d{4}|\d{2}) ?[-./年、 ] ?(\d{1,2}) ?[-./月、 ] ?(\d{1,2}) ?[日号.]?", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2}) ?[-./月] ?(\d{1,2}) ?[日号]?", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?: ?[-./年] ?(\d{1,2}) ?(?:月份?)?|(\d{2}))", re.ASCII)
_MONTH_ALONE = re.compile(r"(\d{1,2}) ?(?:月份?)?", re.ASCII)
_TIME = re.compile(
    r"[ T]{0,5}(?:[上下]午|晚上?)?(?: ?(?<!\d)\d{1,2}[:时点](?:\d{1,2}[:分]?)?(?:\d{1,2}秒?)?)?$"
)
_WEEKDAY = re.compile(r"[(]?(?:星期|周)[一二三四五六日天][)]?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DIGITS = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_SPOKEN_YEAR = re.compile(r"^[〇零○Oo0一二三四五六七八九]{4}(?=年)")
_SPOKEN = re.compile(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?(?=[月日号])")
_EPOCH = dt.date(1899, 12, 30)
_DAYS_1904 = 1462
_MOST_DAYS, _LARGEST = 100_000, 10**9
_LONGEST = 40
YEARS_BEFORE, YEARS_AFTER = 30, 10
"""The years before and after the campaign's beyond which a date counts as mistyped."""


def date_reader(field: Field, context: CellContext) -> CellReader:
    """Return a reader of dates as 2026-06-30; 6月30日 takes the period's year if it lies in it.

    Elsewhere a date without a year is not guessed, unless the column is of the period alone: then
    the year is certain, and a day outside is reported as such.
    """
    bad = CellFault(Code.CELL_NOT_A_DATE, {"example": field.example or f"{context.year}-6-30"})
    first, last = context.days
    certain = field.within_period and context.period is not None

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        date = _sensible(_read_date(raw, context), context.year)
        if (
            isinstance(date, ToleratedValue)
            and date.tolerance is Tolerance.DATE_YEAR
            and not certain
        ):
            date = date if first <= dt.date.fromisoformat(date.value) <= last else None
        return date or bad

    return read


def month_reader(field: Field, context: CellContext) -> CellReader:
    """Return a reader of months as 2026-06, from dates too."""
    bad = CellFault(Code.CELL_NOT_A_DATE, {"example": field.example or f"{context.year}年6月"})

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        if isinstance(raw, dt.date):
            return _sensible(raw.isoformat()[:7], context.year) or bad
        return _sensible(_read_month(raw, context), context.year) or bad

    return read


def spoken(day: dt.date) -> str:
    """Write a date as staff read it: 2026年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _sensible(result: str | ToleratedValue | None, year: int) -> str | ToleratedValue | None:
    value = result.value if isinstance(result, ToleratedValue) else result
    near = value and year - YEARS_BEFORE <= int(value[:4]) <= year + YEARS_AFTER
    return result if near else None


def _read_date(raw: Scalar, context: CellContext) -> str | ToleratedValue | None:
    if isinstance(raw, dt.datetime):
        iso = raw.date().isoformat()
        return iso if raw.time() == dt.time() else ToleratedValue(iso, Tolerance.DATE_TIME)
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return _from_number(raw, context) if abs(raw) < _LARGEST else None
    return _from_text(raw, context.year) if isinstance(raw, str) else None


def _from_number(raw: float, context: CellContext) -> ToleratedValue | None:
    if compact := _COMPACT.fullmatch(scalar_text(raw)):
        return _date(compact[1], compact[2], compact[3], tolerance=Tolerance.DATE_STYLE)
    days = int(raw) + (_DAYS_1904 if context.epoch_1904 else 0)
    if not 0 < days < _MOST_DAYS:
        return None
    return ToleratedValue((_EPOCH + dt.timedelta(days=days)).isoformat(), Tolerance.DATE_SERIAL)


def _from_text(raw: str, year: int) -> str | ToleratedValue | None:
    if _ISO.fullmatch(raw):
        date = _date(raw[:4], raw[5:7], raw[8:], tolerance=Tolerance.DATE_STYLE)
        return raw if date else None
    text = _TIME.sub("", _WEEKDAY.sub("", _written(raw)).strip()).strip()
    if full := _FULL.fullmatch(text) or _COMPACT.fullmatch(text):
        first = full[1] if len(full[1]) == 4 else _century(full[1], year)
        return _date(first, full[2], full[3], tolerance=Tolerance.DATE_STYLE)
    if short := _NO_YEAR.fullmatch(text):
        return _date(str(year), short[1], short[2], tolerance=Tolerance.DATE_YEAR)
    return None


def _read_month(raw: Scalar, context: CellContext) -> str | ToleratedValue | None:
    text = scalar_text(raw) if isinstance(raw, float) and raw.is_integer() else ""
    text = _written(raw) if isinstance(raw, str) else text
    if month_only := _MONTH_ALONE.fullmatch(text):
        result = _date(str(context.year), month_only[1], "1", tolerance=Tolerance.DATE_YEAR)
    elif match := _MONTH.fullmatch(text):
        result = _date(match[1], match[2] or match[3], "1", tolerance=Tolerance.DATE_STYLE)
    else:
        date = _read_date(raw, context)
        result = ToleratedValue(date, Tolerance.DATE_STYLE) if isinstance(date, str) else date
    if result is None:
        return None
    return (
        result.value[:7]
        if result.value[:7] == raw
        else ToleratedValue(result.value[:7], result.tolerance)
    )


def _date(year: str, month: str, day: str, tolerance: Tolerance) -> ToleratedValue | None:
    try:
        return ToleratedValue(dt.date(int(year), int(month), int(day)).isoformat(), tolerance)
    except ValueError:
        return None


def _century(two_digits: str, year: int) -> str:
    """Complete a year such as 26; far from the campaign's it could be a day, as in 6/7/12."""
    near = {f"{full_year % 100:02d}": str(full_year) for full_year in (year - 1, year, year + 1)}
    return near.get(two_digits, "0")


def _written(raw: str) -> str:
    """Return a date's text on one line, 二〇二六年六月三十日 turned into 2026年6月30日."""
    if len(raw) > _LONGEST:
        return ""
    text = " ".join(normalize_text(raw).split()).replace("元月", "1月")
    text = _SPOKEN_YEAR.sub(lambda match: match.group().translate(_DIGITS), text)
    return _SPOKEN.sub(_small_number, text)


def _small_number(match: re.Match[str]) -> str:
    tens, ten, ones = (part and part.translate(_DIGITS) for part in match.groups())
    if ten:
        return str(int(tens or 1) * 10 + int(ones or 0))
    return match.group() if tens and ones else tens or ones or ""
