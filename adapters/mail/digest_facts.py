"""The facts of reminders and of the office's digest, as their templates use them."""

import datetime as dt
from dataclasses import dataclass

from campaign.values.message import Letterhead


@dataclass(frozen=True, kw_only=True, slots=True)
class StillOwed:
    """One report that a unit is reminded of.

    ``until`` is the last day that counts as on time, later than ``due`` where there is grace or a
    correction is awaited; ``days_left`` counts to the due date and is negative after it.
    """

    form: str
    period: str
    due: dt.date
    until: dt.date
    days_left: int
    days_late: int = 0
    returned: bool = False

    @property
    def how(self) -> str:
        """How it stands, in words."""
        until = f"{self.until.month}月{self.until.day}日"
        if self.days_late:
            return f"已逾期{self.days_late}天"
        if self.returned:
            return f"退回待改，{until}（含当日）前改正仍算按期"
        if self.days_left < 0:
            return f"宽限至{until}"
        return f"还有{self.days_left}天" if self.days_left else "今日截止"


@dataclass(frozen=True, kw_only=True, slots=True)
class StillOwes:
    """The facts of ``reminder``: what the unit is reminded of today, what else is overdue."""

    letterhead: Letterhead
    owed: tuple[StillOwed, ...]
    overdue: tuple[StillOwed, ...]
    office: str
    telephone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestTally:
    """One period of an obligation in numbers; ``overdue`` are those of the outstanding."""

    name: str
    period: str
    due: dt.date
    total: int
    filed: int
    waived: int
    outstanding: int
    overdue: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestDebtor:
    """A unit that owes reports, whom to call, and what it owes in words."""

    unit: str
    head: str
    telephone: str
    lines: tuple[str, ...]
    overdue: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestMatter:
    """A problem of a rectification ledger whose time is over."""

    unit: str
    number: str
    office: str
    due: dt.date
    days_late: int
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestWaiting:
    """A file that was set aside, by its receipt's number."""

    receipt: str
    since: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """The facts of ``digest``; lists are cut, and how much more there is stands beside them.

    ``own`` is what the office itself has to file. ``undelivered`` counts messages by unit.
    ``unentered`` are findings of inspections, by unit, number and item, that no ledger holds.
    """

    letterhead: Letterhead
    tallies: tuple[DigestTally, ...] = ()
    debtors: tuple[DigestDebtor, ...] = ()
    more_debtors: int = 0
    own: tuple[str, ...] = ()
    more_own: int = 0
    without_address: tuple[str, ...] = ()
    undelivered: tuple[tuple[str, int], ...] = ()
    held: int = 0
    pending: int = 0
    aside: tuple[DigestWaiting, ...] = ()
    matters: tuple[DigestMatter, ...] = ()
    more_matters: int = 0
    unentered: tuple[tuple[str, str, str], ...] = ()
    more_unentered: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that the office need know."""
        lists = (self.tallies, self.undelivered, self.aside, self.matters, self.unentered)
        return not (any(lists) or self.held or self.pending)
