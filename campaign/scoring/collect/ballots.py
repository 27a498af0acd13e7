"""Collects ballots on units by group, of social (S42) and of public evaluation (S46, S47)."""

from collections import defaultdict
from collections.abc import Iterator

from campaign.reports.report import Report, Values
from campaign.scoring.collect.collected import Unresolved
from campaign.scoring.collect.reference_data import (
    WHOLE_REPORT,
    Ambiguity,
    Marks,
    ReferenceData,
    find_outside_campaign,
    find_unit,
    header_value,
    source_in,
    stored_day,
)
from campaign.scoring.evidence import Ballot, BallotBatch

UnitAndGroup = tuple[str | Ambiguity, str]
"""A unit's code, or why there is none, and a group of respondents."""


def collect_social_ballots(
    report: Report, reference: ReferenceData
) -> Iterator[BallotBatch | Unresolved]:
    """Yield the ballots that a unit collected about itself (S42), a batch per group."""
    return _batches(report, "social", reference)


def collect_public_ballots(
    report: Report, reference: ReferenceData
) -> Iterator[BallotBatch | Unresolved]:
    """Yield the ballots that the office collected (S46, S47), a batch per unit and group.

    Ballots of one workbook are a batch apart from those of another: each states how many ballots
    it issued itself.
    """
    return _batches(report, "public", reference)


def _batches(
    report: Report, channel: str, reference: ReferenceData
) -> Iterator[BallotBatch | Unresolved]:
    on = stored_day(header_value(report, "batches", "held_on"), report.received_on)
    if channel == "public" and (outside := find_outside_campaign(on, reference)):
        yield outside.at(source_in(report, "batches"))
        return
    units = _RatedUnits(report.unit if channel == "social" else "", reference)
    issued = _issued(report, units)
    by_group: defaultdict[UnitAndGroup, list[Ballot]] = defaultdict(list)
    for row in report.rows("ballots"):
        ballot = Ballot(row=row.number, marks=_marks(row.values, reference))
        by_group[units.unit_and_group(row.values)].append(ballot)
    for key in dict.fromkeys((*by_group, *issued)):
        unit, group = key
        ballots = tuple(by_group.get(key, ()))
        if isinstance(unit, Ambiguity):
            first = ballots[0].row if ballots else WHOLE_REPORT
            yield unit.at(source_in(report, "ballots", first))
        elif ballots or issued[key]:
            yield BallotBatch(
                channel=channel,
                unit=unit,
                group=group,
                ballots=ballots,
                returned=len(ballots),
                issued=issued.get(key),
                submission=report.receipt,
                file=report.file,
                sheet=source_in(report, "ballots").sheet,
            )


class _RatedUnits:
    """The units that rows are about: always ``own``, or if that is "", the one a row names."""

    def __init__(self, own: str, reference: ReferenceData) -> None:
        self._own, self._reference = own, reference
        self._codes: dict[str, str | Ambiguity] = {}

    def unit_and_group(self, values: Values) -> UnitAndGroup:
        group = values.get("group", "")
        return self._own or self._code(values.get("unit", "")), group

    def _code(self, name: str) -> str | Ambiguity:
        if name not in self._codes:
            unit = find_unit(name, self._reference)
            self._codes[name] = unit if isinstance(unit, Ambiguity) else unit.code
        return self._codes[name]


def _issued(report: Report, units: _RatedUnits) -> dict[UnitAndGroup, int]:
    """Return how many ballots were issued, where that is stated; several lines add up."""
    issued: dict[UnitAndGroup, int] = {}
    for row in report.rows("batches"):
        if "issued" in row.values:
            key = units.unit_and_group(row.values)
            issued[key] = issued.get(key, 0) + int(row.values["issued"])
    return issued


def _marks(values: Values, reference: ReferenceData) -> Marks:
    """Return a ballot's marks; equal ballots, which are most, share one mapping."""
    dimensions = reference.dimension_keys
    cells = tuple(map(values.get, dimensions))
    marks = reference.marks_by_cells.get(cells)
    if marks is None:
        pairs = zip(dimensions, cells, strict=True)
        marks = {key: tuple(cell.split("、")) for key, cell in pairs if cell}
        reference.marks_by_cells[cells] = marks
    return marks
