"""What a spreadsheet program itself checks while staff fill in a cell, and what it tells them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from adapters.workbooks.texts import blank_texts
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
    """Return a cell's check with its Chinese prompt and error; None where anything may stand.

    Raises DefinitionError if the catalogue of their texts is broken.
    """
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
        texts = blank_texts().expected
        check.errorTitle = _cut(texts.title, _TITLE_LENGTH)
        error = texts.error.format(heading=field.heading, expected=rule.expected)
        check.error = _cut(error, _ERROR_LENGTH)
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
    """Return what a list expects; it only suggests several choices, and people of other units."""
    if field.type is FieldType.CHOICES:
        return ""
    if field.type is not FieldType.PERSON:
        return blank_texts().expected.list
    if field.own_unit:
        return blank_texts().expected.own_people
    return ""


def _days(field: Field, period: Period | None, sensible: Days) -> _Rule:
    within = field.within_period and period is not None
    first, last = (period.first, period.last) if period and within else sensible
    year = last.year if within else last.year - _YEARS_AFTER
    texts = blank_texts().expected
    if field.type is FieldType.MONTH:
        expected = texts.month.format(year=year)
    elif within:
        expected = texts.date_between.format(first=_spoken(first), last=_spoken(last))
    else:
        expected = texts.date.format(year=year)
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
    texts = blank_texts().expected
    expected = texts.whole if kind == "whole" else texts.number
    return _Rule(
        kind=kind,
        operator="between",
        first=str(-_MOST) if least is None else f"{least:f}",
        second=str(_MOST) if most is None else f"{most:f}",
        expected=expected.format(bounds=_bounds_text(least, most)),
    )


def _bounds_text(least: Decimal | None, most: Decimal | None) -> str:
    texts = blank_texts().expected
    if least is None:
        return "" if most is None else texts.at_most.format(most=most)
    if most is None:
        return texts.at_least.format(least=least)
    return texts.between.format(least=least, most=most)


def _length(field: Field) -> _Rule:
    texts = blank_texts().expected
    if field.digits:
        expected = texts.digits.format(digits=field.digits)
        return _Rule(
            kind="textLength", operator="equal", first=str(field.digits), expected=expected
        )
    least = field.min_length if field.min_length > 1 else 0
    wording = texts.length_between if least else texts.length_at_most
    return _Rule(
        kind="textLength",
        operator="between",
        first=str(least),
        second=str(field.max_length),
        expected=wording.format(least=least, most=field.max_length),
    )


def _prompt(field: Field, expected: str) -> str:
    """Return what to enter where the heading alone may not; a prompt on every cell would annoy."""
    texts = blank_texts().prompt
    parts = [field.help.rstrip("。") + "。"] if field.help else []
    if field.type is FieldType.CHOICES:
        parts.append(texts.choices.format(choices="、".join(field.choices)))
    elif field.type is FieldType.PEOPLE and not field.help:
        parts.append(texts.people)
    elif field.type is FieldType.PERCENT:
        parts.append(texts.percent)
    elif field.within_period:
        parts.append(expected)
    if field.unique:
        parts.append(texts.unique)
    if field.example and field.type in _EXEMPLIFIED:
        parts.append(texts.example.format(example=field.example))
    return "\n".join(parts)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
