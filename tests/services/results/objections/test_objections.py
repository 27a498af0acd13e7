"""Objections in the notice period: raised, decided, and never overlooked."""

import datetime as dt
import json
from typing import Any

import pytest

from adapters.store.engine import reading
from adapters.store.tables import events, objections
from adapters.worker_pool import Readers
from campaign.results.document import ResultFacts, read_document
from campaign.results.lifecycle import ResultState
from campaign.values.acts import Actor
from services.audit.verify import verify
from services.errors import WrongActError
from services.results.approval.codes import WrongCodeError
from services.results.lifecycle.transitions import (
    NoteNeededError,
    approve_result,
    publish_approved,
    reopen_result,
)
from services.results.lifecycle.views import result_view
from services.results.objections.objections import (
    ObjectionSubject,
    decide_objection,
    raise_objection,
)
from services.results.register.register import find_result
from services.results.register.reproduction import reproduce_result
from tests.support.office import Bureau
from tests.support.samples.evaluation_workbooks import self_evaluation
from tests.support.samples.ranked_branches import (
    BY,
    DEPUTY,
    drafted,
    signed,
    submitted,
    under_notice,
)

SECOND = ObjectionSubject(unit="ZB02", document="示民异〔2026〕1号")


def raised(bureau: Bureau, about: ObjectionSubject = SECOND) -> str:
    id_ = under_notice(bureau)
    raise_objection(bureau.context, id_, about, Actor(name="秦朗", reason="群众来信"), bureau.now)
    return id_


def upheld(bureau: Bureau, id_: str, about: ObjectionSubject = SECOND) -> str:
    return decide_objection(
        bureau.context, id_, about, True, signed("情况属实", DEPUTY), bureau.now
    )


def rejected(bureau: Bureau, id_: str, about: ObjectionSubject = SECOND) -> str:
    return decide_objection(bureau.context, id_, about, False, signed("查无实据"), bureau.now)


def facts(bureau: Bureau, id_: str) -> ResultFacts:
    with reading(bureau.context.engine) as connection:
        return result_view(connection, find_result(connection, id_), bureau.context.definitions)


def document(bureau: Bureau, id_: str) -> dict[str, Any]:
    with reading(bureau.context.engine) as connection:
        return dict(read_document(find_result(connection, id_).document))


def test_an_objection_that_is_rejected_is_recorded_and_no_more(appraised: Bureau) -> None:
    id_ = raised(appraised)
    assert rejected(appraised, id_) == id_
    appraised.later(days=8)
    publish_approved(appraised.context, id_, BY, appraised.now)

    assert [each["unit"] for each in facts(appraised, id_)["shortlist"]] == ["ZB01", "ZB02"]
    [objection] = appraised.rows(objections)
    assert (objection.upheld, objection.decided_by) == (False, "周望舒")
    told = [event.kind for event in appraised.rows(events) if event.subject == id_]
    assert told[-3:] == ["result.object", "result.reject", "result.publish"]
    assert verify(appraised.context.engine, appraised.home, appraised.now) == []


def test_an_objection_that_is_upheld_begins_a_second_notice_without_the_entry(
    appraised_anywhere: Bureau,
) -> None:
    bureau = appraised_anywhere
    first = raised(bureau)
    bureau.later(days=2)
    second = upheld(bureau, first)

    before, after = document(bureau, first), document(bureau, second)
    assert [each["unit"] for each in after["shortlist"]] == ["ZB01"], "the place stays free"
    assert after["removed"] == [
        {
            "unit": "ZB02",
            "person": "",
            "document": "示民异〔2026〕1号",
            "why": "情况属实",
            "on": "2026-11-04",
        }
    ]
    assert after["supersedes"] == first
    unchanged = ("submissions", "definitions", "people", "close_calls", "as_of", "units")
    assert {key: before[key] for key in unchanged} == {key: after[key] for key in unchanged}
    assert _without_listing(before) == _without_listing(after)
    stands = facts(bureau, second)
    assert (stands["state"], stands["notice_last"]) == (ResultState.NOTICE, dt.date(2026, 11, 11))
    assert facts(bureau, first)["state"] == ResultState.SUPERSEDED
    assert facts(bureau, first)["successor"] == second

    bureau.later(days=6)  # the first period is over, the second is not
    with pytest.raises(WrongActError, match="公示期至2026-11-11"):
        publish_approved(bureau.context, second, BY, bureau.now)
    bureau.later(days=2)
    publish_approved(bureau.context, second, BY, bureau.now)
    assert verify(bureau.context.engine, bureau.home, bureau.now) == []


def _without_listing(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**score, "shortlisted": None} for score in found["scores"]]


def test_a_nominee_is_removed_and_the_unit_stays(appraised: Bureau) -> None:
    about = ObjectionSubject(unit="局机关第一党支部", person="林知夏")
    second = upheld(appraised, raised(appraised, about), about)
    found = facts(appraised, second)
    assert found["nominees"] == []
    assert [each["unit"] for each in found["shortlist"]] == ["ZB01", "ZB02"]


def test_two_that_are_upheld_one_after_the_other_are_both_removed(appraised: Bureau) -> None:
    first = raised(appraised)
    other = ObjectionSubject(unit="ZB01")
    raise_objection(appraised.context, first, other, BY, appraised.now)
    second = upheld(appraised, first)

    appraised.later(days=10)
    with pytest.raises(WrongActError, match="1项异议没有认定：ZB01"):
        publish_approved(appraised.context, second, BY, appraised.now)
    third = upheld(appraised, second, other)

    assert facts(appraised, third)["shortlist"] == []
    assert len(document(appraised, third)["removed"]) == 2
    assert verify(appraised.context.engine, appraised.home, appraised.now) == []


