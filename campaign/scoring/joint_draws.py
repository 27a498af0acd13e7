"""Draws every total by weights, by raters and respondents, and by all of them together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.evidence import Rating
from campaign.scoring.rank_uncertainty import (
    BILLIONTHS,
    ClassDraws,
    IntArray,
    draw_totals,
    draw_weights,
)
from campaign.scoring.ranking import UnitRank
from campaign.scoring.resampling import Draws, RatingShares, add_noise, channel_noise
from campaign.scoring.totals import Score


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnTotals:
    """The drawn totals of all classes: by weights; by raters and voters; by all of them.

    Where the plan does not resample, there are only those by weights.
    """

    weights: tuple[ClassDraws, ...]
    sampling: tuple[ClassDraws, ...] = ()
    joint: tuple[ClassDraws, ...] = ()

    @property
    def deciding(self) -> tuple[ClassDraws, ...]:
        """Those by which close calls are judged."""
        return self.joint or self.weights


def draw_all_totals(
    scores: Sequence[Score],
    ranks: Sequence[UnitRank],
    ratings: Iterable[Rating],
    appraisal: Appraisal,
) -> DrawnTotals:
    """Draw totals by weights and, if the plan resamples, by raters and respondents and by all.

    ``ratings`` are those that count. Raises ValueError if ranks are not as many as scores.
    """
    by_weights = draw_totals(scores, ranks, appraisal)
    if not appraisal.bands.resample:
        return DrawnTotals(weights=by_weights)
    by_unit, weights = {score.unit: score for score in scores}, draw_weights(appraisal)
    planned = {str(c.key): c.weight / 100 for c in appraisal.channels if c.weight}
    shares, draws = RatingShares(ratings, appraisal), appraisal.bands.draws
    sampling, joint = [], []
    for number, drawn in enumerate(by_weights):
        of_class = [by_unit[unit] for unit in drawn.units]
        noise = channel_noise(of_class, shares, appraisal, number)
        fixed = {key: np.full(draws, share, np.float64) for key, share in planned.items()}
        exact = np.array([float(score.unbounded_total or 0) for score in of_class])
        sampling.append(_with_noise(drawn, exact, add_noise(of_class, noise, fixed), appraisal))
        loose = drawn.totals / BILLIONTHS
        added = add_noise(of_class, noise, weights.channels)
        joint.append(_with_noise(drawn, loose, added, appraisal))
    return DrawnTotals(weights=by_weights, sampling=tuple(sampling), joint=tuple(joint))


def _with_noise(drawn: ClassDraws, totals: Draws, noise: Draws, appraisal: Appraisal) -> ClassDraws:
    moved = totals + noise
    np.clip(moved, float(appraisal.total_least), float(appraisal.total_most), out=moved)
    billionths: IntArray = np.rint(moved * BILLIONTHS).astype(np.int64)
    return replace(drawn, totals=billionths)
