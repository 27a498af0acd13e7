"""A result's document: one way to write it, what approval needs, what an objection takes out."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from campaign.definitions.roster import Person
from campaign.results.document import (
    ResultDocument,
    ResultEntry,
    canonical,
    differences,
    entries_of,
    make_document,
    note_reasons,
    read_document,
    remove_entry,
    result_id,
)
from campaign.results.pinned_inputs import PinnedInputs, PinnedSubmission
from campaign.scoring.accountability import Nomination
from campaign.scoring.assessment import assess
from campaign.scoring.collect import Unresolved
from campaign.scoring.evidence import Complaint, Criticism, Source
from tests.support.samples.scored_year import assessed

PEOPLE = (
    Person(code="0101", name="林知夏", unit="A1"),
    Person(code="0102", name="秦朗", unit="A1"),
    Person(code="0201", name="许清和", unit="A2"),
)
NOMINATIONS = tuple(Nomination(unit=p.unit, person=p.code) for p in PEOPLE[:2])
GROUNDS = {"document": "示民异〔2026〕1号", "why": "情况属实", "on": "2026-11-04"}


def submission(receipt: str) -> PinnedSubmission:
    return PinnedSubmission(
        receipt=receipt, unit="A1", form="study", period="2026-06", sha256="a", content="b"
    )


def pinned(*receipts: str) -> PinnedInputs:
    return PinnedInputs(
        software="0.1.0",
        definitions={"plan.toml": "1", "roster.xlsx": "2"},
        submissions=tuple(submission(receipt) for receipt in receipts),
    )


def document(seed: int = 1, **more: Any) -> ResultDocument:
    given: dict[str, Any] = {"people": PEOPLE, "nominations": NOMINATIONS, **more}
    return read_document(canonical(make_document(assessed(seed, **given), pinned("S-1", "S-2"))))


def test_the_same_findings_are_the_same_bytes_in_whatever_order_they_come() -> None:
    found = make_document(assessed(), pinned("S-1", "S-2", "S-3"))
    keys = list(found)
    Random(1).shuffle(keys)
    again = make_document(assessed(), pinned("S-3", "S-1", "S-2"))

    assert canonical({key: again[key] for key in keys}) == canonical(found)


def test_it_is_written_with_sorted_keys_as_utf8_with_a_newline_at_the_end() -> None:
    written = canonical({"乙": 1, "甲": Fraction(1, 4), "a": dt.date(2026, 11, 2), "b": None})
    assert written == '{"a":"2026-11-02","b":null,"乙":1,"甲":"0.25"}\n'.encode()


@pytest.mark.parametrize("value", [0.1, {"deep": [1.5]}, object(), {1, 2}, float("nan")])
def test_it_holds_no_floats_and_nothing_else_that_is_written_in_two_ways(value: object) -> None:
    with pytest.raises(TypeError):
        canonical({"value": value})


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("1.50"), '"1.5"'), (Fraction(1, 3), '"0.3333333333"'), (True, "true")],
)
def test_numbers_are_decimal_strings(value: object, text: str) -> None:
    assert canonical({"value": value}) == f'{{"value":{text}}}\n'.encode()


def test_the_id_is_the_hash_of_the_bytes() -> None:
    assert result_id(b"{}\n") == "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"


def test_it_names_its_inputs_by_hash() -> None:
    found = document()
    assert found["definitions"] == {"plan.toml": "1", "roster.xlsx": "2"}
    assert [each["receipt"] for each in found["submissions"]] == ["S-1", "S-2"]
    assert found["software"] == "0.1.0" and found["as_of"] == "2026-12-31"
    assert found["supersedes"] is None and found["removed"] == []


def test_the_shortlist_is_that_of_the_scores() -> None:
    found = document()
    listed = {each["unit"] for each in found["shortlist"]}
    assert listed == {score["unit"] for score in found["scores"] if score["shortlisted"]}
    assert listed


def test_it_holds_what_follows_for_people_and_nothing_of_who_rated_whom() -> None:
    criticism = Criticism(unit="A1", person="0102", on=dt.date(2026, 9, 1), document="示纪1号")
    case = Complaint(
        case="TS-1", person="0201", link="审批", result="属实", decided_on=dt.date(2026, 9, 2)
    )
    plain = assessed(people=PEOPLE, nominations=NOMINATIONS)
    told = replace(plain.collected, criticisms=(criticism,), complaints=(case,))
    assessment = assess(told, plain.plan, plain.roster, plain.day)
    found = read_document(canonical(make_document(assessment, pinned())))["people"]

    assert [each["name"] for each in found["nominees"]] == ["林知夏"]
    [consequence], [step] = found["consequences"], found["ladder"]
    assert (consequence["name"], consequence["document"]) == ("秦朗", "示纪1号")
    assert (step["name"], step["consequence"]) == ("许清和", "诫勉谈话")
    assert "rater" not in json.dumps(document())


def test_what_counts_for_nobody_is_named_by_its_place_without_the_value() -> None:
    doubts = [
        Unresolved(source=Source(name, "投诉.xlsx", "case", 3), value="陈某", why="名册中没有")
        for name in ("S-2", "S-1")
    ]
    found = document(unresolved=tuple(doubts))
    assert [each["submission"] for each in found["unresolved"]] == ["S-1", "S-2"]
    assert found["unresolved"][0] == {
        "submission": "S-1",
        "sheet": "case",
        "row": 3,
        "why": "名册中没有",
    }


def entry_of(found: ResultDocument, person: str = "") -> ResultEntry:
    return next(entry for entry in entries_of(found) if entry.person == person)


def test_a_unit_that_is_removed_leaves_the_shortlist_and_nothing_else() -> None:
    before = document()
    entry = entry_of(before)
    after = remove_entry(before, entry, GROUNDS, "0" * 64)

    changed = {path for path, _, _ in differences(before, after)}
    at = [score["unit"] for score in before["scores"]].index(entry.unit)
    outside = {p for p in changed if not p.startswith("$.shortlist")}
    assert outside == {"$.supersedes", "$.removed[0]", f"$.scores[{at}].shortlisted"}
    assert after["removed"] == [{"unit": entry.unit, "person": "", **GROUNDS}]
    assert len(after["shortlist"]) == len(before["shortlist"]) - 1
    assert entry not in entries_of(after)


def test_a_person_who_is_removed_leaves_the_unit_where_it_is() -> None:
    before = document()
    after = remove_entry(before, ResultEntry(unit="A1", person="0101"), GROUNDS, "0" * 64)

    assert [each["person"] for each in after["people"]["nominees"]] == ["0102"]
    assert after["shortlist"] == before["shortlist"] and after["scores"] == before["scores"]


def call(boundary: str) -> dict[str, str]:
    return {"boundary": boundary, "class": "支部", "ahead": "A1", "behind": "A2", "chance": "0.25"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"close_calls": [call("shortlist")]}, ["支部推荐名单界线", "25%"]),
        ({"close_calls": [call("last")]}, ["支部末位"]),
        ({"provisional": True}, ["暂定"]),
        ({"provisional": True, "shortlist": []}, []),
    ],
)
def test_approval_needs_a_note_for_close_calls_and_provisional_scores_on_the_list(
    change: dict[str, Any], said: list[str]
) -> None:
    provisional = change.pop("provisional", False)
    found = {
        "units": {"A1": "第一支部", "A2": "第二支部"},
        "close_calls": [],
        "shortlist": [{"unit": "A1", "class": "支部"}],
        "scores": [{"unit": "A1", "provisional": provisional}],
        **change,
    }
    reasons = note_reasons(found)
    assert bool(reasons) == bool(said)
    assert all(words in reasons[0] for words in said)


def test_differences_are_listed_with_their_paths() -> None:
    then = {"a": [1, {"b": "x"}], "c": None, "same": [1]}
    now = {"a": [1, {"b": "y"}, 3], "d": 2, "same": [1]}
    assert list(differences(then, now)) == [
        ("$.a[1].b", "x", "y"),
        ("$.a[2]", None, 3),
        ("$.d", None, 2),
    ]
