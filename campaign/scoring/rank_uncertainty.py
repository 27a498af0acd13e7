"""Measures how far ranks can be trusted, for whoever approves or reads a ranking; no score changes.

Weights of channels and of dimensions are drawn around the plan's (Dirichlet, α = concentration ×
weight share) by the plan's seed, raters and respondents as ``resampling`` draws them; every total
is computed under each draw, and rank intervals say where the ranks fall. Totals are rounded to
1e-9 before they are compared, so that the last bits of a machine's arithmetic decide nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.ranking import UnitRank
from campaign.scoring.totals import Score

BILLIONTHS = 1_000_000_000

WeightArray = NDArray[np.float64]
"""One drawn weight share per draw."""

IntArray = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class RankInterval:
    """Where a unit's ``raw_rank`` falls under the draws; chances are shares of the draws.

    ``low`` and ``high`` are the ranks that 5% and 95% of the draws do not exceed.
    """

    median: int
    low: int
    high: int
    chance_shortlist: Fraction
    chance_last: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseCall:
    """Two units at a boundary who change places so often that approval needs a written note.

    ``boundary`` is shortlist or last. ``ahead`` ranks before ``behind``; ``chance`` is the share
    of draws in which it is the other way round, ties counted half.
    """

    boundary: str
    unit_class: str
    ahead: str
    behind: str
    chance: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnWeights:
    """The weights drawn, as shares of 1: one array per channel (dimension), by its key."""

    channels: Mapping[str, WeightArray]
    dimensions: Mapping[str, WeightArray]


def draw_weights(appraisal: Appraisal) -> DrawnWeights:
    """Draw the weights; the same plan gives the same draws.

    Weights of zero are left out, so that a channel or dimension that weighs nothing changes
    nothing, and keys are taken in alphabetical order, so that their order in the plan does not.
    """
    return DrawnWeights(
        channels=_dirichlet({c.key: c.weight for c in appraisal.channels}, 0, appraisal),
        dimensions=_dirichlet({d.key: d.weight for d in appraisal.dimensions}, 1, appraisal),
    )


def _dirichlet(
    weights: Mapping[str, int], stream: int, appraisal: Appraisal
) -> dict[str, WeightArray]:
    keys = sorted(key for key, weight in weights.items() if weight)
    settings = appraisal.bands
    alpha = [settings.concentration * weights[key] / 100 for key in keys]
    generator = np.random.default_rng([settings.seed, stream])
    shares = generator.dirichlet(alpha, size=settings.draws)
    return {key: shares[:, column] for column, key in enumerate(keys)}


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassDraws:
    """The drawn totals of one class in billionths, a row per draw and a column per ranked unit.

    ``units`` and ``ranks`` are in the order of the columns; ``places`` are those of the class on
    the shortlist.
    """

    unit_class: str
    units: tuple[str, ...]
    totals: IntArray
    ranks: tuple[UnitRank, ...]
    places: int

    def totals_of(self, unit: str) -> IntArray:
        """Return one unit's totals in billionths, one per draw.

        Raises ValueError if the unit is not ranked in this class.
        """
        column: IntArray = self.totals[:, self.units.index(unit)]
        return column


def draw_totals(
    scores: Iterable[Score], ranks: Iterable[UnitRank], appraisal: Appraisal
) -> tuple[ClassDraws, ...]:
    """Compute the totals of each class's ranked units under the draws of the weights.

    ``ranks`` are in the order of ``scores``; raises ValueError if they are not as many.
    """
    weights = draw_weights(appraisal)
    by_class: defaultdict[str, list[tuple[Score, UnitRank]]] = defaultdict(list)
    for score, rank in zip(scores, ranks, strict=True):
        if score.ranked:
            by_class[score.unit_class].append((score, rank))
    return tuple(
        ClassDraws(
            unit_class=unit_class,
            units=tuple(score.unit for score, _ in pairs),
            totals=_totals([score for score, _ in pairs], weights, appraisal),
            ranks=tuple(rank for _, rank in pairs),
            places=pairs[0][1].places,
        )
        for unit_class, pairs in sorted(by_class.items())
    )


def _totals(scores: Sequence[Score], drawn: DrawnWeights, appraisal: Appraisal) -> IntArray:
    """Compute all totals by one product of matrices: drawn weights by cells.

    Missing cells have no value and no weight; the second product gives the weight that is there,
    by which the first is rescaled.
    """
    channels = [key for key in drawn.channels if key in scores[0].weights.channels]
    keys = [(channel, dimension) for channel in channels for dimension in drawn.dimensions]
    weights = np.column_stack([drawn.channels[c] * drawn.dimensions[d] for c, d in keys])
    present = np.array([[float(s.cells[c][d].present) for c, d in keys] for s in scores])
    values = np.array([[float(s.cells[c][d].value or 0) for c, d in keys] for s in scores])
    extra = np.array([float(score.bonus - score.deduction) for score in scores])
    totals = (weights @ (values * present).T) / (weights @ present.T) + extra
    np.clip(totals, float(appraisal.total_least), float(appraisal.total_most), out=totals)
    billionths: IntArray = np.rint(totals * BILLIONTHS).astype(np.int64)
    return billionths


def rank_draws(totals: IntArray) -> IntArray:
    """Rank the units of each draw (row), highest first.

    Equal totals share a rank and the next is skipped.
    """
    descending = -totals
    ordered = np.sort(descending, axis=1)
    rows = zip(ordered, descending, strict=True)
    ranks: IntArray = 1 + np.array([np.searchsorted(row, values) for row, values in rows])
    return ranks


def rank_intervals(classes: Iterable[ClassDraws], appraisal: Appraisal) -> dict[str, RankInterval]:
    """Return the rank interval of every ranked unit, by its code."""
    return {
        unit: interval for drawn in classes for unit, interval in _class_intervals(drawn, appraisal)
    }


def _class_intervals(drawn: ClassDraws, appraisal: Appraisal) -> Iterator[tuple[str, RankInterval]]:
    ranks = rank_draws(drawn.totals)
    draws = len(ranks)
    low, median, high = (_nearest_rank(percent, draws) for percent in (5, 50, 95))
    ordered = np.sort(ranks, axis=0)
    listed = _times_listed(drawn)
    last = _times_last(ranks, appraisal)
    for column, unit in enumerate(drawn.units):
        yield (
            unit,
            RankInterval(
                median=int(ordered[median, column]),
                low=int(ordered[low, column]),
                high=int(ordered[high, column]),
                chance_shortlist=Fraction(int(listed[column]), draws),
                chance_last=Fraction(int(last[column]), draws),
            ),
        )


def _nearest_rank(percent: int, number: int) -> int:
    """Return the index of the value that so many percent of ``number`` sorted values reach."""
    return -(-percent * number // 100) - 1


def _times_listed(drawn: ClassDraws) -> IntArray:
    """Count the draws in which each unit that can be is on the shortlist (S49)."""
    eligible = np.array([not rank.barred for rank in drawn.ranks])
    places = drawn.places
    if not eligible.any() or not places:
        return np.zeros(len(drawn.units), dtype=np.int64)
    rivals = drawn.totals[:, eligible]
    index = max(rivals.shape[1] - places, 0)
    boundary = np.partition(rivals, index, axis=1)[:, index]
    counts: IntArray = ((drawn.totals >= boundary[:, None]) & eligible).sum(axis=0)
    return counts


def _times_last(ranks: IntArray, appraisal: Appraisal) -> IntArray:
    """Count the draws in which each unit is last; where all are equal, nobody is."""
    if ranks.shape[1] < appraisal.last_place_least_units:
        return np.zeros(ranks.shape[1], dtype=np.int64)
    lowest = ranks.max(axis=1, keepdims=True)
    counts: IntArray = ((ranks == lowest) & (lowest > 1)).sum(axis=0)
    return counts


def close_calls(classes: Iterable[ClassDraws], appraisal: Appraisal) -> tuple[CloseCall, ...]:
    """Return the pairs at the shortlist's boundary and at last place that are too close.

    Where several units tie at a boundary, each of them is held against each on the other side.
    Sorted by boundary, then by the units.
    """
    limit = Fraction(appraisal.bands.close_call_pct, 100)
    calls = [call for drawn in classes for call in _boundary_calls(drawn) if call.chance >= limit]
    return tuple(sorted(calls, key=lambda call: (call.boundary, call.ahead, call.behind)))


def _boundary_calls(drawn: ClassDraws) -> Iterator[CloseCall]:
    pairs = [("shortlist", *pair) for pair in _shortlist_pairs(drawn.ranks)]
    pairs += [("last", *pair) for pair in _last_pairs(drawn.ranks)]
    for boundary, ahead, behind in pairs:
        yield CloseCall(
            boundary=boundary,
            unit_class=drawn.unit_class,
            ahead=ahead,
            behind=behind,
            chance=_chance_of_overtaking(drawn.totals_of(ahead), drawn.totals_of(behind)),
        )


def _chance_of_overtaking(ahead: IntArray, behind: IntArray) -> Fraction:
    halves = 2 * int((behind > ahead).sum()) + int((behind == ahead).sum())
    return Fraction(halves, 2 * len(ahead))


def _shortlist_pairs(ranks: Sequence[UnitRank]) -> list[tuple[str, str]]:
    listed = {r.unit: r.final_rank for r in ranks if r.shortlisted and r.final_rank}
    outside = {
        r.unit: r.final_rank for r in ranks if not r.shortlisted and r.final_rank and not r.barred
    }
    return _neighbours(listed, outside)


def _last_pairs(ranks: Sequence[UnitRank]) -> list[tuple[str, str]]:
    others = {r.unit: r.raw_rank for r in ranks if not r.last and r.raw_rank}
    last = {r.unit: r.raw_rank for r in ranks if r.last and r.raw_rank}
    return _neighbours(others, last)


def _neighbours(upper: Mapping[str, int], lower: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return every lowest of the upper with every highest of the lower."""
    if not upper or not lower:
        return []
    lowest, highest = max(upper.values()), min(lower.values())
    return [
        (ahead, behind)
        for ahead, rank in upper.items()
        if rank == lowest
        for behind, other in lower.items()
        if other == highest
    ]
