"""Cases that people quarrel about at the year's end, each from dropped workbook to document."""

import json
from typing import Any

import openpyxl
import pytest

from adapters.store.tables import outbox
from adapters.worker_pool import Readers
from campaign.deadlines.agenda import ActionKind
from campaign.values.acts import Actor
from services.agenda.actions import run_action
from services.handlers import HANDLERS
from services.publishing.drafts import OWN_FOLDER, write_drafts
from services.results.lifecycle.transitions import approve_result
from services.results.objections.objections import (
    ObjectionSubject,
    decide_objection,
    raise_objection,
)
from services.results.publish.consolidation import consolidate
from services.results.register.pending_actions import actions_of_results
from tests.support.office import Bureau
from tests.support.run_actions import carry, tables, words
from tests.support.samples.evaluation_workbooks import event
from tests.support.samples.ranked_branches import CHIEF, DEPUTY, NOMINEE, signed

NOTICE = "文件/2026-12-19 推荐表彰对象公示.docx"
RANKING = "成果/2026-12-26 考评成绩.xlsx"


def take_in(bureau: Bureau, readers: Readers, *files: bytes) -> None:
    for number, data in enumerate(files):
        bureau.drop(f"党办/{number}.xlsx", data)
    replies = bureau.sweep(readers)
    assert [reply.disposition for reply in replies] == ["receipt"] * len(files), replies


def morning(bureau: Bureau, days: int) -> None:
    """Let so many days pass, and look after results as the flow does in the morning."""
    bureau.later(days=days)
    for work in actions_of_results(bureau.context, bureau.now.date()):
        run_action(bureau.context, work, HANDLERS[work.kind], bureau.now)


def approved(bureau: Bureau) -> str:
    """Let 18 December come, a Friday, and the leading group approve what was consolidated."""
    id_ = str(carry(bureau, consolidate, ActionKind.CONSOLIDATE).facts["result"])
    approve_result(bureau.context, id_, signed("经研究同意"), bureau.now)
    morning(bureau, 0)
    return id_


def branches(bureau: Bureau) -> dict[str, tuple[Any, ...]]:
    """Return of each branch in the published table: rank, listed or not, and the remarks."""
    names = {unit.name: unit.code for unit in bureau.context.definitions.roster.units}
    rows = tables(bureau, RANKING)["支部"]
    return {names[row[1]]: (row[0], row[-2], row[-1]) for row in rows}


def sheet_of(bureau: Bureau, unit: str) -> str:
    """Return all cells of the sheet that a unit was sent about itself, joined."""
    [mail] = [
        row
        for row in bureau.rows(outbox)
        if row.unit == unit and row.subject.startswith("【考评成绩")
    ]
    book = openpyxl.load_workbook(bureau.home.root / json.loads(mail.attachments)[0])
    return "|".join(str(cell.value) for sheet in book for row in sheet for cell in row)


def criticised(number: int, bureau: Bureau, unit: str, whom: str, person: str) -> bytes:
    """Return a spot check after which a person, or the unit as well, was criticised."""
    finding = {
        "unit": unit,
        "person": person,
        "dimension": "作风",
        "kinds": "不作为、通报批评",
        "matter": "窗口上班时间无人在岗",
        "criticised": whom,
        "document": f"示效〔2026〕{number}号",
        "published_on": "2026-09-25",
        "due_on": "2026-10-30",
    }
    rows = {"findings": [finding]}
    name = f"CC-2026-0{number}"
    return event(bureau, "spot_check", rows, number, record_number=name, checked_on="2026-09-16")


