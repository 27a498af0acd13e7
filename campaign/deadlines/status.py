"""Judges each duty of each unit on a day: filed, waived, still open, or overdue.

The table of obligations, the reminders and the office's digest are made from it. A day is judged
by what was known when it ended.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from campaign.deadlines.waivers import Waiver
from campaign.definitions.duties import Duty, DutyKey, ReturnedReport, last_day_in_time
from campaign.definitions.plan import Plan


class DutyState(StrEnum):
    """The state of a duty; the values are those of ``zuofeng status --json``."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    RETURNED = "returned"
    ON_TIME = "on_time"
    LATE = "late"
    NIL = "nil"
    WAIVED = "waived"
    MISSING = "missing"
    LOCKED = "locked"


STATE_NAMES: Mapping[DutyState, str] = {
    DutyState.NOT_OPEN: "未开始",
    DutyState.OPEN: "待报",
    DutyState.RETURNED: "退回待改",
    DutyState.ON_TIME: "按期",
    DutyState.LATE: "逾期报送",
    DutyState.NIL: "零报告",
    DutyState.WAIVED: "免报",
    DutyState.MISSING: "逾期未报",
    DutyState.LOCKED: "封账未报",
}

OWING = frozenset({DutyState.OPEN, DutyState.RETURNED, DutyState.MISSING})
"""The states in which the unit can and must still file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptedVersion:
    """One version that was accepted, and the day on which it was taken out of force, if any."""

    received_on: dt.date
    accepted_on: dt.date
    nil: bool = False
    withdrawn_on: dt.date | None = None

    def counts_on(self, day: dt.date) -> bool:
        """Return whether it was accepted by the end of the day and not withdrawn by then."""
        withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        return self.accepted_on <= day and not withdrawn


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyHistory:
    """The versions accepted under one key, in the order in which they came, and the returns."""

    filings: tuple[AcceptedVersion, ...] = ()
    returns: tuple[ReturnedReport, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmissionStatus:
    """The status of one duty of one unit.

    ``in_time_until`` is the last day on which a report counts as on time, as far as known on the
    day. ``received_on`` is when the first version that counts was received, ``days_late`` how
    many days after the due date (or a waiver's end) it came, or has not come yet; 0 while in
    time. ``returned_on`` is when the last report was returned, while none is accepted.
    """

    duty: Duty
    state: DutyState
    in_time_until: dt.date
    received_on: dt.date | None = None
    returned_on: dt.date | None = None
    days_late: int = 0
    waiver: Waiver | None = None

    @property
    def owes(self) -> bool:
        """Whether the unit can and must still file."""
        return self.state in OWING


def judge_duties(
    duties: Iterable[Duty],
    histories: Mapping[DutyKey, DutyHistory],
    waivers: Mapping[DutyKey, Sequence[Waiver]],
    plan: Plan,
    day: dt.date,
) -> tuple[SubmissionStatus, ...]:
    """Return the status of all duties when a day ends, in the order of the duties.

    A duty without a history has nothing filed. Raises UnknownYearError as ``judge_duty`` does.
    """
    empty = DutyHistory()
    return tuple(
        judge_duty(duty, histories.get(duty.key, empty), waivers.get(duty.key, ()), plan, day)
        for duty in duties
    )


def judge_duty(
    duty: Duty, history: DutyHistory, waivers: Sequence[Waiver], plan: Plan, day: dt.date
) -> SubmissionStatus:
    """Return the status of one duty when a day ends.

    On time is judged by the first version that counts, whether it is a nil return by the last. A
    waiver yields to a report; one that is filed while it holds is not late. When it has expired,
    the duty is owed again, unless it held at the lock: nothing can be filed after that. Raises
    UnknownYearError if a correction's deadline lies in a year whose working days are unknown.
    """
    granted = [waiver for waiver in waivers if waiver.granted_on <= day]
    returns = [pair for pair in history.returns if pair[1] <= day]
    filings = [filing for filing in history.filings if _counts(filing, duty, granted, day)]
    if filings:
        return _filed(duty, filings, returns, granted, plan)
    until = _in_time_until(duty, returns, granted, plan)
    closing = min(day, duty.lock or day)
    waiver = next((waiver for waiver in granted if waiver.expires_on >= closing), None)
    state = DutyState.WAIVED if waiver else _unfiled(duty, bool(returns), until, day)
    overdue = state in (DutyState.MISSING, DutyState.LOCKED)
    return SubmissionStatus(
        duty=duty,
        state=state,
        in_time_until=until,
        returned_on=max((returned for _, returned in returns), default=None),
        days_late=(day - _deadline(duty, granted)).days if overdue else 0,
        waiver=waiver,
    )


def _filed(
    duty: Duty,
    filings: Sequence[AcceptedVersion],
    returns: Sequence[ReturnedReport],
    waivers: Sequence[Waiver],
    plan: Plan,
) -> SubmissionStatus:
    first = min(filing.received_on for filing in filings)
    earlier = [waiver for waiver in waivers if waiver.granted_on <= first]
    until = _in_time_until(duty, returns, earlier, plan)
    late = first > until
    state = DutyState.LATE if late else DutyState.ON_TIME
    return SubmissionStatus(
        duty=duty,
        state=DutyState.NIL if filings[-1].nil else state,
        in_time_until=until,
        received_on=first,
        days_late=(first - _deadline(duty, earlier)).days if late else 0,
    )


def _unfiled(duty: Duty, was_returned: bool, until: dt.date, day: dt.date) -> DutyState:
    if day < duty.opens:
        return DutyState.NOT_OPEN
    if duty.lock and day > duty.lock:
        return DutyState.LOCKED
    if day > until:
        return DutyState.MISSING
    return DutyState.RETURNED if was_returned else DutyState.OPEN


def _counts(filing: AcceptedVersion, duty: Duty, waivers: Sequence[Waiver], day: dt.date) -> bool:
    """Return whether a version counts on a day: after the lock only if a waiver held then."""
    locked = duty.lock is not None and filing.received_on > duty.lock
    waived = any(waiver.holds_on(filing.received_on) for waiver in waivers)
    return filing.counts_on(day) and (waived or not locked)


def _in_time_until(
    duty: Duty, returns: Sequence[ReturnedReport], waivers: Sequence[Waiver], plan: Plan
) -> dt.date:
    last = last_day_in_time(duty, returns, plan)
    bounded = min(last, duty.lock) if duty.lock else last
    return max((bounded, *(waiver.expires_on for waiver in waivers)))


def _deadline(duty: Duty, waivers: Sequence[Waiver]) -> dt.date:
    return max((duty.due, *(waiver.expires_on for waiver in waivers)))
