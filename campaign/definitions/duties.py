"""What each unit owes and until when: the plan's obligations, unit by unit and period by period."""

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass

from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.roster import Roster, Unit
from campaign.definitions.working_days import add_working_days, working_day_of_month
from campaign.values.periods import Period

DutyKey = tuple[str, str, str]
"""Unit code, form key, period as written in the plan."""

Return = tuple[dt.date, dt.date]
"""The day on which a faulty report was received, and the day on which it was returned."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """One report that one unit owes; every date belongs to the time before it ends."""

    unit: str
    obligation: Obligation
    period: Period
    opens: dt.date
    due: dt.date
    grace: dt.date
    lock: dt.date | None

    @property
    def key(self) -> DutyKey:
        """What a submission is filed under."""
        return self.unit, self.obligation.form, str(self.period)


def due_date(obligation: Obligation, period: Period, plan: Plan) -> dt.date:
    """Return the last day on which a period's report is in time.

    Raises ValueError for an obligation that has no deadline, UnknownYearError where the plan's
    rule reaches a year whose working days nobody knows.
    """
    due = obligation.due
    if due is None:
        raise ValueError(f"{obligation.key}没有期限")
    if str(period) in obligation.due_on:
        return obligation.due_on[str(period)]
    if due.date:
        return due.date
    month = period.last.replace(day=1)
    if due.month == "next":
        month = period.last + dt.timedelta(days=1)
    if due.day:
        return month.replace(day=due.day)
    return working_day_of_month(month, due.working_day or 1, plan.calendar)


def binding_day(obligation: Obligation, period: Period, plan: Plan) -> dt.date:
    """Return the day on which a unit must take part to owe a period's report, and to file it.

    It is the due date or the period's last day, whichever comes first: who joins after the
    period has nothing to report, who leaves before the report is due still has. Raises as
    ``due_date`` does.
    """
    return min(due_date(obligation, period, plan), period.last)


def units_owing(obligation: Obligation, roster: Roster, day: dt.date) -> tuple[Unit, ...]:
    """Return the units that an obligation binds on a day, in the roster's order."""
    if obligation.classes:
        return roster.of_classes(obligation.classes, day)
    named = (roster.unit(name) for name in obligation.units)
    return tuple(unit for unit in named if unit and unit.active_on(day))


def binds(unit: Unit, obligation: Obligation, roster: Roster) -> bool:
    """Return whether an obligation binds a unit as long as it takes part."""
    if obligation.classes:
        return unit.unit_class in obligation.classes
    return any(roster.unit(name) == unit for name in obligation.units)


def duties(plan: Plan, roster: Roster) -> tuple[Duty, ...]:
    """Return everything that is due in the year, by due date, then in the roster's order."""
    found = [
        Duty(
            unit=unit.code,
            obligation=obligation,
            period=period,
            opens=obligation.opens or period.first,
            due=due,
            grace=add_working_days(due, obligation.grace_days, plan.calendar),
            lock=obligation.lock,
        )
        for obligation in plan.obligations
        for period in obligation.periods
        for due in [due_date(obligation, period, plan)]
        for unit in units_owing(obligation, roster, binding_day(obligation, period, plan))
    ]
    return tuple(sorted(found, key=lambda duty: duty.due))


def last_day(duty: Duty, returns: Iterable[Return], plan: Plan) -> dt.date:
    """Return the last day on which a report counts as on time.

    One that came in time and was returned may be corrected within the plan's working days.
    """
    days = plan.reminders.correction_days
    corrections = (
        add_working_days(returned, days, plan.calendar)
        for received, returned in returns
        if received <= duty.grace
    )
    return max((duty.grace, *corrections))


def still_owed(
    duties_of_unit: Iterable[Duty], accepted: Container[DutyKey], today: dt.date
) -> tuple[Duty, ...]:
    """Return what has opened, is not locked and has no accepted submission yet."""
    return tuple(
        duty
        for duty in duties_of_unit
        if duty.opens <= today
        and (duty.lock is None or today <= duty.lock)
        and duty.key not in accepted
    )
