"""What inspections asked units to put right, and whether their ledgers hold it (S18, S39).

Each finding gets the unit's next free number when its notice is written. The ledgers of later
periods are held against it, and whatever ledger comes in after it should have been put right.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from campaign.monitoring.overdue_rectifications import LEDGER
from campaign.reports.report import Report, Values

SOURCE = "检查"
"""What the ledger calls an inspection as the source of a problem."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RectificationDemand:
    """A finding as its notice states it.

    ``period`` and ``serial`` are the inspection's, ``item`` is what was marked.
    """

    unit: str
    period: str
    number: str
    item: str
    serial: str
    due: dt.date

    def as_facts(self) -> dict[str, str]:
        """Return it as it is kept."""
        return {name: str(getattr(self, name)) for name in self.__slots__}


def read_demand(facts: Mapping[str, Any]) -> RectificationDemand:
    """Return what ``as_facts`` wrote."""
    return RectificationDemand(**{**facts, "due": dt.date.fromisoformat(facts["due"])})


def free_numbers(unit: str, used: Iterable[str]) -> Iterator[str]:
    """Give the numbers that a unit's ledger can use next, such as ZB01-004, ZB01-005, …"""
    pattern = re.compile(rf"{re.escape(unit)}-(\d+)")
    taken = [int(found[1]) for number in used if (found := pattern.fullmatch(number))]
    last = max(taken, default=0)
    while True:
        last += 1
        yield f"{unit}-{last:03d}"


def unentered(
    asked: Iterable[RectificationDemand], reports: Iterable[Report]
) -> tuple[RectificationDemand, ...]:
    """Return the findings that a unit's last ledger should hold and does not.

    A finding is held by a row of its number whose source is an inspection; where a unit numbers
    otherwise, by a row that names the inspection's serial number, each row for one finding.
    """
    by_inspection: defaultdict[tuple[str, str], list[RectificationDemand]] = defaultdict(list)
    for each in asked:
        by_inspection[each.unit, each.serial].append(each)
    last = last_ledgers(reports)
    return tuple(
        each
        for (unit, _), some in by_inspection.items()
        if unit in last and _should_hold(last[unit], some[0])
        for each in _missing(some, last[unit])
    )


def _should_hold(ledger: Report, asked: RectificationDemand) -> bool:
    return ledger.period > asked.period or ledger.received_on > asked.due


def last_ledgers(reports: Iterable[Report]) -> dict[str, Report]:
    """Return each unit's ledger of the latest period, which holds all its problems."""
    last: dict[str, Report] = {}
    for report in reports:
        if report.form == LEDGER and (
            report.unit not in last or last[report.unit].period <= report.period
        ):
            last[report.unit] = report
    return last


def _missing(asked: list[RectificationDemand], ledger: Report) -> list[RectificationDemand]:
    rows: list[Values] = [row.values for row in ledger.rows("ledger")]
    ours = [values for values in rows if values.get("source") == SOURCE]
    numbers = {values.get("number", "") for values in ours}
    left = [each for each in asked if each.number not in numbers]
    wanted = {each.number for each in asked}
    others = [
        values
        for values in ours
        if values.get("source_number") == asked[0].serial and values.get("number") not in wanted
    ]
    return left[len(others) :]
