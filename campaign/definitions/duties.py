"""Derives what each unit owes and until when: the obligations, unit by unit, period by period."""

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.roster import Roster, Unit
from campaign.definitions.working_days import add_working_days, working_day_of_month
from campaign.problems.definition_faults import PlanFault
from campaign.values.periods import Period

DutyKey = tuple[str, str, str]
"""Unit code, form key, period as written in the plan."""


class ReturnedReport(NamedTuple):
    """The days on which a faulty report was received and returned."""

    received_on: dt.date
    returned_on: dt.date


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """One report that one unit owes.

    It is taken from ``opens`` on, due on ``due``, in time up to ``grace`` and refused after
    ``lock`` (None: never); each of these days belongs to the time that it ends.
    """

    unit: str
    obligation: Obligation
    period: Period
    opens: dt.date
    due: dt.date
    grace: dt.date
    lock: dt.date | None

    @property
    def key(self) -> DutyKey:
        """The key under which its submissions are filed."""
        return self.unit, self.obligation.form, str(self.period)


def due_date(obligation: Obligation, period: Period, plan: Plan) -> dt.date:
    """Return the day on which a period's report is due.

    Raises ValueError for an obligation without a deadline, UnknownYearError if the plan's rule
    reaches a year whose working days are not known.
    """
    due = obligation.due
    if due is None:
        raise ValueError(PlanFault.NO_DEADLINE.format(key=obligation.key))
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

    It is the due date or the period's last day, whichever comes first: a unit that joins after the
    period has nothing to report, one that leaves before the report is due still has. Raises as
    ``due_date`` does.
    """
    return min(due_date(obligation, period, plan), period.last)


def units_owing(obligation: Obligation, roster: Roster, day: dt.date) -> tuple[Unit, ...]:
    """Return the units that an obligation binds on a day.

    In the roster's order, or in the plan's where it names the units.
    """
    if obligation.classes:
        return roster.of_classes(obligation.classes, day)
    units = (roster.unit(name) for name in obligation.units)
    return tuple(unit for unit in units if unit and unit.active_on(day))


def binds(unit: Unit, obligation: Obligation, roster: Roster) -> bool:
    """Return whether an obligation binds a unit on the days on which it takes part."""
    if obligation.classes:
        return unit.unit_class in obligation.classes
    return any(roster.unit(name) == unit for name in obligation.units)


def duties(plan: Plan, roster: Roster) -> tuple[Duty, ...]:
    """Return every duty of the year, by due date, then in the order of plan and roster.

    Raises as ``due_date`` does.
    """
    year = [
        duty
        for obligation in plan.obligations
        for period in obligation.periods
        for duty in _duties_of(obligation, period, plan, roster)
    ]
    return tuple(sorted(year, key=lambda duty: duty.due))


def _duties_of(
    obligation: Obligation, period: Period, plan: Plan, roster: Roster
) -> Iterator[Duty]:
    due = due_date(obligation, period, plan)
    grace = add_working_days(due, obligation.grace_days, plan.calendar)
    for unit in units_owing(obligation, roster, binding_day(obligation, period, plan)):
        yield Duty(
            unit=unit.code,
            obligation=obligation,
            period=period,
            opens=obligation.opens or period.first,
            due=due,
            grace=grace,
            lock=obligation.lock,
        )


def last_day_in_time(duty: Duty, returns: Iterable[ReturnedReport], plan: Plan) -> dt.date:
    """Return the last day on which a report counts as in time.

    One that came in time and was returned may be corrected within the plan's working days. Raises
    UnknownYearError as ``add_working_days`` does.
    """
    days = plan.reminders.correction_days
    corrections = (
        add_working_days(report.returned_on, days, plan.calendar)
        for report in returns
        if report.received_on <= duty.grace
    )
    return max((duty.grace, *corrections))


def still_owed(
    duties_of_unit: Iterable[Duty], accepted: Container[DutyKey], today: dt.date
) -> tuple[Duty, ...]:
    """Return the duties that have opened, are not locked and have no accepted submission."""
    return tuple(
        duty
        for duty in duties_of_unit
        if duty.opens <= today
        and (duty.lock is None or today <= duty.lock)
        and duty.key not in accepted
    )
