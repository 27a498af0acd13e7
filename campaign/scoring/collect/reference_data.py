"""The reference data that reports are read against: the plan's names, the roster, the day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster, Unit
from campaign.reports.report import Report
from campaign.scoring.collect.collected import Unresolved
from campaign.scoring.edition import CURRENT, Edition
from campaign.scoring.evidence import Source

Marks = Mapping[str, tuple[str, ...]]
"""The marks made on a ballot, by dimension."""

WHOLE_REPORT = 0
"""The row number of a fact about a report as a whole."""


class Ambiguity(NamedTuple):
    """A value that cannot be tied to anything, and why, in Chinese."""

    value: str
    why: str

    def at(self, source: Source) -> Unresolved:
        """Return the value as unresolved, with its place."""
        return Unresolved(source=source, value=self.value, why=self.why)


@dataclass(frozen=True, kw_only=True)
class ReferenceData:
    """The plan, the roster and the day of an assessment, with frequent look-ups.

    ``edition`` is by which rules the reports are read.

    ``marks_by_cells`` caches the marks of the ballots read so far, by the texts of their cells.
    """

    plan: Plan
    roster: Roster
    day: dt.date
    edition: Edition = CURRENT
    marks_by_cells: dict[tuple[str | None, ...], Marks] = field(default_factory=dict, compare=False)

    @cached_property
    def dimensions(self) -> Mapping[str, str]:
        """The keys of the dimensions by name, in the plan's order."""
        return {entry.name: entry.key for entry in self.plan.appraisal.dimensions}

    @cached_property
    def dimension_keys(self) -> tuple[str, ...]:
        """The keys of the dimensions in the plan's order."""
        return tuple(self.dimensions.values())

    def vetoes_recorded(self, form: str, value: str) -> list[str]:
        """Return the keys of the plan's vetoes that this value of a form records."""
        return [
            veto.key
            for veto in self.plan.appraisal.vetoes
            if any((source.form, source.value) == (form, value) for source in veto.recorded)
        ]

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The roster's units by code, as reports name them."""
        return {unit.code: unit for unit in self.roster.units}


def source_in(report: Report, sheet: str, row: int = WHOLE_REPORT) -> Source:
    """Return the place of a row in a report, by the sheet's key; row 0 is above the table."""
    rows = report.sheets.get(sheet)
    return Source(report.receipt, report.file, rows.name if rows else "", row)


def header_value(report: Report, sheet: str, key: str) -> str:
    """Return a value above a sheet's table, "" where it is blank."""
    rows = report.sheets.get(sheet)
    return rows.header.get(key, "") if rows else ""


def stored_day(text: str, otherwise: dt.date) -> dt.date:
    """Return a stored date, ``otherwise`` where it is blank."""
    return dt.date.fromisoformat(text) if text else otherwise


def find_outside_campaign(on: dt.date, reference: ReferenceData) -> Ambiguity | None:
    """Return why an event of that day does not count; None within the campaign."""
    campaign = reference.plan.campaign
    if campaign.first <= on <= campaign.last or reference.edition is Edition.FIRST:
        return None
    why = f"日期不在活动期间（{campaign.first}至{campaign.last}）内，不计"
    return Ambiguity(on.isoformat(), why)


def find_unit(value: str, reference: ReferenceData) -> Unit | Ambiguity:
    """Return the unit with that code, name or alias, whether or not it still takes part."""
    if not value:
        return Ambiguity(value, "没有填写单位")
    unit = reference.units.get(value) or reference.roster.unit(value)
    return unit or Ambiguity(value, "名册中没有这个单位")


def find_active_unit(value: str, on: dt.date, reference: ReferenceData) -> Unit | Ambiguity:
    """Return the unit with that code, name or alias if it took part on the day of the record.

    A record of a unit that has merged away may be meant for its successor; nobody guesses which.
    """
    unit = find_unit(value, reference)
    if isinstance(unit, Ambiguity) or unit.active_on(on):
        return unit
    successor = find_unit(unit.successor, reference) if unit.successor else None
    merged = f"，已并入{successor.name}" if isinstance(successor, Unit) else ""
    return Ambiguity(value, f"{unit.name}在{on}不在活动范围内{merged}，请核对单位和日期")
