"""How exact numbers are written and rounded for people."""

from fractions import Fraction

import pytest

from campaign.values.exact_numbers import number_text, round_half_up


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(89), "89"),
        (Fraction(171, 2), "85.5"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction(1, 3), "0.3333333333"),
        (Fraction(2, 3), "0.6666666667"),
        (Fraction(-3, 2), "-1.5"),
        (Fraction(0), "0"),
        (Fraction(100), "100"),
    ],
)
def test_numbers_are_written_exactly_where_they_end(value: Fraction, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("85.005", "85.01"),
        ("85.0049", "85.00"),
        ("-0.005", "-0.01"),
        ("99.995", "100.00"),
        ("2.675", "2.68"),
    ],
)
def test_figures_are_rounded_half_up(value: str, shown: str) -> None:
    assert f"{round_half_up(Fraction(value)):f}" == shown
