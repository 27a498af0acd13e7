"""The month's study from dropped workbooks to bulletin, tables and warning."""

import datetime as dt
from typing import Any

import pytest

from adapters.worker_pool import Readers
from campaign.deadlines.agenda import ActionKind
from services.monitoring.study_bulletin import report_study
from tests.support.office import Bureau
from tests.support.run_actions import carry, paper, posted, tables, words, work

JUNE, TABLES = "文件/2026-06 学习情况通报.docx", "学习/2026-06 学习情况表.xlsx"


def rows(bureau: Bureau, unit: str, period: str, status: str, **more: Any) -> dict[str, Any]:
    """Return a month with one session that everybody attended but the unit's first person."""
    people = bureau.people(unit)
    session = {
        "session": 1,
        "held_on": f"{period}-12",
        "kind": "集中学习",
        "topic": "《廉洁从政若干准则》、廉政中国电教系列片",
        "summary": "学习准则第一章，结合窗口岗位逐人发言",
        "host": people[1].name,
        "hours": 2,
        "expected": len(people),
        "attended": len(people) - (status in ("请假", "缺席")),
        "absent": int(status in ("请假", "缺席")),
    }
    attended = [{"session": 1, "person": one.name, "status": "出勤"} for one in people[1:]]
    first = {"session": 1, "person": people[0].name, "status": status, **more}
    return {"sessions": [session], "attendance": [first, *attended]}


def report(bureau: Bureau, readers: Readers, unit: str, period: str, content: Any) -> None:
    bureau.drop(f"{unit}/{period}.xlsx", bureau.study(unit, period, rows=content))
    [reply] = bureau.sweep(readers)
    assert reply.disposition == "receipt", reply


@pytest.fixture
def june(bureau: Bureau, readers: Readers) -> Bureau:
    """Give a bureau of which two branches have reported on June, one with somebody absent."""
    absent = rows(bureau, "ZB01", "2026-06", "缺席", reason="下乡走访低保户")
    report(bureau, readers, "ZB01", "2026-06", absent)
    report(bureau, readers, "ZB02", "2026-06", rows(bureau, "ZB02", "2026-06", "出勤"))
    return bureau


def test_the_bulletin_says_who_studied_who_did_not_report_and_who_has_to_make_up(
    june: Bureau,
) -> None:
    done = carry(june, report_study, ActionKind.STUDY_BULLETIN, "2026-06")
    text = words(june, JUNE)
    name = june.people("ZB01")[0].name
    assert "应报送学习月报的支部、单位19个，按期报送2个" in text
    assert "未报送17个" in text
    assert "1人，1人次" in text
    assert text.replace(f"联系人：{name}", "").count(name) == 0, "everybody reads it"
    assert "《廉洁从政若干准则》，2个支部、单位已学（共19个）" in text
    assert "示民〔2026〕" in text  # the registry fills the serial in
    assert done.note == "应报19，已报2，待补学1人次；通报发出20份"


def test_everybody_gets_the_bulletin_and_the_office_the_warning_with_the_tables(
    june: Bureau,
) -> None:
    for _ in range(2):
        carry(june, report_study, ActionKind.STUDY_BULLETIN, "2026-06")
    circulars, [warning] = posted(june, "study_circular"), posted(june, "study_warning")
    assert len(circulars) == 20 == len({row.unit for row in circulars})
    assert all(JUNE in row.attachments for row in circulars)
    assert {row.state for row in circulars} == {"held"}  # the first mass mailing waits
    assert (warning.unit, warning.state) == ("党办", "pending")
    assert TABLES in warning.attachments
    assert june.people("ZB01")[0].name in warning.text
    assert ["《来自身边的警示》", "19"] in [line.split() for line in warning.text.splitlines()]


def test_the_tables_hold_everybody_s_attendance_and_each_unit_s_topics(june: Bureau) -> None:
    carry(june, report_study, ActionKind.STUDY_BULLETIN, "2026-06")
    sheets = tables(june, TABLES)
    name = june.people("ZB01")[0].name
    [person] = [row for row in sheets["个人出勤"] if row[1] == name]
    assert person[2:] == [0, 0, 1, 0, 1, "6月第1场"]
    [missed] = sheets["待补学"]
    assert missed[1:] == [name, "2026年6月", 1, dt.date(2026, 6, 12), "缺席", "下乡走访低保户"]
    [topics] = [row for row in sheets["学习专题"] if row[0] == missed[0]]
    assert (topics.count("6月"), topics[-1]) == (2, "2/7")
    assert len(sheets["各单位"]) == 19


def test_what_july_makes_up_of_june_is_no_longer_open(june: Bureau, readers: Readers) -> None:
    june.now = dt.datetime(2026, 8, 3, 9, 0, tzinfo=june.now.tzinfo)
    content = rows(june, "ZB01", "2026-07", "出勤")
    made_up = content["attendance"][0] | {"status": "补学", "made_up_on": "2026-07-03"}
    content["attendance"].append(made_up)
    report(june, readers, "ZB01", "2026-07", content)
    carry(june, report_study, ActionKind.STUDY_BULLETIN, "2026-07")
    assert "缺席人员均已补学" in words(june, "文件/2026-07 学习情况通报.docx")
    [warning] = posted(june, "study_warning")
    assert "均已补学" in warning.subject


def test_where_nobody_reported_nobody_is_said_to_have_made_up(bureau: Bureau) -> None:
    carry(bureau, report_study, ActionKind.STUDY_BULLETIN, "2026-06")
    text = words(bureau, JUNE)
    assert "没有收到月报，补学情况待收到后统计" in text and "均已补学" not in text


def test_the_last_bulletin_refers_to_no_later_report_and_no_day_that_is_over(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.now = dt.datetime(2026, 12, 3, 9, 0, tzinfo=bureau.now.tzinfo)
    absent = rows(bureau, "ZB01", "2026-11", "缺席", reason="下乡走访低保户")
    report(bureau, readers, "ZB01", "2026-11", absent)
    carry(bureau, report_study, ActionKind.STUDY_BULLETIN, "2026-11")
    text, [mail, *_] = (
        words(bureau, "文件/2026-11 学习情况通报.docx"),
        posted(bureau, "study_circular"),
    )
    for told in (text, mail.text):
        assert "并将补学情况报活动领导小组办公室" in told and "下月月报" not in told
    assert "各专题应于11月30日前学完，尚未学完的支部、单位要抓紧补学" in text


def test_a_late_run_counts_what_has_come_in_meanwhile(june: Bureau, readers: Readers) -> None:
    june.now = dt.datetime(2026, 7, 9, 9, 0, tzinfo=june.now.tzinfo)
    report(june, readers, "ZB03", "2026-06", rows(june, "ZB03", "2026-06", "出勤"))
    carry(june, report_study, ActionKind.STUDY_BULLETIN, "2026-06", late=5)
    assert "按期报送2个，逾期报送1个" in words(june, JUNE)


def test_the_same_state_gives_the_same_bytes(june: Bureau) -> None:
    june_s = work(june, ActionKind.STUDY_BULLETIN, "2026-06")
    first, again = (report_study(june.context, june_s, june.now) for _ in range(2))
    assert first == again
    assert [one.name for one in first.files] == [JUNE, TABLES]
    assert not (june.home.reports / JUNE).exists()
    carry(june, report_study, ActionKind.STUDY_BULLETIN, "2026-06")
    assert paper(june, JUNE)
