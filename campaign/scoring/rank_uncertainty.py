"""How far a rank can be trusted: the same scores under other weights, drawn at random by a seed.

Nothing here changes a score. Weights of channels and of dimensions are drawn around the plan's
(Dirichlet, α = concentration × weight share), every total is computed under each draw, and what
is shown is where the ranks fall. Totals are rounded to 1e-9 before they are compared, so that
the last bits of a machine's arithmetic decide nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.ranking import UnitRank, shortlist_places
from campaign.scoring.totals import Score

_BILLIONTHS = 1_000_000_000

FloatArray = NDArray[np.float64]
Whole = NDArray[np.int64]


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

    ``ahead`` stands before ``behind``; ``chance`` is the share of draws in which it is the other
    way round, ties counted half.
    """

    boundary: str
    unit_class: str
    ahead: str
    behind: str
    chance: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Draws:
    """The weights drawn: one row per draw, one column per channel (dimension) by its key."""

    channels: Mapping[str, FloatArray]
    dimensions: Mapping[str, FloatArray]


def draw_weights(appraisal: Appraisal) -> Draws:
    """Draw the weights; the same plan gives the same draws.

    Weights of zero are left out, so that a channel or dimension that weighs nothing changes
    nothing, and keys are taken in alphabetical order, so that their order in the plan does not.
    """
    return Draws(
        channels=_dirichlet({c.key: c.weight for c in appraisal.channels}, 0, appraisal),
        dimensions=_dirichlet({d.key: d.weight for d in appraisal.dimensions}, 1, appraisal),
    )


def _dirichlet(
    weights: Mapping[str, int], stream: int, appraisal: Appraisal
) -> dict[str, FloatArray]:
    keys = sorted(key for key, weight in weights.items() if weight)
    settings = appraisal.bands
    alpha = [settings.concentration * weights[key] / 100 for key in keys]
    generator = np.random.default_rng([settings.seed, stream])
    drawn = generator.standard_gamma(alpha, size=(settings.draws, len(keys)))
    shares = drawn / drawn.sum(axis=1, keepdims=True)
    return {key: shares[:, column] for column, key in enumerate(keys)}


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassDraws:
    """The drawn totals of one class in billionths, a row per draw and a column per ranked unit."""

    unit_class: str
    units: tuple[str, ...]
    totals: Whole
    ranks: tuple[UnitRank, ...]

    def of(self, unit: str) -> Whole:
        """Return one unit's totals under the draws."""
        column: Whole = self.totals[:, self.units.index(unit)]
        return column


def drawn_totals(
    scores: Iterable[Score], ranks: Iterable[UnitRank], appraisal: Appraisal
) -> tuple[ClassDraws, ...]:
    """Return the totals of each class's ranked units under the draws of the weights."""
    draws = draw_weights(appraisal)
    by_class: defaultdict[str, list[tuple[Score, UnitRank]]] = defaultdict(list)
    for score, standing in zip(scores, ranks, strict=True):
        if score.ranked:
            by_class[score.unit_class].append((score, standing))
    return tuple(
        ClassDraws(
            unit_class=unit_class,
            units=tuple(score.unit for score, _ in some),
            totals=_totals([score for score, _ in some], draws, appraisal),
            ranks=tuple(standing for _, standing in some),
        )
        for unit_class, some in sorted(by_class.items())
    )


def _totals(scores: Sequence[Score], draws: Draws, appraisal: Appraisal) -> Whole:
    """Compute all totals by one product of matrices: drawn weights by cells.

    Missing cells have no value and no weight; the second product gives the weight that is there,
    by which the first is rescaled.
    """
    channels = [key for key in draws.channels if key in scores[0].weights.channels]
    keys = [(channel, dimension) for channel in channels for dimension in draws.dimensions]
    weights = np.column_stack([draws.channels[c] * draws.dimensions[d] for c, d in keys])
    present = np.array([[float(s.cells[c][d].present) for c, d in keys] for s in scores])
    values = np.array([[float(s.cells[c][d].value or 0) for c, d in keys] for s in scores])
    extra = np.array([float(score.bonus - score.deduction) for score in scores])
    totals = (weights @ (values * present).T) / (weights @ present.T) + extra
    np.clip(totals, float(appraisal.total_least), float(appraisal.total_most), out=totals)
    billionths: Whole = np.rint(totals * _BILLIONTHS).astype(np.int64)
    return billionths


