"""The clock, and times and days as the store keeps them: ISO 8601 texts in the order of time."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Column,
    ColumnElement,
    Dialect,
    Table,
    Text,
    TypeDecorator,
    or_,
    type_coerce,
)

from campaign.values.receipt_order import CLOCK_STEP

Condition = ColumnElement[bool]


def now_in(zone: str) -> dt.datetime:
    """Return the present time in a zone."""
    return dt.datetime.now(ZoneInfo(zone))


def text_of(moment: dt.date) -> str:
    """Write a time with its offset, to the millisecond, or a day."""
    if isinstance(moment, dt.datetime):
        return moment.isoformat(timespec="milliseconds")
    return moment.isoformat()


class Timestamp(TypeDecorator[dt.datetime]):
    """A time as text, to the millisecond.

    Texts are in the order of their times as long as all are of one zone, the campaign's. A day
    may be compared with a time, and means the day's first moment.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.date | None, dialect: Dialect) -> str | None:
        """Write a time, or a day to compare with."""
        return None if value is None else text_of(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:
        """Read a time; raises ValueError for a text that is none."""
        return None if value is None else dt.datetime.fromisoformat(value)


class CalendarDay(TypeDecorator[dt.date]):
    """A day as text, such as 2026-07-01."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.date | None, dialect: Dialect) -> str | None:
        """Write a day."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.date | None:
        """Read a day; raises ValueError for a text that is none."""
        return None if value is None else dt.date.fromisoformat(value)


def has_come(moment: Column[dt.datetime], now: dt.datetime, most: dt.timedelta) -> Condition:
    """Return the condition that a time has come that is set at most so long ahead.

    One that is further off was set by a clock that went wrong, and nobody waits for it.
    """
    return or_(moment <= now, moment > now + most + CLOCK_STEP)


def is_over(lease_until: Column[dt.datetime], now: dt.datetime, length: dt.timedelta) -> Condition:
    """Return the condition that nobody holds a lease of a length: there is none, or it is over."""
    return or_(lease_until.is_(None), has_come(lease_until, now, length))


def as_stored(table: Table) -> list[ColumnElement[object]]:
    """Return a table's columns with times and days as the texts that stand in the database.

    For what is compared with a hash, or may have been altered to something that is no time.
    """
    return [_as_stored(column) for column in table.columns]


def _as_stored(column: Column[object]) -> ColumnElement[Any]:
    if isinstance(column.type, Timestamp | CalendarDay):
        return type_coerce(column, Text).label(column.name)
    return column
