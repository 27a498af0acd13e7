"""Every analysis of made-up years is what plain loops reckon from the rules' text."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaign.scoring.analysis.agreement import agreements
from campaign.scoring.analysis.cell_errors import cell_errors
from campaign.scoring.analysis.channel_effects import channel_correlations
from campaign.scoring.analysis.other_rules import RankShift, other_rules, rank_shifts
from campaign.scoring.analysis.poll_qualities import poll_qualities
from campaign.scoring.analysis.rater_drops import rater_drops
from campaign.scoring.assessment import Assessment
from tests.support import analysis_reference as slow
from tests.support.samples.scored_year import assessed, fair_plan, scoring_plan
from tests.support.standing_reference import reckon

PLANS = {"new": fair_plan, "first": scoring_plan}
YEARS = st.tuples(st.integers(0, 10**6), st.integers(6, 18), st.sampled_from(sorted(PLANS)))


def year(seed: int, size: int, rules: str) -> Assessment:
    plan = PLANS[rules]()
    bands = plan.appraisal.bands.model_copy(update={"draws": 20})
    quick = plan.appraisal.model_copy(update={"bands": bands})
    return assessed(seed, size, of=plan.model_copy(update={"appraisal": quick}), respondents=50)


def close(exact: Decimal | None, about: float | None, places: int = 2) -> bool:
    if exact is None or about is None:
        return exact is None and about is None
    return bool(abs(float(exact) - about) <= 0.5000001 * 10**-places)


@settings(max_examples=12, deadline=None)
@given(YEARS)
def test_ranks_and_lists_under_other_rules(of: tuple[int, int, str]) -> None:
    assessment = year(*of)
    evidence, rules = slow.year_of(assessment), assessment.appraisal
    shifts: dict[str, dict[str, RankShift]] = {}
    for shift in rank_shifts(assessment):
        shifts.setdefault(shift.rule, {})[shift.unit] = shift
    expected = {
        key: slow.by_rules(evidence, rules, other)
        for key, other in other_rules(rules).items()
        if key in ("untrimmed", "ballots_10")
    }
    expected["median"] = slow.by_median(evidence, rules)
    for rule, ranked in expected.items():
        assert _found(shifts.get(rule, {})) == ranked, rule


def _found(shifts: Mapping[str, RankShift]) -> slow.Ranked:
    return {
        shift.unit: (shift.other, shift.listed)
        for shift in shifts.values()
        if shift.other is not None
    }


@settings(max_examples=6, deadline=None)
@given(YEARS)
@example((28, 10, "new"))  # a unit is not ranked any more without one of its raters
def test_the_ranking_without_each_rater(of: tuple[int, int, str]) -> None:
    assessment = year(*of)
    evidence, rules = slow.year_of(assessment), assessment.appraisal
    drops = list(rater_drops(assessment))
    assert [drop.rater for drop in drops] == slow.raters_that_count(evidence, rules)
    for drop in drops:
        expected = slow.without_rater(evidence, rules, drop.rater)
        assert drop.moved == expected["moved"]
        assert (set(drop.joins), set(drop.leaves)) == (expected["joins"], expected["leaves"])
        assert (drop.unit is None) == (not expected["moved"])
        if drop.unit is not None and drop.rank is not None:
            assert expected["shifts"][drop.unit] == (drop.rank, drop.other)
            far = 10**9 if drop.other is None else abs(drop.other - drop.rank)
            assert far == expected["farthest"]


@settings(max_examples=12, deadline=None)
@given(YEARS)
def test_agreement_and_how_sure_it_is(of: tuple[int, int, str]) -> None:
    assessment = year(*of)
    evidence, rules = slow.year_of(assessment), assessment.appraisal
    for found in agreements(assessment):
        alpha, low, high = slow.agreement(evidence, rules, found.dimension)
        assert close(found.alpha, alpha, 3)
        assert close(found.low, low, 3) and close(found.high, high, 3)


@settings(max_examples=12, deadline=None)
@given(YEARS)
def test_standard_errors_of_ratings(of: tuple[int, int, str]) -> None:
    assessment = year(*of)
    evidence, rules = slow.year_of(assessment), assessment.appraisal
    cells = [cell for cell in cell_errors(assessment) if cell.channel == "mutual"]
    assert {cell.unit for cell in cells} == {
        unit.code for unit in assessment.units if unit.unit_class == "支部"
    }
    for cell in cells:
        assert close(cell.error, slow.ratings_error(evidence, rules, cell.unit, cell.dimension))


@settings(max_examples=12, deadline=None)
@given(YEARS)
def test_how_channels_go_together(of: tuple[int, int, str]) -> None:
    assessment = year(*of)
    rows = reckon(slow.year_of(assessment), assessment.appraisal)
    for pair in channel_correlations(assessment):
        about = slow.correlated(rows, pair.unit_class, pair.one, pair.other)
        assert close(pair.correlation, about), pair


@settings(max_examples=12, deadline=None)
@given(YEARS)
def test_how_many_answered(of: tuple[int, int, str]) -> None:
    assessment = year(*of)
    evidence = slow.year_of(assessment)
    for poll in poll_qualities(assessment):
        expected = slow.response(evidence, poll.unit, poll.channel) or (None, None)
        assert (poll.issued, poll.returned) == expected
        if poll.issued and poll.returned is not None and poll.response is not None:
            assert close(poll.response, poll.returned / poll.issued, 4)


def test_the_made_up_years_have_something_of_everything() -> None:
    assessment = year(6, 24, "first")
    drops = list(rater_drops(assessment))
    assert any(drop.moved for drop in drops) and any(not drop.moved for drop in drops)
    assert any(drop.joins or drop.leaves for drop in drops)
    assert any(cell.error is None for cell in cell_errors(assessment))
    assert any(cell.error for cell in cell_errors(assessment))
    assert any(found.low is not None for found in agreements(assessment))
    assert any(shift.other not in (shift.rank, None) for shift in rank_shifts(assessment))
