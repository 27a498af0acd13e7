"""How units stand with the forms that they owe and that feed a score, and what they are spared."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from campaign.deadlines.waivers import Waiver
from campaign.definitions.applicability import RATINGS, SELF, SOCIAL
from campaign.definitions.duties import Duty, DutyKey, duties
from campaign.reports.report import Report
from campaign.scoring.collect.collected import Unresolved
from campaign.scoring.collect.reference_data import (
    Ambiguity,
    ReferenceData,
    find_unit,
    header_value,
    source_in,
)
from campaign.scoring.evidence import Filing

OWED = (SELF, RATINGS, SOCIAL)
"""What units file themselves; inspections are the office's to make."""


def waivers(report: Report, reference: ReferenceData) -> Iterator[Waiver | Unresolved]:
    """Give the waivers of a form; one whose obligation the plan does not have frees nobody."""
    forms = {obligation.key: obligation.form for obligation in reference.plan.obligations}
    for row in report.rows("waivers"):
        source = source_in(report, "waivers", row.number)
        unit = find_unit(row.values.get("unit", ""), reference)
        obligation, expires_on = row.values.get("obligation", ""), row.values.get("expires_on")
        if isinstance(unit, Ambiguity):
            yield unit.at(source)
        elif obligation not in forms:
            yield Ambiguity(obligation, "方案中没有这项报送任务").at(source)
        elif not expires_on:
            yield Ambiguity(obligation, "免报没有填写有效期").at(source)
        else:
            yield Waiver(
                key=(unit.code, forms[obligation], row.values.get("period", "")),
                why=row.values.get("why", ""),
                approved_by=header_value(report, "waivers", "approved_by"),
                granted_on=report.received_on,
                expires_on=dt.date.fromisoformat(expires_on),
                receipt=report.receipt,
            )


def filings(
    reports: Iterable[Report], granted: Iterable[Waiver], reference: ReferenceData
) -> dict[tuple[str, str], Filing]:
    """Return where each unit stands with each form that it owes and that feeds a score.

    A nil return is filed; a waiver yields to a report. Where a form is owed for several periods,
    one report is enough, and one missed period weighs more than others still open.
    """
    of_feeding = [item for item in reference.plan.obligations if item.form in OWED]
    owed = duties(
        reference.plan.model_copy(update={"obligations": tuple(of_feeding)}), reference.roster
    )
    filed = {(report.unit, report.form, report.period) for report in reports}
    spared: dict[DutyKey, dt.date] = {}
    for waiver in granted:
        spared[waiver.key] = max(waiver.expires_on, spared.get(waiver.key, waiver.expires_on))
    found: defaultdict[tuple[str, str], set[Filing]] = defaultdict(set)
    for duty in owed:
        found[duty.unit, duty.obligation.form].add(_standing(duty, filed, spared, reference.day))
    return {key: next(each for each in _ORDER if each in some) for key, some in found.items()}


_ORDER = (Filing.FILED, Filing.MISSED, Filing.OPEN, Filing.WAIVED)


def _standing(
    duty: Duty, filed: set[DutyKey], spared: Mapping[DutyKey, dt.date], day: dt.date
) -> Filing:
    """A waiver that holds when the accounts close holds for good: nothing can be filed later."""
    if duty.key in filed:
        return Filing.FILED
    until = spared.get(duty.key)
    if until and min(day, duty.lock or day) <= until:
        return Filing.WAIVED
    return Filing.MISSED if duty.lock and duty.lock < day else Filing.OPEN
