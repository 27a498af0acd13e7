"""Rounds what is estimated, and correlates two columns of figures."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from campaign.values.exact_numbers import SHOWN_PLACES, round_half_up

CLASSES = ("支部", "单位")
"""The classes within which units are ranked, in the order in which they are shown."""

LEAST_UNITS = 3
"""Fewer units tell neither a variance nor a correlation."""


def rounded(value: float, places: int = SHOWN_PLACES) -> Decimal:
    """Round half up, after 1e-9: the last bits of the arithmetic must not decide a half."""
    return round_half_up(Fraction(f"{value:.9f}"), places)


def correlation(one: Sequence[float], other: Sequence[float]) -> Decimal | None:
    """Return Pearson's correlation to two places; None of fewer than three pairs, or no variance.

    Raises ValueError if the columns are not as long.
    """
    if len(one) < LEAST_UNITS or np.ptp(one) < 1e-9 or np.ptp(other) < 1e-9:
        return None
    return rounded(float(np.corrcoef(one, other)[0, 1]))
