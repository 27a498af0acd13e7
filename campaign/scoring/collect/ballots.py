"""The ballots on units, by group of respondents: social (S42) and public evaluation (S46, S47)."""

from collections import defaultdict
from collections.abc import Iterator

from campaign.reports.report import Report, Values
from campaign.scoring.collect.collected import Unresolved
from campaign.scoring.collect.reference_data import (
    WHOLE_REPORT,
    Ambiguity,
    Marks,
    ReferenceData,
    find_unit,
    source_in,
)
from campaign.scoring.evidence import Ballot, BallotBatch

BallotPlace = tuple[str | Ambiguity, str]
"""A unit's code, or why there is none, and a group of respondents."""


def social_ballots(report: Report, reference: ReferenceData) -> Iterator[BallotBatch | Unresolved]:
    """Give the ballots that a unit collected about itself, a batch per group."""
    return _batches(report, "social", reference)


def public_ballots(report: Report, reference: ReferenceData) -> Iterator[BallotBatch | Unresolved]:
    """Give the ballots that the office collected, a batch per unit and group.

    What one workbook says of a unit stands apart from what another says: each states how many
    ballots it issued itself.
    """
    return _batches(report, "public", reference)


def _batches(
    report: Report, channel: str, reference: ReferenceData
) -> Iterator[BallotBatch | Unresolved]:
    units = _Units(report.unit if channel == "social" else "", reference)
    issued = _issued(report, units)
    found: defaultdict[BallotPlace, list[Ballot]] = defaultdict(list)
    for row in report.rows("ballots"):
        ballot = Ballot(row=row.number, marks=_marks(row.values, reference))
        found[units.place(row.values)].append(ballot)
    for place in dict.fromkeys((*found, *issued)):
        unit, group = place
        ballots = tuple(found.get(place, ()))
        if isinstance(unit, Ambiguity):
            first = ballots[0].row if ballots else WHOLE_REPORT
            yield unit.at(source_in(report, "ballots", first))
        elif ballots or issued[place]:
            yield BallotBatch(
                channel=channel,
                unit=unit,
                group=group,
                ballots=ballots,
                returned=len(ballots),
                issued=issued.get(place),
                submission=report.receipt,
                file=report.file,
                sheet=source_in(report, "ballots").sheet,
            )


class _Units:
    """Whom rows are about: always the unit itself, or the one that a row names."""

    def __init__(self, own: str, reference: ReferenceData) -> None:
        self._own, self._terms = own, reference
        self._codes: dict[str, str | Ambiguity] = {}

    def place(self, values: Values) -> BallotPlace:
        group = values.get("group", "")
        return self._own or self._code(values.get("unit", "")), group

    def _code(self, name: str) -> str | Ambiguity:
        if name not in self._codes:
            unit = find_unit(name, self._terms)
            self._codes[name] = unit if isinstance(unit, Ambiguity) else unit.code
        return self._codes[name]


def _issued(report: Report, units: _Units) -> dict[BallotPlace, int]:
    """Return how many ballots were issued, where that is stated; in two lines: together."""
    found: dict[BallotPlace, int] = {}
    for row in report.rows("batches"):
        if "issued" in row.values:
            place = units.place(row.values)
            found[place] = found.get(place, 0) + int(row.values["issued"])
    return found


def _marks(values: Values, reference: ReferenceData) -> Marks:
    """Return a ballot's marks; equal ballots, which are most, share theirs."""
    dimensions = reference.dimension_keys
    cells = tuple(map(values.get, dimensions))
    known = reference.marks_seen.get(cells)
    if known is None:
        marked = zip(dimensions, cells, strict=True)
        known = {key: tuple(cell.split("、")) for key, cell in marked if cell}
        reference.marks_seen[cells] = known
    return known
