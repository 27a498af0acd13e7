"""Read single cells by their field's type, tolerantly, and check them against its bounds."""

from collections.abc import Callable
from decimal import Decimal

from campaign.definitions.form import NUMERIC, Field, FieldType
from campaign.problems.codes import Code
from campaign.reading.cells import choice, date, name, number, obligation, text
from campaign.reading.cells.date import spoken
from campaign.reading.cells.date_bounds import check_day
from campaign.reading.cells.reading import (
    CellContext,
    CellFault,
    CellReader,
    Tolerance,
    ToleratedValue,
)
from campaign.values.periods import Period
from campaign.values.raw_workbook import Scalar

__all__ = ["CellContext", "CellFault", "CellReader", "Tolerance", "ToleratedValue", "make_reader"]

CellCheck = Callable[[str], CellFault | None]

_ERROR_TEXTS = frozenset("#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL!".split())  # noqa: SIM905 - easier to read


def make_reader(field: Field, context: CellContext) -> CellReader:
    """Return the function that reads and checks the cells of one field that are not None."""
    read, check = _reader(field, context), _check(field, context)

    def read_and_check(raw: Scalar) -> str | ToleratedValue | CellFault:
        result = read(raw)
        value = result if isinstance(result, str) else result.value
        fault = check(value) if value else None
        return fault or result

    return read_and_check


def _reader(field: Field, context: CellContext) -> CellReader:
    match field.type:
        case FieldType.DATE:
            return date.date_reader(field, context)
        case FieldType.MONTH:
            return date.month_reader(field, context)
        case FieldType.PERSON:
            return name.person_reader(field, context)
        case FieldType.PEOPLE:
            return name.people_reader(field, context)
        case FieldType.UNIT:
            return name.unit_reader(field, context)
        case FieldType.OBLIGATION:
            return obligation.obligation_reader(field, context)
        case FieldType.PERIOD:
            return obligation.period_reader(field, context)
        case _:
            return _READERS[field.type](field)


_READERS = {
    FieldType.SEQUENCE: text.text_reader,
    FieldType.TEXT: text.text_reader,
    FieldType.CODE: text.code_reader,
    FieldType.PHONE: text.phone_reader,
    FieldType.WHOLE: number.number_reader,
    FieldType.NUMBER: number.number_reader,
    FieldType.SCORE: number.number_reader,
    FieldType.PERCENT: number.number_reader,
    FieldType.CHOICE: choice.choice_reader,
    FieldType.CHOICES: choice.choices_reader,
    FieldType.YES_NO: choice.yes_no_reader,
}


def _check(field: Field, context: CellContext) -> CellCheck:
    if field.type in NUMERIC:
        return _number_check(field)
    if field.type is FieldType.DATE:
        return _date_check(field, context)
    return _length_check(field) if field.type in _FREE else _no_check


_FREE = frozenset({FieldType.TEXT, FieldType.CODE, FieldType.PHONE, FieldType.PEOPLE})


def _no_check(_value: str) -> CellFault | None:
    return None


def _number_check(field: Field) -> CellCheck:
    least, most = field.bounds
    least = -number.LARGEST if least is None else least
    most = number.LARGEST if most is None else most

    def check(value: str) -> CellFault | None:
        exact = Decimal(value)
        if exact < least:
            return CellFault(Code.CELL_TOO_LOW, {"limit": f"{least:f}"})
        if exact > most:
            return CellFault(Code.CELL_TOO_HIGH, {"limit": f"{most:f}"})
        return None

    return check


def _date_check(field: Field, context: CellContext) -> CellCheck:
    if not (field.within_period and context.period):
        return lambda day: check_day(day, field, context)
    in_period = _period_check(context.period)
    return lambda day: in_period(day) or check_day(day, field, context)


def _period_check(period: Period) -> CellCheck:
    first, last = period.first.isoformat(), period.last.isoformat()
    facts = {"first": spoken(period.first), "last": spoken(period.last)}

    def check(value: str) -> CellFault | None:
        return None if first <= value <= last else CellFault(Code.CELL_OUTSIDE_PERIOD, facts)

    return check


def _length_check(field: Field) -> CellCheck:
    least, most, free = field.min_length, field.max_length, field.type is FieldType.TEXT

    def check(value: str) -> CellFault | None:
        count = len(value)
        if count > most:
            return CellFault(Code.CELL_TOO_LONG, {"count": str(count), "limit": str(most)})
        if free and value in _ERROR_TEXTS:
            return CellFault(Code.CELL_ERROR_VALUE)
        if count < least and field.type is FieldType.CODE:
            return CellFault(Code.CELL_BAD_PATTERN, {"example": text.example(field)})
        if count < least:
            return CellFault(Code.CELL_TOO_SHORT, {"count": str(count), "limit": str(least)})
        if free and value[0] in "=@":
            return CellFault(Code.CELL_LOOKS_LIKE_FORMULA, {"first": value[0]}, value)
        return None

    return check
