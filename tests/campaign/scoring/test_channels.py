"""Cells of ratings, inspections and spot checks: worked cases, computed by hand."""

import random
from fractions import Fraction

import pytest

from campaign.scoring.evidence import Evidence, Rating
from campaign.scoring.score_trail import CountingRule, contributions
from rehearsal.content.evidence import FORMS
from tests.support.samples.scoring_cases import (
    changed_rules,
    finding,
    item,
    raters,
    ratings,
    score_of,
)

INSPECTED = FORMS["单位"]


def mutual(evidence: Evidence, forms: frozenset[str] = FORMS["支部"]) -> Fraction | None:
    return score_of(evidence, forms=forms).cells["mutual"]["service"].value


RATINGS = [
    # why, what the raters gave, the cell
    ("two raters are too few", raters("80", "90"), None),
    ("three raters: (70 + 80 + 90) ÷ 3", raters("70", "80", "90"), Fraction(80)),
    ("five raters, none dropped: (0 + 80 × 3 + 100) ÷ 5", raters("0", "80", "80", "80", "100"), 68),
    ("six raters: drop 0 and 100, (80 × 4) ÷ 4", raters("0", "80", "80", "80", "80", "100"), 80),
    (
        "six: of two equal highest one stays",
        raters("60", "60", "60", "60", "90", "90"),
        67.5,
    ),
    ("six equal ones", raters("77", "77", "77", "77", "77", "77"), 77),
    ("decimals: (85.5 + 85.5 + 86) ÷ 3", raters("85.5", "85.5", "86"), Fraction(257, 3)),
    ("own rating is dropped, two are left", [*raters("80", "90"), *ratings({"A1": "100"})], None),
    (
        "own rating does not count as one of six: five are left, none trimmed",
        [*raters("0", "80", "80", "80", "100"), *ratings({"A1": "100"})],
        68,
    ),
    ("no rating at all", [], None),
]


@pytest.mark.parametrize(("why", "given_", "value"), RATINGS, ids=[case[0] for case in RATINGS])
def test_ratings_become_a_cell(
    why: str, given_: list[Rating], value: Fraction | int | None
) -> None:
    assert mutual(Evidence(ratings=tuple(given_))) == value, why


FLAT = ratings({"R0": "60", "R1": "80", "R2": "80", "R3": "90"})
ALL_EQUAL = [
    # why, what else R3 gave, the cell of A: (60 + 80 + 80 + 90) ÷ 4 with R3, 220 ÷ 3 without
    ("R3 rated one unit only", [], Fraction(155, 2)),
    ("R3 gave another unit the same", ratings({"R3": "90"}, "B"), Fraction(220, 3)),
    ("R3 gave another unit another score", ratings({"R3": "91"}, "B"), Fraction(155, 2)),
    (
        "R3 gave A something else in another dimension",
        [*ratings({"R3": "90"}, "B"), *ratings({"R3": "50"}, "A1", "style")],
        Fraction(155, 2),
    ),
    (
        "before own ratings are dropped R3's differ, after that they do not",
        [*ratings({"R3": "90"}, "B"), *ratings({"R3": "99"}, "R3")],
        Fraction(220, 3),
    ),
    (
        "its own unit is not a second unit",
        ratings({"R3": "90"}, "R3"),
        Fraction(155, 2),
    ),
    (
        "the same in five dimensions of one unit is one unit",
        ratings({"R3": "90"}, "A1", "style"),
        Fraction(155, 2),
    ),
]


@pytest.mark.parametrize(("why", "more", "value"), ALL_EQUAL, ids=[case[0] for case in ALL_EQUAL])
def test_a_rater_who_gave_everything_the_same_is_void(
    why: str, more: list[Rating], value: Fraction
) -> None:
    assert mutual(Evidence(ratings=(*FLAT, *more))) == value, why


