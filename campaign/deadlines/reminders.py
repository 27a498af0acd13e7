"""Who is reminded of what on a day: only who still owes, on the plan's days, once a day.

After downtime the latest reminder of each duty applies, and only if it is still owed; its words
are those of the day on which it goes out. Nothing is said any more once the campaign is over.
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
    """What one unit is told on one day: what its reminder is about, and what else is overdue."""

    unit: str
    statuses: tuple[SubmissionStatus, ...]
    overdue: tuple[SubmissionStatus, ...] = ()


def reminder_days(due: dt.date, until: dt.date, plan: Plan) -> tuple[dt.date, ...]:
    """Return the days on which somebody who owes is reminded.

    Those before count back from the due date; those after count from the last day on which the
    report would have been in time, so that nobody who may still correct it is told he is late.
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
    """Return the reminders of a day, one per unit, in the order of the standings.

    ``standings`` are those of the day, of what units file themselves; ``reminded_on`` says on
    which day a unit's reminders were last seen to (the day before, unless something was down).
    """
    if day > plan.campaign.last:
        return ()
    owed: dict[str, list[SubmissionStatus]] = defaultdict(list)
    for standing in statuses:
        if standing.owes:
            owed[standing.duty.unit].append(standing)
    days = cache(lambda due, until: reminder_days(due, until, plan))
    found = []
    for unit, mine in owed.items():
        since = reminded_on(unit)
        now = [s for s in mine if any(since < on <= day for on in days(s.duty.due, s.until))]
        rest = [s for s in mine if s.state is DutyState.MISSING and s not in now]
        if now:
            found.append(Reminder(unit=unit, statuses=tuple(now), overdue=tuple(rest)))
    return tuple(found)
