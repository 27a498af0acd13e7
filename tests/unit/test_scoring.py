"""Cells and totals: worked cases, computed by hand, for every line of the rules of scoring."""

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.applicability import class_weights, feeding_forms
from campaign.evidence import Document, Evidence, Filing, Lapse, Rating
from campaign.figures import number_text, rounded, weighted_mean
from campaign.ranking import standings
from campaign.scoring import score_units, scored_units
from campaign.totals import Score, grade_of
from campaign.trail import Rule, contributions
from campaign.unit_view import unit_cell
from tasks.sample_roster import sample_roster
from tests.definitions import plan
from tests.scoring_cases import (
    DAY,
    at,
    batch,
    changed_rules,
    finding,
    item,
    raters,
    ratings,
    rules,
    score_of,
    self_scores,
)
from tests.scoring_year import ALL_FORMS, DIMENSIONS, FORMS, Year, made_up_year, unit
from tests.unit.scoring_reference import reckon

SPOT = frozenset({"spot_check"})
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


def document(number: str, tier: str, row: int = 1) -> Document:
    return Document(unit="A1", number=number, tier=tier, source=at(row, "bz"))


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
def test_documents_earn_a_bonus(why: str, documents: list[Document], bonus: int) -> None:
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
    assert high.bare_total == 109
    assert high.total == 105
    low = score_of(Evidence(lapses=lapses(300)), forms=SPOT, appraisal=settings_)
    assert low.bare_total == -50
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
    forms = feeding_forms(plan(), sample_roster())
    assert "self_evaluation" in forms["支部"] and "self_evaluation" not in forms["单位"]
    assert "inspection" in forms["单位"] and "inspection" not in forms["支部"]
    weights = class_weights(rules(), forms["单位"])
    assert weights.mutual_parts == {"inspection": 50}


def test_a_part_or_channel_that_weighs_nothing_does_not_apply() -> None:
    settings_ = changed_rules(mutual={"ratings_weight": 0, "inspections_weight": 100})
    weights = class_weights(settings_, FORMS["支部"])
    assert "mutual" not in weights.channels
    assert weights.whole == 80


def test_a_unit_that_merged_is_not_scored_but_what_it_gave_stays() -> None:
    """DW07 takes part until 31 August; its rating of A is one of three."""
    codes = {u.code for u in scored_units(sample_roster(), DAY)}
    assert "DW07" not in codes and "DW05" in codes
    evidence = Evidence(ratings=tuple(ratings({"DW07": "60", "R1": "80", "R2": "100"})))
    assert mutual(evidence) == 80


def scores(year: Year) -> tuple[Score, ...]:
    return score_units(year.units, year.forms, year.evidence, rules())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 9), st.sampled_from([FORMS, ALL_FORMS]))