def test_the_plan_may_count_raters_who_gave_everything_the_same() -> None:
    settings_ = changed_rules(mutual={"void_all_equal": False})
    evidence = Evidence(ratings=(*FLAT, *ratings({"R3": "90"}, "B")))
    found = score_of(evidence, appraisal=settings_)
    assert found.cells["mutual"]["service"].value == Fraction(155, 2)


def test_a_void_rater_leaves_a_unit_with_too_few() -> None:
    evidence = Evidence(ratings=(*raters("80", "90", "70"), *ratings({"R0": "80"}, "B")))
    assert mutual(evidence) is None


INSPECTIONS = [
    # why, items, the cell
    ("18 of 20 points", [item("8", "10"), item("10", "10")], Fraction(90)),
    (
        "over the quarters, not the mean of quarters: (10 + 10) ÷ (10 + 30)",
        [item("10", "10"), item("10", "30", period="2026-Q3")],
        Fraction(50),
    ),
    ("bonus points included: (16 + 2) ÷ 20", [item("16", "20"), item("2", "0")], Fraction(90)),
    ("bonus over 100 is held: (20 + 5) ÷ 20", [item("20", "20"), item("5", "0")], Fraction(100)),
    ("nothing possible, bonus or not", [item("2", "0")], None),
    ("another dimension's points", [item("8", "10", "style")], None),
    ("7 of 12 does not end", [item("7", "12")], Fraction(175, 3)),
]


@pytest.mark.parametrize(("why", "items", "value"), INSPECTIONS, ids=[c[0] for c in INSPECTIONS])
def test_inspections_become_a_cell(why: str, items: list, value: Fraction | None) -> None:  # type: ignore[type-arg]  # a table's column
    assert mutual(Evidence(inspections=tuple(items)), INSPECTED) == value, why


FINDINGS = [
    # why, findings, the cell
    ("nothing found", [], 100),
    ("不作为 5", [finding("不作为")], 95),
    ("慢作为 3", [finding("慢作为")], 97),
    ("乱作为 5 and 其他 2", [finding("乱作为"), finding("其他", row=2)], 93),
    ("通报批评 10", [finding("通报批评")], 90),
    ("one finding deducts once, by the highest", [finding("不作为", "通报批评")], 90),
    ("in another dimension", [finding("不作为", dimension="image")], 100),
    ("floor 0: 100 − 11 × 10", [finding("通报批评", row=n) for n in range(11)], 0),
    ("a kind that the plan does not list", [finding("态度生硬")], 100),
]


@pytest.mark.parametrize(("why", "findings", "value"), FINDINGS, ids=[case[0] for case in FINDINGS])
def test_findings_deduct_from_the_start(why: str, findings: list, value: int) -> None:  # type: ignore[type-arg]  # a table's column
    found = score_of(Evidence(findings=tuple(findings)))
    assert found.cells["spot"]["service"].value == value, why


def test_the_trail_names_the_trimmed_and_the_dropped() -> None:
    evidence = Evidence(
        ratings=(*raters("0", "80", "80", "80", "80", "100"), *ratings({"A1": "100"}))
    )
    trail = contributions(score_of(evidence).cells["mutual"]["service"])
    found = {(e.rule, e.label): e.weight for e in trail}
    assert found[CountingRule.TRIMMED_LOW, "R0"] == found[CountingRule.TRIMMED_HIGH, "R5"] == 0
    assert found[CountingRule.OWN_RATING, "A1"] == 0
    assert found[CountingRule.RATING, "R1"] == Fraction(1, 4)


@pytest.mark.parametrize("seed", range(5))
def test_which_of_two_equal_ratings_is_trimmed_does_not_depend_on_their_order(seed: int) -> None:
    given_ = raters("80", "80", "80", "90", "90", "90")
    random.Random(seed).shuffle(given_)
    trail = contributions(score_of(Evidence(ratings=tuple(given_))).cells["mutual"]["service"])
    trimmed = {entry.rule: entry.label for entry in trail if not entry.weight}
    assert trimmed == {CountingRule.TRIMMED_LOW: "R0", CountingRule.TRIMMED_HIGH: "R5"}
