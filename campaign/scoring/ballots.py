"""Turns ballots into cells: the mean of each group of respondents, then over groups by weight.

For social evaluation (S42) and public evaluation (S46, S47). What does not count is kept, with
the reason, because a group that misses its ballots in a figure will ask.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from math import lcm

from campaign.definitions.channel_settings import Ballots
from campaign.scoring.evidence import Ballot, BallotBatch, Source
from campaign.scoring.score_trail import Cell, CountedEntry, CountingRule, cell_of, zero_cell
from campaign.values.exact_numbers import ZERO, ratio

MarkValues = Mapping[str, Decimal | None]
"""The values of the plan's marks, 0 to 100, by name; None where a mark is not counted."""

BallotTally = Mapping[str, Sequence[tuple[tuple[str, ...], int]]]
"""By dimension, the different sets of marks in a cell, each with the number of ballots."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """The plan's marks as whole numbers, ``points`` ÷ ``denominator``, so that sums stay exact.

    ``weights`` are those of the groups, in the plan's order; the rest are the settings of
    ``Ballots``.
    """

    values: MarkValues
    points: Mapping[str, int]
    denominator: int
    weights: Mapping[str, int]
    least_marks: int
    half_weight_marks: int = 0
    least_groups_weight: int = 0
    least_cell_marks: int = 0
    lowest_if_small: bool = False


def scale_of(settings: Ballots) -> Scale:
    """Return the plan's marks and groups, ready for counting."""
    values = {mark.name: mark.value for mark in settings.marks}
    exact = {name: Fraction(value) for name, value in values.items() if value is not None}
    denominator = lcm(*(value.denominator for value in exact.values()))
    return Scale(
        values=values,
        points={name: int(value * denominator) for name, value in exact.items()},
        denominator=denominator,
        weights={group.name: group.weight for group in settings.groups},
        least_marks=max(settings.least_marks, 1),
        half_weight_marks=settings.half_weight_marks,
        least_groups_weight=settings.least_groups_weight,
        least_cell_marks=settings.least_cell_marks,
        lowest_if_small=settings.small_poll == "lowest",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupPart:
    """One group of respondents in one dimension: ``counted`` marks and their mean, 0 to 100.

    ``value`` is None where the group does not count; ``weight`` is what it weighs by its size,
    ``planned`` what the plan gives it; ``squares`` adds up the squares of the marks. The single
    ballots are classified only when ``entries`` is read: most assessments never do.
    """

    group: str
    weight: int | Fraction
    planned: int
    dimension: str
    counted: int
    squares: Fraction
    value: Fraction | None
    too_few: bool
    batches: tuple[BallotBatch, ...]
    values: MarkValues
    poll_too_small: bool = False

    @property
    def entry_weight(self) -> Fraction:
        """The weight of one counted mark within the group, a share of 1."""
        return ratio(1, self.counted) if self.value is not None else ZERO

    @property
    def adjustment(self) -> Fraction:
        """Zero: a mean of marks needs no bounds."""
        return ZERO

    @property
    def entries(self) -> Sequence[CountedEntry]:
        """Every ballot of the group with the rule applied to its marks in this dimension."""
        return [
            self._entry(batch, ballot)
            for batch in self.batches
            for ballot in sorted(batch.ballots, key=lambda ballot: ballot.row)
        ]

    def _entry(self, batch: BallotBatch, ballot: Ballot) -> CountedEntry:
        marks = ballot.marks.get(self.dimension, ())
        rule = CountingRule.BATCH_VOID if batch.overfull else rule_of_marks(marks, self.values)
        if rule is CountingRule.MARK and self.too_few:
            rule = CountingRule.TOO_FEW_MARKS
        if rule is CountingRule.MARK and not self.planned:
            rule = CountingRule.NOT_IN_PLAN
        if rule is CountingRule.MARK and self.poll_too_small:
            rule = CountingRule.SMALL_POLL
        value = self.values.get(marks[0]) if len(marks) == 1 else None
        source = Source(batch.submission, batch.file, batch.sheet, ballot.row)
        return CountedEntry(source, value or Decimal(0), rule, self.group, ballot.count)


def rule_of_marks(marks: tuple[str, ...], values: MarkValues) -> CountingRule:
    """Return the rule by which one cell of a ballot counts, or does not."""
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
    """Return one unit's cells of one channel, by dimension (S42, S46, S47).

    ``own``: the unit collected the ballots itself; then a cell without any group left, of which a
    batch is void, is its own doing and counts 0.
    """
    by_group: defaultdict[str, list[BallotBatch]] = defaultdict(list)
    for batch in sorted(batches, key=_place):
        by_group[batch.group].append(batch)
    tallies = {group: _tally(of_group) for group, of_group in by_group.items()}
    cells = {}
    for dimension in dimensions:
        parts = tuple(
            _group_part(group, dimension, tallies[group], tuple(by_group[group]), scale)
            for group in _in_order(by_group, scale)
        )
        cell = _cell(parts, scale)
        void = any(batch.overfull for part in parts for batch in part.batches)
        if own and cell.value is None and void and not scale.lowest_if_small:
            cell = zero_cell(CountingRule.VOID_ZERO, parts)
        cells[dimension] = cell
    return cells


def _cell(parts: tuple[GroupPart, ...], scale: Scale) -> Cell:
    """Combine the groups that count; if they are too few or too small, none does."""
    counting = [part for part in parts if part.value is not None]
    weight = sum(part.planned for part in counting)
    marks = sum(part.counted for part in counting)
    if weight < scale.least_groups_weight or marks < scale.least_cell_marks:
        parts = tuple(replace(part, value=None, poll_too_small=True) for part in parts)
    return cell_of(parts)


def is_small_poll(cell: Cell, *, filed: bool) -> bool:
    """Return whether a unit's own poll was held, or reported, and was too small for a cell."""
    return cell.value is None and (filed or any(part.entries for part in cell.parts))


def _place(batch: BallotBatch) -> tuple[str, str, int]:
    return batch.submission, batch.sheet, min((ballot.row for ballot in batch.ballots), default=0)


def _tally(batches: Iterable[BallotBatch]) -> BallotTally:
    """Count the marks on the ballots of the batches that are not void."""
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
    order = list(scale.weights)
    return sorted(groups, key=lambda g: (order.index(g) if g in order else len(order), g))


def _group_part(
    group: str, dimension: str, tally: BallotTally, batches: tuple[BallotBatch, ...], scale: Scale
) -> GroupPart:
    counted = points = squares = 0
    for marks, number in tally.get(dimension, ()):
        if len(marks) == 1 and marks[0] in scale.points:
            value = scale.points[marks[0]]
            counted += number
            points += value * number
            squares += value * value * number
    enough = counted >= scale.least_marks
    weight = scale.weights.get(group, 0)
    half = scale.half_weight_marks
    return GroupPart(
        group=group,
        weight=ratio(weight * counted, counted + half) if half and counted else weight,
        planned=weight,
        dimension=dimension,
        counted=counted,
        squares=Fraction(squares, scale.denominator**2),
        value=Fraction(points, counted * scale.denominator) if enough and weight else None,
        too_few=not enough,
        batches=batches,
        values=scale.values,
    )