def test_a_criticism_costs_the_first_place_and_each_person_the_grade_of_the_own_unit(
    appraised: Bureau, readers: Readers
) -> None:
    other = appraised.people("DW04")[1].name
    take_in(
        appraised,
        readers,
        criticised(5, appraised, "ZB01", "单位和个人", NOMINEE),
        criticised(6, appraised, "DW04", "个人", other),
    )
    approved(appraised)
    notice = words(appraised, NOTICE)
    assert "局机关第一党支部" not in notice and NOMINEE not in notice
    assert "局机关第二党支部" in notice and "局机关第三党支部" in notice

    morning(appraised, 8)
    found = branches(appraised)
    rank, listed, remark = found["ZB01"]
    assert (rank, listed) == ("", "") and "原名次第1名" in remark
    assert "抽查被通报批评（示效〔2026〕5号" in remark
    assert [found[f"ZB0{n}"][:2] for n in (2, 5, 6)] == [(1, "是"), (4, "是"), (5, "")]
    assert "示效〔2026〕5号" in sheet_of(appraised, "ZB01")
    assert "示效〔2026〕" not in sheet_of(appraised, "ZB02")
    people = tables(appraised, f"{OWN_FOLDER}/2026-12-26 涉及个人的结论.xlsx")["取消评先评优"]
    assert sorted((row[1], row[3], row[4]) for row in people) == sorted(
        [(NOMINEE, "不称职", "示效〔2026〕5号"), (other, "不合格", "示效〔2026〕6号")]
    )
    shared = "|".join(str(rows) for rows in tables(appraised, RANKING).values())
    assert not [row[1] for row in people if row[1] in shared + words(appraised, NOTICE)]


@pytest.mark.parametrize("decided", [True, False])
def test_the_last_loses_its_awards_and_is_asked_only_where_key_rectification_was_decided(
    appraised: Bureau, readers: Readers, decided: bool
) -> None:
    matter = {"kind": "重点整改", "unit": "ZB12", "content": "群众意见集中，整改不力"}
    number = "示作风办〔2026〕7号"
    if decided:
        data = event(appraised, "decision", {"matters": [matter]}, document=number)
        take_in(appraised, readers, data)
    approved(appraised)
    drafts = write_drafts(appraised.context, appraised.now.date(), appraised.now)
    morning(appraised, 8)
    found = branches(appraised)
    rank, listed, remark = found["ZB12"]
    assert "末位" in remark and "末位" not in found["ZB06"][2], "ZB07 to ZB12 filed nothing"
    assert "一票否决" not in found["ZB11"][2] and listed == ""
    assert (rank == "", number in remark, "一票否决" in remark) == (decided,) * 3
    inquiries = [words(appraised, path) for path in drafts if "质询通知" in path]
    assert [number in text and "取消当年一切评优评先资格" in text for text in inquiries] == (
        [True] if decided else []
    )
    [told] = [row for row in appraised.rows(outbox) if row.subject.startswith("【成绩公布")]
    assert ("请组织质询" in told.text) is decided


def test_an_objection_to_a_person_that_is_upheld_begins_a_second_notice_without_that_person(
    appraised: Bureau, readers: Readers
) -> None:
    first = approved(appraised)
    assert NOMINEE in words(appraised, NOTICE)
    appraised.later(days=4)
    number, unit = "示民异〔2026〕3号", "ZB01"
    matter = {
        "kind": "异议",
        "unit": unit,
        "person": NOMINEE,
        "outcome": "成立",
        "content": "群众来信反映推荐材料不实",
    }
    day = appraised.now.date()
    data = event(appraised, "decision", {"matters": [matter]}, document=number, issued_on=day)
    take_in(appraised, readers, data)
    about = ObjectionSubject(unit=unit, person=NOMINEE, document=number)
    clerk = Actor(name="秦朗", reason="群众来信反映推荐材料不实")
    raise_objection(appraised.context, first, about, clerk, appraised.now)
    decide_objection(
        appraised.context, first, about, True, signed("情况属实", DEPUTY), appraised.now
    )
    morning(appraised, 0)
    second = words(appraised, "文件/2026-12-23 推荐表彰对象公示（第2次）.docx")
    proposed = second.partition("公示对象\n")[2]
    assert f"局机关第一党支部{NOMINEE}的异议成立（{number}）" in second
    assert "局机关第一党支部" in proposed and NOMINEE not in proposed
    assert "2026年12月23日至2026年12月29日" in second

    morning(appraised, 7)
    assert not (appraised.home.reports / "文件/2026-12-29 推荐报告.docx").exists()
    morning(appraised, 1)
    report = words(appraised, "文件/2026-12-30 推荐报告.docx")
    assert "局机关第一党支部" in report and NOMINEE not in report
    assert "收到异议1件，经核查，属实1件" in report and f"签发人：{CHIEF}" in report
