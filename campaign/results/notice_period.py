"""Computes the notice period (公示) of a result, in which anybody may object to an entry (S49)."""

import datetime as dt
from dataclasses import dataclass

from campaign.definitions.plan import Plan
from campaign.definitions.working_days import add_working_days


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticePeriod:
    """The first and the last day of a notice period; both belong to it."""

    first: dt.date
    last: dt.date

    def has_ended(self, today: dt.date) -> bool:
        """Return whether the last day, which counts until 24:00, is over."""
        return today > self.last


def notice_period_from(approved_on: dt.date, plan: Plan) -> NoticePeriod:
    """Return the period that an approval begins: from the next day, for the plan's working days.

    Raises UnknownYearError if it reaches a year whose working days neither the calendar nor the
    plan lists.
    """
    days = plan.appraisal.notice_working_days
    return NoticePeriod(
        first=approved_on + dt.timedelta(days=1),
        last=add_working_days(approved_on, days, plan.calendar),
    )
