"""Reads single cells by their field's type, tolerantly, and holds them against its bounds."""

from collections.abc import Callable
from decimal import Decimal

from campaign.cells import choice, date, name, number, text
from campaign.cells.reading import Bad, Context, Read, Reader, Tolerance
from campaign.form import NUMERIC, Field, FieldType
from campaign.problems import Code
from campaign.sheets import Scalar

__all__ = ["Bad", "Context", "Read", "Reader", "Tolerance", "make_reader"]

Check = Callable[[str], Bad | None]


def make_reader(field: Field, context: Context) -> Reader:
    """Return the function that reads and checks the cells of one field; it is never given None."""
    read, check = _reader(field, context), _check(field, context)

    def read_and_check(raw: Scalar) -> str | Read | Bad:
        result = read(raw)
        if type(result) is str:
            return check(result) or result
        if type(result) is Read and result.value:
            return check(result.value) or result
        return result

    return read_and_check


def _reader(field: Field, context: Context) -> Reader:
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


def _check(field: Field, context: Context) -> Check:
    if field.type in NUMERIC:
        return _number_check(field)
    if field.within_period and context.period:
        return _period_check(context.period.first.isoformat(), context.period.last.isoformat())
    return _length_check(field)


def _number_check(field: Field) -> Check:
    least, most = field.bounds

    def check(value: str) -> Bad | None:
        exact = Decimal(value)
        if least is not None and exact < least:
            return Bad(Code.CELL_TOO_LOW, {"limit": str(least)})
        if most is not None and exact > most:
            return Bad(Code.CELL_TOO_HIGH, {"limit": str(most)})
        return None

    return check


def _period_check(first: str, last: str) -> Check:
    def check(value: str) -> Bad | None:
        if first <= value <= last:
            return None
        return Bad(Code.CELL_OUTSIDE_PERIOD, {"first": first, "last": last})

    return check


def _length_check(field: Field) -> Check:
    least, most, free = field.min_length, field.max_length, field.type is FieldType.TEXT

    def check(value: str) -> Bad | None:
        count = len(value)
        if count > most:
            return Bad(Code.CELL_TOO_LONG, {"count": str(count), "limit": str(most)})
        if count < least:
            return Bad(Code.CELL_TOO_SHORT, {"count": str(count), "limit": str(least)})
        if free and value[0] in "=@":
            return Bad(Code.CELL_LOOKS_LIKE_FORMULA, {"first": value[0]}, value)
        return None

    return check
