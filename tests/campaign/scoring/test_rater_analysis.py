"""Raters: severity, agreement, straight-lining and mutual high pairs, on cases worked by hand."""

import random
from decimal import Decimal
from fractions import Fraction

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.scoring.evidence import Rating
from campaign.scoring.rater_analysis import alpha, analyze_raters, high_pairs, severities
from rehearsal.content.evidence import DIMENSIONS, make_evidence_year
from tests.support.samples.scored_year import assessed
from tests.support.samples.scoring_cases import at, ratings, rules

MARGIN = rules().raters.pair_margin


def table(rows: dict[str, dict[str, str]], dimension: str = "service") -> list[Rating]:
    """Return ratings from a table: rated unit, then rater and score."""
    return [r for rated, given_ in rows.items() for r in ratings(given_, rated, dimension)]


def test_a_rater_who_is_always_four_points_lower_is_four_points_more_severe() -> None:
    """R2 gives 4 less than the other throughout, R1 4 more."""
    found = severities(table({"A": {"R1": "90", "R2": "86"}, "B": {"R1": "70", "R2": "66"}}))
    assert found == {"R1": Decimal("-4.00"), "R2": Decimal("4.00")}


def test_severity_takes_out_what_each_unit_deserves() -> None:
    """R1 rated only the weak unit, R3 only the strong one; all agree with R2, so none is severe."""
    found = severities(table({"A": {"R1": "60", "R2": "60"}, "B": {"R2": "90", "R3": "90"}}))
    assert set(found.values()) == {Decimal("0.00")}


def test_severity_is_carried_along_a_chain_of_raters() -> None:
    """R1 − R2 = 6 on A, R2 − R3 = 3 on B: 0, 6 and 9 below R1, each against the two others."""
    found = severities(table({"A": {"R1": "80", "R2": "74"}, "B": {"R2": "80", "R3": "77"}}))
    assert found == {"R1": Decimal("-7.50"), "R2": Decimal("1.50"), "R3": Decimal("6.00")}


@pytest.mark.parametrize("score", [80 + n / 100 for n in range(1, 40, 2)])
def test_a_severity_halfway_between_two_figures_is_rounded_half_up(score: float) -> None:
    """R2 and R3 are below the mean of the two others by half an odd number of hundredths."""
    found = severities(table({"A": {"R1": f"{score:.2f}", "R2": "80", "R3": "80"}}))
    over = Decimal(f"{score:.2f}") - 80
    up = over / 2 + Decimal("0.005")
    assert found == {"R1": -over, "R2": up, "R3": up}


def test_groups_that_share_no_rated_unit_are_not_compared() -> None:
    rows = {"A": {"R1": "90", "R2": "80"}, "B": {"R3": "30", "R4": "20"}, "C": {"R5": "99"}}
    found = severities(table(rows))
    assert found == {
        "R1": Decimal("-10.00"),
        "R2": Decimal("10.00"),
        "R3": Decimal("-10.00"),
        "R4": Decimal("10.00"),
        "R5": None,
    }


def test_nothing_to_estimate_from_is_none_rather_than_zero() -> None:
    assert severities([]) == {}
    assert severities(ratings({"R1": "80"})) == {"R1": None}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_severities_are_the_least_squares_of_the_two_way_fit(seed: int) -> None:
    given_ = list(make_evidence_year(seed, 7, rules(), rated_by_each=3).evidence.ratings)
    found = severities(given_)
    raters = sorted({r.rater for r in given_})
    cells = sorted({(r.unit, r.dimension) for r in given_})
    matrix = np.zeros((len(given_), len(raters) + len(cells)))
    for row, rating in enumerate(given_):
        matrix[row, raters.index(rating.rater)] = -1
        matrix[row, len(raters) + cells.index((rating.unit, rating.dimension))] = 1
    fitted = np.linalg.lstsq(matrix, np.array([float(r.value) for r in given_]), rcond=None)[0]
    for rater in raters:
        others = tied_to(rater, given_) - {rater}
        slow = [fitted[raters.index(rater)] - fitted[raters.index(other)] for other in others]
        severity = found[rater]
        assert (severity is None) == (not others)
        if severity is not None:
            assert float(severity) == pytest.approx(sum(slow) / len(slow), abs=0.0051)


def tied_to(rater: str, rated: list[Rating]) -> set[str]:
    """Return everybody who can be compared with a rater through units that several rated."""
    tied = {rater}
    while True:
        cells = {(r.unit, r.dimension) for r in rated if r.rater in tied}
        more = {r.rater for r in rated if (r.unit, r.dimension) in cells}
        if more == tied:
            return tied
        tied = more


def test_a_rater_whom_scoring_throws_out_enters_neither_severity_nor_agreement() -> None:
    """R4 gave 50 to everybody: with it R1 to R3 would look lenient, and agree less."""
    rows = {
        unit: {"R1": f"{level}", "R2": f"{level + 1}", "R3": f"{level - 1}", "R4": "50"}
        for unit, level in (("A", 90), ("B", 80), ("C", 70))
    }
    given_ = table(rows)
    found = analyze_raters(given_, ["service"], MARGIN, frozenset({"R4"}))
    without = analyze_raters([r for r in given_ if r.rater != "R4"], ["service"], MARGIN)
    assert found.agreement == without.agreement
    assert found.raters[:3] == without.raters
    assert (found.raters[3].unit, found.raters[3].severity) == ("R4", None)
    assert found.raters[3].all_equal


