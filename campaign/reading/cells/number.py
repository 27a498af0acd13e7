"""Read numbers: counts, amounts, scores, percentages."""

import re
from collections.abc import Callable
from decimal import Decimal

from campaign.definitions.form import Field, FieldType
from campaign.problems.codes import Code
from campaign.reading.cells.reading import (
    CellFault,
    CellReader,
    Tolerance,
    ToleratedValue,
)
from campaign.values.exact_numbers import canonical_decimal
from campaign.values.raw_workbook import Scalar
from campaign.values.text import normalize_text, scalar_text

_NUMBER = re.compile(
    r"[¥+]? ?(-? ?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|-?\.\d+) ?([^\d\s.,]{0,3})", re.ASCII
)
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209f\u00bc-\u00be\u2150-\u215f]")
"""Exponents and fractions, which would come out of NFKC as plain digits."""
_COUNTERS = frozenset("分 人次 人 名 次 个 项 条 件 份 篇 场 期 户 家 处 位 例 批 张".split())  # noqa: SIM905 - easier to read
_MEASURE = re.compile("万元|亿元|元|天|小时|学时|课时|分钟")
_SCALED = frozenset(("万元", "亿元"))
_EXAMPLES = {FieldType.SCORE: "85或85.5", FieldType.PERCENT: "95", FieldType.WHOLE: "12"}
_PLACES = 6
_LONGEST = 40
_COMMON = 1e6  # whole numbers up to here are their own canonical text
LARGEST = Decimal(10) ** 12
"""No figure of a bureau reaches it; from 10**15 on spreadsheets lose digits."""


def number_reader(field: Field) -> CellReader:
    """Return a reader of numbers as canonical decimal text to six places, percentages as 0 to 100.

    A bare number above 0 and up to 1 in a column of percentages is taken for a share, so that
    0.95, which a spreadsheet shows as 95%, and 1 for 100% are understood; 1% is written 1%.
    """
    percent, whole = field.type is FieldType.PERCENT, field.type is FieldType.WHOLE
    bad = CellFault(Code.CELL_NOT_A_NUMBER, {"example": _EXAMPLES.get(field.type, "12.5")})
    fits = _unit_check(field, percent)

    def finish(
        value: Decimal, tolerance: Tolerance | None, share: bool
    ) -> str | ToleratedValue | CellFault:
        if share and 0 < value <= 1:
            value, tolerance = value * 100, Tolerance.PERCENT
        if abs(value) <= LARGEST:
            value = round(value, _PLACES)
        if whole and value != value.to_integral_value():
            return CellFault(Code.CELL_NOT_WHOLE)
        text = canonical_decimal(value)
        return ToleratedValue(text, tolerance) if tolerance else text

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        if type(raw) is float and raw.is_integer() and -_COMMON < raw < _COMMON and not percent:
            return str(int(raw))
        if type(raw) is float or type(raw) is int:
            exact = Decimal(scalar_text(raw))
            return finish(exact, None, percent) if exact.is_finite() else bad
        if type(raw) is not str or len(raw) > _LONGEST or _RAISED.search(raw):
            return bad
        match = _NUMBER.fullmatch(normalize_text(raw))
        if not match or not fits(match[2]):
            return bad
        tolerance = Tolerance.PUNCTUATION if match[2] else Tolerance.NUMBER_AS_TEXT
        value = Decimal(match[1].replace(",", "").replace(" ", ""))
        return finish(value, tolerance, percent and not match[2])

    return read


def _unit_check(field: Field, percent: bool) -> Callable[[str], bool]:
    """Return whether a unit may stand behind a number: never another one than the heading's."""
    measures = frozenset(_MEASURE.findall(field.heading))

    def fits(unit: str) -> bool:
        if unit == "%":
            return percent
        if _MEASURE.fullmatch(unit):
            return unit in measures or not (measures or unit in _SCALED)
        return not unit or unit in _COUNTERS

    return fits
