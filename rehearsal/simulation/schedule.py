"""Plans what each clerk does about each duty: on time, late, wrong at first, or not at all.

Planned before the year begins, so that the outputs can be checked against it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from campaign.deadlines.reminders import reminder_days
from campaign.deadlines.status import DutyState
from campaign.definitions.applicability import RATINGS
from campaign.definitions.duties import Duty
from campaign.definitions.plan import Plan
from campaign.definitions.working_days import add_working_days, is_working_day
from rehearsal.content.scenario import Scenario

SCORED = frozenset(("self_evaluation", "mutual_evaluation", "social_evaluation", "inspection"))
"""Forms whose absence would move the planted ranks."""


class Manner(StrEnum):
    """How a workbook is filled in."""

    RIGHT = "right"
    FAULTY = "faulty"
    NIL = "nil"


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduledReport:
    """What a clerk drops for one duty on which days, and the state that must come of it.

    ``excused_on`` is the day on which a waiver takes effect.
    """

    duty: Duty
    drops: tuple[tuple[dt.date, Manner], ...]
    state: DutyState
    excused_on: dt.date | None = None

    @property
    def settled_on(self) -> dt.date | None:
        """The day on which nothing is owed any more."""
        accepted = [day for day, manner in self.drops if manner is not Manner.FAULTY]
        return min(accepted, default=self.excused_on)


_Scheduler = Callable[[Duty, Plan, Random], ScheduledReport]


def schedule_reports(
    duties: Iterable[Duty],
    plan: Plan,
    scenario: Scenario,
    random: Random,
    nil_forms: frozenset[str],
) -> tuple[ScheduledReport, ...]:
    """Return a report for every duty, in the order of the duties; ``nil_forms`` allow 零报告."""
    numbers: Counter[str] = Counter()
    reports = []
    for duty in duties:
        schedule = _scheduler(duty, numbers[duty.unit], scenario, nil_forms)
        numbers[duty.unit] += 1
        reports.append(schedule(duty, plan, random))
    return tuple(reports)


def _scheduler(
    duty: Duty, number: int, scenario: Scenario, nil_forms: frozenset[str]
) -> _Scheduler:
    """Return how a unit deals with its duty of that number, counted from 0."""
    form, scored = duty.obligation.form, duty.obligation.form in SCORED
    if form == "inspection":
        return _on_time
    may_be_nil = form in nil_forms and not scored
    choices: tuple[tuple[str, bool, _Scheduler], ...] = (
        (scenario.unrating, form == RATINGS, _never),
        (scenario.late, number in (1, 4) and not scored, _late),
        (scenario.on_leave, number % 3 == 1, _on_leave),
        (scenario.sloppy, number in (0, 3, 6), _corrected),
        (scenario.nil, may_be_nil, _nil),
        (scenario.waived, may_be_nil and duty.period.kind == "once", _waived),
        (scenario.never, number == 5 and not scored, _never),
    )
    return next((do for unit, applies, do in choices if unit == duty.unit and applies), _on_time)


def _on_time(duty: Duty, plan: Plan, random: Random) -> ScheduledReport:
    day = _before(duty, random.randint(1, 9), plan)
    return ScheduledReport(duty=duty, drops=((day, Manner.RIGHT),), state=DutyState.ON_TIME)


def _nil(duty: Duty, plan: Plan, random: Random) -> ScheduledReport:
    day = _before(duty, random.randint(1, 5), plan)
    return ScheduledReport(duty=duty, drops=((day, Manner.NIL),), state=DutyState.NIL)


def _late(duty: Duty, plan: Plan, random: Random) -> ScheduledReport:
    day = add_working_days(duty.grace, random.randint(2, 4), plan.calendar)
    return ScheduledReport(duty=duty, drops=((day, Manner.RIGHT),), state=DutyState.LATE)


def _on_leave(duty: Duty, plan: Plan, random: Random) -> ScheduledReport:
    """Back at work, the clerk files on the working day after the first reminder."""
    reminded = min(reminder_days(duty.due, duty.grace, plan))
    day = add_working_days(max(reminded, duty.opens), 1, plan.calendar)
    state = DutyState.ON_TIME if day <= duty.grace else DutyState.LATE
    return ScheduledReport(duty=duty, drops=((day, Manner.RIGHT),), state=state)


def _corrected(duty: Duty, plan: Plan, random: Random) -> ScheduledReport:
    """Dropped on the last day with mistakes, and mended two working days later: still in time."""
    first = _before(duty, 0, plan)
    second = add_working_days(first, min(2, plan.reminders.correction_days), plan.calendar)
    drops = ((first, Manner.FAULTY), (second, Manner.RIGHT))
    return ScheduledReport(duty=duty, drops=drops, state=DutyState.ON_TIME)


def _waived(duty: Duty, plan: Plan, random: Random) -> ScheduledReport:
    day = add_working_days(max(duty.opens, plan.campaign.first), 2, plan.calendar)
    return ScheduledReport(duty=duty, drops=(), state=DutyState.WAIVED, excused_on=day)


def _never(duty: Duty, plan: Plan, random: Random) -> ScheduledReport:
    state = DutyState.LOCKED if duty.lock else DutyState.MISSING
    return ScheduledReport(duty=duty, drops=(), state=state)


def _before(duty: Duty, working_days: int, plan: Plan) -> dt.date:
    """Return a working day so many before the due date, and not before the duty opens."""
    last = duty.due
    if not is_working_day(last, plan.calendar):
        last = add_working_days(last, -1, plan.calendar)
    first = max(duty.opens, plan.campaign.first)
    if not is_working_day(first, plan.calendar):
        first = add_working_days(first, 1, plan.calendar)
    return max(first, add_working_days(last, -working_days, plan.calendar))


def expected_reminders(
    reports: Sequence[ScheduledReport], plan: Plan
) -> frozenset[tuple[dt.date, str]]:
    """Return on which days which units must be reminded, by what their clerks do.

    A day's reminders go out in the morning: what is dropped on that day comes too late for them.
    """
    return frozenset(
        (day, report.duty.unit) for report in reports for day in _reminded_on(report, plan)
    )


def _reminded_on(report: ScheduledReport, plan: Plan) -> Iterator[dt.date]:
    duty, settled_on = report.duty, report.settled_on
    first = max(duty.opens, plan.campaign.first)
    for day in reminder_days(duty.due, _last_day_on_time(report, plan), plan):
        owed = settled_on is None or day <= settled_on
        if owed and first <= day <= plan.campaign.last:
            yield day


def _last_day_on_time(report: ScheduledReport, plan: Plan) -> dt.date:
    """Return the last day on which the report counts as on time, a correction's days included."""
    returned_on = [day for day, manner in report.drops if manner is Manner.FAULTY]
    days = plan.reminders.correction_days
    corrected_by = (add_working_days(day, days, plan.calendar) for day in returned_on)
    return max((report.duty.grace, *corrected_by))
