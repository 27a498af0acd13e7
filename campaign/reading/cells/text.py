"""Read words: free text, codes whose zeros count, telephone numbers."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal

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
_SIGNIFICANT = 10**15
_LIKE_A_DAY = re.compile(r"(?:[1-9]|1[0-2])\.[123]", re.ASCII)
"""What becomes of 6.30 and 9.10, which are days, or issues, when they are taken for numbers."""
_SCIENTIFIC = re.compile(r"\d(?:\.\d{1,14})?[Ee]\+\d{1,3}", re.ASCII)
"""What becomes of a long number that is copied, or passed on by a CSV, as it is shown."""
_SHORTENED = "科学计数法表示、末尾几位已经丢失的长串数字"


def text_reader(_field: Field) -> CellReader:
    """Return a reader of free text, which is kept but for stray spaces.

    What is no text may have been one before the spreadsheet made something else of it.
    """

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        if type(raw) is str:
            tidied = clean_text(raw)
            if _SCIENTIFIC.fullmatch(tidied):
                facts = {"kind": _SHORTENED, "shown": tidied, "value": tidied}
                return CellFault(Code.CELL_CONVERTED, facts, tidied)
            return ToleratedValue(tidied, Tolerance.SPACES) if tidied != raw else raw
        value = _words_of(raw)
        if kind := _doubtful_kind(raw):
            facts = {"kind": kind, "shown": value, "value": value}
            return CellFault(Code.CELL_CONVERTED, facts, value)
        return ToleratedValue(value, Tolerance.TEXT_AS_NUMBER)

    return read


def _doubtful_kind(raw: Scalar) -> str:
    """Return what a value is that may have been another text, "" for numbers that tell enough."""
    if isinstance(raw, bool):
        return "逻辑值"
    if isinstance(raw, dt.date):
        return "日期"
    if isinstance(raw, dt.time | dt.timedelta):
        return "时间"
    if not isinstance(raw, int | float):
        return ""
    if abs(raw) >= _SIGNIFICANT:
        return "超过15位、末尾几位已经丢失的数字"
    return "小数" if _LIKE_A_DAY.fullmatch(scalar_text(raw)) else ""


def _words_of(raw: Scalar) -> str:
    """Return a value that is no text as a sheet shows it by default."""
    if isinstance(raw, dt.timedelta):
        minutes, seconds = divmod(int(raw.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    if isinstance(raw, dt.time):
        return f"{raw.hour}:{raw:%M}" + (f":{raw:%S}" if raw.second else "")
    if isinstance(raw, float) and abs(raw) >= _SIGNIFICANT:
        return f"{Decimal(scalar_text(raw)):f}"
    return scalar_text(raw)


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
            if _SCIENTIFIC.fullmatch(raw.strip()):
                return CellFault(Code.CELL_DIGITS_LOST, {"value": raw.strip()})
            closed = "".join(_DASHES.sub("-", normalize_text(raw)).split())
            text = unicodedata.normalize("NFC", closed.translate(_CAPITALS))
            return _as_typed(text, raw) if fits(text) else bad
        if isinstance(raw, float) and abs(raw) >= _SIGNIFICANT:
            return CellFault(Code.CELL_DIGITS_LOST, {"value": _words_of(raw)})
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
