"""Documents that events call for: drafted once, for the office alone, from dropped workbooks."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from adapters.store.tables import events, outbox
from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from rehearsal.content import report_contents
from services.publishing.drafts import DRAFTED, OWN_FOLDER, write_drafts
from services.results.approval.codes import Signature
from services.results.lifecycle.transitions import approve_result
from tests.services.intake.test_changed_roster import enter
from tests.support.office import Bureau
from tests.support.open_documents import text_of
from tests.support.run_actions import posted
from tests.support.samples.evaluation_workbooks import event
from tests.support.samples.ledgers import ledger
from tests.support.samples.ranked_branches import CHIEF, signed, submitted

CASE_LINK = "审批"


def take_in(bureau: Bureau, readers: Readers, **files: bytes) -> None:
    for name, data in files.items():
        folder = "保密" if name.startswith("投诉") else "党办"
        bureau.drop(f"{folder}/{name}.xlsx", data)
    replies = bureau.sweep(readers)
    assert {reply.disposition for reply in replies} == {"receipt"}, replies


def draft(bureau: Bureau) -> dict[str, str]:
    """Draft today's documents; return the text of the new ones by the beginning of their names."""
    day = bureau.now.date()
    paths = write_drafts(bureau.context, day, bureau.now)
    return {
        Path(path).stem.partition(" ")[0]: text_of((bureau.home.reports / path).read_bytes())
        for path in paths
    }


def criticised(bureau: Bureau, unit: str, whom: str) -> bytes:
    """Return a spot check after which a unit, a person of it, or both were criticised."""
    finding: dict[str, Any] = {
        "unit": unit,
        "person": bureau.people(unit)[1].name if whom != "单位" else None,
        "dimension": "作风",
        "kinds": "不作为、通报批评",
        "matter": "窗口上班时间无人在岗",
        "criticised": whom,
        "document": "示效〔2026〕9号",
        "published_on": "2026-06-25",
        "due_on": "2026-08-10",
    }
    rows = {"findings": [finding]}
    return event(bureau, "spot_check", rows, record_number="CC-2026-05", checked_on="2026-06-16")


def complaint(bureau: Bureau, number: int, result: str = "属实") -> bytes:
    """Return a case against the second person of DW01, decided so many days into July."""
    person = bureau.people("DW01")[1]
    header = report_contents.complaint_header(person.name, dt.date(2026, 6, 20)) | {
        "case_number": f"TS-2026-00{number}",
        "handler": bureau.people("DW02")[0].name,
    }
    [row] = report_contents.complaint_rows(person)["case"]
    row |= {
        "link": CASE_LINK,
        "result": result,
        "decided_on": dt.date(2026, 7, number),
        "finding": "经核实确有其事",
        "handling": "批评教育",
    }
    blank = bureau.blank("complaint", "党办", number=number)
    return fill(bureau.form("complaint"), blank, {"case": [row]}, header)


def test_a_criticised_unit_is_drafted_its_notice_with_what_it_costs(
    bureau: Bureau, readers: Readers
) -> None:
    take_in(bureau, readers, 抽查=criticised(bureau, "DW02", "单位"))
    [text] = draft(bureau).values()
    name = bureau.context.definitions.roster.unit("DW02")
    assert name
    assert f"关于对{name.name}的通报批评" in text.replace("\n", "")
    assert "窗口上班时间无人在岗" in text and "2026年8月10日" in text
    assert f"取消{name.name}2026年度评先评优资格" in text
    assert "等次" not in text


@pytest.mark.parametrize("unit", ["DW01", "DW04"])
def test_a_criticised_person_s_yearly_grade_follows_the_unit(
    bureau: Bureau, readers: Readers, unit: str
) -> None:
    take_in(bureau, readers, 抽查=criticised(bureau, unit, "个人"))
    [text] = draft(bureau).values()
    known = bureau.context.definitions.roster.unit(unit)
    assert known
    grade = "不称职" if known.civil_service else "不合格"
    person = bureau.people(unit)[1].name
    assert f"{known.name}{person}同志2026年度考核确定为{grade}等次" in text
    [mail] = posted(bureau, "drafts")
    assert person not in mail.text + mail.subject and known.name in mail.text


def test_the_ladder_s_steps_are_drafted_one_by_one(bureau: Bureau, readers: Readers) -> None:
    person = bureau.people("DW01")[1].name
    take_in(bureau, readers, 投诉1=complaint(bureau, 1), 投诉4=complaint(bureau, 4, "不属实"))
    talk = draft(bureau)
    assert list(talk) == ["诫勉谈话建议"]
    assert f"{person}同志" in talk["诫勉谈话建议"] and "TS-2026-001" in talk["诫勉谈话建议"]
    assert draft(bureau) == {}

    take_in(bureau, readers, 投诉2=complaint(bureau, 2))
    criticism = draft(bureau)
    assert list(criticism) == ["通报批评建议"]
    assert "TS-2026-001、TS-2026-002" in criticism["通报批评建议"]
    assert "评先评优资格" not in criticism["通报批评建议"], "the ladder's own step costs no award"

    take_in(bureau, readers, 投诉3=complaint(bureau, 3))
    move = draft(bureau)
    assert list(move) == ["交流换岗建议"]
    assert f"建议对{person}同志予以交流换岗" in move["交流换岗建议"]
    assert "活动领导小组：" in move["交流换岗建议"], "it is for the leading group to decide"
    assert "各党支部" not in move["交流换岗建议"]


