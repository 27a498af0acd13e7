"""Raters and respondents drawn anew: around the totals, and the same for the same plan."""

from fractions import Fraction

import numpy as np

from campaign.scoring.assessment import Assessment
from campaign.scoring.ballots import ballot_cells, scale_of
from campaign.scoring.explain.score_facts import score_facts
from campaign.scoring.resampling import RatingShares, cell_error
from tests.support.samples.scored_year import assessed, scoring_plan
from tests.support.samples.scoring_cases import batch, new_rules, ratings, rules


def resampled(size: int = 16, **bands: int) -> Assessment:
    changed = rules().bands.model_copy(update={"resample": True, "draws": 200, **bands})
    return assessed(1, size, of=scoring_plan(bands=changed))


def test_raters_who_agree_move_nothing_and_those_who_do_not_move_around_the_mean() -> None:
    agree = RatingShares(ratings({"R1": "80", "R2": "80", "R3": "80"}), new_rules())
    assert float(np.abs(agree.noise(["A1"])).max()) < 1e-9
    noise = RatingShares(ratings({"R1": "60", "R2": "80", "R3": "100"}), new_rules()).noise(["A1"])
    assert noise.shape == (new_rules().bands.draws, 1)
    assert abs(float(noise.mean())) < 1 and 5 < float(noise.std()) < 12


def test_the_error_of_a_cell_is_that_of_its_groups() -> None:
    """Ten 100 and ten 30: sample variance 35² × 20 ÷ 19, over 20 ballots."""
    scale = scale_of(new_rules().ballots)
    half = batch(["满意"] * 10 + ["不满意"] * 10)
    cell = ballot_cells([half], scale, ["service"], own=False)["service"]
    assert abs(cell_error(cell) - float(Fraction(35 * 35, 19)) ** 0.5) < 1e-9
    sure = ballot_cells([batch(["满意"] * 20)], scale, ["service"], own=False)["service"]
    assert cell_error(sure) == 0


def test_scores_are_the_same_and_the_three_intervals_stand_apart() -> None:
    plain, drawn = assessed(1, 16), resampled()
    facts, others = score_facts(plain), score_facts(drawn)
    for one, other in zip(facts, others, strict=True):
        assert one["total"] == other["total"] and one["raw_rank"] == other["raw_rank"]
        assert one["band_joint"] is one["band_sampling"] is None
        assert (other["band_joint"] is None) == (other["band"] is None)


def test_the_same_plan_draws_the_same_and_another_seed_another() -> None:
    assert score_facts(resampled()) == score_facts(resampled())
    assert resampled().joint_intervals != resampled(seed=7).joint_intervals
