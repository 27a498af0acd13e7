"""The table of obligations: of each period's reports, how many are due, filed, waived, missing.

For whoever watches the campaign: the command ``zuofeng status``, the daily run, the digest.
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
    """One period of one obligation and how many units stand where on it; ``due`` owe it at all.

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
    def missing(self) -> int:
        """How many did not file in time and have not filed since, locked or not."""
        return self.counts[DutyState.MISSING] + self.counts[DutyState.LOCKED]

    @property
    def outstanding(self) -> int:
        """How many can and must still file."""
        states = (DutyState.OPEN, DutyState.RETURNED, DutyState.MISSING)
        return sum(self.counts[state] for state in states)


@dataclass(frozen=True, kw_only=True, slots=True)
class Debtor:
    """A unit that still owes reports, with them in the order of their due dates."""

    unit: str
    statuses: tuple[SubmissionStatus, ...]

    @property
    def overdue(self) -> tuple[SubmissionStatus, ...]:
        """Those that are past their time."""
        return tuple(s for s in self.statuses if s.state is DutyState.MISSING)


def reporting_rates(statuses: Iterable[SubmissionStatus]) -> tuple[ReportingRate, ...]:
    """Return one tally per obligation and period, by due date, then as in the standings."""
    grouped: dict[tuple[str, str], list[SubmissionStatus]] = defaultdict(list)
    for standing in statuses:
        duty = standing.duty
        grouped[duty.obligation.key, str(duty.period)].append(standing)
    found = [_tally(group[0].duty, group) for group in grouped.values()]
    return tuple(sorted(found, key=lambda tally: tally.due_on))


def lacking(
    statuses: Sequence[SubmissionStatus], plan: Plan, day: dt.date
) -> tuple[SubmissionStatus, ...]:
    """Return the standings on every period that somebody is late with, or soon will be.

    Soon is as many working days ahead as the plan's first reminder. Once the campaign is over
    nothing is due soon, and nobody need know the working days of another year.
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
    """Return who still owes what, in the order of the standings.

    What the office files on others is the office's own debt; ``office_forms`` are such forms.
    """
    owed: dict[str, list[SubmissionStatus]] = defaultdict(list)
    for standing in statuses:
        if standing.owes:
            by_office = standing.duty.obligation.form in office_forms
            owed[office if by_office else standing.duty.unit].append(standing)
    return tuple(
        Debtor(unit=unit, statuses=tuple(sorted(mine, key=lambda s: s.duty.due)))
        for unit, mine in owed.items()
    )


def _tally(duty: Duty, group: list[SubmissionStatus]) -> ReportingRate:
    counts = Counter(standing.state for standing in group)
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
