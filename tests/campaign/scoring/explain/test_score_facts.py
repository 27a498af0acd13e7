"""What is told of scores: the shape that others read, exactness, and what a unit never sees."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definitions.roster import Person
from campaign.scoring.accountability import Nomination
from campaign.scoring.evidence import Complaint, Criticism
from campaign.scoring.explain.score_facts import (
    explain_to_office,
    people_facts,
    rater_facts,
    score_facts,
)
from rehearsal.content.evidence import DIMENSIONS, FORMS
from tests.support.samples.scored_year import assessed

CHANNELS = ("self", "mutual", "spot", "social", "public")
KEYS = {
    "unit",
    "class",
    "cells",
    "channels",
    "base",
    "bonus",
    "deduction",
    "total",
    "grade",
    "weight_present",
    "provisional",
    "ranked",
    "raw_rank",
    "final_rank",
    "vetoes",
    "shortlisted",
    "last",
    "band",
    "band_sampling",
    "band_joint",
    "barred",
    "places",
}
BEFORE = dt.date(2026, 11, 20)
"""A day on which ratings are still coming in."""


def numbers(value: Any) -> Iterator[str]:
    """Give every string that stands where the shape has a number."""
    if isinstance(value, dict):
        for each in value.values():
            yield from numbers(each)
    elif isinstance(value, str):
        yield value


def test_the_table_has_exactly_the_keys_that_others_read() -> None:
    found = score_facts(assessed())
    assert len(found) == 12
    for facts in found:
        assert set(facts) == KEYS
        assert tuple(facts["cells"]) == tuple(facts["channels"]) == CHANNELS
        assert all(tuple(row) == DIMENSIONS for row in facts["cells"].values())
        assert set(facts["weight_present"]) == {"whole", "channels"}
        assert tuple(facts["weight_present"]["channels"]) == CHANNELS
        if facts["band"]:
            ranks = [facts["band"][name] for name in ("low", "median", "high")]
            assert ranks == sorted(ranks) and all(isinstance(rank, int) for rank in ranks)
            assert {"chance_shortlist", "chance_last"} < set(facts["band"])


def test_a_channel_that_does_not_apply_is_null_and_one_that_is_missing_weighs_nothing() -> None:
    by_class: dict[str, list[Any]] = {"支部": [], "单位": []}
    for facts in score_facts(assessed(size=30)):
        by_class[facts["class"]].append(facts)
    assert all(facts["weight_present"]["channels"]["self"] is None for facts in by_class["单位"])
    assert all(set(f["cells"]["self"].values()) == {None} for f in by_class["单位"])
    missing = [f for f in by_class["支部"] if f["channels"]["public"] is None]
    assert missing
    assert all(facts["weight_present"]["channels"]["public"] == "0" for facts in missing)


def test_numbers_are_decimal_strings_that_never_pass_through_a_float() -> None:
    for facts in score_facts(assessed()):
        told = [*numbers(facts["cells"]), *numbers(facts["channels"]), *numbers(facts["band"])]
        told += [facts[key] for key in ("base", "bonus", "deduction", "total") if facts[key]]
        assert all(text.replace(".", "", 1).isdigit() for text in told)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_contributions_add_up_to_their_cell_exactly(seed: int) -> None:
    found = assessed(seed, 6)
    for score in found.scores:
        facts = explain_to_office(found, score.unit)
        for channel, row in facts["contributions"].items():
            for dimension, entries in row.items():
                total = sum(
                    Fraction(entry["value_exact"]) * Fraction(entry["weight_exact"])
                    for entry in entries
                )
                exact = facts["cells_exact"][channel][dimension]
                assert total == (0 if exact is None else Fraction(exact))
                shown = facts["cells"][channel][dimension]
                assert (shown is None) == (exact is None)
                if exact is not None:
                    assert abs(Fraction(shown) - Fraction(exact)) <= Fraction(1, 2 * 10**10)


def test_an_explanation_names_submission_file_sheet_and_row() -> None:
    found = assessed()
    facts = explain_to_office(found, "U00001")
    entry = facts["contributions"]["self"]["service"][0]
    names = ("submission", "file", "sheet", "row", "value", "weight", "rule")
    assert [entry[name] for name in names] == [
        "zp-U00001",
        "zp-U00001.xlsx",
        "评分",
        6,
        "93.9",
        "1",
        "自评分，计入",
    ]
    assert {key: facts[key] for key in KEYS} == score_facts(found)[1]


def test_bonus_and_deductions_add_up_by_their_trails() -> None:
    found = assessed(size=30)
    for score in found.scores:
        facts = explain_to_office(found, score.unit)
        for key in ("bonus", "deduction"):
            trail = facts[f"{key}_contributions"]
            worth = sum(Fraction(e["value_exact"]) * Fraction(e["weight_exact"]) for e in trail)
            assert worth == Fraction(facts[key])


def test_close_calls_and_smallest_changes_are_told_with_the_unit() -> None:
    found = assessed(4, 20)
    calls = {unit for call in found.close_calls for unit in (call.ahead, call.behind)}
    assert calls
    for score in found.scores:
        facts = explain_to_office(found, score.unit)
        assert bool(facts["close_calls"]) == (score.unit in calls)
        assert set(facts["smallest_changes"]) == {"place", "shortlist"}


def test_an_unknown_unit_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        explain_to_office(assessed(), "U99999")


def test_raters_are_told_with_nulls_where_there_is_nothing_to_estimate_from() -> None:
    facts = rater_facts(assessed(size=1))
    nothing = dict.fromkeys(DIMENSIONS)
    assert facts == {
        "raters": [],
        "agreement": nothing,
        "agreement_intervals": nothing,
        "high_pairs": [],
    }
    facts = rater_facts(assessed(size=12))
    assert set(facts["raters"][0]) == {
        "unit",
        "ratings",
        "severity",
        "all_equal",
        "flat_units",
        "rated_units",
    }
    assert all(isinstance(alpha, str) for alpha in facts["agreement"].values())


def test_people_are_told_with_who_may_not_be_proposed() -> None:
    people = tuple(
        Person(code=code, name=name, unit="U00001")
        for code, name in (("P1", "秦朗"), ("P2", "温如"))
    )
    criticism = Criticism(unit="U00001", person="P1", on=BEFORE, document="示纪〔2026〕3号")
    nominations = tuple(Nomination(unit="U00001", person=code) for code in ("P1", "P2"))
    complaint = Complaint(
        case="示信〔2026〕1号", person="P2", link="审批", result="属实", decided_on=BEFORE
    )
    found = assessed(
        people=people,
        nominations=nominations,
        complaints=(complaint,),
        more_criticisms=(criticism,),
    )
    facts = people_facts(found)
    assert [each["name"] for each in facts["nominees"]] == ["温如"]
    assert [each["name"] for each in facts["excluded"]] == ["秦朗"]
    assert [each["yearly_grade"] for each in facts["consequences"]] == ["不合格"]
    assert facts["ladder"] == [
        {
            "person": "P2",
            "name": "温如",
            "count": 1,
            "case": "示信〔2026〕1号",
            "decided_on": "2026-11-20",
            "consequence": "诫勉谈话",
        }
    ]


def test_the_made_up_plan_feeds_what_the_made_up_year_has() -> None:
    found = assessed()
    for score in found.scores:
        assert ("self" in score.cells) == ("self_evaluation" in FORMS[score.unit_class])
