"""Ranks, vetoes, shortlist and last place: worked cases with their edges."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.scoring.evidence import Criticism, KeyRectification, VetoRecord
from campaign.scoring.ranking import UnitRank, rank_units, ranks, shortlist_places, shown_totals
from campaign.scoring.totals import Score
from tests.support.samples.scoring_cases import changed_rules, rules, total, totals

DAY = dt.date(2026, 9, 1)


def veto(code: str, key: str = "criticism") -> VetoRecord:
    return VetoRecord(unit=code, key=key, on=DAY, evidence="示纪〔2026〕3号")


def decision(code: str) -> KeyRectification:
    return KeyRectification(unit=code, on=DAY, document="示办〔2026〕7号")


def stand(
    scores: list[Score],
    *vetoes: VetoRecord,
    decisions: tuple[KeyRectification, ...] = (),
    criticisms: tuple[Criticism, ...] = (),
) -> dict[str, UnitRank]:
    found = rank_units(scores, vetoes, criticisms, decisions, rules())
    assert [s.unit for s in found] == [s.unit for s in scores]
    return {s.unit: s for s in found}


@pytest.mark.parametrize(
    ("why", "values", "expected"),
    [
        ("highest first", [70, 90, 80], [3, 1, 2]),
        ("equal totals share a rank, the next is skipped", [90, 80, 80, 70], [1, 2, 2, 4]),
        ("all equal", [80, 80, 80], [1, 1, 1]),
        ("equal only after rounding is not equal", ["80.004", "80.0041"], [2, 1]),
        ("a third and its decimals", [Fraction(250, 3), "83.3333333333"], [1, 2]),
        ("one", [50], [1]),
    ],
)
def test_ranks_are_taken_on_exact_totals(
    why: str, values: list[str | int | Fraction], expected: list[int]
) -> None:
    assert [s.raw_rank for s in stand(totals(values)).values()] == expected, why


def test_classes_are_ranked_apart() -> None:
    found = stand([total("A", 70), total("B", 80), total("C", 60, "单位")])
    assert {u: s.raw_rank for u, s in found.items()} == {"A": 2, "B": 1, "C": 1}


def test_a_score_with_too_little_weight_has_no_rank_and_takes_no_place() -> None:
    found = stand([total("A", 99, weight=59), total("B", 80, weight=60), total("C", None)])
    assert {u: s.raw_rank for u, s in found.items()} == {"A": None, "B": 1, "C": None}
    assert (found["A"].shortlisted, found["A"].last) == (False, False)


def test_a_vetoed_leader_keeps_the_raw_rank_and_the_others_close_up() -> None:
    """Four ranked: 30% rounded up are 2 places, for the second and third."""
    found = stand(totals([90, 80, 70, 60]), veto("A"))
    assert [(s.raw_rank, s.final_rank) for s in found.values()] == [
        (1, None),
        (2, 1),
        (3, 2),
        (4, 3),
    ]
    assert [s.shortlisted for s in found.values()] == [False, True, True, False]
    assert found["A"].vetoes == (veto("A"),)


def test_the_failing_of_one_costs_no_other_its_place() -> None:
    """Of 4, A and B are listed; that D is vetoed does not make it 30% of 3, which is 1."""
    found = stand(totals([90, 80, 70, 60]), veto("D"))
    assert [u for u, s in found.items() if s.shortlisted] == ["A", "B"]


def test_only_vetoes_of_the_plan_apply() -> None:
    assert stand(totals([90, 80]), veto("A", "rumour"))["A"].final_rank == 1


def test_the_same_veto_from_two_records_is_one() -> None:
    assert len(stand(totals([90, 80]), veto("A"), veto("A"))["A"].vetoes) == 1


def test_criticism_of_a_unit_after_a_spot_check_is_a_veto() -> None:
    def criticism(code: str, **more: object) -> Criticism:
        return Criticism(unit=code, on=DAY, document="示纪〔2026〕3号", **more)  # type: ignore[arg-type]  # by name

    found = stand(
        totals([90, 80, 70]),
        criticisms=(
            criticism("A"),
            criticism("B", person="0101"),  # of a person: the person's affair
            criticism("C", after_spot_check=False),  # the ladder's second step
        ),
    )
    assert {u: [v.evidence for v in s.vetoes] for u, s in found.items()} == {
        "A": ["示纪〔2026〕3号"],
        "B": [],
        "C": [],
    }


@pytest.mark.parametrize(
    ("ranked", "places"),
    [
        (0, 0),
        (1, 1),
        (3, 1),
        (4, 2),
        (10, 3),
        (11, 4),
        (20, 6),
        (30, 9),
        (33, 10),
        (34, 10),
        (99, 10),
    ],
)
def test_the_shortlist_is_30_percent_rounded_up_and_at_most_10(ranked: int, places: int) -> None:
    assert shortlist_places(ranked, rules()) == places


def test_ties_at_the_shortlists_boundary_are_all_listed() -> None:
    """Four ranked, 2 places: ranks 1, 2, 2 are on it."""
    found = stand(totals([90, 80, 80, 70]))
    assert [s.shortlisted for s in found.values()] == [True, True, True, False]


def test_a_tie_before_the_boundary_uses_up_the_places() -> None:
    """Four ranked, 2 places: ranks 1, 1, 1 are all of them."""
    found = stand(totals([90, 90, 90, 70]))
    assert [s.shortlisted for s in found.values()] == [True, True, True, False]


def test_a_provisional_score_on_the_shortlist_needs_a_note() -> None:
    found = stand([total("A", 90, weight=80), total("B", 80), total("C", 70)])
    assert (found["A"].shortlisted, found["A"].shortlist_note) == (True, True)
    assert not stand(totals([90, 80]))["A"].shortlist_note


@pytest.mark.parametrize(
    ("why", "values", "last"),
    [
        ("the lowest of three", [90, 80, 70], ["C"]),
        ("a class of two has no last place", [90, 80], []),
        ("ties at last place are all last", [90, 70, 70], ["B", "C"]),
        ("all equal: nobody stands before anybody", [70, 70, 70], []),
        ("nobody", [], []),
    ],
)
def test_last_place(why: str, values: list[int], last: list[str]) -> None:
    assert [u for u, s in stand(totals(values)).items() if s.last] == last, why


def test_two_ranked_of_a_class_of_three_have_no_last_place() -> None:
    found = stand([total("A", 90), total("B", 80), total("C", 10, weight=20)])
    assert not any(s.last for s in found.values())


def test_last_place_is_by_raw_rank() -> None:
    """C is vetoed and still the last of three; B, last in the final ranking, is not."""
    found = stand(totals([90, 80, 70]), veto("C"))
    assert (found["C"].last, found["C"].final_rank) == (True, None)
    assert (found["B"].last, found["B"].final_rank) == (False, 2)


def test_last_place_with_a_decision_is_a_veto_and_an_inquiry() -> None:
    found = stand(totals([90, 80, 70]), decisions=(decision("C"), decision("B")))
    assert (found["C"].inquiry, found["C"].final_rank) == (True, None)
    assert [(v.key, v.evidence) for v in found["C"].vetoes] == [("last_place", "示办〔2026〕7号")]
    assert (found["B"].inquiry, found["B"].vetoes) == (False, ())


def test_last_place_alone_has_no_consequence() -> None:
    found = stand(totals([90, 80, 70]))["C"]
    assert (found.last, found.inquiry, found.vetoes, found.final_rank) == (True, False, (), 3)


@given(st.dictionaries(st.text(max_size=3), st.fractions(0, 105, max_denominator=9), max_size=9))
def test_a_rank_is_one_more_than_the_number_of_better_ones(values: dict[str, Fraction]) -> None:
    found = ranks(values)
    for code, value in values.items():
        assert found[code] == 1 + sum(other > value for other in values.values())


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (["80", "90"], ["80.00", "90.00"]),
        (["80.005", "80.00"], ["80.01", "80.00"]),
        (["80.001", "80.002"], ["80.001", "80.002"]),
        (["80.00", "80.00"], ["80.00", "80.00"]),  # really equal: one rank
        (["80.0049", "80.0050"], ["80.00", "80.01"]),
        (["80.004", "80.003", "79"], ["80.004", "80.003", "79.00"]),
        (
            ["80.00000000001", "80.00000000002"],
            ["80.0000000000（与相邻总分在10位小数以后不同）"] * 2,
        ),
    ],
)
def test_different_totals_are_never_shown_as_equal(values: list[str], shown: list[str]) -> None:
    assert list(shown_totals(totals(values)).values()) == shown


@given(st.lists(st.fractions(0, 105, max_denominator=10**6), min_size=2, max_size=12))
def test_equal_figures_have_equal_ranks(values: list[Fraction]) -> None:
    scores = totals(values)
    shown = shown_totals(scores)
    found = stand(scores)
    for one in found.values():
        for other in found.values():
            if shown[one.unit] == shown[other.unit] and "不同" not in shown[one.unit]:
                assert one.raw_rank == other.raw_rank


def test_settings_come_from_the_plan() -> None:
    settings_ = changed_rules(shortlist={"share_pct": 50, "most": 1}, last_place_least_units=2)
    found = rank_units(totals([90, 80, 70]), (), (), (), settings_)
    assert [s.shortlisted for s in found] == [True, False, False]
    assert rank_units(totals([90, 80]), (), (), (), settings_)[1].last
