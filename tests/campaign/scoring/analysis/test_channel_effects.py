"""What each channel does in a class."""

from decimal import Decimal
from fractions import Fraction

from campaign.scoring.analysis.channel_effects import channel_effects
from tests.support.samples.scored_year import assessed, scoring_plan


def test_planned_weights_of_a_class_add_up_and_correlations_keep_to_their_bounds() -> None:
    found = assessed(1, 40)
    for unit_class in ("支部", "单位"):
        effects = [e for e in channel_effects(found) if e.unit_class == unit_class]
        planned = sum((Fraction(e.planned) for e in effects), Fraction(0))
        assert Fraction(99) < planned < Fraction(101)
        assert all(e.correlation is None or -1 <= e.correlation <= 1 for e in effects)


def test_effective_weights_add_up_though_a_unit_lacks_a_channel() -> None:
    found = assessed(1, 60, of=scoring_plan(spot_unvisited_missing=True), respondents=50)
    ranked = [s for s in found.scores if s.unit_class == "支部" and s.ranked]
    assert any(s.channels["spot"] is None for s in ranked)
    effects = [e.effective for e in channel_effects(found) if e.unit_class == "支部"]
    known = [effective for effective in effects if effective is not None]
    assert len(known) == len(effects)
    assert abs(sum(known, Decimal(0)) - 100) < Decimal("0.05")


def test_a_channel_s_effective_weight_is_its_covariance_with_the_bases() -> None:
    found = assessed(3, 40, of=scoring_plan(spot_unvisited_missing=True), respondents=50)
    for effect in channel_effects(found):
        scores = [s for s in found.scores if s.unit_class == effect.unit_class and s.ranked]
        scores = [s for s in scores if None not in s.channels.values()]
        pairs = [
            (
                float(s.channels[effect.channel] or 0)
                * float(s.channel_weight_present[effect.channel])
                / float(s.weight_present),
                float(s.base or 0),
            )
            for s in scores
        ]
        means = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
        covariance = sum((x - means[0]) * (y - means[1]) for x, y in pairs)
        variance = sum((y - means[1]) ** 2 for _, y in pairs)
        assert effect.effective is not None
        assert abs(float(effect.effective) - 100 * covariance / variance) < 0.0051
