"""Reads words: free text, codes whose zeros count, telephone numbers."""

import datetime as dt
import re
import unicodedata

from campaign.cells.reading import Bad, Read, Reader, Tolerance
from campaign.form import Field
from campaign.problems import Code
from campaign.sheets import Scalar

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\xad]")
_SPACES = re.compile(r"[ \t\xa0\u3000]+")
_BREAKS = re.compile(r"\s*[\r\n]\s*|_x000D_")
_SUSPECT = re.compile("[\u200b-\u200f\u2060\ufeff\xad\xa0\u3000\r\n\t]|_x000D_|  ")
_PHONE = re.compile(r"\+?\d[\d\-() ]{4,20}(?:转\d{1,6})?")


def plain(raw: Scalar) -> str:
    """Write any cell's value as text, the way the sheet would show it at its plainest."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, dt.datetime):
        return f"{raw:%Y-%m-%d}" if raw.time() == dt.time() else f"{raw:%Y-%m-%d %H:%M}"
    return "" if raw is None else str(raw)


def tidy(text: str) -> str:
    """Take out invisible characters and stray spaces; a line break becomes one line feed."""
    text = _BREAKS.sub("\n", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", text).strip()


def narrow(text: str) -> str:
    """Turn full-width letters and digits into half-width ones, and tidy."""
    return tidy(unicodedata.normalize("NFKC", text))


def text_reader(_field: Field) -> Reader:
    """Read free text as it stands, but for stray spaces."""

    def read(raw: Scalar) -> str | Read | Bad:
        if type(raw) is str:
            if not _SUSPECT.search(raw) and raw == raw.strip():
                return raw
            tidied = tidy(raw)
            return Read(tidied, Tolerance.SPACES) if tidied != raw else raw
        return Read(plain(raw), Tolerance.TEXT_AS_NUMBER)

    return read


def code_reader(field: Field) -> Reader:
    """Read a code; one that was typed as a number and lost its leading zeros is a fault."""

    def read(raw: Scalar) -> str | Read | Bad:
        text = "".join(narrow(plain(raw)).split())
        if type(raw) is not str and field.digits and len(text) < field.digits:
            return Bad(Code.CELL_LOST_ZEROS, {"digits": str(field.digits)})
        if field.digits and not (text.isdecimal() and len(text) == field.digits):
            return Bad(Code.CELL_BAD_PATTERN, {"example": field.example or "0" * field.digits})
        if type(raw) is not str:
            return Read(text, Tolerance.TEXT_AS_NUMBER)
        return text if text == raw else Read(text, Tolerance.WIDTH)

    return read


def phone_reader(field: Field) -> Reader:
    """Read a telephone number, typed as text or as a number."""

    def read(raw: Scalar) -> str | Read | Bad:
        text = narrow(plain(raw)).replace("—", "-").replace("–", "-")
        if not _PHONE.fullmatch(text):
            return Bad(Code.CELL_BAD_PATTERN, {"example": field.example or "0598-8000000"})
        return text if text == raw else Read(text, Tolerance.WIDTH)

    return read