def test_an_assessment_leaves_out_whom_its_plan_voids() -> None:
    found = assessed(size=24)
    void = {rater.unit for rater in found.raters.raters if rater.all_equal}
    assert void
    assert all(r.severity is None for r in found.raters.raters if r.unit in void)


def test_agreement_worked_by_hand() -> None:
    """A: 80 and 80, B: 60 and 70. Ordered pairs within units: 0 and 2 × 10² = 200, each ÷ (2 − 1),
    ÷ 4 values = 50. All ordered pairs: 2 × (0 + 400 + 100 + 400 + 100 + 100) = 2,200,
    ÷ (4 × 3) = 183.33. Alpha = 1 − 50 ÷ 183.33 = 0.727."""
    found = alpha(table({"A": {"R1": "80", "R2": "80"}, "B": {"R1": "60", "R2": "70"}}))
    assert found == Decimal("0.727")


@pytest.mark.parametrize(
    ("why", "rows"),
    [
        ("nobody", {}),
        ("no unit has two raters", {"A": {"R1": "80"}, "B": {"R2": "70"}}),
        ("all scores are the same", {"A": {"R1": "80", "R2": "80"}, "B": {"R1": "80", "R2": "80"}}),
    ],
)
def test_agreement_is_none_where_nothing_varies(why: str, rows: dict[str, dict[str, str]]) -> None:
    assert alpha(table(rows)) is None, why


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_agreement_is_what_the_published_package_computes(seed: int) -> None:
    chance = random.Random(seed)
    raters, units = chance.randrange(2, 6), chance.randrange(2, 6)
    scores = [
        [chance.randrange(60, 100) if chance.random() < 0.8 else None for _ in range(units)]
        for _ in range(raters)
    ]
    given_ = [
        Rating(rater=f"R{r}", unit=f"U{u}", dimension="d", value=Decimal(v), source=at())
        for r, row in enumerate(scores)
        for u, v in enumerate(row)
        if v is not None
    ]
    found = alpha(given_)
    if found is not None:
        data = np.array([[np.nan if v is None else v for v in row] for row in scores])
        published = krippendorff.alpha(reliability_data=data, level_of_measurement="interval")
        assert float(found) == pytest.approx(published, abs=0.000501)


def test_straight_lining_is_reported() -> None:
    given_ = [
        *[r for d in DIMENSIONS for r in ratings({"R1": "80", "R2": "70"}, "A", d)],
        *[r for d in DIMENSIONS for r in ratings({"R1": "80"}, "B", d)],
        *ratings({"R2": "75"}, "B"),
    ]
    r1, r2 = analyze_raters(given_, DIMENSIONS, MARGIN).raters
    assert (r1.all_equal, r1.flat_units, r1.rated_units, r1.ratings) == (True, 2, 2, 10)
    # R2 gave A one score in all dimensions; B has one dimension only, which says nothing
    assert (r2.all_equal, r2.flat_units, r2.rated_units, r2.ratings) == (False, 1, 1, 6)


def test_one_unit_rated_the_same_throughout_is_not_all_equal() -> None:
    given_ = [r for d in DIMENSIONS for r in ratings({"R1": "80"}, "A", d)]
    (rater,) = analyze_raters(given_, DIMENSIONS, MARGIN).raters
    assert not rater.all_equal


def test_two_who_gave_each_other_more_than_others_did_are_a_pair() -> None:
    """X gave Y 95, the others 80 and 84, mean 82: 13 over. Y gave X 90, the others 85: 5 over."""
    pair = {"Y": {"X": "95", "P": "80", "Q": "84"}, "X": {"Y": "90", "P": "85", "Q": "85"}}
    (found,) = high_pairs(table(pair), MARGIN)
    assert (found.one, found.other) == ("X", "Y")
    assert (found.one_gave_over_others, found.other_gave_over_others) == (Fraction(13), Fraction(5))


@pytest.mark.parametrize(
    ("why", "rows"),
    [
        (
            "only one of them was generous",
            {"Y": {"X": "95", "P": "80"}, "X": {"Y": "89", "P": "85"}},
        ),
        ("just under the margin", {"Y": {"X": "95", "P": "80"}, "X": {"Y": "89.9", "P": "85"}}),
        ("nobody else to compare with", {"Y": {"X": "95"}, "X": {"Y": "95"}}),
        ("X did not rate Y", {"Y": {"P": "80"}, "X": {"Y": "95", "P": "85"}}),
        ("low marks are no pair", {"Y": {"X": "60", "P": "80"}, "X": {"Y": "60", "P": "85"}}),
    ],
)
def test_others_are_no_pair(why: str, rows: dict[str, dict[str, str]]) -> None:
    assert high_pairs(table(rows), MARGIN) == [], why


def test_own_ratings_are_left_out_of_everything() -> None:
    given_ = table({"A": {"R1": "80", "R2": "70"}, "R1": {"R1": "100"}})
    report = analyze_raters(given_, ["service"], MARGIN)
    assert [rater.ratings for rater in report.raters] == [1, 1]
    assert report.agreement == {"service": alpha(given_[:2])}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_ratings_does_not_matter(seed: int) -> None:
    given_ = list(make_evidence_year(seed, 7, rules()).evidence.ratings)
    mixed = random.Random(seed).sample(given_, len(given_))
    assert analyze_raters(given_, DIMENSIONS, MARGIN) == analyze_raters(mixed, DIMENSIONS, MARGIN)
