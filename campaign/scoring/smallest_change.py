"""Finds the least rise of one cell that would gain a unit a place, or the shortlist.

For the unit's own use, beside the ranking; no score changes. Equalling the unit ahead is enough,
because equal totals share a rank.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.ranking import UnitRank
from campaign.scoring.totals import Score, cell_weights
from campaign.values.exact_numbers import ZERO


@dataclass(frozen=True, kw_only=True, slots=True)
class Rise:
    """The points (0 to 100) by which one cell would have to rise, all others as they are."""

    dimension: str
    points: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class SmallestRankChange:
    """The least rise per channel that gains a place, and that gains the shortlist.

    None where no cell of the channel can do it, for a unit that is first (or listed) already,
    and for units that are not in the final ranking.
    """

    place: Mapping[str, Rise | None]
    shortlist: Mapping[str, Rise | None]


def smallest_rank_changes(
    scores: Iterable[Score], ranks: Iterable[UnitRank], appraisal: Appraisal
) -> dict[str, SmallestRankChange]:
    """Return the smallest rank changes of every unit, by its code.

    ``ranks`` are in the order of ``scores``; raises ValueError if they are not as many.
    """
    by_class: defaultdict[str, list[tuple[Score, UnitRank]]] = defaultdict(list)
    for score, rank in zip(scores, ranks, strict=True):
        by_class[score.unit_class].append((score, rank))
    return {
        unit: change
        for pairs in by_class.values()
        for unit, change in _class_changes(pairs, appraisal)
    }


def _class_changes(
    pairs: Sequence[tuple[Score, UnitRank]], appraisal: Appraisal
) -> Iterator[tuple[str, SmallestRankChange]]:
    competing = [(score, rank) for score, rank in pairs if rank.final_rank]
    totals = sorted({score.total for score, _ in competing if score.total is not None})
    listed = [s.total for s, rank in competing if rank.shortlisted and s.total is not None]
    for score, rank in pairs:
        next_place = shortlist = None
        if rank.final_rank and score.total is not None:
            above = totals[bisect_right(totals, score.total) :]
            next_place = above[0] if above else None
            shortlist = None if rank.shortlisted else min(listed, default=None)
        change = SmallestRankChange(
            place=_rises(score, next_place, appraisal),
            shortlist=_rises(score, shortlist, appraisal),
        )
        yield score.unit, change


def _rises(score: Score, target: Fraction | None, appraisal: Appraisal) -> dict[str, Rise | None]:
    """Return, per channel, the cell that reaches a total with the least rise."""
    rises: dict[str, Rise | None] = dict.fromkeys(score.weights.channels)
    if target is None or score.unbounded_total is None:
        return rises
    dimensions = {dimension.key: dimension.weight for dimension in appraisal.dimensions}
    present = list(cell_weights(score.cells, score.weights, dimensions))
    needed = (target - score.unbounded_total) * sum(weight for _, _, weight, _ in present)
    for channel, dimension, weight, cell in present:
        points, best = needed / weight, rises[channel]
        if points <= 100 - (cell.value or ZERO) and (best is None or points < best.points):
            rises[channel] = Rise(dimension=dimension, points=points)
    return rises
