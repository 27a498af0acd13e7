"""Decides which days a date may be, by what the form says that the date means.

A day on which something has happened cannot lie after the day of receipt. Within a month it may
have been entered in advance, and is asked about; further on the year is wrong, and the report would
be counted by it, so that it goes back. Days far from the campaign are asked about: a problem may
be old.
"""

import datetime as dt

from campaign.definitions.form import DateMeaning, Field
from campaign.problems.codes import Code
from campaign.reading.cells.date import spoken
from campaign.reading.cells.reading import CellContext, CellFault

_ADVANCE = dt.timedelta(days=31)
_YEARS_BEFORE, _YEARS_AFTER = 1, 2
"""Years before the campaign's first day and after its last within which nothing is asked."""


def usual_days(field: Field, context: CellContext) -> tuple[dt.date, dt.date]:
    """Return the first and the last day about which nothing is asked in a column."""
    first, last = dt.date.min, dt.date.max
    if field.means is None:
        return first, last
    if field.means is not DateMeaning.SINCE:
        first = _in_year(_campaign(context)[0], -_YEARS_BEFORE)
    if field.means is DateMeaning.DUE or context.received_on is None:
        return first, _in_year(_campaign(context)[1], _YEARS_AFTER)
    advance = _ADVANCE if field.means is DateMeaning.FILED else dt.timedelta()
    return first, context.received_on + advance


def check_day(day: str, field: Field, context: CellContext) -> CellFault | None:
    """Return what is asked or wrong about a day (ISO) in a column, None for a usual one."""
    first, last = usual_days(field, context)
    if first.isoformat() <= day <= last.isoformat():
        return None
    received_on, means = context.received_on, field.means
    past = means in (DateMeaning.HAPPENED, DateMeaning.SINCE)
    if received_on and past and day > received_on.isoformat():
        facts = {"received": spoken(received_on)}
        if day <= (received_on + _ADVANCE).isoformat():
            return CellFault(Code.CELL_DATE_SOON, facts, day)
        return CellFault(Code.CELL_DATE_AHEAD, facts)
    campaign_first, campaign_last = _campaign(context)
    facts = {"first": spoken(campaign_first), "last": spoken(campaign_last)}
    return CellFault(Code.CELL_DATE_REMOTE, facts, day)


def _campaign(context: CellContext) -> tuple[dt.date, dt.date]:
    year = context.year
    return context.first or dt.date(year, 1, 1), context.last or dt.date(year, 12, 31)


def _in_year(day: dt.date, years: int) -> dt.date:
    """Return the first of the day's month so many years on: no month lacks it."""
    return day.replace(year=day.year + years, day=1)