def draw_ranks(totals: Whole) -> NDArray[np.int32]:
    """Rank the units of each draw, highest first; equal totals share a rank."""
    order = np.argsort(-totals, axis=1)
    ordered = np.take_along_axis(totals, order, axis=1)
    positions = np.arange(1, totals.shape[1] + 1, dtype=np.int32)
    firsts = np.ones(totals.shape, dtype=np.int32)
    firsts[:, 1:] = np.where(ordered[:, 1:] != ordered[:, :-1], positions[1:], 1)
    found = np.empty(totals.shape, dtype=np.int32)
    np.put_along_axis(found, order, np.maximum.accumulate(firsts, axis=1), axis=1)
    return found


def rank_intervals(classes: Iterable[ClassDraws], appraisal: Appraisal) -> dict[str, RankInterval]:
    """Return the band of every ranked unit."""
    return {unit: band for some in classes for unit, band in _class_bands(some, appraisal)}


def _class_bands(drawn: ClassDraws, appraisal: Appraisal) -> Iterable[tuple[str, RankInterval]]:
    ranks = draw_ranks(drawn.totals)
    draws = len(ranks)
    low, median, high = (_nearest_rank(percent, draws) for percent in (5, 50, 95))
    ordered = np.sort(ranks, axis=0)
    listed = _times_listed(drawn, appraisal)
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
    """Return the index of the value that so many percent of sorted values do not exceed."""
    return -(-percent * number // 100) - 1


def _times_listed(drawn: ClassDraws, appraisal: Appraisal) -> Whole:
    """Count the draws in which each unit without a veto is on the shortlist."""
    free = np.array([not standing.vetoes for standing in drawn.ranks])
    places = shortlist_places(len(drawn.units), appraisal)
    if not free.any() or not places:
        return np.zeros(len(drawn.units), dtype=np.int64)
    rivals = drawn.totals[:, free]
    at = max(rivals.shape[1] - places, 0)
    boundary = np.partition(rivals, at, axis=1)[:, at]
    counts: Whole = ((drawn.totals >= boundary[:, None]) & free).sum(axis=0)
    return counts


def _times_last(ranks: NDArray[np.int32], appraisal: Appraisal) -> Whole:
    """Count the draws in which each unit is last; where all are equal, nobody is."""
    if ranks.shape[1] < appraisal.last_place_least_units:
        return np.zeros(ranks.shape[1], dtype=np.int64)
    lowest = ranks.max(axis=1, keepdims=True)
    counts: Whole = ((ranks == lowest) & (lowest > 1)).sum(axis=0)
    return counts


def close_calls(classes: Iterable[ClassDraws], appraisal: Appraisal) -> tuple[CloseCall, ...]:
    """Return the pairs at the shortlist's boundary and at last place that are too close.

    Where several units tie at a boundary, each of them is held against each on the other side.
    """
    limit = Fraction(appraisal.bands.close_call_pct, 100)
    found = []
    for drawn in classes:
        pairs = [("shortlist", *pair) for pair in _shortlist_pairs(drawn.ranks)]
        pairs += [("last", *pair) for pair in _last_pairs(drawn.ranks)]
        for boundary, ahead, behind in pairs:
            chance = _overtakes(drawn.of(ahead), drawn.of(behind))
            if chance >= limit:
                found.append(
                    CloseCall(
                        boundary=boundary,
                        unit_class=drawn.unit_class,
                        ahead=ahead,
                        behind=behind,
                        chance=chance,
                    )
                )
    return tuple(sorted(found, key=lambda call: (call.boundary, call.ahead, call.behind)))


def _overtakes(ahead: Whole, behind: Whole) -> Fraction:
    halves = 2 * int((behind > ahead).sum()) + int((behind == ahead).sum())
    return Fraction(halves, 2 * len(ahead))


def _shortlist_pairs(ranks: Sequence[UnitRank]) -> list[tuple[str, str]]:
    listed = {s.unit: s.final_rank for s in ranks if s.shortlisted and s.final_rank}
    outside = {s.unit: s.final_rank for s in ranks if not s.shortlisted and s.final_rank}
    return _facing(listed, outside)


def _last_pairs(ranks: Sequence[UnitRank]) -> list[tuple[str, str]]:
    others = {s.unit: s.raw_rank for s in ranks if not s.last and s.raw_rank}
    last = {s.unit: s.raw_rank for s in ranks if s.last and s.raw_rank}
    return _facing(others, last)


def _facing(upper: Mapping[str, int], lower: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return every lowest of the upper with every highest of the lower."""
    if not upper or not lower:
        return []
    edge, next_one = max(upper.values()), min(lower.values())
    return [
        (ahead, behind)
        for ahead, rank in upper.items()
        if rank == edge
        for behind, other in lower.items()
        if other == next_one
    ]
