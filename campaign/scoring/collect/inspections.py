"""Collects the points, bonus points and red flags of quarterly inspections (S39)."""

from collections.abc import Iterator
from decimal import Decimal

from campaign.definitions.applicability import INSPECTIONS
from campaign.reading.row_checks import YES
from campaign.reports.report import Report
from campaign.scoring.collect.collected import Unresolved
from campaign.scoring.collect.reference_data import (
    ReferenceData,
    header_value,
    source_in,
    stored_day,
)
from campaign.scoring.collect.self_and_peer_scores import unknown_dimension
from campaign.scoring.evidence import InspectionItem, VetoRecord

RED_FLAG = "red_flag"
"""The key of the veto that a plan has if a red flag is to exclude a unit."""


def collect_inspection(
    report: Report, reference: ReferenceData
) -> Iterator[InspectionItem | VetoRecord | Unresolved]:
    """Yield the lines of an inspection, its bonus lines with 0 possible, and its red flags.

    Lines without points got are left out.
    """
    for sheet in ("items", "bonus"):
        for row in report.rows(sheet):
            source = source_in(report, sheet, row.number)
            name, got = row.values.get("dimension", ""), row.values.get("got")
            if got is None:
                continue
            if name not in reference.dimensions:
                yield unknown_dimension(name).at(source)
                continue
            yield InspectionItem(
                unit=report.unit,
                period=report.period,
                dimension=reference.dimensions[name],
                possible=Decimal(row.values.get("possible", 0)),
                got=Decimal(got),
                source=source,
                document=row.values.get("document", "") if sheet == "bonus" else "",
            )
    yield from _red_flags(report, reference)


def _red_flags(report: Report, reference: ReferenceData) -> Iterator[VetoRecord]:
    """Yield each 一票否决情形 found: as a red flag, and as the veto of the plan that it records."""
    on = stored_day(header_value(report, "items", "inspected_on"), report.received_on)
    for row in report.rows("red_flags"):
        if row.values.get("found") == YES:
            flag, facts = row.values.get("flag", ""), row.values.get("facts", "")
            for key in (RED_FLAG, *reference.vetoes_recorded(INSPECTIONS, flag)):
                yield VetoRecord(
                    unit=report.unit,
                    key=key,
                    on=on,
                    evidence="：".join(filter(None, (flag, facts))),
                    source=source_in(report, "red_flags", row.number),
                )
