"""The ballots on units, by group of respondents: social (S42) and public evaluation (S46, S47)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from campaign.evidence import Ballot, BallotBatch
from campaign.gathering.gathered import Unresolved
from campaign.gathering.terms import Doubt, Terms, find_unit, source_of
from campaign.reports import Report
from campaign.submission import Values

Marks = Mapping[str, tuple[str, ...]]


def social_ballots(report: Report, terms: Terms) -> Iterator[BallotBatch | Unresolved]:
    """Give the ballots that a unit collected about itself, a batch per group."""
    return _batches(report, "social", terms)


def public_ballots(report: Report, terms: Terms) -> Iterator[BallotBatch | Unresolved]:
    """Give the ballots that the office collected, a batch per unit and group.

    What one workbook says of a unit stands apart from what another says: each states how many
    ballots it issued itself.
    """
    return _batches(report, "public", terms)


def _batches(report: Report, channel: str, terms: Terms) -> Iterator[BallotBatch | Unresolved]:
    own = report.unit if channel == "social" else ""
    issued = _issued(report, own)
    found: defaultdict[tuple[str, str], list[Ballot]] = defaultdict(list)
    marks_of = _marks_reader(tuple(terms.dimensions.values()))
    for row in report.rows("ballots"):
        values = row.values
        place = own or values.get("unit", ""), values.get("group", "")
        found[place].append(Ballot(row=row.number, marks=marks_of(values)))
    for name, group in dict.fromkeys((*found, *issued)):
        ballots, unit = tuple(found.get((name, group), ())), find_unit(name, terms)
        if not ballots and not issued[name, group]:
            continue
        if isinstance(unit, Doubt):
            first = ballots[0].row if ballots else 0
            yield unit.at(source_of(report, "ballots", first))
            continue
        yield BallotBatch(
            channel=channel,
            unit=unit.code,
            group=group,
            ballots=ballots,
            returned=len(ballots),
            issued=issued.get((name, group)),
            submission=report.receipt,
            file=report.file,
            sheet=source_of(report, "ballots").sheet,
        )


def _issued(report: Report, own: str) -> dict[tuple[str, str], int]:
    """Return how many ballots were issued, where that is stated; in two lines: together."""
    found: dict[tuple[str, str], int] = {}
    for row in report.rows("batches"):
        if "issued" in row.values:
            place = own or row.values.get("unit", ""), row.values.get("group", "")
            found[place] = found.get(place, 0) + int(row.values["issued"])
    return found


def _marks_reader(dimensions: Sequence[str]) -> Callable[[Values], Marks]:
    """Return what reads a ballot's marks; equal ballots, which are most, share what is read."""
    seen: dict[tuple[str | None, ...], Marks] = {}

    def read(values: Values) -> Marks:
        cells = tuple(map(values.get, dimensions))
        if (known := seen.get(cells)) is None:
            marked = zip(dimensions, cells, strict=True)
            known = seen[cells] = {key: tuple(cell.split("、")) for key, cell in marked if cell}
        return known

    return read
