"""Collects people's parts in complaints (S54), by case number; nothing of a complainant enters."""

import datetime as dt
from collections.abc import Iterator

from campaign.reports.report import Report
from campaign.scoring.collect.collected import Unresolved
from campaign.scoring.collect.person_lookup import find_person
from campaign.scoring.collect.reference_data import (
    Ambiguity,
    ReferenceData,
    find_unit,
    header_value,
    source_in,
    stored_day,
)
from campaign.scoring.evidence import Complaint

OPEN = "办理中"
"""The form's choice for a complaint without a result yet."""


def collect_complaints(
    report: Report, reference: ReferenceData
) -> Iterator[Complaint | Unresolved]:
    """Yield each person's part in a complaint.

    People are looked up as of the day on which the complaint was received: it is about what they
    did in the unit where they were then.
    """
    case = header_value(report, "case", "case_number")
    received_on = stored_day(header_value(report, "case", "received_on"), report.received_on)
    for row in report.rows("case"):
        source = source_in(report, "case", row.number)
        unit = find_unit(row.values.get("unit", ""), reference)
        if isinstance(unit, Ambiguity):
            yield unit.at(source)
            continue
        person = find_person(row.values.get("person", ""), unit.code, received_on, reference)
        if isinstance(person, Ambiguity):
            yield person.at(source)
            continue
        decided_on = row.values.get("decided_on")
        result = row.values.get("result", OPEN)
        closed = decided_on and result != OPEN
        yield Complaint(
            case=case,
            person=person,
            link=row.values.get("link", ""),
            result=result,
            decided_on=dt.date.fromisoformat(decided_on) if decided_on and closed else None,
            source=source,
        )
