"""What a spreadsheet program itself checks while staff fill in a cell, and what it tells them."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from campaign.definitions.form import Field, FieldType
from campaign.values.periods import Period

_TITLE_LENGTH, _TEXT_LENGTH, _ERROR_LENGTH = 32, 255, 225  # Excel refuses files with longer ones
_MOST = 10**15 - 1  # beyond it a cell's last digits are lost
_EPOCH = dt.date(1899, 12, 30)  # day 0 of spreadsheets
_YEARS_BEFORE, _YEARS_AFTER = 30, 10

Days = tuple[dt.date, dt.date]


def sensible_days(year: int) -> Days:
    """Return the days between which any date of a campaign lies; others are slips of typing."""
    return dt.date(year - _YEARS_BEFORE, 1, 1), dt.date(year + _YEARS_AFTER, 12, 31)


def check_of(
    field: Field, list_formula: str, period: Period | None, sensible: Days
) -> DataValidation | None:
    """Return a cell's check with its Chinese prompt and error; None where anything may stand."""
    rule = _rule(field, list_formula, period, sensible)
    prompt = _prompt(field, rule.expected)
    if rule.kind is None and not prompt:
        return None
    check = DataValidation(type=rule.kind, allow_blank=True)
    check.operator = rule.operator
    check.formula1, check.formula2 = rule.first, rule.second
    check.showErrorMessage = bool(rule.expected)
    if rule.expected:
        check.errorStyle = "warning" if field.type is FieldType.PERSON else "stop"
        check.errorTitle = "填写有误"
        check.error = _cut(f"“{field.heading}”{rule.expected}", _ERROR_LENGTH)
    check.showInputMessage = bool(prompt)
    if prompt:
        check.promptTitle = _cut(field.heading, _TITLE_LENGTH)
        check.prompt = _cut(prompt, _TEXT_LENGTH)
    return check


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rule:
    """What the program compares; an empty expectation lets everything pass."""

    kind: Literal["whole", "decimal", "list", "date", "textLength"] | None = None
    operator: Literal["between", "equal"] | None = None
    first: str | None = None
    second: str | None = None
    expected: str = ""


_EXEMPLIFIED = frozenset({FieldType.TEXT, FieldType.CODE, FieldType.PHONE, FieldType.PEOPLE})


def _rule(field: Field, list_formula: str, period: Period | None, sensible: Days) -> _Rule:
    if list_formula:
        return _Rule(kind="list", first=list_formula, expected=_expected_of_list(field))
    match field.type:
        case FieldType.DATE | FieldType.MONTH:
            return _days(field, period, sensible)
        case FieldType.WHOLE:
            return _number("whole", field)
        case FieldType.NUMBER | FieldType.SCORE | FieldType.PERCENT:
            return _number("decimal", field)
        case FieldType.TEXT | FieldType.CODE | FieldType.PEOPLE:
            return _length(field)
        case _:
            return _Rule()


def _expected_of_list(field: Field) -> str:
    """Say what a list expects; of several choices and beyond the unit's own people it suggests."""
    if field.type is FieldType.CHOICES:
        return ""
    if field.type is not FieldType.PERSON:
        return "请从下拉列表中选择。"
    if field.own_unit:
        return "请填写本单位人员的姓名，不在人员名册的将被退回；新进人员请先报党办列入名册。"
    return ""


def _days(field: Field, period: Period | None, sensible: Days) -> _Rule:
    within = field.within_period and period is not None
    first, last = (period.first, period.last) if period and within else sensible
    year = last.year if within else last.year - _YEARS_AFTER
    if field.type is FieldType.MONTH:
        expected = f"请填写月份，样式如{year}年6月。"
    elif within:
        expected = f"请填写{_spoken(first)}至{_spoken(last)}之间的日期。"
    else:
        expected = f"请填写日期，样式如{year}-6-30。"
    return _Rule(
        kind="date",
        operator="between",
        first=_serial(first),
        second=_serial(last),
        expected=expected,
    )


def _serial(day: dt.date) -> str:
    return str((day - _EPOCH).days)


def _spoken(day: dt.date) -> str:
    return f"{day.year}-{day.month}-{day.day}"


def _number(kind: Literal["whole", "decimal"], field: Field) -> _Rule:
    least, most = field.bounds
    if least is not None and most is not None:
        bounds = f"{least}至{most}之间的"
    elif least is not None:
        bounds = f"不小于{least}的"
    else:
        bounds = "" if most is None else f"不大于{most}的"
    what = "整数" if kind == "whole" else "数字"
    return _Rule(
        kind=kind,
        operator="between",
        first=str(-_MOST) if least is None else f"{least:f}",
        second=str(_MOST) if most is None else f"{most:f}",
        expected=f"请填写{bounds}{what}，不带单位。",
    )


def _length(field: Field) -> _Rule:
    if field.digits:
        expected = f"请填写{field.digits}位编号。"
        return _Rule(
            kind="textLength", operator="equal", first=str(field.digits), expected=expected
        )
    least = field.min_length if field.min_length > 1 else 0
    expected = (
        f"请填写{least}至{field.max_length}个字。" if least else f"不得超过{field.max_length}个字。"
    )
    return _Rule(
        kind="textLength",
        operator="between",
        first=str(least),
        second=str(field.max_length),
        expected=expected,
    )


def _prompt(field: Field, expected: str) -> str:
    """Say what to enter where the heading alone may not; a prompt on every cell would annoy."""
    parts = [field.help.rstrip("。") + "。"] if field.help else []
    if field.type is FieldType.CHOICES:
        parts.append(f"可选（多项用顿号隔开）：{'、'.join(field.choices)}。")
    elif field.type is FieldType.PEOPLE and not field.help:
        parts.append("多人用顿号隔开。")
    elif field.type is FieldType.PERCENT:
        parts.append("按百分数填，百分之九十五填95。")
    elif field.within_period:
        parts.append(expected)
    if field.unique:
        parts.append("各行不得重复。")
    if field.example and field.type in _EXEMPLIFIED:
        parts.append(f"例：{field.example}")
    return "\n".join(parts)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