def test_every_figure_is_what_plain_loops_reckon(
    seed: int, size: int, forms: dict[str, frozenset[str]]
) -> None:
    year = made_up_year(seed, size, rules(), forms=forms)
    found = scores(year)
    stood = standings(found, year.vetoes, year.criticisms, year.key_rectifications, rules())
    for score, standing, slow in zip(found, stood, reckon(year, rules()), strict=True):
        cells = {(c, d): cell.value for c, row in score.cells.items() for d, cell in row.items()}
        assert cells == slow["cells"]
        for name in ("unit", "base", "bonus", "total", "grade", "weight_present", "ranked"):
            assert getattr(score, name) == slow[name], name
        for name in ("raw_rank", "final_rank", "last", "shortlisted"):
            assert getattr(standing, name) == slow[name], name
        assert bool(standing.vetoes) == slow["vetoed"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_the_trail_of_every_cell_adds_up_to_the_cell(seed: int) -> None:
    for score in scores(made_up_year(seed, 6, rules(), forms=ALL_FORMS)):
        for row in score.cells.values():
            for cell in row.values():
                assert sum(e.value * e.weight for e in contributions(cell)) == (cell.value or 0)


def shuffled(evidence: Evidence, seed: int) -> Evidence:
    chance = random.Random(seed)

    def mix(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    return replace(
        evidence,
        self_scores=mix(evidence.self_scores),
        ratings=mix(evidence.ratings),
        inspections=mix(evidence.inspections),
        findings=mix(evidence.findings),
        ballots=mix(tuple(replace(b, ballots=mix(b.ballots)) for b in evidence.ballots)),
        documents=mix(evidence.documents),
        lapses=mix(evidence.lapses),
    )


def everything(found: tuple[Score, ...]) -> list[object]:
    """Return scores with every row of their trails, for comparison."""
    return [
        (
            score.unit,
            score.total,
            score.bonus_trail,
            [
                (c, d, list(contributions(x)))
                for c, row in score.cells.items()
                for d, x in row.items()
            ],
        )
        for score in found
    ]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_order_of_submissions_and_rows_never_matters(seed: int) -> None:
    year = made_up_year(seed, 6, rules(), forms=ALL_FORMS)
    other = replace(year, evidence=shuffled(year.evidence, seed))
    assert everything(scores(year)) == everything(scores(other))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_raising_one_cell_never_lowers_a_total_or_worsens_a_rank(
    seed: int, data: st.DataObject
) -> None:
    year = made_up_year(seed, 6, rules())
    raised = data.draw(st.sampled_from(year.evidence.self_scores or (None,)))
    if raised is None:
        return
    better = replace(raised, value=data.draw(st.decimals(raised.value, 100, places=2)))
    mixed = tuple(better if s is raised else s for s in year.evidence.self_scores)
    before, after = (
        scores(year),
        scores(replace(year, evidence=replace(year.evidence, self_scores=mixed))),
    )
    for old, new in zip(before, after, strict=True):
        assert (new.total or 0) >= (old.total or 0)
    ranks = [
        {s.unit: s.raw_rank or 0 for s in standings(some, (), (), (), rules())}
        for some in (before, after)
    ]
    assert ranks[1][raised.unit] <= ranks[0][raised.unit]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.permutations(range(6)))
def test_ranks_do_not_depend_on_the_units_names(seed: int, order: list[int]) -> None:
    year = made_up_year(seed, 6, rules())
    names = {u.code: f"N{order[at_]}" for at_, u in enumerate(year.units)}
    renamed = replace(
        year,
        units=tuple(unit(names[u.code], u.unit_class) for u in year.units),
        evidence=with_names(year.evidence, names),
    )
    assert [s.total for s in scores(year)] == [s.total for s in scores(renamed)]
    ranks = [
        [s.raw_rank for s in standings(some, (), (), (), rules())]
        for some in (scores(year), scores(renamed))
    ]
    assert ranks[0] == ranks[1]


def with_names(evidence: Evidence, names: dict[str, str]) -> Evidence:
    def name(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(item, unit=names[item.unit]) for item in items)

    return Evidence(
        self_scores=name(evidence.self_scores),
        ratings=tuple(replace(r, rater=names[r.rater]) for r in name(evidence.ratings)),
        inspections=name(evidence.inspections),
        findings=name(evidence.findings),
        ballots=name(evidence.ballots),
        documents=name(evidence.documents),
        lapses=name(evidence.lapses),
        filings={(names[u], form): filing for (u, form), filing in evidence.filings.items()},
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_a_channel_that_weighs_nothing_changes_nothing(seed: int) -> None:
    """With self at 0 (and public at 40), self scores make no difference at all."""
    weights = {"self": 0, "mutual": 20, "spot": 20, "social": 20, "public": 40}
    settings_ = changed_rules(
        channels=[{"key": k, "name": k, "weight": w} for k, w in weights.items()]
    )
    year = made_up_year(seed, 6, rules())
    without = replace(year.evidence, self_scores=())
    forms = {name: some - {"self_evaluation"} for name, some in year.forms.items()}
    assert score_units(year.units, year.forms, year.evidence, settings_) == score_units(
        year.units, forms, without, settings_
    )


@given(st.lists(st.tuples(st.integers(0, 100), st.fractions(0, 100)), min_size=1, max_size=25))
def test_weights_rescale_to_one(pairs: list[tuple[int, Fraction]]) -> None:
    whole = sum(weight for weight, _ in pairs)
    if whole:
        slow = sum(Fraction(weight, whole) * value for weight, value in pairs)
        assert weighted_mean(pairs) == slow
        assert weighted_mean((weight, Fraction(1)) for weight, _ in pairs) == 1
    else:
        assert weighted_mean(pairs) is None


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_a_unit_sees_counts_and_never_a_rater_or_a_ballot(seed: int) -> None:
    year = made_up_year(seed, 6, rules(), forms=ALL_FORMS)
    secret = {r.source for r in year.evidence.ratings}
    for score in scores(year):
        for channel, row in score.cells.items():
            for cell in row.values():
                seen, whole = unit_cell(channel, cell), list(contributions(cell))
                assert not {entry.source for entry in seen.rows} & secret
                assert channel not in ("social", "public") or not any(e.source for e in seen.rows)
                assert seen.value == cell.value
                assert seen.counted + seen.not_counted + sum(e.number for e in seen.rows) == sum(
                    e.number for e in whole
                )


def test_the_trail_names_the_trimmed_and_the_dropped() -> None:
    evidence = Evidence(
        ratings=(*raters("0", "80", "80", "80", "80", "100"), *ratings({"A1": "100"}))
    )
    trail = contributions(score_of(evidence).cells["mutual"]["service"])
    found = {(e.rule, e.label): e.weight for e in trail}
    assert found[Rule.TRIMMED_LOW, "R0"] == found[Rule.TRIMMED_HIGH, "R5"] == 0
    assert found[Rule.OWN_RATING, "A1"] == 0
    assert found[Rule.RATING, "R1"] == Fraction(1, 4)


@pytest.mark.parametrize("seed", range(5))
def test_which_of_two_equal_ratings_is_trimmed_does_not_depend_on_their_order(seed: int) -> None:
    given_ = raters("80", "80", "80", "90", "90", "90")
    random.Random(seed).shuffle(given_)
    trail = contributions(score_of(Evidence(ratings=tuple(given_))).cells["mutual"]["service"])
    trimmed = {entry.rule: entry.label for entry in trail if not entry.weight}
    assert trimmed == {Rule.TRIMMED_LOW: "R0", Rule.TRIMMED_HIGH: "R5"}


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
    assert f"{rounded(Fraction(value)):f}" == shown
