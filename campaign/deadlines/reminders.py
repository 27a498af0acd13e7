"""Decides who is reminded of what on a day: only who still owes, on the plan's days, once a day.

After downtime the latest reminder of each duty applies, and only if the duty is still owed; it is
worded as of the day on which it goes out. There are none once the campaign is over.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.plan import Plan
from campaign.definitions.working_days import add_working_days


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """The reminder of one unit on one day: ``statuses`` to remind of, and what else is overdue."""

    unit: str
    statuses: tuple[SubmissionStatus, ...]
    overdue: tuple[SubmissionStatus, ...] = ()


def reminder_days(due: dt.date, until: dt.date, plan: Plan) -> tuple[dt.date, ...]:
    """Return the days on which a unit that owes a report is reminded of it.

    Those before count back from ``due``; those after count from ``until``, the last day on which
    the report would have been in time, so that nobody who may still correct it is called late.
    Raises UnknownYearError for a day in a year whose working days are unknown.
    """
    before, after = plan.reminders.working_days_before, plan.reminders.working_days_after
    return (
        *(add_working_days(due, -count, plan.calendar) for count in before),
        *(add_working_days(until, count, plan.calendar) for count in after),
    )


def reminders(
    statuses: Iterable[SubmissionStatus],
    plan: Plan,
    day: dt.date,
    reminded_on: Callable[[str], dt.date],
) -> tuple[Reminder, ...]:
    """Return the reminders of a day, one per unit, in the order of ``statuses``.

    ``statuses`` are those of the day, of the forms that units file themselves; ``reminded_on``
    gives the day on which a unit's reminders were last decided (the day before, unless something
    was down). Raises UnknownYearError as ``reminder_days`` does.
    """
    if day > plan.campaign.last:
        return ()
    days = cache(lambda due, until: reminder_days(due, until, plan))
    day_reminders = []
    for unit, of_unit in _owed(statuses).items():
        since = reminded_on(unit)
        now = [
            status
            for status in of_unit
            if any(since < on <= day for on in days(status.duty.due, status.in_time_until))
        ]
        overdue = [s for s in of_unit if s.state is DutyState.MISSING and s not in now]
        if now:
            day_reminders.append(Reminder(unit=unit, statuses=tuple(now), overdue=tuple(overdue)))
    return tuple(day_reminders)


def _owed(statuses: Iterable[SubmissionStatus]) -> dict[str, list[SubmissionStatus]]:
    """Return by unit what is still owed."""
    owed: dict[str, list[SubmissionStatus]] = defaultdict(list)
    for status in statuses:
        if status.owes:
            owed[status.duty.unit].append(status)
    return owed
