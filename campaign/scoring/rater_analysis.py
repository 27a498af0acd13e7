"""How the raters of the mutual evaluation rated, for the office to look at; no score changes.

Severity, agreement, raters who gave everything the same score, pairs who gave each other high
scores. Where there is nothing to estimate from, the figure is None rather than a guess. Own
ratings are left out throughout; ratings that the plan voids are not, because they are what is
looked for here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from campaign.scoring.evidence import Rating
from campaign.values.exact_numbers import ZERO, exact_sum, rounded

RatingArray = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rater:
    """How one unit rated others.

    ``severity``: points by which it rates lower (positive: more severe) than the raters with whom
    it can be compared, once what each unit deserves is taken out; None without such raters.
    ``all_equal``: two units or more, all cells the same. ``flat_units``: rated units that got one
    score in all dimensions, of those rated in two or more dimensions (``rated_units``).
    """

    unit: str
    ratings: int
    severity: Decimal | None
    all_equal: bool
    flat_units: int
    rated_units: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HighPair:
    """Two units each of which rated the other higher than the others did, by so many points."""

    one: str
    other: str
    one_gave_over_others: Fraction
    other_gave_over_others: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class RaterAnalysis:
    """All about the raters; ``agreement`` is Krippendorff's alpha (interval) by dimension."""

    raters: tuple[Rater, ...]
    agreement: Mapping[str, Decimal | None]
    high_pairs: tuple[HighPair, ...]


def analyze_raters(
    ratings: Iterable[Rating], dimensions: Iterable[str], pair_margin: Decimal
) -> RaterAnalysis:
    """Return what is to be said about the raters, sorted by unit."""
    given = [rating for rating in ratings if rating.rater != rating.unit]
    of_rater: defaultdict[str, list[Rating]] = defaultdict(list)
    for rating in given:
        of_rater[rating.rater].append(rating)
    severity = severities(given)
    return RaterAnalysis(
        raters=tuple(_rater(unit, of_rater[unit], severity) for unit in sorted(of_rater)),
        agreement={d: alpha(r for r in given if r.dimension == d) for d in dimensions},
        high_pairs=tuple(high_pairs(given, pair_margin)),
    )


def _rater(unit: str, given: Sequence[Rating], severity: Mapping[str, Decimal | None]) -> Rater:
    by_unit: defaultdict[str, list[Decimal]] = defaultdict(list)
    for rating in given:
        by_unit[rating.unit].append(rating.value)
    several = [values for values in by_unit.values() if len(values) > 1]
    return Rater(
        unit=unit,
        ratings=len(given),
        severity=severity[unit],
        all_equal=len(by_unit) > 1 and len({rating.value for rating in given}) == 1,
        flat_units=sum(len(set(values)) == 1 for values in several),
        rated_units=len(several),
    )


def severities(ratings: Sequence[Rating]) -> dict[str, Decimal | None]:
    """Estimate each rater's severity by the two-way additive fit, to two decimal places.

    A score is taken as what the rated unit deserves in the dimension, less the rater's severity,
    by least squares. Raters can be compared only through units that several of them rated;
    within each group connected in this way the severities add up to 0.
    """
    raters = sorted({rating.rater for rating in ratings})
    cells = sorted({(rating.unit, rating.dimension) for rating in ratings})
    places = {rater: at for at, rater in enumerate(raters)}
    columns = {cell: at for at, cell in enumerate(cells)}
    ordered = sorted(ratings, key=lambda r: (r.rater, r.unit, r.dimension, r.value))
    by = np.array([places[r.rater] for r in ordered], dtype=np.int64)
    on = np.array([columns[r.unit, r.dimension] for r in ordered], dtype=np.int64)
    values = np.array([float(r.value) for r in ordered])
    groups = _connected(by, on, len(raters))
    fitted = _fit(by, on, values, len(raters))
    sizes = np.bincount(groups, minlength=len(raters) or 1)
    return {
        rater: rounded(Fraction(float(fitted[at]))) if sizes[groups[at]] > 1 else None
        for rater, at in places.items()
    }


