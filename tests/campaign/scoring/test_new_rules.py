"""Rules that later plans have: worked cases by hand; a plan without them keeps the old ones."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.ballots import ballot_cells, scale_of
from campaign.scoring.channels import ignored_raters
from campaign.scoring.evidence import (
    BallotBatch,
    BonusDocument,
    Evidence,
    Filing,
    Lapse,
    SpotVisit,
)
from campaign.scoring.ranking import class_places, rank_units, shown_totals
from campaign.scoring.score_trail import Cell, CountingRule, contributions
from campaign.scoring.scores import score_units
from campaign.scoring.totals import Score, bonus_contributions, points_of
from campaign.values.document_numbers import document_key
from rehearsal.content.evidence import DIMENSIONS, FORMS, make_unit
from tests.support.samples.scoring_cases import (
    at,
    batch,
    finding,
    item,
    new_rules,
    raters,
    ratings,
    score_of,
    total,
)

A, B = "满意", "基本满意"
SOCIAL_ONLY = frozenset({"social_evaluation"})


def public(*batches: BallotBatch) -> Cell:
    return ballot_cells(batches, scale_of(new_rules().ballots), ["service"], own=False)["service"]


BALLOTS = [
    # why, batches, value
    ("nine marks of a group are too few", [batch([A] * 9)], None),
    ("ten of 服务对象 weigh 50, but twenty marks are needed", [batch([A] * 19)], None),
    ("twenty of 服务对象 are enough", [batch([A] * 20)], 100),
    (
        "a hundred of groups that weigh 20 are not",
        [batch([A] * 50, "党代表"), batch([A] * 50, "国有企业")],
        None,
    ),
    (
        "服务对象 50 × 30/40 = 37.5, 党代表 10 × 10/20 = 5: (37.5 × 70 + 5 × 100) ÷ 42.5",
        [batch([B] * 30), batch([A] * 10, "党代表")],
        Fraction(3125, 1) / Fraction(85, 2),
    ),
]


@pytest.mark.parametrize(("why", "batches", "value"), BALLOTS, ids=[case[0] for case in BALLOTS])
def test_a_channel_of_ballots_needs_enough_of_them(
    why: str, batches: list[BallotBatch], value: Any
) -> None:
    cell = public(*batches)
    assert cell.value == value, why
    assert sum(e.value * e.weight for e in contributions(cell)) == (value or 0)


def test_marks_that_are_too_few_for_the_cell_say_so() -> None:
    rules_ = {entry.rule for entry in contributions(public(batch([A] * 19)))}
    assert rules_ == {CountingRule.SMALL_POLL}


def polls(sizes: dict[str, int], mark: str = B, **filings: Filing) -> list[Score]:
    evidence = Evidence(
        ballots=tuple(whole(batch([mark] * n, rated=unit)) for unit, n in sizes.items() if n),
        filings={(unit, "social_evaluation"): filing for unit, filing in filings.items()},
    )
    units = [make_unit(unit) for unit in sizes]
    return list(score_units(units, {"支部": SOCIAL_ONLY}, evidence, new_rules()))


def whole(made: BallotBatch) -> BallotBatch:
    everything = tuple(
        replace(ballot, marks=dict.fromkeys(DIMENSIONS, ballot.marks["service"]))
        for ballot in made.ballots
    )
    return replace(made, ballots=everything)


def test_a_units_own_small_poll_counts_as_the_lowest_of_its_class_and_says_so() -> None:
    small, large = polls({"A1": 4, "B1": 20})
    assert small.base == large.base == 70
    cell = small.cells["social"]["service"]
    assert (cell.zeroed, cell.present) == (CountingRule.LOWEST, 1)
    assert sum(e.value * e.weight for e in contributions(cell)) == 70


def test_four_friendly_ballots_raise_nobody() -> None:
    """Four 满意 would be 100; as the lowest they are 70, what the others' 20 people said."""
    evidence = Evidence(
        ballots=(whole(batch([A] * 4, rated="A1")), whole(batch([B] * 20, rated="B1")))
    )
    small, _ = score_units(
        [make_unit("A1"), make_unit("B1")], {"支部": SOCIAL_ONLY}, evidence, new_rules()
    )
    assert small.base == 70


