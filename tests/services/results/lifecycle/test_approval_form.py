"""What an answer in the UI does: the same acts as the commands, and a refusal in words."""

import pytest

from adapters.store.engine import reading
from adapters.worker_pool import Readers
from campaign.results.lifecycle import ResultState
from services.results.approval.codes import one_time_codes
from services.results.lifecycle.approval_form import (
    ApprovalAnswer,
    act_on_answer,
    question,
    state_line,
)
from services.results.objections.objections import (
    ObjectionSubject,
    decide_objection,
    raise_objection,
)
from services.results.register.register import find_result
from tests.support.office import Bureau
from tests.support.samples.ranked_branches import (
    BY,
    CHIEF,
    DEPUTY,
    NOMINEE,
    file_late,
    signed,
    submitted,
    under_notice,
)

NOTE = "暂定成绩的单位材料已核实"


def answered(bureau: Bureau, id_: str, member: str = CHIEF, code: str = "", **given: str) -> str:
    if not code:
        [code] = one_time_codes(bureau.context, signed(member=member), 1, bureau.now)[0]
    agreed = given.get("decision", "同意") == "同意"
    answer = ApprovalAnswer(agreed=agreed, member=member, code=code, note=given.get("note", ""))
    assert code not in repr(answer)
    return act_on_answer(bureau.context, id_, answer, bureau.now)


def state(bureau: Bureau, id_: str) -> ResultState:
    with reading(bureau.context.engine) as connection:
        return ResultState(find_result(connection, id_).state)


def test_agreement_approves_and_nothing_is_asked_any_more(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    assert answered(appraised, id_, note=NOTE) == (
        f"{CHIEF}已批准，公示期2026年11月3日至2026年11月9日"
    )
    assert state(appraised, id_) is ResultState.NOTICE
    assert question(appraised.context, id_) == "" and state_line(appraised.context, id_) == "公示中"


def test_a_result_is_returned_with_a_reason(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    assert "理由" in answered(appraised, id_, DEPUTY, decision="退回", note="　")
    assert state(appraised, id_) is ResultState.SUBMITTED
    told = answered(appraised, id_, DEPUTY, decision="退回", note="请核实暂定成绩")
    assert told == f"{DEPUTY}已退回" and state(appraised, id_) is ResultState.RETURNED
    assert question(appraised.context, id_) == ""


@pytest.mark.parametrize(
    ("member", "code", "note", "why"),
    [
        (CHIEF, "2222-2222-2222", NOTE, "不对"),
        ("查无此人", "2222-2222-2222", NOTE, "没有“查无此人”"),
        (CHIEF, "", "", "批准须写明意见"),
    ],
)
def test_a_refusal_is_said_above_the_form(
    appraised: Bureau, member: str, code: str, note: str, why: str
) -> None:
    id_ = submitted(appraised)
    said = answered(appraised, id_, member, code, note=note)
    assert said.startswith("没有办理：") and why in said
    assert state(appraised, id_) is ResultState.SUBMITTED
    assert question(appraised.context, id_, said).startswith(f"**{said}**")


def test_the_question_names_units_and_reasons_and_no_person(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    asked = question(appraised.context, id_)
    for words in ("支部第1名　局机关第一党支部", "推荐个人1名", "须写明意见", "code --once"):
        assert words in asked
    assert "林知夏" not in asked


@pytest.mark.parametrize(
    ("about", "named"),
    [
        (ObjectionSubject(unit="ZB02"), "局机关第二党支部曾因异议成立移出名单"),
        (
            ObjectionSubject(unit="ZB01", person=NOMINEE),
            "局机关第一党支部推荐的一名个人曾因异议成立移出名单",
        ),
    ],
)
def test_what_an_objection_removed_before_is_among_the_reasons_without_a_persons_name(
    appraised: Bureau, readers: Readers, about: ObjectionSubject, named: str
) -> None:
    first = under_notice(appraised)
    raise_objection(appraised.context, first, about, BY, appraised.now)
    decide_objection(appraised.context, first, about, True, signed("属实"), appraised.now)
    file_late(appraised, readers)
    beside = submitted(appraised)

    asked = question(appraised.context, beside)
    assert named in asked and NOMINEE not in asked
    said = answered(appraised, beside)
    assert said == "没有办理：有“须写明意见的情形”所列的情形，批准须写明意见"


def test_what_was_decided_meanwhile_is_said(appraised: Bureau) -> None:
    id_ = submitted(appraised)
    answered(appraised, id_, note=NOTE)
    assert "现为“公示中”" in answered(appraised, id_, note=NOTE)
