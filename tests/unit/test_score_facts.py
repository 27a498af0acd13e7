"""What is told of scores: the shape that others read, exactness, and what a unit never sees."""

import datetime as dt
import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.accountability import Nomination
from campaign.assessment import Assessment
from campaign.evidence import Complaint, Criticism, KeyRectification
from campaign.roster import Person
from campaign.score_facts import (
    LEAST_COUNT,
    explained,
    explained_to_unit,
    people_facts,
    raters_facts,
    score_facts,
)
from tests.assessed import END, assessed, scoring_plan
from tests.scoring_year import DIMENSIONS, FORMS

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
        facts = explained(found, score.unit)
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
    facts = explained(found, "U00001")
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
        facts = explained(found, score.unit)
        for key in ("bonus", "deduction"):
            trail = facts[f"{key}_contributions"]
            worth = sum(Fraction(e["value_exact"]) * Fraction(e["weight_exact"]) for e in trail)
            assert worth == Fraction(facts[key])


def test_close_calls_and_smallest_changes_are_told_with_the_unit() -> None:
    found = assessed(4, 20)
    calls = {unit for call in found.close_calls for unit in (call.ahead, call.behind)}
    assert calls
    for score in found.scores:
        facts = explained(found, score.unit)
        assert bool(facts["close_calls"]) == (score.unit in calls)
        assert set(facts["smallest_changes"]) == {"place", "shortlist"}


def secrets(found: Assessment, unit: str) -> set[str]:
    """Return codes and names of all other units, and where ratings and ballots stand."""
    others = [each for each in found.units if each.code != unit]
    codes = {text for each in others for text in (each.code, each.name)}
    ratings = {rating.source.submission for rating in found.gathered.evidence.ratings}
    ballots = {batch.submission for batch in found.gathered.evidence.ballots}
    return codes | ratings | ballots


@pytest.mark.parametrize("day", [BEFORE, END])
@pytest.mark.parametrize("seed", range(6))
def test_no_rater_and_no_ballot_is_named_to_a_unit(seed: int, day: dt.date) -> None:
    complaints = (
        Complaint(
            case="示信〔2026〕1号", person="P1", link="审批", result="属实", decided_on=BEFORE
        ),
    )
    found = assessed(seed, 10, day=day, complaints=complaints)
    for each in found.units:
        told = json.dumps(explained_to_unit(found, each.code), ensure_ascii=False)
        assert not [secret for secret in secrets(found, each.code) if secret in told]
        assert "示信" not in told and "P1" not in told
        files = [
            row["file"]
            for rows in explained_to_unit(found, each.code)["rows"].values()
            for entries in rows.values()
            for row in entries
            if row["file"]
        ]
        assert all(file == f"zp-{each.code}.xlsx" for file in files)


def test_a_unit_is_shown_no_rows_of_ratings_or_ballots() -> None:
    found = assessed(3, 20)
    for score in found.scores:
        rows = explained_to_unit(found, score.unit)["rows"]
        rules = {
            row["rule"]
            for channel in ("mutual", "social", "public")
            for entries in rows[channel].values()
            for row in entries
        }
        assert rules <= {
            "检查得分（含加分），计入",
            "应得分合计为0，该项缺",
            "超出上下限的部分不计",
            "应报未报，记0分",
            "测评票因收回多于发放作废，记0分",
        }


def test_counts_are_told_from_five_on() -> None:
    """Between none and four there is no telling which, so that a lone rating stays hidden."""
    found = assessed(2, 30)
    counts = [
        count
        for score in found.scores
        for row in explained_to_unit(found, score.unit)["counts"].values()
        for cell in row.values()
        for count in cell.values()
    ]
    assert None in counts
    assert LEAST_COUNT in counts
    assert min(count for count in counts if count is not None) >= LEAST_COUNT


def test_before_all_ratings_are_in_nothing_that_they_enter_is_told() -> None:
    """Two days apart by one rating: mean and total would give it away by subtraction."""
    found = assessed(1, 12, day=BEFORE)
    facts = explained_to_unit(found, "U00001")
    assert not facts["closed"]
    hidden = ["base", "total", "shown_total", "grade", "raw_rank", "final_rank", "band"]
    hidden += ["shortlisted", "last", "smallest_changes"]
    assert all(facts[key] is None for key in hidden)
    for channel in ("mutual", "social", "public"):
        assert facts["channels"][channel] is None
        assert set(facts["cells"][channel].values()) == {None}
        assert all(set(c.values()) == {None} for c in facts["counts"][channel].values())
    assert facts["channels"]["self"] and facts["channels"]["spot"]


def test_one_more_rating_changes_nothing_that_a_unit_sees_before_the_result() -> None:
    plan = scoring_plan()
    whole = assessed(1, 12, day=BEFORE, of=plan)
    rated = "U00001"
    rating = next(
        rating for rating in whole.gathered.evidence.ratings if rating.unit == rated != rating.rater
    )
    fewer = assessed(1, 12, day=BEFORE, of=plan, left_out=(rating,))
    assert explained(whole, rated) != explained(fewer, rated)
    assert explained_to_unit(whole, rated) == explained_to_unit(fewer, rated)


def test_a_veto_by_last_place_is_not_told_before_ranks_are() -> None:
    unit = next(each.unit for each in assessed(1, 12, day=BEFORE).standings if each.last)
    decision = KeyRectification(unit=unit, on=BEFORE, document="示办〔2026〕8号")
    for day, keys in ((BEFORE, set()), (END, {"last_place"})):
        found = assessed(1, 12, day=day, more_decisions=(decision,))
        told = {veto["key"] for veto in explained_to_unit(found, unit)["vetoes"]}
        assert told - {"criticism"} == keys


def test_everything_is_told_from_the_day_of_the_result() -> None:
    plan = scoring_plan(result_on=BEFORE)
    assert explained_to_unit(assessed(day=BEFORE, of=plan), "U00001")["closed"]
    earlier = assessed(day=BEFORE - dt.timedelta(days=1), of=plan)
    assert not explained_to_unit(earlier, "U00001")["closed"]


def test_a_year_without_a_day_of_the_result_closes_with_the_campaign() -> None:
    plan = scoring_plan(result_on=None)
    last = plan.campaign.last
    assert explained_to_unit(assessed(day=last, of=plan), "U00001")["closed"]
    earlier = assessed(day=last - dt.timedelta(days=1), of=plan)
    assert not explained_to_unit(earlier, "U00001")["closed"]


def test_an_unknown_unit_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        explained(assessed(), "U99999")


def test_raters_are_told_with_nulls_where_there_is_nothing_to_estimate_from() -> None:
    facts = raters_facts(assessed(size=1))
    assert facts == {"raters": [], "agreement": dict.fromkeys(DIMENSIONS), "high_pairs": []}
    facts = raters_facts(assessed(size=12))
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