def test_nothing_is_published_while_an_objection_is_undecided(appraised: Bureau) -> None:
    id_ = raised(appraised)
    appraised.later(days=8)
    with pytest.raises(WrongActError, match="ZB02 示民异〔2026〕1号"):
        publish_approved(appraised.context, id_, BY, appraised.now)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (ObjectionSubject(unit="ZB99"), "没有单位“ZB99”"),
        (ObjectionSubject(unit="党办"), "没有单位“党办”"),
        (ObjectionSubject(unit="ZB02", person="林知夏"), "ZB02没有“林知夏”"),
        (SECOND, "已经登记"),
    ],
)
def test_what_cannot_be_objected_to_is_refused(
    appraised: Bureau, about: ObjectionSubject, said: str
) -> None:
    id_ = raised(appraised)
    with pytest.raises(WrongActError, match=said):
        raise_objection(appraised.context, id_, about, BY, appraised.now)
    assert len(appraised.rows(objections)) == 1


def test_after_the_notice_an_objection_comes_too_late(appraised: Bureau) -> None:
    id_ = under_notice(appraised)
    appraised.later(days=7)
    raise_objection(appraised.context, id_, SECOND, BY, appraised.now)
    appraised.later(days=1)
    with pytest.raises(WrongActError, match=r"公示已于2026-11-09结束.*重新办理"):
        raise_objection(appraised.context, id_, ObjectionSubject(unit="ZB01"), BY, appraised.now)


def test_what_is_not_on_the_list_cannot_be_removed_from_it(appraised: Bureau) -> None:
    about = ObjectionSubject(unit="ZB05", document="示民异〔2026〕2号")
    id_ = raised(appraised, about)
    with pytest.raises(WrongActError, match=r"名单中没有这一项.*重新办理"):
        upheld(appraised, id_, about)
    assert [each.upheld for each in appraised.rows(objections)] == [None]
    assert rejected(appraised, id_, about) == id_


def test_of_two_objections_to_one_unit_the_document_says_which_is_decided(
    appraised: Bureau,
) -> None:
    id_ = raised(appraised)
    other = ObjectionSubject(unit="ZB02", document="示民异〔2026〕2号")
    raise_objection(appraised.context, id_, other, BY, appraised.now)
    with pytest.raises(WrongActError, match="--document"):
        rejected(appraised, id_, ObjectionSubject(unit="ZB02"))
    rejected(appraised, id_, ObjectionSubject(unit="ZB02", document="示民异[2026] 2号"))
    assert [each.upheld for each in appraised.rows(objections)] == [None, False]


def test_a_decision_needs_the_code_and_the_reason(appraised: Bureau) -> None:
    id_ = raised(appraised)
    with pytest.raises(WrongCodeError):
        decide_objection(
            appraised.context, id_, SECOND, True, signed("属实", code="guess"), appraised.now
        )
    with pytest.raises(WrongActError, match="理由"):
        decide_objection(appraised.context, id_, SECOND, True, signed(" "), appraised.now)
    assert [each.upheld for each in appraised.rows(objections)] == [None]


def test_what_was_removed_stays_removed_when_the_result_is_drafted_anew(
    appraised: Bureau,
) -> None:
    second = upheld(appraised, raised(appraised))
    reopen_result(appraised.context, second, BY, appraised.now)
    third = drafted(appraised)
    assert [each["unit"] for each in facts(appraised, third)["shortlist"]] == ["ZB01"]
    assert document(appraised, third)["removed"] == document(appraised, second)["removed"]
    assert document(appraised, third)["supersedes"] == second
    assert reproduce_result(appraised.context.engine, appraised.home, third).equal


def test_what_was_reopened_under_notice_takes_no_objections(appraised: Bureau) -> None:
    id_ = raised(appraised)
    reopen_result(appraised.context, id_, BY, appraised.now)
    for act in (upheld, rejected):
        with pytest.raises(WrongActError, match="已重新办理"):
            act(appraised, id_)


def test_a_decision_is_told_with_its_object_and_its_successor(appraised: Bureau) -> None:
    first = raised(appraised)
    second = upheld(appraised, first)
    [told] = [event for event in appraised.rows(events) if event.kind == "result.uphold"]
    detail = json.loads(told.detail)
    assert (told.actor, told.subject) == (DEPUTY, first)
    assert (detail["unit"], detail["why"], detail["successor"]) == ("ZB02", "情况属实", second)


def test_approving_anew_what_an_objection_removed_needs_a_note(
    appraised: Bureau, readers: Readers
) -> None:
    """A draft beside the result, not after reopening it, would bring the entry back unseen."""
    first = raised(appraised)
    upheld(appraised, first)
    appraised.drop("ZB07/自评.xlsx", self_evaluation(appraised, "ZB07", [40] * 5))
    appraised.sweep(readers)
    beside = submitted(appraised)
    said = f"曾因异议成立移出名单（成果{first[:12]}，文号示民异〔2026〕1号），本份又列入"
    assert [said in each for each in facts(appraised, beside)["note_reasons"]].count(True) == 1
    with pytest.raises(NoteNeededError, match="曾因异议成立移出名单"):
        approve_result(appraised.context, beside, signed(""), appraised.now)
    approve_result(
        appraised.context, beside, signed("异议事项已经整改，集体研究同意"), appraised.now
    )
