"""Reads words: free text, codes whose zeros count, telephone numbers."""

import datetime as dt
import re
import unicodedata

from campaign.cells.reading import Bad, Read, Reader, Tolerance
from campaign.form import Field
from campaign.problems import Code
from campaign.sheets import Scalar

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]"
)
_SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]|_x000[AaDd]_")
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f\x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000"
    "\ufe0e\ufe0f\ufeff]|  |_x000"
)
_DASHES = re.compile("[‐‑‒–—―−─]+")
_PHONE = r"(?:\+?\d|\(\d)[\d\-() ]{4,20}(?:转\d{1,6})?"
_PHONES = re.compile(rf"{_PHONE}(?: ?[、,;/] ?{_PHONE})*", re.ASCII)
_DIGITS, _NUMBER = re.compile("[0-9]+"), re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_USUAL_CODE = re.compile("[0-9A-Z-]+")
_LOST_ZERO = re.compile(r"[02-9]\d{8,10}|10\d{8}")
_LONGEST_PHONE = 100
_SIGNIFICANT = 10**15
"""From here on a spreadsheet's number has lost its last digits."""


def plain(raw: Scalar) -> str:
    """Write any cell's value as text, the way the sheet would show it at its plainest."""
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


def tidy(text: str) -> str:
    """Take out invisible characters and stray spaces; line breaks become one line feed."""
    if not _SUSPECT.search(text):
        return text.strip()
    lines = _INVISIBLE.sub("", _BREAK.sub("\n", text)).split("\n")
    return "\n".join(line for part in lines if (line := _SPACES.sub(" ", part).strip()))


def narrow(text: str) -> str:
    """Turn full-width letters and digits into half-width ones, and tidy before and after."""
    return tidy(unicodedata.normalize("NFKC", tidy(text)))


def text_reader(_field: Field) -> Reader:
    """Read free text as it stands, but for stray spaces."""

    def read(raw: Scalar) -> str | Read | Bad:
        if type(raw) is str:
            tidied = tidy(raw)
            return Read(tidied, Tolerance.SPACES) if tidied != raw else raw
        return Read(plain(raw), Tolerance.TEXT_AS_NUMBER)

    return read


def code_reader(field: Field) -> Reader:
    """Read a code; what a spreadsheet made of one that was typed as a number is a fault."""
    bad = Bad(Code.CELL_BAD_PATTERN, {"example": example(field)})
    lost = Bad(Code.CELL_LOST_ZEROS, {"digits": str(field.digits)})

    def fits(text: str) -> bool:
        return not field.digits or bool(_DIGITS.fullmatch(text) and len(text) == field.digits)

    def read(raw: Scalar) -> str | Read | Bad:
        if isinstance(raw, str):
            if _USUAL_CODE.fullmatch(raw) and fits(raw):
                return raw
            closed = "".join(_DASHES.sub("-", narrow(raw)).split())
            text = unicodedata.normalize("NFC", closed.translate(_CAPITALS))
            return _as_typed(text, raw) if fits(text) else bad
        text = plain(raw)
        if not _NUMBER.fullmatch(text):
            return bad
        if fits(text):
            return Read(text, Tolerance.TEXT_AS_NUMBER)
        return lost if len(text) < field.digits else bad

    return read


def phone_reader(field: Field) -> Reader:
    """Read a telephone number or several, typed as text or as a number."""
    bad = Bad(Code.CELL_BAD_PATTERN, {"example": field.example or "0598-8000000"})

    def read(raw: Scalar) -> str | Read | Bad:
        text = _DASHES.sub("-", narrow(plain(raw)))
        if len(text) > _LONGEST_PHONE or not _PHONES.fullmatch(text):
            return bad
        if type(raw) is str:
            return _as_typed(text, raw)
        return bad if _LOST_ZERO.fullmatch(text) else Read(text, Tolerance.TEXT_AS_NUMBER)

    return read


def example(field: Field) -> str:
    """Return what a code may look like, for the message that asks for another one."""
    return field.example or "1".zfill(field.digits or field.min_length or 3)


def _as_typed(text: str, raw: str) -> str | Read:
    if text == raw:
        return text
    spaces = "".join(text.split()) == "".join(raw.split())
    return Read(text, Tolerance.SPACES if spaces else Tolerance.WIDTH)
