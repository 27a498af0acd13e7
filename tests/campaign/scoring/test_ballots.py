"""Ballots: worked cases for every line of the rule of social and public evaluation."""

from fractions import Fraction

import pytest

from campaign.scoring.ballots import ballot_cells, scale_of
from campaign.scoring.evidence import Ballot, BallotBatch
from campaign.scoring.score_trail import Cell, CountingRule, contributions
from tests.support.samples.scoring_cases import batch, changed_rules, rules


def cell(*batches: BallotBatch, own: bool = True) -> Cell:
    return ballot_cells(batches, scale_of(rules().ballots), ["service"], own=own)["service"]


A, B, C, NONE = "满意", "基本满意", "不满意", "不了解"

CASES = [
    # why, batches, value
    ("five 满意 are 100", [batch([A] * 5)], Fraction(100)),
    ("(100 + 100 + 70 + 70 + 30) ÷ 5 = 74", [batch([A, A, B, B, C])], Fraction(74)),
    ("exact where decimals do not end: (5 × 100 + 70) ÷ 6", [batch([A] * 5 + [B])], Fraction(95)),
    ("(6 × 100 + 30) ÷ 7 = 90", [batch([A] * 6 + [C])], Fraction(90)),
    ("(6 × 100 + 70) ÷ 7 does not end", [batch([A] * 6 + [B])], Fraction(670, 7)),
    ("不了解 is not counted: 5 × 30", [batch([C] * 5 + [NONE] * 20)], Fraction(30)),
    ("a blank is not counted", [batch([C] * 5 + [""] * 3)], Fraction(30)),
    ("two marks void the cell", [batch([C] * 5 + [(A, C)])], Fraction(30)),
    ("a mark that the plan does not know", [batch([C] * 5 + ["很好"])], Fraction(30)),
    ("four counted marks are too few", [batch([A] * 4)], None),
    ("不了解 everywhere leaves nothing", [batch([NONE] * 30)], None),
    ("four counted, the rest 不了解", [batch([A] * 4 + [NONE] * 30)], None),
    ("no ballots at all", [], None),
    (
        "服务对象 50, 党代表 10: (50 × 70 + 10 × 100) ÷ 60 = 75",
        [batch([B] * 5), batch([A] * 5, "党代表")],
        Fraction(75),
    ),
    (
        "a group of four is left out and the rest rescaled: only 服务对象 counts",
        [batch([B] * 5), batch([A] * 4, "党代表")],
        Fraction(70),
    ),
    (
        "two small batches of one group make one group of six: (3 × 100 + 3 × 30) ÷ 6",
        [batch([A] * 3), batch([C] * 3)],
        Fraction(65),
    ),
    ("as many returned as issued", [batch([C] * 5, issued=5)], Fraction(30)),
    ("a group without a weight in the plan", [batch([A] * 9, "过路群众")], None),
    (
        "the group with more returned than issued is void, the other stands",
        [batch([A] * 6, issued=5), batch([B] * 5, "党代表", issued=5)],
        Fraction(70),
    ),
]


@pytest.mark.parametrize(("why", "batches", "value"), CASES, ids=[case[0] for case in CASES])
def test_marks_become_a_cell(why: str, batches: list[BallotBatch], value: Fraction | None) -> None:
    assert cell(*batches, own=False).value == value, why


def test_the_units_own_void_batch_counts_zero_where_no_group_is_left() -> None:
    void = cell(batch([A] * 6, issued=5))
    assert (void.value, void.present, void.zeroed) == (Fraction(0), 1, CountingRule.VOID_ZERO)


def test_a_void_batch_of_the_office_is_nobodys_fault() -> None:
    void = cell(batch([A] * 6, issued=5, channel="public"), own=False)
    assert (void.value, void.present, void.zeroed) == (None, 0, None)


def test_a_void_batch_beside_a_good_group_leaves_the_good_group() -> None:
    """Left out like a small group; the void batch stands in the trail, where the office sees it."""
    found = cell(batch([A] * 6, issued=5), batch([C] * 5, "党代表"))
    assert (found.value, found.zeroed) == (Fraction(30), None)
    assert {entry.rule for entry in contributions(found)} == {
        CountingRule.BATCH_VOID,
        CountingRule.MARK,
    }


def test_too_few_marks_alone_are_no_doing_of_the_units() -> None:
    assert cell(batch([A] * 4)).value is None


def test_equal_ballots_may_share_a_row() -> None:
    """A summary of 12 满意 and 4 不满意 is (12 × 100 + 4 × 30) ÷ 16 = 82.5."""
    tally = BallotBatch(
        channel="social",
        unit="A",
        group="服务对象",
        ballots=(
            Ballot(row=3, marks={"service": (A,)}, count=12),
            Ballot(row=4, marks={"service": (C,)}, count=4),
        ),
        returned=16,
        submission="s",
        file="f",
        sheet="t",
    )
    assert cell(tally).value == Fraction(165, 2)


def test_every_ballot_is_in_the_trail_with_what_was_made_of_it() -> None:
    """服务对象 weighs 50 of 60, so each of its 5 counted marks 1/6; 党代表's 1/30 each."""
    found = cell(batch([A, B, B, B, C, NONE, "", (A, B)]), batch([A] * 5, "党代表"))
    trail = list(contributions(found))
    served = [entry for entry in trail if entry.label == "服务对象"]
    each = Fraction(1, 6)
    assert [(entry.rule, int(entry.value)) for entry in served] == [
        (CountingRule.MARK, 100),
        (CountingRule.MARK, 70),
        (CountingRule.MARK, 70),
        (CountingRule.MARK, 70),
        (CountingRule.MARK, 30),
        (CountingRule.NO_VALUE, 0),
        (CountingRule.BLANK, 0),
        (CountingRule.TWO_MARKS, 0),
    ]
    assert [entry.weight for entry in served] == [each] * 5 + [Fraction(0)] * 3
    assert sum(entry.value * entry.weight for entry in trail) == found.value
    assert [entry.source.row for entry in trail if entry.source] == [*range(1, 6), *range(1, 9)]


@pytest.mark.parametrize(
    ("batches", "rule"),
    [
        ([batch([A] * 4)], CountingRule.TOO_FEW_MARKS),
        ([batch([A] * 9, "过路群众")], CountingRule.NOT_IN_PLAN),
        ([batch([A] * 9, issued=3)], CountingRule.BATCH_VOID),
        ([batch(["很好"] * 5)], CountingRule.NOT_IN_PLAN),
    ],
)
def test_what_does_not_count_says_why(batches: list[BallotBatch], rule: CountingRule) -> None:
    assert {e.rule for e in contributions(cell(*batches, own=False))} == {rule}


def test_values_groups_and_the_least_number_come_from_the_plan() -> None:
    settings = changed_rules(
        ballots={
            "marks": [{"name": "好", "value": "9.5"}, {"name": "差", "value": 0}],
            "groups": [{"name": "群众", "weight": 100}],
            "least_marks": 1,
        }
    ).ballots
    found = ballot_cells(
        [batch(["好", "好", "差"], "群众")], scale_of(settings), ["service"], own=True
    )
    assert found["service"].value == Fraction(19, 3)
