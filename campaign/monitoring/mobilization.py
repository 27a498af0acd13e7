"""Reads how units have mobilised (S6, S7, S58): their group, their own scheme, their meeting."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from campaign.reports.report import Report

MOBILIZATION = "mobilization"
_MEETING = "动员会"


@dataclass(frozen=True, kw_only=True, slots=True)
class MobilizedUnit:
    """The mobilisation of one unit as it reports it; ``met_on`` is the day of its first meeting.

    ``set_up_on`` is the day on which its group was set up. Both are None where nothing is stated.
    """

    unit: str
    set_up_on: dt.date | None
    own_scheme: str
    met_on: dt.date | None
    activities: int
    participants: int


def mobilized_units(reports: Iterable[Report]) -> tuple[MobilizedUnit, ...]:
    """Return the mobilisation of each unit that has reported, in the order of the reports."""
    return tuple(_mobilized(report) for report in reports if report.form == MOBILIZATION)


def _mobilized(report: Report) -> MobilizedUnit:
    sheet = report.sheets.get("organisation")
    header = sheet.header if sheet else {}
    activities = report.rows("activities")
    days = [
        row.values["held_on"]
        for row in activities
        if row.values.get("kind") == _MEETING and row.values.get("held_on")
    ]
    return MobilizedUnit(
        unit=report.unit,
        set_up_on=_day(header.get("set_up_on", "")),
        own_scheme=header.get("own_scheme", ""),
        met_on=_day(min(days, default="")),
        activities=len(activities),
        participants=sum(int(row.values.get("people") or 0) for row in activities),
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