def test_a_report_without_a_ballot_is_a_poll_too_small_and_an_open_one_is_none() -> None:
    filed, _, open_ = polls({"A1": 0, "B1": 20, "C1": 0}, A1=Filing.FILED, C1=Filing.OPEN)
    assert filed.base == 70 and open_.base is None


def test_where_no_poll_was_large_enough_it_is_missing() -> None:
    assert [score.base for score in polls({"A1": 4, "B1": 9})] == [None, None]


def test_who_filed_no_poll_at_all_still_counts_zero() -> None:
    missed, _ = polls({"A1": 0, "B1": 20}, A1=Filing.MISSED)
    assert missed.base == 0


def spot(evidence: Evidence) -> Fraction | None:
    return score_of(evidence, appraisal=new_rules()).cells["spot"]["service"].value


def test_a_unit_that_nobody_visited_has_no_spot_score() -> None:
    assert spot(Evidence()) is None
    assert spot(Evidence(visits=(SpotVisit(unit="A1", source=at()),))) == 100
    assert spot(Evidence(findings=(finding("慢作为", dimension="image"),))) == 100


@pytest.mark.parametrize(
    ("kind", "left"),
    [("不作为", 75), ("慢作为", 85), ("乱作为", 75), ("其他", 90), ("通报批评", 50)],
)
def test_a_finding_weighs_something(kind: str, left: int) -> None:
    assert spot(Evidence(findings=(finding(kind),))) == left


RATINGS = [
    ("three: the middle one", ("0", "80", "100"), 80),
    ("four: the two in the middle", ("0", "70", "80", "100"), 75),
    ("five: no cliff to six", ("0", "80", "80", "80", "100"), 80),
    ("six", ("0", "80", "80", "80", "80", "100"), 80),
    ("two are too few", ("80", "90"), None),
]


@pytest.mark.parametrize(("why", "values", "cell"), RATINGS, ids=[case[0] for case in RATINGS])
def test_one_highest_and_one_lowest_are_dropped_from_three_on(
    why: str, values: tuple[str, ...], cell: int | None
) -> None:
    found = score_of(Evidence(ratings=tuple(raters(*values))), appraisal=new_rules())
    assert found.cells["mutual"]["service"].value == cell, why


