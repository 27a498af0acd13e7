"""Counts, per obligation and period, how many reports are due, filed, waived, missing; who owes.

For the command ``zuofeng status``, the daily run and the office's digest.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.duties import Duty
from campaign.definitions.plan import Plan
from campaign.definitions.working_days import add_working_days


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportingRate:
    """One period of one obligation: units by state; ``due`` is how many owe it at all.

    ``in_time_until`` is the end of the grace that everybody has.
    """

    obligation: str
    name: str
    form: str
    period: str
    label: str
    due_on: dt.date
    in_time_until: dt.date
    lock: dt.date | None
    due: int
    counts: dict[DutyState, int]

    @property
    def filed(self) -> int:
        """How many have filed, in time or not, nil returns included."""
        return sum(self.counts[s] for s in (DutyState.ON_TIME, DutyState.LATE, DutyState.NIL))

    @property
    def waived(self) -> int:
        """How many need not file."""
        return self.counts[DutyState.WAIVED]

    @property
    def overdue(self) -> int:
        """How many are late and can still file."""
        return self.counts[DutyState.MISSING]

    @property
    def missing(self) -> int:
        """The number of units that did not file in time and have not since, locked or not."""
        return self.counts[DutyState.MISSING] + self.counts[DutyState.LOCKED]

    @property
    def outstanding(self) -> int:
        """The number of units that can and must still file."""
        states = (DutyState.OPEN, DutyState.RETURNED, DutyState.MISSING)
        return sum(self.counts[state] for state in states)


@dataclass(frozen=True, kw_only=True, slots=True)
class Debtor:
    """A unit that still owes reports; ``statuses`` are theirs, by due date."""

    unit: str
    statuses: tuple[SubmissionStatus, ...]

    @property
    def overdue(self) -> tuple[SubmissionStatus, ...]:
        """The statuses that are past their time."""
        return tuple(s for s in self.statuses if s.state is DutyState.MISSING)


def reporting_rates(statuses: Iterable[SubmissionStatus]) -> tuple[ReportingRate, ...]:
    """Return one rate per obligation and period, by due date, then in the order of ``statuses``."""
    grouped: dict[tuple[str, str], list[SubmissionStatus]] = defaultdict(list)
    for status in statuses:
        duty = status.duty
        grouped[duty.obligation.key, str(duty.period)].append(status)
    rates = [_rate(group[0].duty, group) for group in grouped.values()]
    return tuple(sorted(rates, key=lambda rate: rate.due_on))


def lacking(
    statuses: Sequence[SubmissionStatus], plan: Plan, day: dt.date
) -> tuple[SubmissionStatus, ...]:
    """Return the statuses of every period that somebody owes late, or that is due soon.

    Soon is as many working days ahead as the plan's first reminder. Once the campaign is over
    nothing is due soon, and the working days of another year are not needed. Raises
    UnknownYearError for a day in a year whose working days are unknown.
    """
    ahead = max((*plan.reminders.working_days_before, 1)) if day <= plan.campaign.last else 0
    horizon = add_working_days(day, ahead, plan.calendar)
    periods = {
        (s.duty.obligation.key, s.duty.period)
        for s in statuses
        if s.owes and (s.state is not DutyState.OPEN or s.duty.due <= horizon)
    }
    return tuple(s for s in statuses if (s.duty.obligation.key, s.duty.period) in periods)


def debtors(
    statuses: Iterable[SubmissionStatus], office: str, office_forms: Container[str]
) -> tuple[Debtor, ...]:
    """Return the units that still owe reports, in the order of ``statuses``.

    ``office_forms`` are the forms that the office files on others: it owes them itself. ``office``
    is its code.
    """
    owed: dict[str, list[SubmissionStatus]] = defaultdict(list)
    for status in statuses:
        if status.owes:
            by_office = status.duty.obligation.form in office_forms
            owed[office if by_office else status.duty.unit].append(status)
    return tuple(
        Debtor(unit=unit, statuses=tuple(sorted(of_unit, key=lambda s: s.duty.due)))
        for unit, of_unit in owed.items()
    )


def _rate(duty: Duty, group: list[SubmissionStatus]) -> ReportingRate:
    counts = Counter(status.state for status in group)
    return ReportingRate(
        obligation=duty.obligation.key,
        name=duty.obligation.name,
        form=duty.obligation.form,
        period=str(duty.period),
        label=duty.period.label,
        due_on=duty.due,
        in_time_until=duty.grace,
        lock=duty.lock,
        due=len(group),
        counts={state: counts[state] for state in DutyState},
    )
