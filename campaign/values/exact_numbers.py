"""Computes means and sums exactly, so that neither order nor machine can change a score.

Everything that is compared is a ``Fraction``. Only what is shown is rounded, half up (四舍五入).
"""

from collections.abc import Collection, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, localcontext
from fractions import Fraction
from functools import cache
from math import gcd, lcm

ZERO = Fraction(0)
ONE = Fraction(1)
SHOWN_PLACES = 2
_ENDLESS_PLACES = 10
_EXACT = Context(prec=200, traps=[Inexact])
_ROUNDING = Context(prec=200, rounding=ROUND_HALF_UP)

Weighted = tuple[int | Fraction, int | Fraction]
"""A weight and the value that it belongs to."""


def _exact(values: Iterable[Decimal]) -> Decimal:
    with localcontext(_EXACT):
        return sum(values, Decimal(0))


def exact_sum(values: Iterable[Decimal]) -> Fraction:
    """Return the sum of decimals. Raises decimal.Inexact if it has more than 200 digits."""
    return Fraction(_exact(values))


def exact_mean(values: Collection[Decimal]) -> Fraction:
    """Return the mean of decimals.

    Raises ZeroDivisionError if there are none, decimal.Inexact if their sum has over 200 digits.
    """
    over, under = _exact(values).as_integer_ratio()
    return Fraction(over, under * len(values))


@cache
def ratio(over: int | Fraction, under: int) -> Fraction:
    """Return over ÷ under, cached because the same few shares recur for every ballot.

    Raises ZeroDivisionError if ``under`` is 0.
    """
    return Fraction(over, under)


def weighted_mean(pairs: Iterable[Weighted]) -> Fraction | None:
    """Return Σ weight × value ÷ Σ weight; None where there is no weight other than 0.

    Raises ZeroDivisionError if weights of both signs sum to 0.
    """
    ratios = [
        (*weight.as_integer_ratio(), *value.as_integer_ratio()) for weight, value in pairs if weight
    ]
    if not ratios:
        return None
    scale = lcm(*(under * below for _, under, _, below in ratios))
    values = sum(over * above * (scale // (under * below)) for over, under, above, below in ratios)
    weights = sum(over * (scale // under) for over, under, _, _ in ratios)
    return Fraction(values, weights)


def clamp(value: Fraction, least: Decimal | int, most: Decimal | int) -> Fraction:
    """Return the value, or the bound that it passes."""
    return min(max(value, Fraction(least)), Fraction(most))


def round_half_up(value: Fraction, places: int = SHOWN_PLACES) -> Decimal:
    """Return a value rounded half up, away from 0, to so many decimal places."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    return _ROUNDING.scaleb(Decimal(-whole if value < 0 else whole), -places)


def distinct_text(value: Fraction, others: Iterable[Fraction], places: int = SHOWN_PLACES) -> str:
    """Return a number rounded half up, to as many places as tell it from those that differ.

    No more than ten places are tried.
    """
    different = [other for other in others if other != value]
    for more in range(places, _ENDLESS_PLACES + 1):
        shown = round_half_up(value, more)
        if all(round_half_up(other, more) != shown for other in different):
            break
    return f"{shown:f}"


def number_text(value: Fraction) -> str:
    """Write a number exactly if its decimals end, else rounded half up to ten places."""
    rest, twos, fives = value.denominator, 0, 0
    while gcd(rest, 2) == 2:
        rest, twos = rest // 2, twos + 1
    while gcd(rest, 5) == 5:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives) if rest == 1 else _ENDLESS_PLACES
    return canonical_decimal(round_half_up(value, places))


def canonical_decimal(value: Decimal) -> str:
    """Write a number without exponent, without trailing zeros, and without a minus before 0."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