def test_nobody_is_proposed_to_take_the_minutes_of_the_own_talk(
    bureau: Bureau, readers: Readers
) -> None:
    take_in(bureau, readers, 投诉1=complaint(bureau, 1))
    leader = bureau.context.definitions.roster.leading_group[0].name
    enter(bureau, "单位", "党办", "负责人", leader)
    [talk] = draft(bureau).values()
    assert f"谈话人：{leader}；记录人：（由党办根据调查核实情况填写）" in talk


def test_nobody_but_the_office_hears_and_no_complainant_is_named(
    bureau: Bureau, readers: Readers
) -> None:
    take_in(bureau, readers, 投诉1=complaint(bureau, 1))
    [text] = draft(bureau).values()
    assert "甄一鸣" not in text and "材料" not in text, "neither who complained nor of what"
    [mail] = posted(bureau, "drafts")
    assert (mail.unit, mail.attachments) == ("党办", "[]")
    assert "TS-2026-001" in mail.text
    assert bureau.people("DW01")[1].name not in mail.text + mail.html + mail.subject


def test_a_draft_is_written_once_even_if_the_office_removes_it(
    bureau: Bureau, readers: Readers
) -> None:
    take_in(bureau, readers, 抽查=criticised(bureau, "DW02", "单位和个人"))
    assert len(write_drafts(bureau.context, bureau.now.date(), bureau.now)) == 2
    for file in (bureau.home.reports / OWN_FOLDER).iterdir():
        file.unlink()
    bureau.later(days=1)
    assert draft(bureau) == {}
    assert list((bureau.home.reports / OWN_FOLDER).iterdir()) == []
    assert len([row for row in bureau.rows(events) if row.kind == DRAFTED]) == 2
    assert len([row for row in bureau.rows(outbox) if row.kind == "drafts"]) == 1


def test_a_criticism_that_is_the_ladder_s_own_step_has_no_further_draft(
    bureau: Bureau, readers: Readers
) -> None:
    matter = {
        "kind": "通报",
        "unit": "DW01",
        "person": bureau.people("DW01")[1].name,
        "basis": "举报投诉累计",
        "content": "年内两次被投诉查实，予以通报批评",
    }
    rows = {"matters": [matter]}
    data = event(bureau, "decision", rows, document="示民〔2026〕21号", issued_on="2026-07-01")
    take_in(bureau, readers, 决定=data)
    assert draft(bureau) == {}


@pytest.mark.parametrize("decided", [True, False])
def test_last_place_leads_to_an_inquiry_only_with_key_rectification_and_approval(
    appraised: Bureau, readers: Readers, decided: bool
) -> None:
    matter = {"kind": "重点整改", "unit": "ZB06", "content": "群众意见集中，整改不力"}
    if decided:
        data = event(appraised, "decision", {"matters": [matter]}, document="示作风办〔2026〕7号")
        take_in(appraised, readers, 决定=data)
    id_ = submitted(appraised)
    assert "质询通知" not in draft(appraised), "not approved yet"
    approve_result(appraised.context, id_, _note(), appraised.now)
    found = draft(appraised)
    assert ("质询通知" in found) is decided
    if decided:
        assert "示作风办〔2026〕7号" in found["质询通知"]
        assert "群众意见集中，整改不力" in found["质询通知"]


def _note() -> Signature:
    return signed("名次接近，经研究同意", CHIEF)


def test_the_public_is_told_what_became_of_its_opinions_after_the_quarter(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.now = bureau.now.replace(month=6, day=25)
    bureau.drop("ZB01/台账.xlsx", ledger(bureau, source="社会评议"))
    bureau.drop("ZB02/台账.xlsx", ledger(bureau, "ZB02"))  # found by itself
    assert {reply.disposition for reply in bureau.sweep(readers)} == {"receipt"}
    assert draft(bureau) == {}, "due until the end of the day"
    bureau.later(days=1)
    [text] = draft(bureau).values()
    assert "2026年4月至6月" in text
    assert "共梳理意见建议1条，已整改销号0条，其余1条正在整改" in text
    assert "一次性告知不到位，群众往返两次" in text


def test_where_the_public_said_nothing_it_is_told_nothing(bureau: Bureau, readers: Readers) -> None:
    bureau.now = bureau.now.replace(month=6, day=25)
    bureau.drop("ZB02/台账.xlsx", ledger(bureau, "ZB02"))  # found by itself
    assert {reply.disposition for reply in bureau.sweep(readers)} == {"receipt"}
    bureau.later(days=1)
    assert draft(bureau) == {}
