"""Finds overdue problems, and findings of inspections that no ledger holds (S18, S27, S39).

Each finding of an inspection gets the unit's next free number when its notice is written. The
ledgers of later periods are held against it, and any ledger received after it was due.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaign.reports.report import Report

LEDGER = "rectification"
SOURCE = "检查"
"""The ledger's choice for a problem that an inspection found."""

_IN_PROGRESS = frozenset({"登记", "措施", "整改中", "退回"})
"""The statuses on which the unit works; a problem submitted for closure waits for the reviewer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OverdueRectification:
    """One overdue problem by its number, without its description."""

    unit: str
    number: str
    office: str
    due_on: dt.date
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RectificationDemand:
    """A finding of an inspection that a notice demanded to put right.

    ``period`` and ``serial`` are the inspection's, ``item`` is the inspected item and the reason.
    """

    unit: str
    period: str
    number: str
    item: str
    serial: str
    due: dt.date

    def as_facts(self) -> dict[str, str]:
        """Return the demand as stored with its action; ``read_demand`` is the inverse."""
        return {name: str(getattr(self, name)) for name in self.__slots__}


def read_demand(facts: Mapping[str, Any]) -> RectificationDemand:
    """Return the demand that ``as_facts`` wrote.

    Raises KeyError, TypeError or ValueError if the facts are not of that shape.
    """
    return RectificationDemand(**{**facts, "due": dt.date.fromisoformat(facts["due"])})


def last_ledgers(reports: Iterable[Report]) -> dict[str, Report]:
    """Return each unit's ledger of the latest period, which holds all its problems."""
    last: dict[str, Report] = {}
    for report in reports:
        if report.form == LEDGER and (
            report.unit not in last or last[report.unit].period <= report.period
        ):
            last[report.unit] = report
    return last


def overdue_rectifications(
    reports: Iterable[Report], day: dt.date
) -> tuple[OverdueRectification, ...]:
    """Return the problems that were due before a day and are still in progress (S27).

    By each unit's last ledger, in the order of the ledgers, then by due date.
    """
    return tuple(
        problem
        for ledger in last_ledgers(reports).values()
        for problem in sorted(_overdue(ledger, day), key=_due_on)
    )


def _due_on(problem: OverdueRectification) -> dt.date:
    return problem.due_on


def _overdue(ledger: Report, day: dt.date) -> Iterator[OverdueRectification]:
    for row in ledger.rows("ledger"):
        due, status = row.values.get("due_on", ""), row.values.get("status", "")
        if due and status in _IN_PROGRESS and dt.date.fromisoformat(due) < day:
            yield OverdueRectification(
                unit=ledger.unit,
                number=row.values.get("number", ""),
                office=row.values.get("office", ""),
                due_on=dt.date.fromisoformat(due),
                status=status,
            )


def free_numbers(unit: str, used: Iterable[str]) -> Iterator[str]:
    """Yield the numbers that a unit's ledger can use next, such as ZB01-004, ZB01-005, …"""
    pattern = re.compile(rf"{re.escape(unit)}-(\d+)")
    matches = (pattern.fullmatch(number) for number in used)
    last = max((int(match[1]) for match in matches if match), default=0)
    while True:
        last += 1
        yield f"{unit}-{last:03d}"


def unentered(
    demands: Iterable[RectificationDemand], reports: Iterable[Report]
) -> tuple[RectificationDemand, ...]:
    """Return the findings that a unit's last ledger should hold and does not.

    A finding is held by a row of its number whose source is an inspection; where a unit numbers
    otherwise, by a row that names the inspection's serial number, each row for one finding.
    """
    by_inspection: defaultdict[tuple[str, str], list[RectificationDemand]] = defaultdict(list)
    for demand in demands:
        by_inspection[demand.unit, demand.serial].append(demand)
    last = last_ledgers(reports)
    return tuple(
        demand
        for (unit, _), of_inspection in by_inspection.items()
        if unit in last and _should_hold(last[unit], of_inspection[0])
        for demand in _not_held(of_inspection, last[unit])
    )


def _should_hold(ledger: Report, demand: RectificationDemand) -> bool:
    return ledger.period > demand.period or ledger.received_on > demand.due


def _not_held(demands: Sequence[RectificationDemand], ledger: Report) -> list[RectificationDemand]:
    rows = [row.values for row in ledger.rows("ledger") if row.values.get("source") == SOURCE]
    numbers = {row.get("number", "") for row in rows}
    not_numbered = [demand for demand in demands if demand.number not in numbers]
    demanded, serial = {demand.number for demand in demands}, demands[0].serial
    otherwise_numbered = sum(
        row.get("source_number") == serial and row.get("number") not in demanded for row in rows
    )
    return not_numbered[otherwise_numbered:]
