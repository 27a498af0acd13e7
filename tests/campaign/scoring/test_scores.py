"""Cells and totals: worked cases, computed by hand, for every line of the rules of scoring."""

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from campaign.definitions.applicability import class_weights, evidence_forms
from campaign.scoring.evidence import BonusDocument, Evidence, Filing, Lapse
from campaign.scoring.scores import scored_units
from campaign.scoring.totals import grade_of
from rehearsal.content.evidence import DIMENSIONS, FORMS
from tests.support.samples.definitions import plan, shipped_roster
from tests.support.samples.scored_year import ALL_FORMS
from tests.support.samples.scoring_cases import (
    DAY,
    at,
    batch,
    changed_rules,
    item,
    raters,
    ratings,
    rules,
    score_of,
    self_scores,
)

SPOT = frozenset({"spot_check"})


def mutual(evidence: Evidence, forms: frozenset[str] = FORMS["支部"]) -> Fraction | None:
    return score_of(evidence, forms=forms).cells["mutual"]["service"].value


def full_ballots(mark: str, channel: str) -> tuple:  # type: ignore[type-arg]  # five batches
    made = batch([mark] * 5, channel=channel)
    everything = dict.fromkeys(DIMENSIONS, (mark,))
    ballots = tuple(replace(ballot, marks=everything) for ballot in made.ballots)
    return (replace(made, ballots=ballots),)


def whole_evidence() -> Evidence:
    """Self 90, ratings 80, nothing found, social 70, public 100, in every dimension."""
    rated = [r for d in DIMENSIONS for r in ratings({"R1": "80", "R2": "70", "R3": "90"}, "A1", d)]
    return Evidence(
        self_scores=self_scores("90"),
        ratings=tuple(rated),
        ballots=(*full_ballots("基本满意", "social"), *full_ballots("满意", "public")),
    )


def test_the_base_is_the_weighted_mean_of_all_cells() -> None:
    """10 × 90 + 20 × 80 + 20 × 100 + 20 × 70 + 30 × 100 = 8,900, ÷ 100 = 89."""
    found = score_of(whole_evidence())
    assert found.base == found.total == 89
    assert (found.grade, found.provisional, found.ranked) == ("良好", False, True)
    assert found.weight_present == 100
    assert found.channels == {"self": 90, "mutual": 80, "spot": 100, "social": 70, "public": 100}
    assert found.channel_weight_present == {
        "self": 10,
        "mutual": 20,
        "spot": 20,
        "social": 20,
        "public": 30,
    }


def test_dimensions_are_weighted_too() -> None:
    """Only self counts: service 50 × 100 + efficiency 50 × 40."""
    weights = {"service": 50, "efficiency": 50, "quality": 0, "style": 0, "image": 0}
    settings_ = changed_rules(
        dimensions=[{"key": k, "name": k, "weight": w} for k, w in weights.items()]
    )
    scores = self_scores("100")
    changed = (scores[0], replace(scores[1], value=Decimal(40)), *scores[2:])
    found = score_of(
        Evidence(self_scores=changed), forms=frozenset({"self_evaluation"}), appraisal=settings_
    )
    assert found.base == 70


def test_a_channel_that_does_not_apply_is_no_gap() -> None:
    """Without self (10): (20 × 80 + 20 × 100 + 20 × 70 + 30 × 100) ÷ 90 = 8,000 ÷ 90."""
    forms = FORMS["支部"] - {"self_evaluation"}
    found = score_of(whole_evidence(), forms=forms)
    assert found.base == Fraction(800, 9)
    assert found.weight_present == 100
    assert not found.provisional
    assert "self" not in found.cells
    assert found.channel_weight_present["public"] == Fraction(100, 3)


def test_a_branch_without_inspections_lives_by_its_ratings() -> None:
    assert mutual(Evidence(ratings=tuple(raters("70", "80", "90")))) == 80


def test_where_both_parts_apply_they_weigh_half_each() -> None:
    """Ratings 80, inspection 50: (50 × 80 + 50 × 50) ÷ 100 = 65."""
    evidence = Evidence(ratings=tuple(raters("70", "80", "90")), inspections=(item("5", "10"),))
    cell = score_of(evidence, forms=ALL_FORMS["支部"]).cells["mutual"]["service"]
    assert (cell.value, cell.present) == (Fraction(65), 1)


