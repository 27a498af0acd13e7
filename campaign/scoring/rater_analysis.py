"""Describes how the raters of the mutual evaluation rated, for the party office; no score changes.

Own ratings are left out throughout. A rater whom the plan voids is listed, because the office
looks for it here, but enters no estimate: what scoring threw out would make others look severe.
A figure is None where there is nothing to estimate it from.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from campaign.scoring.evidence import Rating
from campaign.values.exact_numbers import ZERO, exact_sum, round_half_up

Indexes = NDArray[np.int64]
FloatArray = NDArray[np.float64]

_TOLERANCE = 1e-14
"""Of the least squares; severities are shown to two decimal places."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rater:
    """The ratings that one unit gave others; ``ratings`` counts them, one per unit and dimension.

    ``severity``: points by which it rates lower (positive: more severe) than the others with whom
    it can be compared, once what each unit deserves is taken out; None without such raters, and
    where the plan voids it. ``all_equal``: two units or more, all cells the same. ``flat_units``:
    rated units that got one score in all dimensions, of those rated in two or more dimensions
    (``rated_units``).
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
    ratings: Iterable[Rating],
    dimensions: Iterable[str],
    pair_margin: Decimal,
    void: Collection[str] = (),
) -> RaterAnalysis:
    """Describe severity, agreement, straight-lining and mutual high scores of all raters (S38).

    Raters are sorted by unit. ``pair_margin`` is in points; ``void`` are the raters whom scoring
    leaves out.
    """
    ratings = [rating for rating in ratings if rating.rater != rating.unit]
    by_rater: defaultdict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        by_rater[rating.rater].append(rating)
    counted = [rating for rating in ratings if rating.rater not in void]
    severity = severities(counted)
    return RaterAnalysis(
        raters=tuple(_describe(unit, by_rater[unit], severity) for unit in sorted(by_rater)),
        agreement={d: alpha(r for r in counted if r.dimension == d) for d in dimensions},
        high_pairs=tuple(high_pairs(counted, pair_margin)),
    )


def _describe(
    unit: str, ratings: Sequence[Rating], severity: Mapping[str, Decimal | None]
) -> Rater:
    by_unit: defaultdict[str, list[Decimal]] = defaultdict(list)
    for rating in ratings:
        by_unit[rating.unit].append(rating.value)
    comparable = [values for values in by_unit.values() if len(values) > 1]
    return Rater(
        unit=unit,
        ratings=len(ratings),
        severity=severity.get(unit),
        all_equal=len(by_unit) > 1 and len({rating.value for rating in ratings}) == 1,
        flat_units=sum(len(set(values)) == 1 for values in comparable),
        rated_units=len(comparable),
    )


def severities(ratings: Sequence[Rating]) -> dict[str, Decimal | None]:
    """Estimate each rater's severity by the two-way additive fit, in points to two decimal places.

    A score is taken as what the rated unit deserves in the dimension, less the rater's severity,
    by least squares. Raters can be compared only through units that several of them rated: each
    with the mean of the others of the group that is connected in this way. A rater who is alone
    in its group has None.
    """
    if not ratings:
        return {}
    ratings = sorted(ratings, key=lambda r: (r.rater, r.unit, r.dimension, r.value))
    raters = {unit: index for index, unit in enumerate(sorted({r.rater for r in ratings}))}
    cells = {(r.unit, r.dimension) for r in ratings}
    columns = {cell: index for index, cell in enumerate(sorted(cells), start=len(raters))}
    rater_of = np.array([raters[r.rater] for r in ratings])
    cell_of = np.array([columns[r.unit, r.dimension] for r in ratings])
    group_of = _connected_groups(rater_of, cell_of)[: len(raters)]
    fitted = _fit(rater_of, cell_of, np.array([float(r.value) for r in ratings]))[: len(raters)]
    sizes = np.bincount(group_of)
    others = sizes[group_of] - 1
    sums = np.bincount(group_of, weights=fitted)[group_of]
    against_others = fitted - (sums - fitted) / np.maximum(others, 1)
    return {
        unit: _to_hundredths(float(against_others[index])) if others[index] else None
        for unit, index in raters.items()
    }


def _to_hundredths(severity: float) -> Decimal:
    """Round half up, after 1e-9: the last bits of the arithmetic must not decide a half."""
    return round_half_up(Fraction(f"{severity:.9f}"))


def _connected_groups(rater_of: Indexes, cell_of: Indexes) -> Indexes:
    """Return the group of each rater and cell: those tied to each other by ratings."""
    from scipy.sparse import csr_array  # takes half a second, and only an assessment needs it
    from scipy.sparse.csgraph import connected_components

    size = int(cell_of.max()) + 1
    graph = csr_array((np.ones(len(rater_of)), (rater_of, cell_of)), shape=(size, size))
    groups: Indexes = connected_components(graph, directed=False)[1]
    return groups


def _fit(rater_of: Indexes, cell_of: Indexes, values: FloatArray) -> FloatArray:
    """Solve value = cell − rater by least squares: one row per rating, one unknown per index."""
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import lsqr

    rows, size = np.arange(len(values)), int(cell_of.max()) + 1
    signs = np.repeat([-1.0, 1.0], len(values))
    indexes = (np.tile(rows, 2), np.concatenate([rater_of, cell_of]))
    design = csr_array((signs, indexes), shape=(len(values), size))
    fitted: FloatArray = lsqr(
        design, values, atol=_TOLERANCE, btol=_TOLERANCE, conlim=0, iter_lim=10 * size
    )[0]
    return fitted


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
    pooled = [value for values in paired for value in values]
    expected = _squared_differences(pooled)
    if not expected:
        return None
    observed = sum((_squared_differences(v) / (len(v) - 1) for v in paired), ZERO)
    return round_half_up(1 - observed * (len(pooled) - 1) / expected, 3)


def _squared_differences(values: Sequence[Decimal]) -> Fraction:
    squares = exact_sum(value * value for value in values)
    return 2 * (len(values) * squares - exact_sum(values) ** 2)


def high_pairs(ratings: Iterable[Rating], margin: Decimal) -> list[HighPair]:
    """Return the pairs who each gave the other at least ``margin`` points over the others' mean.

    Compared are means over all dimensions; a unit that nobody else rated gives no pair. Sorted by
    ``one``, then ``other``; ``one`` comes first in the alphabet.
    """
    ratings_given: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(list)
    received: defaultdict[str, list[Decimal]] = defaultdict(list)
    for rating in ratings:
        ratings_given[rating.rater, rating.unit].append(rating.value)
        received[rating.unit].append(rating.value)
    pairs = []
    for one, other in sorted(ratings_given):
        if one < other and (other, one) in ratings_given:
            over = _over_others(ratings_given[one, other], received[other])
            back = _over_others(ratings_given[other, one], received[one])
            if over is not None and back is not None and min(over, back) >= margin:
                pairs.append(
                    HighPair(
                        one=one,
                        other=other,
                        one_gave_over_others=over,
                        other_gave_over_others=back,
                    )
                )
    return pairs


def _over_others(own_ratings: Sequence[Decimal], received: Sequence[Decimal]) -> Fraction | None:
    others = len(received) - len(own_ratings)
    if not others:
        return None
    own = exact_sum(own_ratings)
    return own / len(own_ratings) - (exact_sum(received) - own) / others
