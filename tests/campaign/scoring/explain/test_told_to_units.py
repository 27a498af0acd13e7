"""What a unit is told of itself: no rater, no ballot, nothing from which one could be reckoned."""

import datetime as dt
import json

import pytest

from campaign.scoring.assessment import Assessment
from campaign.scoring.channels import void_raters
from campaign.scoring.evidence import Complaint, KeyRectification
from campaign.scoring.explain.score_facts import LEAST_COUNT, explain_to_office, explain_to_unit
from tests.support.samples.scored_year import END, assessed, scoring_plan

BEFORE = dt.date(2026, 11, 20)
"""A day on which ratings are still coming in."""


def secrets(found: Assessment, unit: str) -> set[str]:
    """Return codes and names of all other units, and where ratings and ballots stand."""
    others = [each for each in found.units if each.code != unit]
    codes = {text for each in others for text in (each.code, each.name)}
    ratings = {rating.source.submission for rating in found.collected.evidence.ratings}
    ballots = {batch.submission for batch in found.collected.evidence.ballots}
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
        told = json.dumps(explain_to_unit(found, each.code), ensure_ascii=False)
        assert not [secret for secret in secrets(found, each.code) if secret in told]
        assert "示信" not in told and "P1" not in told
        files = [
            row["file"]
            for rows in explain_to_unit(found, each.code)["rows"].values()
            for entries in rows.values()
            for row in entries
            if row["file"]
        ]
        assert all(file == f"zp-{each.code}.xlsx" for file in files)


def test_a_unit_is_shown_no_rows_of_ratings_or_ballots() -> None:
    found = assessed(3, 20)
    for score in found.scores:
        rows = explain_to_unit(found, score.unit)["rows"]
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
        for row in explain_to_unit(found, score.unit)["counts"].values()
        for cell in row.values()
        for count in cell.values()
    ]
    assert None in counts
    assert LEAST_COUNT in counts
    assert min(count for count in counts if count is not None) >= LEAST_COUNT


def test_before_all_ratings_are_in_nothing_that_they_enter_is_told() -> None:
    """Two days apart by one rating: mean and total would give it away by subtraction."""
    found = assessed(1, 12, day=BEFORE)
    facts = explain_to_unit(found, "U00001")
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
        rating
        for rating in whole.collected.evidence.ratings
        if rating.unit == rated != rating.rater
    )
    fewer = assessed(1, 12, day=BEFORE, of=plan, left_out=(rating,))
    assert explain_to_office(whole, rated) != explain_to_office(fewer, rated)
    assert explain_to_unit(whole, rated) == explain_to_unit(fewer, rated)


def test_not_even_that_there_are_enough_ratings_is_told_before_the_result() -> None:
    """The third rating makes the cell: a unit that saw it appear would know of the rater."""
    plan = scoring_plan()
    given = assessed(1, 12, day=BEFORE, of=plan).collected.evidence.ratings
    rated = next(
        score.unit for score in assessed(1, 12, of=plan).scores if score.unit_class == "支部"
    )
    others = tuple(each for each in given if each.unit == rated != each.rater)
    void = void_raters(given)
    service = [e for e in others if e.dimension == "service" and e.rater not in void][:3]
    three, two = (
        assessed(1, 12, day=BEFORE, of=plan, left_out=tuple(e for e in others if e not in some))
        for some in (service, service[:2])
    )
    present = [explain_to_office(each, rated)["weight_present"]["whole"] for each in (three, two)]
    assert present[0] != present[1]
    assert explain_to_unit(three, rated) == explain_to_unit(two, rated)


def test_a_veto_by_last_place_is_not_told_before_ranks_are() -> None:
    unit = next(each.unit for each in assessed(1, 12, day=BEFORE).ranks if each.last)
    decision = KeyRectification(unit=unit, on=BEFORE, document="示办〔2026〕8号")
    for day, keys in ((BEFORE, set()), (END, {"last_place"})):
        found = assessed(1, 12, day=day, more_decisions=(decision,))
        told = {veto["key"] for veto in explain_to_unit(found, unit)["vetoes"]}
        assert told - {"criticism"} == keys


def test_everything_is_told_from_the_day_of_the_result() -> None:
    plan = scoring_plan(result_on=BEFORE)
    assert explain_to_unit(assessed(day=BEFORE, of=plan), "U00001")["closed"]
    earlier = assessed(day=BEFORE - dt.timedelta(days=1), of=plan)
    assert not explain_to_unit(earlier, "U00001")["closed"]


def test_a_year_without_a_day_of_the_result_closes_with_the_campaign() -> None:
    plan = scoring_plan(result_on=None)
    last = plan.campaign.last
    assert explain_to_unit(assessed(day=last, of=plan), "U00001")["closed"]
    earlier = assessed(day=last - dt.timedelta(days=1), of=plan)
    assert not explain_to_unit(earlier, "U00001")["closed"]
