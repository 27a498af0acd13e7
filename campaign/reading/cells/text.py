"""Read words: free text, codes whose zeros count, telephone numbers."""

import re
import unicodedata

from campaign.definitions.form import Field
from campaign.problems.codes import Code
from campaign.reading.cells.reading import CellFault, CellReader, Tolerance, ToleratedValue
from campaign.values.raw_workbook import Scalar
from campaign.values.text import clean_text, normalize_text, scalar_text

_DASHES = re.compile("[‐‑‒–—―−─]+")
_PHONE = r"(?:\+?\d|\(\d)[\d\-() ]{4,20}(?:转\d{1,6})?"
_PHONES = re.compile(rf"{_PHONE}(?: ?[、,;/] ?{_PHONE})*", re.ASCII)
_DIGITS, _NUMBER = re.compile("[0-9]+"), re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_USUAL_CODE = re.compile("[0-9A-Z-]+")
_LOST_ZERO = re.compile(r"[02-9]\d{8,10}|10\d{8}")
_LONGEST_PHONE = 100


def text_reader(_field: Field) -> CellReader:
    """Return a reader of free text, which is kept but for stray spaces."""

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        if type(raw) is str:
            tidied = clean_text(raw)
            return ToleratedValue(tidied, Tolerance.SPACES) if tidied != raw else raw
        return ToleratedValue(scalar_text(raw), Tolerance.TEXT_AS_NUMBER)

    return read


def code_reader(field: Field) -> CellReader:
    """Return a reader of codes; one that lost its zeros as a number is a fault."""
    bad = CellFault(Code.CELL_BAD_PATTERN, {"example": example(field)})
    lost = CellFault(Code.CELL_LOST_ZEROS, {"digits": str(field.digits)})

    def fits(text: str) -> bool:
        return not field.digits or bool(_DIGITS.fullmatch(text) and len(text) == field.digits)

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        if isinstance(raw, str):
            if _USUAL_CODE.fullmatch(raw) and fits(raw):
                return raw
            closed = "".join(_DASHES.sub("-", normalize_text(raw)).split())
            text = unicodedata.normalize("NFC", closed.translate(_CAPITALS))
            return _as_typed(text, raw) if fits(text) else bad
        text = scalar_text(raw)
        if not _NUMBER.fullmatch(text):
            return bad
        if fits(text):
            return ToleratedValue(text, Tolerance.TEXT_AS_NUMBER)
        return lost if len(text) < field.digits else bad

    return read


def phone_reader(field: Field) -> CellReader:
    """Return a reader of one or several telephone numbers, typed as text or as a number."""
    bad = CellFault(Code.CELL_BAD_PATTERN, {"example": field.example or "0598-8000000"})

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        text = _DASHES.sub("-", normalize_text(scalar_text(raw)))
        if len(text) > _LONGEST_PHONE or not _PHONES.fullmatch(text):
            return bad
        if type(raw) is str:
            return _as_typed(text, raw)
        return bad if _LOST_ZERO.fullmatch(text) else ToleratedValue(text, Tolerance.TEXT_AS_NUMBER)

    return read


def example(field: Field) -> str:
    """Return an example of a code, for the message that asks for another one."""
    return field.example or "1".zfill(field.digits or field.min_length or 3)


def _as_typed(text: str, raw: str) -> str | ToleratedValue:
    if text == raw:
        return text
    spaces = "".join(text.split()) == "".join(raw.split())
    return ToleratedValue(text, Tolerance.SPACES if spaces else Tolerance.WIDTH)
