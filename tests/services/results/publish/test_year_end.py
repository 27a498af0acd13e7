"""The year's end step by step: consolidated, approved, announced, published, archived."""

import datetime as dt
import json
from typing import Any

import openpyxl
import pytest

from adapters.store.engine import reading
from adapters.store.tables import events, outbox, results
from campaign.deadlines.agenda import ActionKind
from campaign.results.lifecycle import ResultState
from campaign.values.acts import SOFTWARE, Actor
from services.agenda.action import ActionResult
from services.agenda.actions import run_action
from services.results.lifecycle.transitions import approve_result, reopen_result, submit_result
from services.results.objections.objections import (
    ObjectionSubject,
    decide_objection,
    raise_objection,
)
from services.results.publish.consolidation import consolidate
from services.results.publish.public_notice import announce
from services.results.publish.publication import publish_result
from services.results.register.pending_actions import actions_of_results
from services.results.register.register import draft_result, find_result
from tests.support.office import Bureau
from tests.support.run_actions import carry, tables, words, work
from tests.support.samples.ranked_branches import BY, CHIEF, DEPUTY, signed

DAY = dt.date(2026, 12, 18)
NOTE = "暂定成绩的单位材料已核实"
STEPS = {ActionKind.PUBLIC_NOTICE: announce, ActionKind.PUBLISH: publish_result}


def consolidated(bureau: Bureau) -> str:
    done = carry(bureau, consolidate, ActionKind.CONSOLIDATE)
    return str(done.facts["result"])


def approved(bureau: Bureau) -> str:
    id_ = consolidated(bureau)
    approve_result(bureau.context, id_, signed(NOTE), bureau.now)
    return id_


def morning(bureau: Bureau, days: int = 0) -> list[tuple[ActionKind, ActionResult]]:
    """Let the morning come on which results are looked after."""
    bureau.later(days=days)
    due = actions_of_results(bureau.context, bureau.now.date())
    return [
        (work.kind, run_action(bureau.context, work, STEPS[work.kind], bureau.now)) for work in due
    ]


def mail(bureau: Bureau, sort: str) -> list[Any]:
    return [row for row in bureau.rows(outbox) if row.subject.startswith(f"【{sort}")]


def state(bureau: Bureau, id_: str) -> ResultState:
    with reading(bureau.context.engine) as connection:
        return ResultState(find_result(connection, id_).state)


def test_the_year_is_drafted_and_submitted_and_the_office_told_how_to_approve(
    year_end: Bureau,
) -> None:
    id_ = consolidated(year_end)
    assert state(year_end, id_) is ResultState.SUBMITTED
    acts = [row for row in year_end.rows(events) if row.subject == id_]
    assert {row.actor for row in acts} == {SOFTWARE}
    assert all("2026年12月18日" in json.loads(row.detail)["why"] for row in acts)
    [told] = mail(year_end, "提请审批")
    for words_ in ("zuofeng result approve", "Resume", "code --once", CHIEF, "须写明意见", "暂定"):
        assert words_ in told.text
    sheets = tables(year_end, "文件/党办草稿/2026-12-18 考评成绩（送审稿）.xlsx")
    assert [row[0] for row in sheets["支部"][:6]] == [1, 2, 3, 4, 5, 6]
    assert [row[1] for row in sheets["推荐个人"]] == ["林知夏"]
    carry(year_end, consolidate, ActionKind.CONSOLIDATE)
    assert len(mail(year_end, "提请审批")) == len(year_end.rows(results)) == 1


def test_what_was_interrupted_after_the_submission_is_told_all_the_same(year_end: Bureau) -> None:
    planned = work(year_end, ActionKind.CONSOLIDATE)
    first, again = (consolidate(year_end.context, planned, year_end.now) for _ in range(2))
    assert first.facts == again.facts and len(again.posts) == 1


def test_a_run_for_a_day_that_is_still_to_come_drafts_nothing_and_says_so(
    year_end: Bureau,
) -> None:
    done = carry(year_end, consolidate, ActionKind.CONSOLIDATE, late=-1)
    assert done.deferred and done.note == "2026年12月18日才汇总全年成绩，到时再办"
    assert year_end.rows(results) == []
    assert carry(year_end, consolidate, ActionKind.CONSOLIDATE).facts


def test_a_result_that_people_have_brought_on_its_way_is_left_to_them(year_end: Bureau) -> None:
    year_end.later(days=1)
    id_ = draft_result(year_end.context, DAY + dt.timedelta(days=1), BY, year_end.now).id
    submit_result(year_end.context, id_, BY, year_end.now)
    done = carry(year_end, consolidate, ActionKind.CONSOLIDATE, late=1)
    assert "不另行起草" in done.note and len(year_end.rows(results)) == 1


def test_what_is_approved_is_announced_to_all_once(year_end: Bureau) -> None:
    assert morning(year_end) == []
    approved(year_end)
    [(kind, done)] = morning(year_end)
    assert kind is ActionKind.PUBLIC_NOTICE and done.note == "发出公示，19份"
    text = words(year_end, "文件/2026-12-19 推荐表彰对象公示.docx")
    for part in ("2026年12月19日至2026年12月25日，共5个工作日", NOTE, "局机关第二党支部", "林知夏"):
        assert part in text
    assert "示例市示例路1号" in text and "现重新公示" not in text
    assert len(mail(year_end, "公示")) == 19
    assert morning(year_end, 1) == []


