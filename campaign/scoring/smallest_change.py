"""What would have moved a unit: the least rise of one cell that gains a place or the shortlist.

For the unit's own use, beside the ranking; it changes nothing. Equalling the unit ahead is
enough, because equal totals share a rank.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.ranking import UnitRank
from campaign.scoring.totals import Score, cell_weights
from campaign.values.exact_numbers import ZERO


@dataclass(frozen=True, kw_only=True, slots=True)
class Rise:
    """By how many points one cell would have to rise, all others as they are."""

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
    """Return the smallest changes of every unit."""
    by_class: defaultdict[str, list[tuple[Score, UnitRank]]] = defaultdict(list)
    for score, standing in zip(scores, ranks, strict=True):
        by_class[score.unit_class].append((score, standing))
    return {
        score.unit: change
        for some in by_class.values()
        for score, change in _class_changes(some, appraisal)
    }


def _class_changes(
    some: Sequence[tuple[Score, UnitRank]], appraisal: Appraisal
) -> Iterable[tuple[Score, SmallestRankChange]]:
    competing = [(score, standing) for score, standing in some if standing.final_rank]
    totals = sorted({score.total for score, _ in competing if score.total is not None})
    listed = [s.total for s, standing in competing if standing.shortlisted and s.total is not None]
    for score, standing in some:
        ahead = entry = None
        if standing.final_rank and score.total is not None:
            above = totals[bisect_right(totals, score.total) :]
            ahead = above[0] if above else None
            entry = None if standing.shortlisted else min(listed, default=None)
        change = SmallestRankChange(
            place=_rises(score, ahead, appraisal), shortlist=_rises(score, entry, appraisal)
        )
        yield score, change


def _rises(score: Score, target: Fraction | None, appraisal: Appraisal) -> dict[str, Rise | None]:
    """Return, per channel, the cell that reaches a total with the least rise."""
    found: dict[str, Rise | None] = dict.fromkeys(score.weights.channels)
    if target is None or score.bare_total is None:
        return found
    dimensions = {dimension.key: dimension.weight for dimension in appraisal.dimensions}
    present = list(cell_weights(score.cells, score.weights, dimensions))
    needed = (target - score.bare_total) * sum(weight for _, _, weight, _ in present)
    for channel, dimension, weight, cell in present:
        points, best = needed / weight, found[channel]
        if points <= 100 - (cell.value or ZERO) and (best is None or points < best.points):
            found[channel] = Rise(dimension=dimension, points=points)
    return found
