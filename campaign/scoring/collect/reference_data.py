"""What reports are read against when evidence is gathered: the plan's names and the roster."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster, Unit
from campaign.reports.report import Report
from campaign.scoring.collect.collected import Unresolved
from campaign.scoring.evidence import Source

Marks = Mapping[str, tuple[str, ...]]
"""The marks made on a ballot, by dimension."""

WHOLE_REPORT = 0
"""The row number of what is about a report as a whole."""


class Ambiguity(NamedTuple):
    """A value that cannot be tied to anything, and why, in Chinese."""

    value: str
    why: str

    def at(self, source: Source) -> Unresolved:
        """Return it with its place."""
        return Unresolved(source=source, value=self.value, why=self.why)


@dataclass(frozen=True, kw_only=True)
class ReferenceData:
    """The plan, the roster and the day of an assessment, with what is looked up often.

    ``marks_seen`` are the marks of the ballots read so far, by what stands in their cells.
    """

    plan: Plan
    roster: Roster
    day: dt.date
    marks_seen: dict[tuple[str | None, ...], Marks] = field(default_factory=dict, compare=False)

    @cached_property
    def dimensions(self) -> Mapping[str, str]:
        """The keys of the dimensions by name."""
        return {item.name: item.key for item in self.plan.appraisal.dimensions}

    @cached_property
    def dimension_keys(self) -> tuple[str, ...]:
        """The dimensions in the plan's order."""
        return tuple(self.dimensions.values())

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The roster's units by code, which is what reports hold."""
        return {unit.code: unit for unit in self.roster.units}


def source_in(report: Report, sheet: str, row: int = WHOLE_REPORT) -> Source:
    """Return the place of a row in a report; row 0 is what stands above the table."""
    found = report.sheets.get(sheet)
    return Source(report.receipt, report.file, found.name if found else "", row)


def header_value(report: Report, sheet: str, key: str) -> str:
    """Return a value above a sheet's table, "" where it is blank."""
    found = report.sheets.get(sheet)
    return found.header.get(key, "") if found else ""


def stored_day(text: str, otherwise: dt.date) -> dt.date:
    """Return a stored date, another where it is blank."""
    return dt.date.fromisoformat(text) if text else otherwise


def find_unit(value: str, reference: ReferenceData) -> Unit | Ambiguity:
    """Return the unit with that code, name or alias, whether or not it still takes part."""
    if not value:
        return Ambiguity(value, "没有填写单位")
    found = reference.units.get(value) or reference.roster.unit(value)
    return found or Ambiguity(value, "名册中没有这个单位")


def find_active_unit(value: str, on: dt.date, reference: ReferenceData) -> Unit | Ambiguity:
    """Return the unit of that name if it took part on the day of what is said about it.

    What is recorded of a unit after it merged away may be meant for its successor; nobody
    guesses which.
    """
    found = find_unit(value, reference)
    if isinstance(found, Ambiguity) or found.active_on(on):
        return found
    into = find_unit(found.successor, reference) if found.successor else None
    merged = f"，已并入{into.name}" if isinstance(into, Unit) else ""
    return Ambiguity(value, f"{found.name}在{on}不在活动范围内{merged}，请核对单位和日期")