def _connected(by: NDArray[np.int64], on: NDArray[np.int64], raters: int) -> NDArray[np.int64]:
    """Return each rater's group: those tied to each other by cells that both rated."""
    group = np.arange(raters)
    while len(by):
        lowest = np.full(on.max() + 1, raters)
        np.minimum.at(lowest, on, group[by])
        merged = group.copy()
        np.minimum.at(merged, by, lowest[on])
        if np.array_equal(merged, group):
            break
        group = merged
    return group


def _fit(
    by: NDArray[np.int64], on: NDArray[np.int64], values: RatingArray, raters: int
) -> RatingArray:
    """Solve the least squares for the raters' severities, by conjugate gradients.

    Started from 0 they stay where each connected group adds up to 0.
    """
    if not len(by):
        return np.zeros(raters)
    given = np.bincount(by, minlength=raters).astype(np.float64)
    got = np.bincount(on).astype(np.float64)

    def spread(severity: RatingArray) -> RatingArray:
        """Apply the normal equations with the cells' own values eliminated."""
        means = np.bincount(on, weights=severity[by]) / got
        return given * severity - np.bincount(by, weights=means[on], minlength=raters)

    means = np.bincount(on, weights=values) / got
    wanted: RatingArray = np.bincount(by, weights=(means[on] - values), minlength=raters).astype(
        np.float64
    )
    return _conjugate_gradients(spread, wanted)


def _conjugate_gradients(
    apply: Callable[[RatingArray], RatingArray], wanted: RatingArray
) -> RatingArray:
    found = np.zeros(len(wanted))
    left, direction = wanted.copy(), wanted.copy()
    size = float(left @ left)
    for _ in range(10 * len(wanted)):
        if size <= _SETTLED * max(float(wanted @ wanted), 1.0):
            break
        image = apply(direction)
        step = size / float(direction @ image)
        found += step * direction
        left -= step * image
        before, size = size, float(left @ left)
        direction = left + (size / before) * direction
    return found


_SETTLED = 1e-24


def alpha(ratings: Iterable[Rating]) -> Decimal | None:
    """Return Krippendorff's alpha for interval data, rounded to three places.

    1 is full agreement, 0 what chance would give, below 0 less than that. None where no unit has
    two raters or all scores are the same. Computed exactly from sums of squares:
    the sum over all ordered pairs of (x − y)² is 2 × (n Σx² − (Σx)²).
    """
    by_unit: defaultdict[str, list[Decimal]] = defaultdict(list)
    for rating in ratings:
        by_unit[rating.unit].append(rating.value)
    paired = [values for values in by_unit.values() if len(values) > 1]
    everything = [value for values in paired for value in values]
    expected = _squared_differences(everything)
    if not expected:
        return None
    observed = sum((_squared_differences(v) / (len(v) - 1) for v in paired), ZERO)
    return rounded(1 - observed * (len(everything) - 1) / expected, 3)


def _squared_differences(values: Sequence[Decimal]) -> Fraction:
    squares = exact_sum(value * value for value in values)
    return 2 * (len(values) * squares - exact_sum(values) ** 2)


def high_pairs(ratings: Iterable[Rating], margin: Decimal) -> list[HighPair]:
    """Return the pairs who each gave the other at least ``margin`` points over the others' mean.

    Compared are means over all dimensions; a unit that nobody else rated gives no pair.
    """
    given: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(list)
    received: defaultdict[str, list[Decimal]] = defaultdict(list)
    for rating in ratings:
        given[rating.rater, rating.unit].append(rating.value)
        received[rating.unit].append(rating.value)
    found = []
    for one, other in sorted(given):
        if one < other and (other, one) in given:
            over = _over_others(given[one, other], received[other])
            back = _over_others(given[other, one], received[one])
            if over is not None and back is not None and min(over, back) >= margin:
                found.append(
                    HighPair(
                        one=one,
                        other=other,
                        one_gave_over_others=over,
                        other_gave_over_others=back,
                    )
                )
    return found


def _over_others(given: Sequence[Decimal], received: Sequence[Decimal]) -> Fraction | None:
    others = len(received) - len(given)
    if not others:
        return None
    mine = exact_sum(given)
    return mine / len(given) - (exact_sum(received) - mine) / others
