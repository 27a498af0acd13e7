"""How a value of a table is written where people read it; here alone are numbers rounded."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from campaign.tables.table import Column, ColumnType, TableValue
from campaign.values.exact_numbers import number_text, round_half_up

YES = "是"


def cell_text(value: TableValue, column: Column) -> str:
    """Return a value as people read it, "" for nothing; numbers are rounded half up."""
    if value is None or isinstance(value, str):
        return value or ""
    if column.type is ColumnType.YES_NO:
        return YES if value else column.no
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Fraction | Decimal):
        places = shown_places(value, column)
        if column.type is ColumnType.PERCENT:
            return f"{round_half_up(100 * Fraction(value), places):f}%"
        return f"{round_half_up(Fraction(value), places):{'+f' if column.signed else 'f'}}"
    return str(value)


def shown_places(value: Fraction | Decimal, column: Column) -> int:
    """Return how many decimal places are shown: the column's, else as many as the number has.

    A decimal has those that it is written with, a fraction those that it needs, ten at most;
    percents have none unless the column says so.
    """
    if column.places is not None:
        return column.places
    if column.type is ColumnType.PERCENT:
        return 0
    text = f"{value:f}" if isinstance(value, Decimal) else number_text(value)
    return len(text.partition(".")[2])