def paper(*cells: str, units: int = 3) -> list[Any]:
    return [
        rating
        for index, value in enumerate(cells)
        for rating in ratings({"R": value}, f"U{index % units}", DIMENSIONS[index // units])
    ]


VOID = [
    ("all alike", ["90"] * 6, 3, True),
    ("all but one cell alike", ["90"] * 5 + ["60"], 3, True),
    (
        "all but a high and a low cell within two points",
        ["90", "91", "90", "91.9", "20", "99"],
        3,
        True,
    ),
    ("two points apart", ["90", "92", "90", "92", "20", "99"], 3, False),
    ("a rater of two units is never void", ["90"] * 6, 2, False),
]


@pytest.mark.parametrize(("why", "cells", "units", "void"), VOID, ids=[case[0] for case in VOID])
def test_a_rater_who_hardly_tells_units_apart_is_void(
    why: str, cells: list[str], units: int, void: bool
) -> None:
    given = paper(*cells, units=units)
    assert (ignored_raters(given, new_rules().mutual) == {"R"}) == void, why


def test_no_total_is_shown_below_60_of_the_weight() -> None:
    """With spot checks alone (20 of 100) there is a base, and neither total nor grade."""
    found = score_of(Evidence(visits=(SpotVisit(unit="A1", source=at()),)), appraisal=new_rules())
    assert found.base == 100 and not found.ranked
    assert found.total is None and found.grade is None


@pytest.mark.parametrize(("with_public", "ranked"), [(True, True), (False, False)])
def test_who_lacks_the_public_channel_is_not_ranked(with_public: bool, ranked: bool) -> None:
    """Units: 互评 20, 抽查 20, 社会 20, 群众 30. Without 群众 60 of 90 would be there."""
    rules_ = Appraisal.model_validate({**new_rules().model_dump(), "least_weight_present": 60})
    inspected = tuple(item("8", "10", d) for d in DIMENSIONS)
    social, asked = (whole(batch([A] * 20, channel=channel)) for channel in ("social", "public"))
    evidence = Evidence(
        inspections=inspected,
        visits=(SpotVisit(unit="A1", source=at()),),
        ballots=(social, asked) if with_public else (social,),
    )
    found = score_of(evidence, forms=FORMS["单位"], appraisal=rules_)
    assert found.total is not None and found.ranked == ranked


def document(number: str, tier: str) -> BonusDocument:
    return BonusDocument(unit="A1", number=number, tier=tier, source=at())


def bonus(*documents: BonusDocument, inspected: tuple[str, ...] = ()) -> Fraction:
    return points_of(bonus_contributions(documents, new_rules(), inspected))


def test_one_document_does_not_fill_the_cap() -> None:
    assert bonus(document("一号", "国家级")) == 2
    assert bonus(*(document(f"{n}号", "国家级") for n in range(4))) == 5


def test_what_an_inspection_has_counted_is_not_counted_again() -> None:
    assert bonus(document("示民〔2026〕1号", "局级")) == Fraction(1, 2)
    key = document_key("示民〔2026〕1号")
    assert bonus(document("示民[2026] 1 号", "局级"), inspected=(key,)) == 0


def test_each_rating_duty_that_was_not_met_costs_a_point() -> None:
    lapse = Lapse(unit="A1", key="unrated", label="互评，2026年")
    found = score_of(Evidence(lapses=(lapse,)), appraisal=new_rules())
    assert found.deduction == 1
    assert [entry.label for entry in found.deduction_trail] == ["应报互评评分未报（互评，2026年）"]


PLACES = [
    # ranked 支部, 单位; their places
    (12, 7, (4, 2)),  # 3.6 and 2.1 of 5.7 → 6
    (2, 1, (1, 0)),  # 0.6 and 0.3 of 0.9 → 1: a class of one has no right to a place
    (5, 5, (2, 1)),  # 1.5 each: of equal remainders and classes 支部 comes first
    (5, 15, (1, 5)),  # 1.5 and 4.5: of equal remainders the larger class comes first
    (0, 4, (0, 2)),
    (40, 40, (10, 10)),  # at most ten of a class
]


@pytest.mark.parametrize(("branches", "units", "places"), PLACES)
def test_places_go_by_the_largest_remainder_over_the_classes(
    branches: int, units: int, places: tuple[int, int]
) -> None:
    found = class_places({"支部": branches, "单位": units}, new_rules())
    assert (found["支部"], found["单位"]) == places


def ranked(*scores: Score) -> dict[str, tuple[bool, str]]:
    return {
        rank.unit: (rank.shortlisted, rank.barred)
        for rank in rank_units(scores, (), (), (), new_rules())
    }


def test_who_is_less_than_good_is_not_proposed_whatever_the_rank() -> None:
    scores = [replace(total("A", 79), grade="合格"), replace(total("B", 78), grade="合格")]
    assert ranked(*scores) == {"A": (False, "grade"), "B": (False, "grade")}


def test_a_channel_below_sixty_bars_and_the_next_moves_up() -> None:
    weak = replace(total("A", 95), grade="优秀", channels={"social": Fraction(59)})
    good = replace(total("B", 90), grade="优秀", channels={"social": Fraction(60)})
    assert ranked(weak, good) == {"A": (False, "channel"), "B": (True, "")}


def test_a_total_near_a_grade_is_shown_with_the_digits_that_tell_it_from_the_bound() -> None:
    scores = [total("A", Fraction("59.9967")), total("B", 60), total("C", Fraction("89.996"))]
    shown = shown_totals(scores, [Fraction(grade.least) for grade in new_rules().grades])
    assert shown == {"A": "59.997", "B": "60.000", "C": "89.996"}