def test_a_part_that_applies_but_is_missing_is_left_out_with_its_weight() -> None:
    """The cell is the rating's 80, with half its weight; the score is provisional."""
    evidence = Evidence(ratings=tuple(raters("70", "80", "90")))
    found = score_of(evidence, forms=frozenset({"mutual_evaluation", "inspection", "spot_check"}))
    cell = found.cells["mutual"]["service"]
    assert (cell.value, cell.present) == (Fraction(80), Fraction(1, 2))
    # weights of 10,000 for both channels at 20: spot 5 × 400, mutual 400 ÷ 2; of 4,000 in all
    assert found.weight_present == Fraction(2200, 40)
    assert found.base == Fraction(2000 * 100 + 200 * 80, 2200)
    assert found.provisional


MISSED: Mapping[tuple[str, str], Filing] = {("A1", "self_evaluation"): Filing.MISSED}


@pytest.mark.parametrize(
    ("filing", "value", "present"),
    [
        (Filing.MISSED, 0, 100),  # owed, not filed by the lock: its own doing
        (Filing.WAIVED, None, 90),  # a waiver: left out
        (Filing.OPEN, None, 90),  # not yet due: left out
        (None, None, 90),  # not owed by this unit
    ],
)
def test_who_did_not_file_gets_zero_and_who_was_waived_does_not(
    filing: Filing | None, value: int | None, present: int
) -> None:
    filings = {("A1", "self_evaluation"): filing} if filing else {}
    found = score_of(replace(whole_evidence(), self_scores=(), filings=filings))
    assert found.cells["self"]["service"].value == value
    assert found.weight_present == present
    assert found.provisional == (present < 100)
    # 8,000 of 10,000 with the zero; 8,000 of 9,000 without
    assert found.base == (80 if present == 100 else Fraction(800, 9))


def test_a_cell_that_others_left_missing_is_left_out() -> None:
    """Nobody rated A: (10 × 90 + 20 × 100 + 20 × 70 + 30 × 100) ÷ 80 = 7,300 ÷ 80."""
    found = score_of(replace(whole_evidence(), ratings=()))
    assert found.base == Fraction(730, 8)
    assert found.weight_present == 80
    assert found.channel_weight_present["mutual"] == 0
    assert (found.channels["mutual"], found.provisional, found.ranked) == (None, True, True)


def test_a_social_evaluation_that_was_not_filed_counts_zero() -> None:
    filings = {("A1", "social_evaluation"): Filing.MISSED}
    public = full_ballots("满意", "public")
    found = score_of(replace(whole_evidence(), ballots=public, filings=filings))
    assert [cell.value for cell in found.cells["social"].values()] == [0] * 5


def test_public_ballots_that_are_missing_are_never_the_units_doing() -> None:
    filings = {("A1", "social_evaluation"): Filing.MISSED, ("A1", "public_ballots"): Filing.MISSED}
    found = score_of(replace(whole_evidence(), ballots=(), filings=filings))
    assert found.cells["public"]["service"].value is None


@pytest.mark.parametrize("seed", range(20))
def test_a_weight_of_exactly_60_is_enough_in_every_order(seed: int) -> None:
    """self 10 + spot 20 + public 30 = 60, whatever order channels and rows are added in."""
    chance = random.Random(seed)
    evidence = replace(
        whole_evidence(),
        ratings=(),
        self_scores=tuple(chance.sample(self_scores("90"), 5)),
        ballots=full_ballots("满意", "public"),
    )
    channels = list(rules().model_dump()["channels"])
    chance.shuffle(channels)
    found = score_of(evidence, appraisal=changed_rules(channels=channels))
    assert found.weight_present == 60
    assert found.ranked and found.provisional


def test_a_weight_just_under_60_is_not_enough() -> None:
    """One self cell of five missing: 58."""
    evidence = replace(
        whole_evidence(),
        ratings=(),
        self_scores=self_scores("90")[1:],
        ballots=full_ballots("满意", "public"),
    )
    found = score_of(evidence)
    assert found.weight_present == 58
    assert not found.ranked


def test_nothing_at_all_is_no_score() -> None:
    found = score_of(Evidence(), forms=frozenset({"public_ballots"}))
    assert (found.base, found.total, found.grade, found.ranked) == (None, None, None, False)
    assert found.weight_present == 0
    assert found.channels == {"public": None}
    assert score_of(Evidence(), forms=frozenset()).total is None


def document(number: str, tier: str, row: int = 1) -> BonusDocument:
    return BonusDocument(unit="A1", number=number, tier=tier, source=at(row, "bz"))


