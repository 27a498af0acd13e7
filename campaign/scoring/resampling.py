"""Draws raters and respondents anew: how far totals would lie elsewhere, had others been asked.

Raters are drawn by the Bayesian bootstrap, each with one weight for all units that it rated, so
that a severe rater moves them together. A unit's respondents move each channel by its standard
error; the marks of one ballot are taken as moving together (nearly all dimensions of a ballot
agree). Nothing here changes a score.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from campaign.definitions.applicability import RATINGS
from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.ballots import GroupPart
from campaign.scoring.evidence import Rating
from campaign.scoring.score_trail import Cell
from campaign.scoring.totals import Score

Draws = NDArray[np.float64]
"""One row per draw, one column per unit."""

_RATERS, _BALLOTS = 2, 3
"""Streams of the plan's seed, beside those of the weights."""


class RatingShares:
    """The mean that each rater gave each unit, over the dimensions by their weights.

    ``ratings`` are those that count; the draws of the raters are made once for all classes.
    """

    def __init__(self, ratings: Iterable[Rating], appraisal: Appraisal) -> None:
        weights = {d.key: d.weight for d in appraisal.dimensions}
        sums: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for rating in ratings:
            if rating.rater != rating.unit and weights.get(rating.dimension):
                pair = sums[rating.rater, rating.unit]
                pair[0] += weights[rating.dimension] * float(rating.value)
                pair[1] += weights[rating.dimension]
        self.means = {key: total / weight for key, (total, weight) in sorted(sums.items())}
        raters = sorted({rater for rater, _ in self.means})
        self.raters = {rater: index for index, rater in enumerate(raters)}
        bands = appraisal.bands
        generator = np.random.default_rng([bands.seed, _RATERS])
        self.weights = generator.standard_exponential((bands.draws, len(raters)))

    def noise(self, units: Sequence[str]) -> Draws:
        """Return by how much each unit's mean rating is another under each draw; 0 without any."""
        from scipy.sparse import csr_array  # takes half a second, and only an assessment needs it

        columns = {unit: index for index, unit in enumerate(units)}
        pairs = [
            (self.raters[r], columns[u], m) for (r, u), m in self.means.items() if u in columns
        ]
        if not pairs:
            return np.zeros((len(self.weights), len(units)))
        rows, places, means = (np.array(values) for values in zip(*pairs, strict=True))
        size = len(self.raters), len(units)
        sums = csr_array((means, (rows, places)), shape=size)
        counts = csr_array((np.ones(len(means)), (rows, places)), shape=size)
        drawn, whole = self.weights @ sums, self.weights @ counts
        number = counts.sum(axis=0)
        plain = np.divide(sums.sum(axis=0), number, out=np.zeros(len(units)), where=number > 0)
        moved: Draws = np.divide(drawn, whole, out=np.zeros_like(drawn), where=whole > 0)
        return moved - np.where(number > 0, plain, 0.0)


def channel_noise(
    scores: Sequence[Score], shares: RatingShares, appraisal: Appraisal, stream: int
) -> dict[str, Draws]:
    """Return by how much each channel that people fill moves, in points, for each draw and unit.

    ``stream`` numbers the class, so that each has draws of its own.
    """
    weights = {dimension.key: dimension.weight for dimension in appraisal.dimensions}
    part = np.array([_rating_share(score) for score in scores])
    noise = {"mutual": shares.noise([score.unit for score in scores]) * part}
    for number, channel in enumerate(("social", "public")):
        errors = np.array([_ballot_error(score, channel, weights) for score in scores])
        seed = [appraisal.bands.seed, _BALLOTS, stream, number]
        normal = np.random.default_rng(seed).standard_normal((appraisal.bands.draws, len(scores)))
        normal *= errors
        noise[channel] = normal
    return noise


def _rating_share(score: Score) -> float:
    """Return how much of a unit's 互评 the ratings make up, 0 where there are none."""
    cells = [cell for cell in score.cells.get("mutual", {}).values() if cell.value is not None]
    rated = RATINGS in score.weights.mutual_parts
    if not cells or not rated:
        return 0.0
    parts = [part for part in cells[0].parts if part.value is not None]
    index = list(score.weights.mutual_parts).index(RATINGS)
    own = cells[0].parts[index]
    whole = float(sum(part.weight for part in parts))
    return float(own.weight) / whole if own.value is not None and whole else 0.0


def _ballot_error(score: Score, channel: str, weights: Mapping[str, int]) -> float:
    """Return the standard error of a channel of ballots, its cells moving together."""
    row = score.cells.get(channel, {})
    valued = [(weights[key], cell) for key, cell in row.items() if cell.value is not None]
    whole = sum(weight for weight, _ in valued)
    return sum(weight * cell_error(cell) for weight, cell in valued) / whole if whole else 0.0


def cell_error(cell: Cell) -> float:
    """Return the standard error of a cell of ballots, by its groups' sizes and variances."""
    groups = [p for p in cell.parts if isinstance(p, GroupPart) and p.value is not None]
    whole = sum(float(group.weight) for group in groups)
    if not whole or cell.zeroed:
        return 0.0
    variance = 0.0
    for group in groups:
        mean, count = float(group.value or 0), group.counted
        spread = max(float(group.squares) / count - mean * mean, 0.0) * count / max(count - 1, 1)
        variance += (float(group.weight) / whole) ** 2 * spread / count
    return sqrt(variance)


def add_noise(
    scores: Sequence[Score], noise: Mapping[str, Draws], channels: Mapping[str, NDArray[np.float64]]
) -> Draws:
    """Return by how much each total moves: the channels' noise by their shares in each draw."""
    keys = [key for key in channels if key in scores[0].weights.channels]
    present = {key: np.array([_present(score, key) for score in scores]) for key in keys}
    whole = sum(np.multiply.outer(channels[key], present[key]) for key in keys)
    moved = np.zeros_like(next(iter(noise.values())))
    for key in keys:
        if key in noise:
            moved += noise[key] * np.multiply.outer(channels[key], present[key])
    moved /= whole
    return moved


def _present(score: Score, channel: str) -> float:
    weight = score.weights.channels[channel]
    return float(score.channel_weight_present[channel]) * score.weights.total / 100 / weight
