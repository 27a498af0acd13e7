"""Sums a sheet's columns up by the words of its form: for a unit, a class, all units.

Numbers stay exact; what nobody has filled in is None, never 0, so that a mean counts what is there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from campaign.definitions.form import NIL, NUMERIC, Field, FieldType
from campaign.definitions.table_words import Summary
from campaign.tables.table import Column, ColumnType, TableValue

Values = Sequence[TableValue]
"""The values of one column, a row each; None where the cell is blank."""

Reckoning = Callable[[Values, Values], TableValue]
"""Reckons a figure from the values of the rows summed up, and those of all rows."""

MEAN_PLACES = 2
_CHOICES = frozenset({FieldType.CHOICE, FieldType.CHOICES})
_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class SummaryColumn:
    """One column of a summary: which column it sums up, and how."""

    source: str
    column: Column
    reckon: Reckoning


def summary_of(field: Field) -> Summary:
    """Return how a column is summed up: as its form says, or by its type.

    Numbers that tell rows apart are left out, as are texts, names and dates.
    """
    if field.summary:
        return field.summary
    if field is NIL or field.unique or field.number:
        return Summary.NONE
    return _BY_TYPE.get(field.type, Summary.NONE)


_BY_TYPE = {
    FieldType.WHOLE: Summary.SUM,
    FieldType.NUMBER: Summary.SUM,
    FieldType.SCORE: Summary.MEAN,
    FieldType.PERCENT: Summary.MEAN,
    FieldType.CHOICE: Summary.SHARE,
    FieldType.CHOICES: Summary.SHARE,
    FieldType.YES_NO: Summary.SHARE,
}


def summary_columns(field: Field, column: Column) -> tuple[SummaryColumn, ...]:
    """Return the columns of a summary by unit that a form's column gives.

    The shares of choices are in a table of their own.
    """
    summary = summary_of(field)
    if summary is Summary.NONE:
        return ()
    if field.type in _CHOICES and summary in (Summary.COUNT, Summary.SHARE):
        return tuple(_choice_counts(field, column)) if summary is Summary.COUNT else ()
    word, shown, reckon = _reckoning(field, column)
    made = replace(
        column,
        key=f"{column.key}_{summary}",
        heading=f"{column.heading}{word}",
        type=shown.type,
        unit=shown.unit,
        places=shown.places,
    )
    return (SummaryColumn(column.key, made, reckon),)


@dataclass(frozen=True, slots=True)
class _Shown:
    """How a reckoned figure is shown."""

    type: ColumnType
    unit: str = ""
    places: int | None = None


def _reckoning(field: Field, column: Column) -> tuple[str, _Shown, Reckoning]:
    """Return what is put after the heading, how the figure is shown, and what reckons it."""
    summary, number = summary_of(field), field.type in NUMERIC
    exact = _Shown(ColumnType.INTEGER if field.type is FieldType.WHOLE else ColumnType.NUMBER)
    as_is = replace(exact if number else _Shown(column.type), unit=column.unit)
    match summary:
        case Summary.SUM:
            return "合计", as_is, _sum
        case Summary.MEAN:
            return "平均", _Shown(ColumnType.NUMBER, column.unit, MEAN_PLACES), _mean
        case Summary.LEAST:
            return "最低" if number else "最早", as_is, _least
        case Summary.MOST:
            return "最高" if number else "最晚", as_is, _most
        case Summary.COUNT:
            return "（已填）", _Shown(ColumnType.INTEGER, "项"), _count
        case Summary.SHARE:
            word, reckon = _share(field)
            return word, _PERCENT, reckon
        case _:
            return "", _Shown(ColumnType.TEXT), _list


_PERCENT = _Shown(ColumnType.PERCENT, places=1)


def _share(field: Field) -> tuple[str, Reckoning]:
    if field.type is FieldType.YES_NO:
        return "（是）", _yes_share
    if field.type in NUMERIC:
        return "占比", _share_of_all
    return "填写率", _filled_share


def _choice_counts(field: Field, column: Column) -> Iterator[SummaryColumn]:
    for number, choice in enumerate(field.choices, start=1):
        counted = Column(
            f"{column.key}_{number}",
            f"{column.heading}：{choice}",
            ColumnType.INTEGER,
            audience=column.audience,
            source=column.source,
        )
        yield SummaryColumn(column.key, counted, _choice_counter(choice))


def _choice_counter(choice: str) -> Reckoning:
    return lambda values, _all: count_choices(values)[choice] if _filled(values) else None


def count_choices(values: Iterable[TableValue]) -> Counter[str]:
    """Return how often each choice was made; a cell with several counts for each of them."""
    return Counter(
        choice for value in values if isinstance(value, str) for choice in value.split("、")
    )


def _filled(values: Values) -> list[str | int | Decimal | Fraction]:
    return [value for value in values if value is not None]  # type: ignore[misc]  # dates too


def _numbers(values: Values) -> list[int | Decimal]:
    return [value for value in values if isinstance(value, int | Decimal)]


def _sum(values: Values, _all: Values) -> TableValue:
    numbers = _numbers(values)
    return sum(numbers[1:], start=numbers[0]) if numbers else None


def _mean(values: Values, _all: Values) -> TableValue:
    numbers = [Fraction(number) for number in _numbers(values)]
    return sum(numbers, start=Fraction(0)) / len(numbers) if numbers else None


def _least(values: Values, _all: Values) -> TableValue:
    return min(_filled(values), default=None)


def _most(values: Values, _all: Values) -> TableValue:
    return max(_filled(values), default=None)


def _list(values: Values, _all: Values) -> TableValue:
    different = list(dict.fromkeys(map(str, _filled(values))))
    more = f"等{len(different)}项" if len(different) > _MOST_LISTED else ""
    return "、".join(different[:_MOST_LISTED]) + more


def _count(values: Values, _all: Values) -> TableValue:
    return len(_filled(values))


def _yes_share(values: Values, _all: Values) -> TableValue:
    filled = _filled(values)
    return Fraction(sum(value is True for value in filled), len(filled)) if filled else None


def _share_of_all(values: Values, every: Values) -> TableValue:
    total = sum(map(Fraction, _numbers(every)), start=Fraction(0))
    own = sum(map(Fraction, _numbers(values)), start=Fraction(0))
    return own / total if total and _filled(values) else None


def _filled_share(values: Values, _all: Values) -> TableValue:
    return Fraction(len(_filled(values)), len(values)) if values else None
