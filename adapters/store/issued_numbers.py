"""The numbers of blank workbooks of event forms, per form and unit; none is given twice."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from adapters.store.rows import values_of
from adapters.store.tables import drops, issued


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuedNumber:
    """A number that was given to a blank workbook, and the serial number (填报码) made of it."""

    form: str
    unit: str
    number: int
    serial: str
    issued_at: dt.datetime


def first_unused_number(connection: Connection, form: str, unit: str) -> int | None:
    """Return the least number whose workbook never came back, None if all did."""
    came_back = select(drops.c.serial).where(drops.c.serial.is_not(None))
    query = select(func.min(issued.c.number)).where(
        issued.c.form == form, issued.c.unit == unit, issued.c.serial.not_in(came_back)
    )
    number: int | None = connection.scalar(query)
    return number


def last_number(connection: Connection, form: str, unit: str) -> int:
    """Return the last number that was given, 0 if none was."""
    query = select(func.max(issued.c.number)).where(issued.c.form == form, issued.c.unit == unit)
    return connection.scalar(query) or 0


def record_number(connection: Connection, number: IssuedNumber) -> None:
    """Record a number as given."""
    connection.execute(insert(issued).values(values_of(number)))