BONUSES = [
    # why, documents, bonus
    ("none", [], 0),
    ("省级 3", [document("闽民〔2026〕1号", "省级")], 3),
    ("two documents: 2 + 1", [document("1号", "市级"), document("2号", "局级", 2)], 3),
    ("one document claimed twice", [document("1号", "市级"), document("1号", "市级", 2)], 2),
    ("once, at its highest tier", [document("1号", "局级"), document("1号", "省级", 2)], 3),
    (
        "the same number in other brackets and spaces",
        [document("示民〔2026〕18号", "省级"), document("示民[2026] １８号", "省级", 2)],
        3,
    ),
    ("the cap: 5 + 3 is 5", [document("1号", "国家级"), document("2号", "省级", 2)], 5),
    ("a tier that the plan does not list", [document("1号", "乡级")], 0),
    ("known and unknown tier of one number", [document("1号", "乡级"), document("1号", "局级")], 1),
]


@pytest.mark.parametrize(("why", "documents", "bonus"), BONUSES, ids=[case[0] for case in BONUSES])
def test_documents_earn_a_bonus(why: str, documents: list[BonusDocument], bonus: int) -> None:
    found = score_of(replace(whole_evidence(), documents=tuple(documents)))
    assert found.bonus == bonus, why
    assert found.total == 89 + bonus
    assert sum(entry.value * entry.weight for entry in found.bonus_trail) == bonus


LATE = {"key": "late", "name": "迟报一次", "points": "0.5"}


def lapses(number: int, key: str = "late") -> tuple[Lapse, ...]:
    return tuple(Lapse(unit="A1", key=key, source=at(n, "cb")) for n in range(number))


def test_lateness_costs_nothing_unless_the_plan_says_so() -> None:
    evidence = replace(whole_evidence(), lapses=lapses(3))
    assert score_of(evidence).total == 89
    found = score_of(evidence, appraisal=changed_rules(deductions=[LATE]))
    assert (found.deduction, found.total) == (Fraction(3, 2), Fraction(175, 2))


def test_a_total_is_held_to_its_bounds() -> None:
    """Spot only: base 100, with bonus 5 exactly 105; 300 lapses would make −50."""
    documents = (document("1号", "国家级"), document("2号", "国家级", 2))
    assert score_of(Evidence(documents=documents), forms=SPOT).total == 105
    settings_ = changed_rules(deductions=[LATE], bonus={"tiers": {"国家级": 9}, "most": 9})
    high = score_of(Evidence(documents=documents), forms=SPOT, appraisal=settings_)
    assert high.unbounded_total == 109
    assert high.total == 105
    low = score_of(Evidence(lapses=lapses(300)), forms=SPOT, appraisal=settings_)
    assert low.unbounded_total == -50
    assert low.total == 0
    assert low.grade == "不合格"


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        (Fraction(105), "优秀"),
        (Fraction(90), "优秀"),
        (Fraction(90) - Fraction(1, 10**12), "良好"),
        (Fraction(80), "良好"),
        (Fraction(60), "合格"),
        (Fraction(17999, 300), "不合格"),  # 59.996…, shown as 60.00, is not 60
        (Fraction(0), "不合格"),
        (None, None),
    ],
)
def test_a_grade_includes_its_lower_bound_and_is_not_rounded_into(
    total: Fraction | None, grade: str | None
) -> None:
    assert grade_of(total, rules()) == grade


def test_the_plans_obligations_say_what_feeds_whom() -> None:
    forms = evidence_forms(plan(), shipped_roster())
    assert "self_evaluation" in forms["支部"] and "self_evaluation" not in forms["单位"]
    assert "inspection" in forms["单位"] and "inspection" not in forms["支部"]
    weights = class_weights(rules(), forms["单位"])
    assert weights.mutual_parts == {"inspection": 50}


def test_a_part_or_channel_that_weighs_nothing_does_not_apply() -> None:
    settings_ = changed_rules(mutual={"ratings_weight": 0, "inspections_weight": 100})
    weights = class_weights(settings_, FORMS["支部"])
    assert "mutual" not in weights.channels
    assert weights.total == 80


def test_a_unit_that_merged_is_not_scored_but_what_it_gave_stays() -> None:
    """DW07 takes part until 31 August; its rating of A is one of three."""
    codes = {u.code for u in scored_units(shipped_roster(), DAY)}
    assert "DW07" not in codes and "DW05" in codes
    evidence = Evidence(ratings=tuple(ratings({"DW07": "60", "R1": "80", "R2": "100"})))
    assert mutual(evidence) == 80
