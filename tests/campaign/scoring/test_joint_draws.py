"""Totals drawn by weights, by raters and voters, and by all: held against plain loops."""

from collections.abc import Mapping

import numpy as np
import pytest

from campaign.definitions.applicability import RATINGS
from campaign.scoring.assessment import Assessment
from campaign.scoring.joint_draws import DrawnTotals, draw_all_totals
from campaign.scoring.rank_uncertainty import BILLIONTHS, draw_weights
from campaign.scoring.resampling import Draws, RatingShares, cell_error, channel_noise
from campaign.scoring.totals import Score
from tests.support.samples.scored_year import assessed, scoring_plan
from tests.support.samples.scoring_cases import rules

DRAWS = 200


def year(*, resample: bool) -> Assessment:
    bands = rules().bands.model_copy(update={"resample": resample, "draws": DRAWS})
    return assessed(1, 16, of=scoring_plan(bands=bands))


def all_totals(assessment: Assessment) -> DrawnTotals:
    ratings = assessment.collected.evidence.ratings
    return draw_all_totals(assessment.scores, assessment.ranks, ratings, assessment.appraisal)


@pytest.fixture(scope="module")
def resampled() -> Assessment:
    return year(resample=True)


def moved(score: Score, noise: Mapping[str, float], shares: Mapping[str, float]) -> float:
    """Return by how much a total moves where its channels do, by their shares of what is there."""
    whole = total = 0.0
    for channel, share in shares.items():
        if channel in score.weights.channels:
            weight = score.weights.channels[channel]
            there = float(score.channel_weight_present[channel]) * score.weights.total / 100
            whole += share * there / weight
            total += share * there / weight * noise.get(channel, 0.0)
    return total / whole


def noise_of(resampled: Assessment, units: tuple[str, ...], number: int) -> Mapping[str, Draws]:
    scores = [resampled.of(unit)[0] for unit in units]
    shares = RatingShares(resampled.collected.evidence.ratings, resampled.appraisal)
    return channel_noise(scores, shares, resampled.appraisal, number)


def test_every_drawn_total_is_what_loops_make_of_the_same_draws(resampled: Assessment) -> None:
    drawn, weights = all_totals(resampled), draw_weights(resampled.appraisal).channels
    planned = {str(c.key): c.weight / 100 for c in resampled.appraisal.channels if c.weight}
    classes = zip(drawn.weights, drawn.sampling, drawn.joint, strict=True)
    for number, (by_weights, sampling, joint) in enumerate(classes):
        noise = noise_of(resampled, by_weights.units, number)
        for column, unit in enumerate(by_weights.units):
            score = resampled.of(unit)[0]
            assert score.unbounded_total is not None
            for at in range(0, DRAWS, 7):
                here = {channel: float(draws[at, column]) for channel, draws in noise.items()}
                of_draw = {channel: float(shares[at]) for channel, shares in weights.items()}
                alone = float(score.unbounded_total) + moved(score, here, planned)
                loose = by_weights.totals[at, column] / BILLIONTHS
                both = loose + moved(score, here, of_draw)
                assert sampling.totals[at, column] / BILLIONTHS == pytest.approx(alone, abs=1e-6)
                assert joint.totals[at, column] / BILLIONTHS == pytest.approx(both, abs=1e-6)


def test_weights_raters_and_voters_each_widen_what_is_drawn_together(
    resampled: Assessment,
) -> None:
    drawn = all_totals(resampled)
    for number, (by_weights, sampling, joint) in enumerate(
        zip(drawn.weights, drawn.sampling, drawn.joint, strict=True)
    ):
        spreads = [draws.totals.var(axis=0).mean() for draws in (by_weights, sampling, joint)]
        assert spreads[2] == pytest.approx(spreads[0] + spreads[1], rel=0.25)
        assert min(spreads[:2]) > 0
        of_class = resampled.of(by_weights.units[0])[0].weights
        filled = {"social", "public"} & of_class.channels.keys()
        if RATINGS in of_class.mutual_parts:
            filled |= {"mutual"}
        noise = noise_of(resampled, by_weights.units, number)
        moving = {channel for channel, draws in noise.items() if draws.std(axis=0).max() > 0.05}
        assert moving == filled


@pytest.mark.parametrize("channel", ["social", "public"])
def test_a_channel_of_ballots_moves_by_its_standard_error(
    resampled: Assessment, channel: str
) -> None:
    weights = {d.key: d.weight for d in resampled.appraisal.dimensions}
    [drawn, *_] = all_totals(resampled).weights
    noise = noise_of(resampled, drawn.units, 0)[channel]
    for column, unit in enumerate(drawn.units):
        cells = resampled.of(unit)[0].cells.get(channel, {})
        valued = {key: cell for key, cell in cells.items() if cell.value is not None}
        whole = sum(weights[key] for key in valued)
        error = sum(weights[key] * cell_error(cell) / whole for key, cell in valued.items())
        assert noise[:, column].std() == pytest.approx(error, rel=0.25)


def test_close_calls_are_judged_by_all_of_it_where_the_plan_resamples(
    resampled: Assessment,
) -> None:
    drawn, by_weights = all_totals(resampled), all_totals(year(resample=False))
    assert drawn.deciding is drawn.joint != ()
    assert by_weights.deciding is by_weights.weights and by_weights.joint == ()
    for one, other in zip(by_weights.weights, drawn.weights, strict=True):
        assert np.array_equal(one.totals, other.totals)
