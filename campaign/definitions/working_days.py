"""Working days: the official Chinese calendar, its make-up days, the plan's corrections."""

import datetime as dt
from functools import cache

import chinese_calendar

from campaign.definitions.plan import Calendar


class UnknownYearError(Exception):
    """The official calendar of that year is not known and the plan does not list its days."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            f"{day:%Y年}的法定工作日尚未发布或未收录，请在plan.toml的[calendar]中列出"
            f"{day:%Y-%m}（listed_months）及其工作日、休息日"
        )


def is_working_day(day: dt.date, calendar: Calendar) -> bool:
    """Return whether people work on that day; raises UnknownYearError for a year nobody knows.

    In a month that the plan lists, Monday to Friday are working days but for its own lists.
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
    """Return the count-th working day after a day, or before it; the day itself for 0."""
    step = dt.timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, calendar):
            day += step
    return day


def working_day_of_month(first: dt.date, number: int, calendar: Calendar) -> dt.date:
    """Return the number-th working day of the month that begins on ``first``."""
    return add_working_days(first - dt.timedelta(days=1), number, calendar)
