"""Says how sure the raters' agreement is, by leaving out one rater at a time (the jackknife)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from campaign.scoring.analysis.figures import rounded
from campaign.scoring.assessment import Assessment
from campaign.scoring.channels import ignored_raters
from campaign.scoring.evidence import Rating

_LEAST_RATERS = 3
_QUANTILE = 1.645
"""Of the normal distribution, for 5% to 95%."""
_PLACES = 3
_PAIR = 2
_NOTHING = 1e-6
"""Below this, differences are the last bits of the arithmetic."""

Sums = NDArray[np.float64]
"""Of ratings: number, sum, sum of squares; in the pool of all units, their disagreement too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """Krippendorff's alpha (interval) in one dimension, and from where to where it may lie.

    ``low`` and ``high`` are 5% and 95%, held to at most 1; None without alpha, or where it cannot
    be computed without one of the raters.
    """

    dimension: str
    alpha: Decimal | None
    low: Decimal | None
    high: Decimal | None


def agreements(assessment: Assessment) -> Iterator[Agreement]:
    """Yield the agreement of the raters that count, in each dimension."""
    ratings = assessment.collected.evidence.ratings
    void = ignored_raters(ratings, assessment.appraisal.mutual)
    by_dimension: defaultdict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        if rating.rater != rating.unit and rating.rater not in void:
            by_dimension[rating.dimension].append(rating)
    for dimension, alpha in assessment.raters.agreement.items():
        bounds = None if alpha is None else _jackknife(by_dimension[dimension])
        low, high = bounds or (None, None)
        yield Agreement(dimension=dimension, alpha=alpha, low=low, high=high)


def _jackknife(ratings: Iterable[Rating]) -> tuple[Decimal, Decimal] | None:
    """Return the bounds of alpha, None where it cannot be computed without one of the raters.

    The standard error is
    √((n−1)/n × Σ(αᵢ − mean of the αᵢ)²), αᵢ without the i-th of n raters.
    """
    units: defaultdict[str, Sums] = defaultdict(lambda: np.zeros(3))
    by_rater: defaultdict[str, list[tuple[str, Sums]]] = defaultdict(list)
    for rating in sorted(ratings, key=lambda r: (r.rater, r.unit, r.value)):
        value = float(rating.value)
        sums = np.array([1.0, value, value * value])
        units[rating.unit] = units[rating.unit] + sums
        by_rater[rating.rater].append((rating.unit, sums))
    pool = sum((_paired(sums) for sums in units.values()), np.zeros(4))
    alphas = [_alpha(_without(of_rater, units, pool)) for of_rater in by_rater.values()]
    known = [alpha for alpha in alphas if alpha is not None]
    whole, number = _alpha(pool), len(known)
    if whole is None or number < max(len(alphas), _LEAST_RATERS):
        return None
    mean = sum(known) / number
    error = sqrt((number - 1) / number * sum((alpha - mean) ** 2 for alpha in known))
    low, high = (rounded(whole + sign * _QUANTILE * error, _PLACES) for sign in (-1, 1))
    return min(low, Decimal(1)), min(high, Decimal(1))


def _paired(sums: Sums) -> Sums:
    """Return a unit's share in the pool: its sums and its disagreement; nothing of one rating.

    The disagreement adds (x − y)² over all ordered pairs, divided by one less than the ratings.
    """
    number, total, squares = sums
    if number < _PAIR:
        return np.zeros(4)
    return np.append(sums, 2 * (number * squares - total * total) / (number - 1))


def _without(of_rater: Iterable[tuple[str, Sums]], units: Mapping[str, Sums], pool: Sums) -> Sums:
    """Return the pool without what one rater gave."""
    left: dict[str, Sums] = {}
    for unit, sums in of_rater:
        left[unit] = left.get(unit, units[unit]) - sums
    moved = sum((_paired(sums) - _paired(units[unit]) for unit, sums in left.items()), np.zeros(4))
    return pool + moved


def _alpha(pool: Sums) -> float | None:
    number, total, squares, observed = map(float, pool)
    expected = 2 * (number * squares - total * total)
    return None if expected < _NOTHING else 1 - observed * (number - 1) / expected
