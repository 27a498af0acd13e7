"""Says what the ranking would be without one rater of the mutual evaluation, for each rater.

Everything else stays: who is void, bonus, deductions, vetoes, places, who can be on the shortlist.
Totals are compared in billionths, as those of the draws are.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from campaign.definitions.applicability import RATINGS
from campaign.scoring.analysis.figures import CLASSES
from campaign.scoring.analysis.other_rules import shortlisted
from campaign.scoring.assessment import Assessment
from campaign.scoring.channels import ignored_raters, mutual_cell, ratings_part
from campaign.scoring.evidence import Rating
from campaign.scoring.rank_uncertainty import BILLIONTHS
from campaign.scoring.ranking import UnitRank, ranks
from campaign.scoring.score_trail import Cell, Part
from campaign.scoring.totals import Score, with_cells


@dataclass(frozen=True, kw_only=True, slots=True)
class RaterDrop:
    """The ranking without one rater: how many units' raw ranks move, and who moves farthest.

    ``rated`` counts the units that it rated; ``unit`` moves from ``rank`` to ``other``, all None
    where nobody moves (of equal shifts the first of the roster); ``other`` is None, the farthest
    of all shifts, where it is not ranked any more. ``joins`` and ``leaves`` are the units that
    the shortlist gains and loses.
    """

    rater: str
    rated: int
    moved: int
    unit: str | None
    rank: int | None
    other: int | None
    joins: tuple[str, ...]
    leaves: tuple[str, ...]


def rater_drops(assessment: Assessment) -> Iterator[RaterDrop]:
    """Yield what each rater whose ratings count does to the ranking, sorted by rater."""
    ranking = _Ranking(assessment)
    for rater, ratings in groupby(
        sorted(ranking.counted, key=attrgetter("rater")), attrgetter("rater")
    ):
        yield ranking.without(rater, {rating.unit for rating in ratings})


class _Ranking:
    """The ranking as it is, ready to be made anew without a rater."""

    def __init__(self, assessment: Assessment) -> None:
        ratings, appraisal = assessment.collected.evidence.ratings, assessment.appraisal
        self.assessment = assessment
        self.void = ignored_raters(ratings, appraisal.mutual)
        self.counted = [r for r in ratings if r.rater != r.unit and r.rater not in self.void]
        self.by_cell: defaultdict[tuple[str, str], list[Rating]] = defaultdict(list)
        for rating in self.counted:
            self.by_cell[rating.unit, rating.dimension].append(rating)
        ranked = [rank for rank in assessment.ranks if rank.raw_rank]
        self.of_class = {name: [r for r in ranked if r.unit_class == name] for name in CLASSES}
        self.totals = {s.unit: _billionths(s) for s in assessment.scores if s.ranked}

    def without(self, rater: str, rated: set[str]) -> RaterDrop:
        """Return the ranking without one rater."""
        scores = [s for s in self.assessment.scores if s.unit in rated and s.ranked]
        others = [self._rescored(score, rater) for score in scores]
        shifts: list[tuple[str, int, int | None]] = []
        joins: list[str] = []
        leaves: list[str] = []
        for name in (name for name in CLASSES if any(s.unit_class == name for s in others)):
            of_class = self.of_class[name]
            totals = self._totals(of_class, others)
            other = ranks(totals)
            shifts += [
                (r.unit, r.raw_rank, other.get(r.unit))
                for r in of_class
                if r.raw_rank and r.raw_rank != other.get(r.unit)
            ]
            listed = shortlisted(of_class, totals)
            joins += [r.unit for r in of_class if r.unit in listed and not r.shortlisted]
            leaves += [r.unit for r in of_class if r.shortlisted and r.unit not in listed]
        unit, rank, to = max(shifts, key=_distance) if shifts else (None, None, None)
        return RaterDrop(
            rater=rater,
            rated=len(rated),
            moved=len(shifts),
            unit=unit,
            rank=rank,
            other=to,
            joins=tuple(joins),
            leaves=tuple(leaves),
        )

    def _totals(self, of_class: Sequence[UnitRank], others: Sequence[Score]) -> dict[str, int]:
        totals = {rank.unit: self.totals[rank.unit] for rank in of_class}
        for score in others:
            if score.unit in totals and score.ranked:
                totals[score.unit] = _billionths(score)
            else:
                totals.pop(score.unit, None)
        return totals

    def _rescored(self, score: Score, rater: str) -> Score:
        shares = score.weights.mutual_parts
        if RATINGS not in shares or "mutual" not in score.cells:
            return score
        row = {
            dimension: self._cell(score.unit, dimension, cell, shares, rater)
            for dimension, cell in score.cells["mutual"].items()
        }
        return with_cells(score, {**score.cells, "mutual": row}, self.assessment.appraisal)

    def _cell(
        self, unit: str, dimension: str, cell: Cell, shares: Mapping[str, int], rater: str
    ) -> Cell:
        ratings = [r for r in self.by_cell[unit, dimension] if r.rater != rater]
        settings = self.assessment.appraisal.mutual
        parts: list[Part] = list(cell.parts)
        parts[list(shares).index(RATINGS)] = ratings_part(
            ratings, self.void, settings, shares[RATINGS]
        )
        return mutual_cell(parts, shares)


def _billionths(score: Score) -> int:
    return round((score.total or Fraction(0)) * BILLIONTHS)


def _distance(shift: tuple[str, int, int | None]) -> float:
    _, rank, other = shift
    return float("inf") if other is None else abs(rank - other)
