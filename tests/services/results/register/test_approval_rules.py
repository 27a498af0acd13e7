"""Who approves a result, by which code, with which note, and what bars an approval."""

import datetime as dt
import json

import pytest
from sqlalchemy import update

from adapters.files.archive import archive_path
from adapters.store.engine import writing
from adapters.store.tables import events, results
from campaign.results.document import read_document
from campaign.results.lifecycle import ResultState
from services.audit.verify import verify
from services.errors import WrongActError
from services.results.approval.codes import MOST_WRONG, WrongCodeError
from services.results.lifecycle.transitions import (
    NoteNeededError,
    approve_result,
    return_result,
    submit_result,
)
from tests.support.office import Bureau
from tests.support.samples.ranked_branches import (
    BY,
    CHIEF,
    DAY,
    DEPUTY,
    acts,
    drafted,
    row,
    signed,
    state,
    submitted,
)


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


def test_without_the_plan_of_the_draft_there_is_no_approval(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    sha256 = read_document(row(appraised, id_).document)["definitions"]["plan.toml"]
    archive_path(appraised.home, sha256, ".toml", confidential=False).unlink()
    with pytest.raises(WrongActError, match="存档中没有这份文件"):
        approve_result(appraised.context, id_, signed(), appraised.now)


def test_what_was_changed_in_the_register_is_not_approved(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    with writing(appraised.context.engine) as connection:
        connection.execute(update(results).values(document=b"{}\n"))
    with pytest.raises(WrongActError, match="登记的成果与编号不符"):
        approve_result(appraised.context, id_, signed(), appraised.now)
    assert acts(appraised, id_) == ["draft", "submit"]