def test_after_the_notice_it_is_published_in_the_name_of_the_approval(year_end: Bureau) -> None:
    id_ = approved(year_end)
    assert [kind for kind, _ in morning(year_end)] == [ActionKind.PUBLIC_NOTICE]
    assert morning(year_end, 7) == []  # Friday the 25th is its last day

    [(kind, _)] = morning(year_end, 1)

    assert kind is ActionKind.PUBLISH and state(year_end, id_) is ResultState.PUBLISHED
    [act] = [row for row in year_end.rows(events) if row.kind == "result.publish"]
    assert act.actor == SOFTWARE and f"{CHIEF}已批准" in act.detail
    text = words(year_end, "文件/2026-12-26 推荐报告.docx")
    for part in (
        "作风建设领导小组办公室",
        "签发人：周望舒",
        "2026年12月19日至2026年12月25日",
        "未收到异议",
        "主动上门办理三十余件。推荐奖项：十佳标兵；",
        NOTE,
    ):
        assert part in text
    ranking = tables(year_end, "成果/2026-12-26 考评成绩.xlsx")["支部"]
    assert [(row[0], row[-2]) for row in ranking[3:5]] == [(4, "是"), (5, "")]
    people = tables(year_end, "文件/党办草稿/2026-12-26 涉及个人的结论.xlsx")
    assert [row[1] for row in people["推荐个人"]] == ["林知夏"]
    [told] = mail(year_end, "成绩公布")
    assert told.unit == "党办" and "涉及个人" in told.attachments
    assert morning(year_end, 1) == []


def test_each_unit_gets_its_own_sheet_and_nobody_else_s(year_end: Bureau) -> None:
    approved(year_end)
    morning(year_end)
    morning(year_end, 8)
    sent = mail(year_end, "考评成绩")
    assert len(sent) == len({row.unit for row in sent}) >= 18
    for row in sent:
        sheet, ranking = json.loads(row.attachments)
        assert sheet.startswith(f"outputs/returned/{row.unit}/") and "涉及个人" not in ranking
        assert (year_end.home.root / sheet).is_file() and (year_end.home.root / ranking).is_file()
    [first] = [row for row in sent if row.unit == "ZB01"]
    assert "在支部中第1名" in first.text
    book = openpyxl.load_workbook(year_end.home.root / json.loads(first.attachments)[0])
    cells = {cell.value for sheet in book for row in sheet for cell in row}
    assert {95, "自评", "推荐表彰", "是", "暂定"} <= cells
    assert not any("第二党支部" in str(cell) for cell in cells)


def objected(bureau: Bureau, id_: str, upheld: bool | None) -> str:
    about = ObjectionSubject(unit="ZB02", document="示民异〔2026〕1号")
    raise_objection(bureau.context, id_, about, Actor(name="秦朗", reason="群众来信"), bureau.now)
    if upheld is None:
        return id_
    return decide_objection(
        bureau.context, id_, about, upheld, signed("已查清", DEPUTY), bureau.now
    )


def test_an_objection_upheld_is_announced_again_without_the_entry(year_end: Bureau) -> None:
    first = approved(year_end)
    morning(year_end)
    year_end.later(days=4)
    second = objected(year_end, first, upheld=True)
    assert [kind for kind, _ in morning(year_end)] == [ActionKind.PUBLIC_NOTICE]
    text = words(year_end, "文件/2026-12-23 推荐表彰对象公示（第2次）.docx")
    for part in ("第二次公示", "对局机关第二党支部的异议成立", "现重新公示", "12月29日"):
        assert part in text
    assert "局机关第二党支部\n" not in text.partition("公示对象\n")[2]
    assert morning(year_end, 5) == []  # the first period is over, the second is not
    [(kind, _)] = morning(year_end, 3)
    assert kind is ActionKind.PUBLISH and state(year_end, second) is ResultState.PUBLISHED
    assert "收到异议1件，经核查，属实1件，已取消有关推荐资格" in words(
        year_end, "文件/2026-12-30 推荐报告.docx"
    )


def test_an_open_objection_keeps_it_back_and_the_office_hears_of_it_once(year_end: Bureau) -> None:
    id_ = approved(year_end)
    morning(year_end)
    objected(year_end, id_, upheld=None)
    for days in (8, 1):
        [(kind, done)] = morning(year_end, days)
        assert kind is ActionKind.PUBLISH and done.deferred and "没有认定" in done.note
    [told] = mail(year_end, "暂缓公布")
    assert "ZB02" in told.text and state(year_end, id_) is ResultState.NOTICE
    about = ObjectionSubject(unit="ZB02", document="示民异〔2026〕1号")
    decide_objection(year_end.context, id_, about, False, signed("查无实据", DEPUTY), year_end.now)
    morning(year_end, 1)
    assert state(year_end, id_) is ResultState.PUBLISHED


@pytest.mark.parametrize(("days", "published"), [(0, True), (3, True), (4, False), (9, False)])
def test_what_was_announced_too_late_is_not_published_by_itself(
    year_end: Bureau, days: int, published: bool
) -> None:
    id_ = approved(year_end)
    morning(year_end, days)
    year_end.now = year_end.now.replace(day=30)
    morning(year_end)
    assert (state(year_end, id_) is ResultState.PUBLISHED) is published
    assert bool(mail(year_end, "暂缓公布")) is not published


def test_a_result_that_was_done_again_is_announced_as_such(year_end: Bureau) -> None:
    first = approved(year_end)
    morning(year_end)
    reopen_result(year_end.context, first, BY, year_end.now)
    assert actions_of_results(year_end.context, year_end.now.date()) == ()
    second = draft_result(year_end.context, DAY, BY, year_end.now).id
    submit_result(year_end.context, second, BY, year_end.now)
    approve_result(year_end.context, second, signed(NOTE), year_end.now)
    morning(year_end)
    text = words(year_end, "文件/2026-12-19 推荐表彰对象公示（重新办理）.docx")
    assert "原考评成果已重新办理，现重新公示" in text
