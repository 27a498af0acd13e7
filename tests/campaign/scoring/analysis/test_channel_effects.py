"""What each channel does in a class."""

from fractions import Fraction

from campaign.scoring.analysis.channel_effects import channel_effects
from tests.support.samples.scored_year import assessed


def test_planned_weights_of_a_class_add_up_and_correlations_keep_to_their_bounds() -> None:
    found = assessed(1, 40)
    for unit_class in ("支部", "单位"):
        effects = [e for e in channel_effects(found) if e.unit_class == unit_class]
        planned = sum((Fraction(e.planned) for e in effects), Fraction(0))
        assert Fraction(99) < planned < Fraction(101)
        assert all(e.correlation is None or -1 <= e.correlation <= 1 for e in effects)
