"""Counts working days by the official Chinese calendar and the plan's corrections of it."""

import datetime as dt
from functools import cache

import chinese_calendar

from campaign.definitions.plan import Calendar
from campaign.problems.definition_faults import PlanFault


class UnknownYearError(Exception):
    """A day of a year that the official calendar does not cover and the plan does not list."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(PlanFault.YEAR_UNKNOWN.format(year=day.year, month=f"{day:%Y-%m}"))


def is_working_day(day: dt.date, calendar: Calendar) -> bool:
    """Return whether a day is a working day, make-up days included.

    In a month that the plan lists, Monday to Friday are working days but for its own lists. Raises
    UnknownYearError for a day that neither the official calendar nor the plan covers.
    """
    if day in calendar.days_off:
        return False
    if day in calendar.working_days:
        return True
    if any(month.first <= day <= month.last for month in calendar.listed_months):
        return day.weekday() < 5
    try:
        return _is_official_working_day(day)
    except NotImplementedError as error:
        raise UnknownYearError(day) from error


@cache
def _is_official_working_day(day: dt.date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def add_working_days(day: dt.date, count: int, calendar: Calendar) -> dt.date:
    """Return the count-th working day after a day, or before it if negative; the day itself for 0.

    Raises UnknownYearError as ``is_working_day`` does.
    """
    step = dt.timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, calendar):
            day += step
    return day


def working_day_of_month(first: dt.date, number: int, calendar: Calendar) -> dt.date:
    """Return the number-th working day of the month that begins on ``first``, counted from 1.

    Raises UnknownYearError as ``is_working_day`` does.
    """
    return add_working_days(first - dt.timedelta(days=1), number, calendar)
