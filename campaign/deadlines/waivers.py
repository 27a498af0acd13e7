"""Reads waivers (免报): which unit need not file which report, approved by whom, until when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.definitions.duties import DutyKey
from campaign.definitions.plan import Plan
from campaign.reports.report import Report

WAIVER = "waiver"
"""The form that grants them; each row of its sheet ``waivers`` is one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """One waiver; it holds from the day on which its form was received to ``expires_on``."""

    key: DutyKey
    why: str
    approved_by: str
    granted_on: dt.date
    expires_on: dt.date
    receipt: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Return whether the unit need not file on that day."""
        return self.granted_on <= day <= self.expires_on


def waivers_of(reports: Iterable[Report], plan: Plan) -> dict[DutyKey, tuple[Waiver, ...]]:
    """Return the waivers that accepted reports grant, by the duty they waive.

    A row whose obligation is not in the plan any more waives nothing.
    """
    forms = {obligation.key: obligation.form for obligation in plan.obligations}
    by_duty: dict[DutyKey, list[Waiver]] = defaultdict(list)
    for report in reports:
        sheet = report.sheets.get("waivers")
        for row in sheet.rows if sheet and report.form == WAIVER else ():
            if form := forms.get(row.values.get("obligation", "")):
                waiver = _waiver(report, form, row.values, sheet.header if sheet else {})
                by_duty[waiver.key].append(waiver)
    return {key: tuple(waivers) for key, waivers in by_duty.items()}


def _waiver(report: Report, form: str, row: Mapping[str, str], header: Mapping[str, str]) -> Waiver:
    return Waiver(
        key=(row.get("unit", ""), form, row.get("period", "")),
        why=row.get("why", ""),
        approved_by=header.get("approved_by", ""),
        granted_on=report.received_on,
        expires_on=dt.date.fromisoformat(row["expires_on"]),
        receipt=report.receipt,
    )
