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

from adapters.files.archive import archive_path
from adapters.files.home import Home
from adapters.store.engine import reading, writing
from adapters.store.tables import events, results
from adapters.worker_pool import Readers
from campaign.results.document import read_document
from campaign.results.lifecycle import ResultState
from campaign.values.acts import Actor
from services.audit.verify import verify
from services.errors import WrongActError
from services.results.approval.codes import MOST_WRONG, WrongCodeError
from services.results.lifecycle.transitions import (
    NoteNeededError,
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


def test_nothing_is_returned_without_a_reason(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    with pytest.raises(WrongActError, match="理由"):
        return_result(appraised.context, id_, signed("　"), appraised.now)


def test_approval_without_a_note_names_what_it_is_needed_for(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    with pytest.raises(NoteNeededError, match=r"局机关第一党支部（ZB01）.*暂定") as caught:
        approve_result(appraised.context, id_, signed("  "), appraised.now)
    assert len(caught.value.reasons) == 2
    assert state(appraised, id_) is ResultState.SUBMITTED


def test_approval_needs_no_note_where_nothing_calls_for_one(appraised: Bureau) -> None:
    id_ = drafted(appraised, DAY - dt.timedelta(days=1))  # nobody is ranked yet
    submit_result(appraised.context, id_, BY, appraised.now)
    approve_result(appraised.context, id_, signed(""), appraised.now)
    assert state(appraised, id_) is ResultState.NOTICE


def test_a_year_that_no_calendar_knows_stops_approval_and_says_so(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    appraised.later(days=20_000)
    with pytest.raises(WrongActError, match="2081年的法定工作日尚未发布"):
        approve_result(appraised.context, id_, signed(), appraised.now)
    assert state(appraised, id_) is ResultState.SUBMITTED


@pytest.mark.parametrize(
    ("member", "code", "said"),
    [
        (CHIEF, "260402", "审批码不对"),
        (CHIEF, "x", "审批码不对"),
        ("秦朗", "260401", "领导小组名单中没有"),
        ("许清和", "260401", "没有许清和的审批码"),
    ],
)
def test_only_a_member_with_the_own_code_approves(
    appraised: Bureau, member: str, code: str, said: str
) -> None:
    id_ = submitted(appraised)
    signature = signed(member=CHIEF, code=code)
    other = type(signature)(member=member, code=code, why="同意")
    with pytest.raises((WrongCodeError, WrongActError), match=said):
        approve_result(appraised.context, id_, other, appraised.now)
    assert state(appraised, id_) is ResultState.SUBMITTED


def test_a_wrong_code_is_told_without_the_code(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    signature = signed(code="wrong-code")
    with pytest.raises(WrongCodeError) as caught:
        approve_result(appraised.context, id_, signature, appraised.now)
    [told] = [event for event in appraised.rows(events) if event.kind == "result.code_refused"]
    assert (told.actor, told.subject) == (CHIEF, id_)
    assert json.loads(told.detail) == {"refused": "approve"}
    assert "wrong-code" not in f"{told} {caught.value} {signature}"
    assert verify(appraised.context.engine, appraised.home, appraised.now) == []


def try_wrong(bureau: Bureau, id_: str, member: str = CHIEF) -> None:
    with pytest.raises(WrongCodeError, match="不对"):
        approve_result(bureau.context, id_, signed(member=member, code="guess"), bureau.now)


def test_after_five_wrong_codes_within_an_hour_even_the_right_one_waits(
    appraised_anywhere: Bureau,
) -> None:
    bureau = appraised_anywhere
    id_ = submitted(bureau)
    for _ in range(MOST_WRONG):
        try_wrong(bureau, id_)
        bureau.now += dt.timedelta(minutes=5)
    told = len(bureau.rows(events))

    with pytest.raises(WrongCodeError, match="10:00以后再试"):
        approve_result(bureau.context, id_, signed(), bureau.now)

    assert len(bureau.rows(events)) == told, "tries that wait do not lengthen the wait"
    try_wrong(bureau, id_, DEPUTY)  # another member does not wait
    bureau.now = bureau.now.replace(hour=10, minute=0)
    approve_result(bureau.context, id_, signed(), bureau.now)
    assert state(bureau, id_) is ResultState.NOTICE


def test_four_wrong_codes_do_not_make_anybody_wait(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    for _ in range(MOST_WRONG - 1):
        try_wrong(appraised, id_)
    approve_result(appraised.context, id_, signed(), appraised.now)
    assert state(appraised, id_) is ResultState.NOTICE


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


def test_without_the_plan_of_the_draft_there_is_no_approval(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    sha256 = read_document(row(appraised, id_).document)["definitions"]["plan.toml"]
    archive_path(appraised.home, sha256, ".toml", confidential=False).unlink()
    with pytest.raises(WrongActError, match="存档中没有这份文件"):
        approve_result(appraised.context, id_, signed(), appraised.now)


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


def test_what_was_changed_in_the_register_is_not_approved(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    with writing(appraised.context.engine) as connection:
        connection.execute(update(results).values(document=b"{}\n"))
    with pytest.raises(WrongActError, match="登记的成果与编号不符"):
        approve_result(appraised.context, id_, signed(), appraised.now)
    assert acts(appraised, id_) == ["draft", "submit"]


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
