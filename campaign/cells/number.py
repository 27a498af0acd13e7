"""Reads numbers: counts, amounts, scores, percentages."""

import re
from decimal import Decimal

from campaign.cells.reading import Bad, Read, Reader, Tolerance, decimal_text
from campaign.cells.text import narrow, plain
from campaign.form import Field, FieldType
from campaign.problems import Code
from campaign.sheets import Scalar

_NUMBER = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+)"
    r"(分|人次|人|次|个|项|条|件|份|篇|天|元|万元|小时|学时|课时|%)?"
)
_EXAMPLES = {FieldType.SCORE: "85或85.5", FieldType.PERCENT: "95", FieldType.WHOLE: "12"}
_PLACES = 6


def number_reader(field: Field) -> Reader:
    """Read a number as canonical decimal text, to six places; a percentage as 0 to 100."""
    percent = field.type is FieldType.PERCENT
    whole = field.type is FieldType.WHOLE
    bad = Bad(Code.CELL_NOT_A_NUMBER, {"example": _EXAMPLES.get(field.type, "12.5")})

    def finish(value: Decimal, tolerance: Tolerance | None) -> str | Read | Bad:
        if whole and value != value.to_integral_value():
            return Bad(Code.CELL_NOT_WHOLE)
        text = decimal_text(value)
        return Read(text, tolerance) if tolerance else text

    def read(raw: Scalar) -> str | Read | Bad:
        if type(raw) is float:
            if percent and 0 < raw <= 1:
                return finish(_rounded(raw * 100), Tolerance.PERCENT)
            return str(int(raw)) if raw.is_integer() else finish(_rounded(raw), None)
        if type(raw) is int:
            return finish(Decimal(raw), None)
        match = _NUMBER.fullmatch(narrow(raw).replace(" ", "")) if type(raw) is str else None
        if not match or (match[2] == "%" and not percent):
            return bad
        tolerance = Tolerance.PUNCTUATION if match[2] else Tolerance.NUMBER_AS_TEXT
        return finish(_rounded(match[1].replace(",", "")), tolerance)

    return read


def _rounded(value: float | str) -> Decimal:
    exact = Decimal(plain(value) if isinstance(value, float) else value)
    return round(exact, _PLACES)
