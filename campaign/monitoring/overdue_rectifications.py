"""Problems in the rectification ledgers whose time is over and that nobody has reported as done."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from campaign.reports.report import Report

LEDGER = "rectification"
_UNDER_WAY = frozenset({"登记", "措施", "整改中", "退回"})
"""What the unit still works on; what it has asked to close waits for the reviewer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OverdueRectification:
    """One problem by its number, without what it is about."""

    unit: str
    number: str
    office: str
    due_on: dt.date
    status: str


def overdue_rectifications(
    reports: Iterable[Report], day: dt.date
) -> tuple[OverdueRectification, ...]:
    """Return what should have been put right before a day, by each unit's last ledger.

    In the order of the units' ledgers, then by the date that was set.
    """
    last: dict[str, Report] = {}
    for report in reports:
        if report.form == LEDGER and (
            report.unit not in last or last[report.unit].period <= report.period
        ):
            last[report.unit] = report
    return tuple(
        matter for report in last.values() for matter in sorted(_overdue(report, day), key=_due)
    )


def _due(matter: OverdueRectification) -> dt.date:
    return matter.due_on


def _overdue(report: Report, day: dt.date) -> Iterable[OverdueRectification]:
    for row in report.rows("ledger"):
        due, status = row.values.get("due_on", ""), row.values.get("status", "")
        if due and status in _UNDER_WAY and dt.date.fromisoformat(due) < day:
            yield OverdueRectification(
                unit=report.unit,
                number=row.values.get("number", ""),
                office=row.values.get("office", ""),
                due_on=dt.date.fromisoformat(due),
                status=status,
            )
