"""What April and May send out: scheme, invitation, who has mobilised; coverage in December."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import icalendar
import pytest

from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from campaign.deadlines.agenda import ActionKind
from services.deadlines.coverage import report_coverage
from services.publishing.meeting_invitation import invite
from services.publishing.scheme import publish_scheme
from tests.support.office import Bureau
from tests.support.run_actions import carry, paper, posted, tables, words

KICKOFF = "文件/2026-04-15 “机关作风建设年”活动动员大会"
COVERAGE = "报送情况/2026 动员部署报送情况.xlsx"


def change_plan(bureau: Bureau, old: str, new: str) -> None:
    path: Path = bureau.home.inputs / "plan.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    bureau.later(seconds=0)


def test_the_scheme_goes_to_the_office_and_all_units(bureau: Bureau) -> None:
    done = carry(bureau, publish_scheme, ActionKind.SCHEME)
    text = words(bureau, "文件/2026 实施方案.docx")
    group = bureau.context.definitions.roster.leading_group
    assert all(member.name in text for member in group)
    basis = re.search(
        "为贯彻落实(市委、市政府《.+意见》)、(市直机关工委《.+实施方案》)要求，", text
    )
    assert basis and basis.groups() == bureau.context.definitions.plan.documents.bases
    sent = posted(bureau, "scheme")
    assert {row.unit for row in sent} >= {"党办", "ZB01", "DW01"}
    assert done.note == f"印发实施方案，{len(sent)}份" == "印发实施方案，19份"


def test_a_scheme_after_the_campaign_is_not_sent(bureau: Bureau) -> None:
    done = carry(bureau, publish_scheme, ActionKind.SCHEME, late=300)
    assert (done.files, done.posts) == ((), ())


def test_all_units_are_invited_with_notice_and_calendar_entry(bureau: Bureau) -> None:
    carry(bureau, invite, ActionKind.INVITE, "kickoff")
    text = words(bureau, f"{KICKOFF}通知.docx")
    assert "2026年4月15日（星期三）上午9:00" in text
    assert "（三）支部代表表态发言。" in text
    [event] = icalendar.Calendar.from_ical(paper(bureau, f"{KICKOFF}.ics")).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-04-15T09:00:00+08:00"
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(minutes=90)
    sent = posted(bureau, "meeting")
    assert len(sent) == 19  # one unit joins later
    assert all("通知.docx" in row.attachments and ".ics" in row.attachments for row in sent)


def test_only_branches_are_invited_to_the_meeting_of_their_secretaries(bureau: Bureau) -> None:
    carry(bureau, invite, ActionKind.INVITE, "joint")
    invited = {row.unit for row in posted(bureau, "meeting")}
    assert invited == {f"ZB{n:02d}" for n in range(1, 13)} | {"党办"}
    assert "各党支部：" in words(bureau, "文件/2026-12-08 支部书记联席会通知.docx")


def test_nobody_is_invited_to_a_meeting_that_has_begun(bureau: Bureau) -> None:
    done = carry(bureau, invite, ActionKind.INVITE, "kickoff", late=7)  # 7:30 on its own day
    assert done.posts
    bureau.now += dt.timedelta(hours=2)
    done = carry(bureau, invite, ActionKind.INVITE, "kickoff", late=8)
    assert (done.files, done.posts) == ((), ())
    assert "不再通知" in done.note


def test_a_meeting_that_is_moved_is_told_again_and_replaces_its_calendar_entry(
    bureau: Bureau,
) -> None:
    carry(bureau, invite, ActionKind.INVITE, "kickoff")
    first = paper(bureau, f"{KICKOFF}.ics")
    change_plan(bureau, "2026-04-15T09:00:00", "2026-04-16T14:30:00")
    done = carry(bureau, invite, ActionKind.INVITE, "kickoff")
    assert done.note.startswith("更改通知")
    second = paper(bureau, KICKOFF.replace("04-15", "04-16") + ".ics")
    [before], [after] = (
        icalendar.Calendar.from_ical(data).walk("VEVENT") for data in (first, second)
    )
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    sent = posted(bureau, "meeting")
    assert len(sent) == 38
    assert "【会议更改】" in sent[-1].subject


def mobilization(bureau: Bureau, unit: str) -> bytes:
    person = bureau.people(unit)[0].name
    rows: dict[str, Any] = {
        "organisation": [
            {"role": role, "person": person, "duty": "负责本单位活动的组织实施"}
            for role in ("组长", "联络员")
        ],
        "activities": [
            {
                "kind": kind,
                "held_on": f"2026-04-{day}",
                "content": "传达动员大会精神，部署本单位活动安排",
                "people": count,
            }
            for kind, day, count in (("动员会", 28, 12), ("简报信息", 20, 10))
        ],
        "unity": [{"facts": "组织讨论，列出五项服务措施并公开承诺"}] * 4,
    }
    header = {"set_up_on": "2026-04-20", "own_scheme": "是", "reporter": person}
    return fill(
        bureau.form("mobilization"), bureau.blank("mobilization", unit, "2026"), rows, header
    )


@pytest.fixture
def may(bureau: Bureau, readers: Readers) -> Bureau:
    """Give a bureau at the end of May of which one branch has reported its mobilisation."""
    bureau.now = dt.datetime(2026, 5, 25, 9, 0, tzinfo=bureau.now.tzinfo)
    bureau.drop("ZB01/动员.xlsx", mobilization(bureau, "ZB01"))
    [reply] = bureau.sweep(readers)
    assert reply.disposition == "receipt", reply
    return bureau


def test_the_office_hears_who_has_mobilised_and_who_has_not(may: Bureau) -> None:
    done = carry(may, report_coverage, ActionKind.COVERAGE, "mobilization")
    assert done.note == "动员部署情况应报19，已报1，未报18"
    [message] = posted(may, "coverage")
    assert (message.unit, message.state) == ("党办", "pending")
    assert message.subject == "【报送情况】2026年动员部署：未报18个"
    assert COVERAGE in message.attachments
    sheets = tables(may, COVERAGE)
    states = [row[2] for row in sheets["报送情况"]]
    assert (states.count("按期"), states.count("逾期1天"), len(states)) == (1, 18, 19)
    [mobilized] = sheets["动员情况"]
    assert mobilized[1:] == [
        dt.date(2026, 4, 20),
        "是",
        dt.date(2026, 4, 28),
        2,
        22,
    ]


def test_the_office_hears_whose_report_was_sent_back_and_not_mended(
    may: Bureau, readers: Readers
) -> None:
    may.drop("ZB02/动员.xlsx", may.blank("mobilization", "ZB02", "2026"))
    [reply] = may.sweep(readers)
    assert reply.disposition == "returned"
    carry(may, report_coverage, ActionKind.COVERAGE, "mobilization")
    states = {row[0]: row[2] for row in tables(may, COVERAGE)["报送情况"]}
    assert states["局机关第二党支部"] == "退回后未改，逾期1天"
    assert "退回后未改，逾期1天" in posted(may, "coverage")[0].text


def test_the_coverage_of_any_other_obligation_is_told_in_the_same_way(bureau: Bureau) -> None:
    carry(bureau, report_coverage, ActionKind.COVERAGE, "self_evaluation")
    sheets = tables(bureau, "报送情况/2026 支部自评报送情况.xlsx")
    assert list(sheets) == ["报送情况"]
    assert {row[1] for row in sheets["报送情况"]} == {"支部"}
    assert "未报12个" in posted(bureau, "coverage")[0].text


def piece(title: str, outlet: str, state: str = "已刊登", **more: str) -> dict[str, str]:
    given = {"title": title, "about": "好做法", "outlet": outlet, "outlet_name": "示例日报"}
    days = {"submitted_on": "2026-09-01", "published_on": "2026-09-08"}
    return {**given, **days, "state": state, "copy": "随表报送", **more}


def test_with_the_summaries_the_office_sees_how_many_pieces_of_each_unit_were_published(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.now = dt.datetime(2026, 9, 10, 9, 0, tzinfo=bureau.now.tzinfo)
    filings: dict[str, list[dict[str, str]]] = {
        "ZB01": [
            piece("把窗口搬到老人床前", "新闻媒体"),
            piece("《把窗口搬到老人床前》", "有关部门简报"),
            piece("一次讲清", "工委简报", copy="待补报"),
        ],
        "ZB02": [piece("支部橱窗", "橱窗"), piece("还在等", "新闻媒体", "待刊登", published_on="")],
    }
    for unit, rows in filings.items():
        person = bureau.people(unit)[0].name
        pieces = [{**row, "authors": person} for row in rows]
        blank = bureau.blank("publicity", unit, number=1)
        data = fill(bureau.form("publicity"), blank, {"pieces": pieces}, {"reporter": person})
        bureau.drop(f"{unit}/宣传.xlsx", data)
    assert {reply.disposition for reply in bureau.sweep(readers)} == {"receipt"}

    carry(bureau, report_coverage, ActionKind.COVERAGE, "annual_summary")

    sheets = tables(bureau, "报送情况/2026 活动总结报送情况.xlsx")
    assert len(sheets["刊登篇数"]) == len(sheets["报送情况"])
    counts = {row[0]: tuple(row[1:]) for row in sheets["刊登篇数"]}
    assert counts.pop("局机关第一党支部") == (2, "是", 1, 1, 1, 1)
    assert set(counts.values()) == {(0, "否", 0, 0, 0, 0)} and "局机关第二党支部" in counts
    assert "活动总结报送情况.xlsx" in posted(bureau, "coverage")[0].attachments
