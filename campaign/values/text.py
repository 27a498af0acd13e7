"""Reduces text to what is compared, and cleans it for print."""

import datetime as dt
import re
import unicodedata

from campaign.values.raw_workbook import Scalar

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]"
)
_SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]|_x000[AaDd]_")
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f\x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000"
    "\ufe0e\ufe0f\ufeff]|  |_x000"
)
"""Finds the texts that are not clean; most are, and this is quicker than cleaning them."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STRAIGHT_QUOTES = re.compile('"([^"\n]*)"')
_SIGNIFICANT = 10**15
"""From here on a spreadsheet's number has lost its last digits."""


def name_key(text: str) -> str:
    """Reduce a name to its key: width, spaces, inner dots and case do not count."""
    return re.sub(r"[\s·・.]", "", unicodedata.normalize("NFKC", text)).casefold()


def scalar_text(raw: Scalar) -> str:
    """Return a cell's value as text, the way a sheet shows it without any number format."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        whole = raw.is_integer() and abs(raw) < _SIGNIFICANT
        return str(int(raw)) if whole else format(raw, ".15g")
    if isinstance(raw, dt.datetime):
        return f"{raw:%Y-%m-%d}" if raw.time() == dt.time() else f"{raw:%Y-%m-%d %H:%M}"
    return "" if raw is None else str(raw)


def clean_text(text: str) -> str:
    """Remove invisible characters, stray spaces and empty lines; breaks become a line feed."""
    if not _SUSPECT.search(text):
        return text.strip()
    lines = _INVISIBLE.sub("", _BREAK.sub("\n", text)).split("\n")
    return "\n".join(line for part in lines if (line := _SPACES.sub(" ", part).strip()))


def normalize_text(text: str) -> str:
    """Clean a text and turn full-width letters, digits and signs into half-width ones (NFKC)."""
    return clean_text(unicodedata.normalize("NFKC", clean_text(text)))


def printable_text(text: str) -> str:
    """Return text as a document can hold it: no control characters, Chinese quotation marks.

    Line breaks stay. Straight quotation marks become “” where each has its partner.
    """
    clean = _UNPRINTABLE.sub("", clean_text(text.replace("\x0b", "\n").replace("\x0c", "\n")))
    return _STRAIGHT_QUOTES.sub(r"“\1”", clean) if clean.count('"') % 2 == 0 else clean


def text_width(text: str) -> float:
    """Return the width of a text in Chinese characters; half-width ones count a half."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def day_text(day: dt.date) -> str:
    """Return a day as letters write it, 2026年12月18日."""
    return f"{day.year}年{day.month}月{day.day}日"
