"""The life of a result in the store: who may do what when, and what stays of it."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update

from adapters.files.home import Home
from adapters.store.engine import reading, writing
from adapters.store.tables import events, results
from adapters.worker_pool import Readers
from campaign.results.document import read_document
from campaign.results.lifecycle import ResultState
from campaign.values.acts import Actor
from services.audit.verify import verify
from services.errors import WrongActError
from services.results.lifecycle.transitions import (
    approve_result,
    publish_approved,
    published_path,
    reopen_result,
    return_result,
    submit_result,
)
from services.results.register.register import UnknownResultError, draft_result
from tests.support.office import Bureau
from tests.support.samples.definitions import changed
from tests.support.samples.ranked_branches import (
    BY,
    CHIEF,
    DAY,
    DEPUTY,
    acts,
    drafted,
    facts,
    file_late,
    row,
    signed,
    standing,
    state,
    submitted,
    under_notice,
)


def test_a_result_goes_from_draft_to_publication_and_every_act_is_told(
    appraised_anywhere: Bureau,
) -> None:
    bureau = appraised_anywhere
    id_ = submitted(bureau)
    notice = approve_result(bureau.context, id_, signed("暂定成绩已核实"), bureau.now)
    assert (str(notice.first), str(notice.last)) == ("2026-11-03", "2026-11-09")
    bureau.later(days=8)

    path = publish_approved(bureau.context, id_, BY, bureau.now)

    assert path == published_path(bureau.home, id_)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == id_
    assert acts(bureau, id_) == ["draft", "submit", "approve", "publish"]
    told = [event for event in bureau.rows(events) if event.subject == id_]
    assert [event.actor for event in told] == ["秦朗", "秦朗", CHIEF, "秦朗"]
    details = [json.loads(event.detail) for event in told]
    assert [each["state"] for each in details] == ["draft", "submitted", "notice", "published"]
    assert all(each["why"] for each in details)
    assert details[2]["notice_last"] == "2026-11-09"
    assert standing(bureau) == id_
    assert verify(bureau.context.engine, bureau.home, bureau.now) == []


def test_the_ranked_branches_are_on_the_list_by_their_scores(appraised: Bureau) -> None:
    found = facts(appraised, drafted(appraised))
    assert [(each["unit"], each["final_rank"]) for each in found["shortlist"]] == [
        ("ZB01", 1),
        ("ZB02", 2),
    ]
    assert [each["name"] for each in found["nominees"]] == ["林知夏"]


def test_the_same_inputs_are_the_same_result_and_another_input_another(
    appraised: Bureau, readers: Readers
) -> None:
    first = draft_result(appraised.context, DAY, BY, appraised.now)
    again = draft_result(appraised.context, DAY, Actor(name="苏晚晴", reason="再算"), appraised.now)
    assert (first.new, again.new, again.id) == (True, False, first.id)
    assert acts(appraised, first.id) == ["draft"]

    file_late(appraised, readers)

    assert drafted(appraised) != first.id
    assert len(appraised.rows(results)) == 2


def test_an_earlier_day_is_drafted_from_what_counted_then(appraised: Bureau) -> None:
    before = drafted(appraised, DAY - dt.timedelta(days=1))
    assert read_document(row(appraised, before).document)["submissions"] == []


def test_a_day_that_is_still_to_come_has_no_result(appraised: Bureau) -> None:
    with pytest.raises(WrongActError, match="还没有到"):
        drafted(appraised, DAY + dt.timedelta(days=1))


def test_a_result_is_found_by_the_beginning_of_its_id_if_that_is_its_own(
    appraised: Bureau, readers: Readers
) -> None:
    first = drafted(appraised)
    assert row(appraised, f" {first[:6].upper()} ").id == first
    for unknown in ("", "x", "%", "_" * 4):
        with pytest.raises(UnknownResultError, match="没有编号"):
            row(appraised, unknown)
    beginnings = {first[0]}
    while len(beginnings) == len(appraised.rows(results)):
        appraised.later(days=1)
        beginnings.add(drafted(appraised, appraised.now.date())[0])
    twice = next(
        each for each in beginnings if sum(r.id[0] == each for r in appraised.rows(results)) > 1
    )
    with pytest.raises(UnknownResultError, match="不止一份"):
        row(appraised, twice)


Do = Callable[[Bureau, str], object]
ACTS: dict[str, Do] = {
    "submit": lambda b, id_: submit_result(b.context, id_, BY, b.now),
    "approve": lambda b, id_: approve_result(b.context, id_, signed(), b.now),
    "return": lambda b, id_: return_result(b.context, id_, signed("补充材料"), b.now),
    "publish": lambda b, id_: publish_approved(b.context, id_, BY, b.now),
    "reopen": lambda b, id_: reopen_result(b.context, id_, BY, b.now),
}


@pytest.mark.parametrize("wrong", ["approve", "return", "publish", "reopen"])
def test_what_is_not_possible_is_refused_with_what_is_and_leaves_nothing(
    appraised: Bureau, wrong: str
) -> None:
    id_ = drafted(appraised)
    before = appraised.rows(events)
    with pytest.raises(WrongActError, match=r"现为“草稿”.*现在可以：提交"):
        ACTS[wrong](appraised, id_)
    assert state(appraised, id_) is ResultState.DRAFT and appraised.rows(events) == before


def test_what_is_returned_can_be_submitted_again(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    return_result(appraised.context, id_, signed("请说明暂定的原因", DEPUTY), appraised.now)
    assert state(appraised, id_) is ResultState.RETURNED
    submit_result(appraised.context, id_, BY, appraised.now)
    assert acts(appraised, id_) == ["draft", "submit", "return", "submit"]


@pytest.mark.parametrize(("days", "early"), [(0, True), (7, True), (8, False)])
def test_nothing_is_published_before_the_notice_is_over(
    appraised: Bureau, days: int, early: bool
) -> None:
    id_ = under_notice(appraised)
    appraised.later(days=days)
    if early:
        with pytest.raises(WrongActError, match=r"公示期至2026-11-09.*2026-11-10起才能公布"):
            publish_approved(appraised.context, id_, BY, appraised.now)
        assert not published_path(appraised.home, id_).exists()
    else:
        publish_approved(appraised.context, id_, BY, appraised.now)


def test_a_plan_that_was_changed_since_the_draft_shortens_no_notice(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    plan = appraised.home.inputs / "plan.toml"
    five, one = "notice_working_days = 5", "notice_working_days = 1"
    plan.write_text(changed(plan.read_text(encoding="utf-8"), five, one), encoding="utf-8")
    appraised.later(minutes=1)
    assert appraised.context.definitions.plan.appraisal.notice_working_days == 1

    notice = approve_result(appraised.context, id_, signed(), appraised.now)

    assert str(notice.last) == "2026-11-09"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"document": b'{"supersedes":null}\n'}, "登记的成果与编号不符"),
        ({"notice_last": dt.date(2026, 11, 3)}, "登记的公示期与事件记录不符"),
        ({"root": "another"}, "登记的最初的草稿与事件记录不符"),
    ],
)
def test_what_was_changed_in_the_register_is_not_published(
    appraised_anywhere: Bureau, change: dict[str, Any], said: str
) -> None:
    bureau = appraised_anywhere
    id_ = under_notice(bureau)
    with writing(bureau.context.engine) as connection:
        connection.execute(update(results).where(results.c.id == id_).values(change))
    bureau.later(days=8)

    with pytest.raises(WrongActError, match=said):
        publish_approved(bureau.context, id_, BY, bureau.now)

    assert state(bureau, id_) == ResultState.NOTICE
    assert not published_path(bureau.home, id_).exists()


def test_nothing_is_done_at_a_time_before_what_was_done_last(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    appraised.later(hours=-1)
    with pytest.raises(WrongActError, match="计算机时间2026-11-02T08:00早于"):
        return_result(appraised.context, id_, signed("请核对"), appraised.now)
    assert state(appraised, id_) == ResultState.SUBMITTED


def test_of_two_people_at_once_one_succeeds_and_the_other_is_told(
    appraised_anywhere: Bureau,
) -> None:
    bureau = appraised_anywhere
    id_ = submitted(bureau)
    both = Barrier(2)

    def act(member: str) -> str:
        signature = signed(member=member)
        both.wait()
        try:
            if member == CHIEF:
                approve_result(bureau.context, id_, signature, bureau.now)
            else:
                return_result(bureau.context, id_, signature, bureau.now)
        except WrongActError:
            return "refused"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(act, (CHIEF, DEPUTY)))

    assert sorted(outcomes) == ["done", "refused"]
    wanted = ResultState.NOTICE if outcomes[0] == "done" else ResultState.RETURNED
    assert state(bureau, id_) is wanted
    assert len(acts(bureau, id_)) == 3
    assert verify(bureau.context.engine, bureau.home, bureau.now) == []


def test_two_people_who_draft_at_once_make_one_draft(appraised_anywhere: Bureau) -> None:
    bureau = appraised_anywhere
    both = Barrier(2)

    def make(by: str) -> bool:
        both.wait()
        return draft_result(bureau.context, DAY, Actor(name=by, reason="起草"), bureau.now).new

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(make, ("秦朗", "苏晚晴"))) == [False, True]
    assert len(bureau.rows(results)) == 1


def test_definitions_are_kept_and_known_to_verification(appraised: Bureau) -> None:
    id_ = drafted(appraised)
    kept = read_document(row(appraised, id_).document)["definitions"]
    assert {"plan.toml", "roster.xlsx", "forms/study.toml"} <= kept.keys()
    archived = {
        path.name.partition(".")[0] for path in Home(appraised.home.root).archive.rglob("*")
    }
    assert set(kept.values()) <= archived
    with reading(appraised.context.engine) as connection:
        assert connection.scalar(select(results.c.state)) == "draft"
    assert verify(appraised.context.engine, appraised.home, appraised.now) == []
