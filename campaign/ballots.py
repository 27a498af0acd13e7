"""How ballots become a cell: marks of groups of respondents, each group's mean by its weight.

For social evaluation (S42) and public evaluation (S46, S47). What does not count is kept, with
the reason, because a group that finds its ballots missing from a number will ask.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from campaign.appraisal import Ballots
from campaign.evidence import Ballot, BallotBatch, Source
from campaign.figures import ZERO
from campaign.trail import Cell, Judged, Rule, cell_of, zero_cell

Values = Mapping[str, Decimal | None]
"""The plan's marks and their values; None where a mark is not counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupPart:
    """One group of respondents in one dimension: ``counted`` marks and their mean.

    ``value`` is None where the group does not count. The single ballots are judged only when
    somebody asks.
    """

    group: str
    weight: int
    dimension: str
    counted: int
    value: Fraction | None
    too_few: bool
    batches: tuple[BallotBatch, ...]
    values: Values

    @property
    def each(self) -> Fraction:
        """What one counted mark weighs within the group."""
        return Fraction(1, self.counted) if self.value is not None else ZERO

    @property
    def adjusted(self) -> Fraction:
        """Nothing: a mean of marks needs no bounds."""
        return ZERO

    @property
    def judged(self) -> Sequence[Judged]:
        """Every ballot of the group, with what was made of its mark in this dimension."""
        return [
            self._judge(batch, ballot)
            for batch in self.batches
            for ballot in sorted(batch.ballots, key=lambda ballot: ballot.row)
        ]

    def _judge(self, batch: BallotBatch, ballot: Ballot) -> Judged:
        marks = ballot.marks.get(self.dimension, ())
        rule = Rule.BATCH_VOID if batch.overfull else judge_marks(marks, self.values)
        if rule is Rule.MARK and self.too_few:
            rule = Rule.TOO_FEW_MARKS
        if rule is Rule.MARK and not self.weight:
            rule = Rule.NOT_IN_PLAN
        value = self.values.get(marks[0]) if len(marks) == 1 else None
        source = Source(batch.submission, batch.file, batch.sheet, ballot.row)
        return Judged(source, Fraction(value or 0), rule, self.group, ballot.count)


def judge_marks(marks: tuple[str, ...], values: Values) -> Rule:
    """Return whether what stands in one cell of a ballot counts, and if not, why."""
    if len(marks) > 1:
        return Rule.TWO_MARKS
    if not marks:
        return Rule.BLANK
    if marks[0] not in values:
        return Rule.NOT_IN_PLAN
    return Rule.NO_VALUE if values[marks[0]] is None else Rule.MARK


def ballot_cells(
    batches: Iterable[BallotBatch], settings: Ballots, dimensions: Iterable[str], *, own: bool
) -> dict[str, Cell]:
    """Return one unit's cells of one channel, by dimension.

    ``own`` says that the unit collected the ballots itself: then a cell without any group left,
    of which a batch is void, is its own doing and counts 0.
    """
    by_group: defaultdict[str, list[BallotBatch]] = defaultdict(list)
    for batch in sorted(batches, key=_place):
        by_group[batch.group].append(batch)
    tallies = {group: _tally(some) for group, some in by_group.items()}
    cells = {}
    for dimension in dimensions:
        parts = tuple(
            _group_part(group, dimension, tallies[group], tuple(by_group[group]), settings)
            for group in _in_order(by_group, settings)
        )
        cell = cell_of(parts)
        if own and cell.value is None and any(b.overfull for p in parts for b in p.batches):
            cell = zero_cell(Rule.VOID_ZERO, parts)
        cells[dimension] = cell
    return cells


def _place(batch: BallotBatch) -> tuple[str, str, int]:
    return batch.submission, batch.sheet, min((ballot.row for ballot in batch.ballots), default=0)


Tally = dict[str, Counter[tuple[str, ...]]]


def _tally(batches: Iterable[BallotBatch]) -> Tally:
    """Count what stands in the ballots of the batches that are not void, by dimension."""
    tally: Tally = defaultdict(Counter)
    for batch in batches:
        if not batch.overfull:
            for ballot in batch.ballots:
                for dimension, marks in ballot.marks.items():
                    tally[dimension][marks] += ballot.count
    return tally


def _in_order(groups: Iterable[str], settings: Ballots) -> list[str]:
    known = [group.name for group in settings.groups]
    return sorted(groups, key=lambda g: (known.index(g) if g in known else len(known), g))


def _group_part(
    group: str,
    dimension: str,
    tally: Tally,
    batches: tuple[BallotBatch, ...],
    settings: Ballots,
) -> GroupPart:
    values = {mark.name: mark.value for mark in settings.marks}
    weight = next((g.weight for g in settings.groups if g.name == group), 0)
    counted, points = 0, ZERO
    for marks, number in tally.get(dimension, {}).items():
        if judge_marks(marks, values) is Rule.MARK:
            counted += number
            points += Fraction(values[marks[0]] or 0) * number
    enough = counted >= max(settings.least_marks, 1)
    return GroupPart(
        group=group,
        weight=weight,
        dimension=dimension,
        counted=counted,
        value=points / counted if enough and weight else None,
        too_few=not enough,
        batches=batches,
        values=values,
    )
