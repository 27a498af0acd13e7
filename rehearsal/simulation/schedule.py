"""What each clerk does about each duty, and when: on time, late, wrong at first, or not at all.

Planned before the year begins, so that what the software says of it can be held against it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from campaign.deadlines.reminders import reminder_days
from campaign.deadlines.status import DutyState
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
    """One duty as its clerk plays it: what is dropped on which days, and how it must stand.

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


def schedule_reports(
    duties: Iterable[Duty], plan: Plan, parts: Scenario, random: Random, nil_forms: frozenset[str]
) -> tuple[ScheduledReport, ...]:
    """Return a turn for every duty, in the order of the duties; ``nil_forms`` allow 零报告."""
    numbers: dict[str, int] = {}
    found = []
    for duty in duties:
        number = numbers[duty.unit] = numbers.get(duty.unit, -1) + 1
        play = _play(duty, number, parts, nil_forms)
        found.append(play(duty, plan, random))
    return tuple(found)


def _play(duty: Duty, number: int, parts: Scenario, nil_forms: frozenset[str]) -> "_Play":
    form, scored = duty.obligation.form, duty.obligation.form in SCORED
    if form == "inspection":
        return _on_time
    choices: tuple[tuple[str, bool, _Play], ...] = (
        (parts.late, number in (1, 4) and not scored, _late),
        (parts.on_leave, number % 3 == 1, _on_leave),
        (parts.sloppy, number in (0, 3, 6), _corrected),
        (parts.nil, form in nil_forms and not scored, _nil),
        (parts.waived, form in nil_forms and not scored and duty.period.kind == "once", _waived),
        (parts.never, number == 5 and not scored, _never),
    )
    return next((play for unit, fits, play in choices if unit == duty.unit and fits), _on_time)


_Play = Callable[[Duty, Plan, Random], ScheduledReport]


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
    return ScheduledReport(duty=duty, drops=(), state=DutyState.MISSING)


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
    played: Sequence[ScheduledReport], plan: Plan
) -> frozenset[tuple[dt.date, str]]:
    """Return on which days which units must be reminded, by what their clerks do.

    A day's reminders go out in the morning: what is dropped on that day comes too late for them.
    """
    return frozenset((day, turn.duty.unit) for turn in played for day in _reminded(turn, plan))


def _reminded(turn: ScheduledReport, plan: Plan) -> Iterator[dt.date]:
    duty = turn.duty
    until = _until(turn, plan)
    for day in reminder_days(duty.due, until, plan):
        owed = turn.settled_on is None or day <= turn.settled_on
        if owed and max(duty.opens, plan.campaign.first) <= day <= plan.campaign.last:
            yield day


def _until(turn: ScheduledReport, plan: Plan) -> dt.date:
    """Return the last day on which the report counts as on time, a correction's days included."""
    returned = [day for day, manner in turn.drops if manner is Manner.FAULTY]
    days = plan.reminders.correction_days
    given = (add_working_days(day, days, plan.calendar) for day in returned)
    return max((turn.duty.grace, *given))
