"""Reads dates and months in every way that staff write them."""

import datetime as dt
import re

from campaign.cells.reading import Bad, Context, Read, Reader, Tolerance
from campaign.cells.text import narrow
from campaign.form import Field
from campaign.problems import Code
from campaign.sheets import Scalar

_SEP = r"\s*[-./年]\s*"
_FULL = re.compile(rf"(\d{{4}}|\d{{2}}){_SEP}(\d{{1,2}})\s*[-./月]\s*(\d{{1,2}})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_MONTH = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})\s*(?:月份?)?")
_MONTH_ALONE = re.compile(r"(\d{1,2})\s*月份?")
_TIME = re.compile(r"[ T]*(?:[上下]午)?\s*\d{1,2}[:时]\d{0,2}(?:[:分]\d{0,2})?秒?$")
_WEEKDAY = re.compile(r"[（(]?(?:星期|周)[一二三四五六日天][)）]?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_SPOKEN_YEAR = re.compile(r"^[〇零○Ｏ一二三四五六七八九]{4}年")
_SPOKEN = re.compile(r"[一二三四五六七八九十]+(?=[月日号])")
_SERIALS = range(36526, 73051)
_EPOCH = dt.date(1899, 12, 30)
_DAYS_1904 = 1462


def date_reader(field: Field, context: Context) -> Reader:
    """Read a date as 2026-06-30; the year of 6月30日 is that of the period."""
    bad = Bad(Code.CELL_NOT_A_DATE, {"example": field.example or f"{context.year}-6-30"})

    def read(raw: Scalar) -> str | Read | Bad:
        if isinstance(raw, dt.datetime):
            iso = f"{raw:%Y-%m-%d}"
            return iso if raw.time() == dt.time() else Read(iso, Tolerance.DATE_TIME)
        if isinstance(raw, dt.date):
            return raw.isoformat()
        if type(raw) is float:
            return _from_serial(raw, context) or bad
        return (_from_text(raw, context.year) or bad) if type(raw) is str else bad

    return read


def month_reader(field: Field, context: Context) -> Reader:
    """Read a month as 2026-06."""
    bad = Bad(Code.CELL_NOT_A_DATE, {"example": field.example or f"{context.year}年6月"})

    def read(raw: Scalar) -> str | Read | Bad:
        if isinstance(raw, dt.date):
            return f"{raw:%Y-%m}"
        if type(raw) is not str:
            return bad
        text = _spoken_to_digits(narrow(raw))
        match = _MONTH.fullmatch(text)
        alone = _MONTH_ALONE.fullmatch(text)
        year, month = match.groups() if match else (context.year, alone[1] if alone else 0)
        if not 1 <= int(month) <= 12:
            return bad
        value = f"{int(year):04d}-{int(month):02d}"
        return value if value == raw else Read(value, Tolerance.DATE_STYLE)

    return read


def _from_serial(raw: float, context: Context) -> Read | None:
    days = int(raw) + (_DAYS_1904 if context.epoch_1904 else 0)
    if days not in _SERIALS:
        return None
    return Read((_EPOCH + dt.timedelta(days=days)).isoformat(), Tolerance.DATE_SERIAL)


def _from_text(raw: str, year: int) -> str | Read | None:
    if _ISO.fullmatch(raw):
        return raw if _iso(raw[:4], raw[5:7], raw[8:]) else None
    text = _TIME.sub("", _WEEKDAY.sub("", _spoken_to_digits(narrow(raw)))).strip()
    if full := _FULL.fullmatch(text) or _COMPACT.fullmatch(text):
        century = "20" if len(full[1]) == 2 else ""
        iso = _iso(century + full[1], full[2], full[3])
        return Read(iso, Tolerance.DATE_STYLE) if iso else None
    if short := _NO_YEAR.fullmatch(text):
        iso = _iso(str(year), short[1], short[2])
        return Read(iso, Tolerance.DATE_YEAR) if iso else None
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _spoken_to_digits(text: str) -> str:
    """Turn 二〇二六年六月三十日 into 2026年6月30日; other text stays."""
    text = _SPOKEN_YEAR.sub(lambda match: match.group().translate(_DIGITS), text)
    return _SPOKEN.sub(lambda match: str(_small_number(match.group())), text)


def _small_number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGITS))
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
