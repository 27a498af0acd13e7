"""Decides whether units have filed the forms that they owe and that feed a score, or are waived."""

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
"""The evidence forms that units file themselves; inspections are the office's to make."""


def collect_waivers(report: Report, reference: ReferenceData) -> Iterator[Waiver | Unresolved]:
    """Yield the waivers of a report; one whose obligation the plan does not have frees nobody."""
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


def filings_by_form(
    duties: Iterable[tuple[Duty, Filing]],
) -> dict[tuple[str, str], Filing]:
    """Return, by unit and form, whether each form that is owed and feeds a score was filed.

    Where a form is owed for several periods, one report is enough, and one missed period weighs
    more than others still open. ``duties`` are those of ``judge_filings``.
    """
    by_form: defaultdict[tuple[str, str], set[Filing]] = defaultdict(set)
    for duty, filing in duties:
        by_form[duty.unit, duty.obligation.form].add(filing)
    return {key: min(filings, key=_PRECEDENCE.index) for key, filings in by_form.items()}


def judge_filings(
    reports: Iterable[Report], waivers: Iterable[Waiver], reference: ReferenceData
) -> Iterator[tuple[Duty, Filing]]:
    """Yield each duty to file a form that feeds a score, and whether that was done.

    A nil return is filed; a waiver yields to a report.
    """
    obligations = tuple(o for o in reference.plan.obligations if o.form in OWED)
    owed = duties(reference.plan.model_copy(update={"obligations": obligations}), reference.roster)
    filed = {(report.unit, report.form, report.period) for report in reports}
    waived_until: dict[DutyKey, dt.date] = {}
    for waiver in waivers:
        earlier = waived_until.get(waiver.key, waiver.expires_on)
        waived_until[waiver.key] = max(waiver.expires_on, earlier)
    for duty in owed:
        yield duty, _filing(duty, filed, waived_until, reference.day)


_PRECEDENCE = (Filing.FILED, Filing.MISSED, Filing.OPEN, Filing.WAIVED)


def _filing(
    duty: Duty, filed: set[DutyKey], waived_until: Mapping[DutyKey, dt.date], day: dt.date
) -> Filing:
    """Judge one duty; a waiver that holds at the lock holds for good: filing is over."""
    if duty.key in filed:
        return Filing.FILED
    until = waived_until.get(duty.key)
    if until and min(day, duty.lock or day) <= until:
        return Filing.WAIVED
    return Filing.MISSED if duty.lock and duty.lock < day else Filing.OPEN
