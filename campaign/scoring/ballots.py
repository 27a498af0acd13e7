"""How ballots become a cell: marks of groups of respondents, each group's mean by its weight.

For social evaluation (S42) and public evaluation (S46, S47). What does not count is kept, with
the reason, because a group that finds its ballots missing from a number will ask.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from math import lcm

from campaign.definitions.appraisal_plan import Ballots
from campaign.scoring.evidence import Ballot, BallotBatch, Source
from campaign.scoring.score_trail import Cell, CountedEntry, CountingRule, cell_of, zero_cell
from campaign.values.exact_numbers import ZERO, ratio

MarkValues = Mapping[str, Decimal | None]
"""The plan's marks and their values; None where a mark is not counted."""

BallotTally = Mapping[str, Sequence[tuple[tuple[str, ...], int]]]
"""By dimension, what stands in the cells of the ballots, and how often."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """The plan's marks as whole numbers: ``points`` of ``unit`` each, so that sums stay exact."""

    values: MarkValues
    points: Mapping[str, int]
    unit: int
    weights: Mapping[str, int]
    least_marks: int


def scale_of(settings: Ballots) -> Scale:
    """Return the marks' values and the groups' weights, ready for counting."""
    values = {mark.name: mark.value for mark in settings.marks}
    exact = {name: Fraction(value) for name, value in values.items() if value is not None}
    unit = lcm(*(value.denominator for value in exact.values()))
    return Scale(
        values=values,
        points={name: int(value * unit) for name, value in exact.items()},
        unit=unit,
        weights={group.name: group.weight for group in settings.groups},
        least_marks=max(settings.least_marks, 1),
    )


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
    values: MarkValues

    @property
    def each(self) -> Fraction:
        """What one counted mark weighs within the group."""
        return ratio(1, self.counted) if self.value is not None else ZERO

    @property
    def adjusted(self) -> Fraction:
        """Nothing: a mean of marks needs no bounds."""
        return ZERO

    @property
    def judged(self) -> Sequence[CountedEntry]:
        """Every ballot of the group, with what was made of its mark in this dimension."""
        return [
            self._judge(batch, ballot)
            for batch in self.batches
            for ballot in sorted(batch.ballots, key=lambda ballot: ballot.row)
        ]

    def _judge(self, batch: BallotBatch, ballot: Ballot) -> CountedEntry:
        marks = ballot.marks.get(self.dimension, ())
        rule = CountingRule.BATCH_VOID if batch.overfull else judge_marks(marks, self.values)
        if rule is CountingRule.MARK and self.too_few:
            rule = CountingRule.TOO_FEW_MARKS
        if rule is CountingRule.MARK and not self.weight:
            rule = CountingRule.NOT_IN_PLAN
        value = self.values.get(marks[0]) if len(marks) == 1 else None
        source = Source(batch.submission, batch.file, batch.sheet, ballot.row)
        return CountedEntry(source, value or Decimal(0), rule, self.group, ballot.count)


def judge_marks(marks: tuple[str, ...], values: MarkValues) -> CountingRule:
    """Return whether what stands in one cell of a ballot counts, and if not, why."""
    if len(marks) > 1:
        return CountingRule.TWO_MARKS
    if not marks:
        return CountingRule.BLANK
    if marks[0] not in values:
        return CountingRule.NOT_IN_PLAN
    return CountingRule.NO_VALUE if values[marks[0]] is None else CountingRule.MARK


def ballot_cells(
    batches: Iterable[BallotBatch], scale: Scale, dimensions: Iterable[str], *, own: bool
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
            _group_part(group, dimension, tallies[group], tuple(by_group[group]), scale)
            for group in _in_order(by_group, scale)
        )
        cell = cell_of(parts)
        if own and cell.value is None and any(b.overfull for p in parts for b in p.batches):
            cell = zero_cell(CountingRule.VOID_ZERO, parts)
        cells[dimension] = cell
    return cells


def _place(batch: BallotBatch) -> tuple[str, str, int]:
    return batch.submission, batch.sheet, min((ballot.row for ballot in batch.ballots), default=0)


def _tally(batches: Iterable[BallotBatch]) -> BallotTally:
    """Count what stands in the ballots of the batches that are not void."""
    ballots = [ballot for batch in batches if not batch.overfull for ballot in batch.ballots]
    counts = Counter(
        chain.from_iterable(ballot.marks.items() for ballot in ballots if ballot.count == 1)
    )
    for ballot in ballots:
        if ballot.count != 1:
            for cell in ballot.marks.items():
                counts[cell] += ballot.count
    tally: defaultdict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for (dimension, marks), number in counts.items():
        tally[dimension].append((marks, number))
    return tally


def _in_order(groups: Iterable[str], scale: Scale) -> list[str]:
    known = list(scale.weights)
    return sorted(groups, key=lambda g: (known.index(g) if g in known else len(known), g))


def _group_part(
    group: str, dimension: str, tally: BallotTally, batches: tuple[BallotBatch, ...], scale: Scale
) -> GroupPart:
    counted = points = 0
    for marks, number in tally.get(dimension, ()):
        if len(marks) == 1 and marks[0] in scale.points:
            counted += number
            points += scale.points[marks[0]] * number
    enough = counted >= scale.least_marks
    weight = scale.weights.get(group, 0)
    return GroupPart(
        group=group,
        weight=weight,
        dimension=dimension,
        counted=counted,
        value=Fraction(points, counted * scale.unit) if enough and weight else None,
        too_few=not enough,
        batches=batches,
        values=scale.values,
    )
