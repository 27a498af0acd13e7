"""The facts of documents: what the plan gives the scheme, what a meeting gives its notice."""

import dataclasses
import datetime as dt
import re
from collections import Counter
from decimal import Decimal

import pytest

from adapters.documents.docx import render_docx
from campaign.definitions.roster import Member
from campaign.documents.bulletins import InspectionBulletin, InspectionLine, StudyLine
from campaign.documents.imprint import Imprint, document_number
from campaign.documents.kinds import DocumentKind, kind_of
from campaign.documents.meetings import Meeting, meeting_time
from campaign.documents.notices import MeetingNotice
from campaign.documents.samples import samples
from campaign.documents.samples.frame import MEETING
from campaign.documents.scheme import GroupRole, Scheme, periods_in_words, scheme
from campaign.values.periods import parse_period
from tests.support.open_documents import opened, text_of
from tests.support.samples.builders import ROSTER
from tests.support.samples.definitions import FORM_KEYS, form, plan

IMPRINT = Imprint(issuer="示例市民政局", campaign="活动", dated=dt.date(2026, 4, 10))


def made(old: str = "", new: str = "") -> Scheme:
    titles = {key: form(key).title for key in FORM_KEYS}
    roster = ROSTER.model_copy(
        update={
            "leading_group": (
                Member(name="顾砚秋", role="组长"),
                Member(name="林知夏", role="成员"),
                Member(name="许清和", role="成员"),
            )
        }
    )
    return scheme(plan(old, new), roster, IMPRINT, ("甲意见",), titles)


def task_row(document: Scheme, name: str) -> list[str]:
    [table] = opened(render_docx(document)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    return next(row for row in rows if row[1] == name)


def test_every_kind_has_samples_with_everything_and_bare() -> None:
    kinds = Counter(kind_of(sample) for sample in samples())
    evaluations = {DocumentKind.EVALUATION_NOTICE: 4}
    assert kinds == {**dict.fromkeys(DocumentKind, 2), **evaluations}
    assert all(kind.label for kind in DocumentKind)


@pytest.mark.parametrize(
    ("serial", "number"),
    [(18, "示民〔2026〕18号"), (1, "示民〔2026〕1号"), (None, "示民〔2026〕　号")],
)
def test_a_number_has_no_zeros_before_it_or_a_gap_for_the_registry(
    serial: int | None, number: str
) -> None:
    assert document_number("示民", 2026, serial) == number


def test_the_scheme_carries_every_obligation_with_its_dates() -> None:
    found = made()
    assert len(found.tasks) == len(plan().obligations)
    assert task_row(found, "每月学习教育")[3:] == [
        "各支部、各单位",
        "6月至11月，每月",
        "7月7日、8月7日、9月7日、10月13日、11月6日、12月7日",
    ]
    assert task_row(found, "举报投诉登记")[3:] == ["市民政局党办", "发生时", "随时"]


def test_a_date_in_another_year_says_so() -> None:
    late = made('2026-Q4" = 2026-12-10', '2026-Q4" = 2027-01-10')
    assert task_row(late, "突出问题整改台账")[-1] == "6月25日、9月25日、2027年1月10日"


def test_the_scheme_lists_the_leading_group_by_role_and_names_the_office() -> None:
    assert made().leading_group == (
        GroupRole(role="组长", names=("顾砚秋",)),
        GroupRole(role="成员", names=("林知夏", "许清和")),
    )
    assert made().office == "市民政局党办"


def test_the_scheme_follows_the_plan_in_phases_theme_topics_and_channels() -> None:
    found, source = made(), plan()
    assert [phase.name for phase in found.phases] == [phase.name for phase in source.phases]
    assert found.theme == source.campaign.theme
    assert found.topics == tuple(topic.name for topic in source.topics)
    assert "采取自评、互评、抽查评议、社会评议、群众测评的方式" in text_of(render_docx(found))


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        ((), "发生时"),
        (("2026",), "全年"),
        (("2026-06",), "6月"),
        (("2026-06", "2026-07"), "6月、7月"),
        (("2026-06", "2026-07", "2026-08"), "6月至8月，每月"),
        (("2026-06", "2026-08", "2026-09"), "6月、8月、9月"),
        (("2026-Q2", "2026-Q4"), "第二季度、第四季度"),
        (("2026-Q1", "2026-Q2", "2026-Q4"), "第一季度、第二季度、第四季度"),
        (("2026-Q2", "2026-Q3", "2026-Q4"), "第二至第四季度"),
    ],
)
def test_periods_are_said_in_words(periods: tuple[str, ...], words: str) -> None:
    assert periods_in_words(tuple(map(parse_period, periods))) == words


def test_the_rules_of_scoring_are_said_with_the_plans_own_figures() -> None:
    words = text_of(render_docx(made()))
    for part in (
        "服务20%、效率20%、质量20%、作风20%、形象20%",
        "自评10%、互评20%、抽查评议20%、社会评议20%、群众测评30%",
        "从100分起计，不作为每次扣25分、慢作为每次扣15分",
        "没有抽查到的单位，此项不计",
        "满意100分、基本满意70分、不满意30分，选“不了解”和未填的不计入",
        "国家级2分、省级1.5分、市级1分、局级0.5分",
        "每份最多2分，合计不超过5分",
        "扣分。应报互评评分未报扣1分",
        "90分及以上为优秀，80分及以上、不满90分为良好，60分及以上、不满80分为合格，不满60分为不合格",
        "1次查实的诫勉谈话、2次查实的通报批评、3次及以上查实的交流换岗",
        "合计取前30%（进位取整，每类最多10个），名额按各类单位数分配",
        "将等次良好以上、各评均不低于60分的列为推荐对象",
        "9.责任追究。在",
        "10.推荐表彰。各类单位",
    ):
        assert part in words


def test_another_plan_gives_other_words() -> None:
    words = text_of(render_docx(made("share_pct = 30", "share_pct = 20")))
    assert "取前20%" in words


def printed(meeting: Meeting) -> list[str]:
    return text_of(render_docx(MeetingNotice(imprint=IMPRINT, meeting=meeting))).split("\n")


def headings(lines: list[str]) -> list[str]:
    return [line for line in lines if re.match("[一二三四五六]、", line)]


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (9, "2026年4月10日（星期五）上午9:00"),
        (12, "2026年4月10日（星期五）下午12:00"),
        (15, "2026年4月10日（星期五）下午3:00"),
    ],
)
def test_a_meetings_time_is_said_with_its_weekday(hour: int, words: str) -> None:
    meeting = dataclasses.replace(MEETING, starts=MEETING.starts.replace(hour=hour))
    assert meeting_time(meeting) == words


def test_a_meetings_notice_has_a_section_for_what_the_meeting_states() -> None:
    lines = printed(MEETING)
    assert "示例市民政局关于召开“机关作风建设年”动员大会的通知" in "".join(lines)
    assert headings(lines) == [
        "一、会议时间",
        "二、会议地点",
        "三、参加人员",
        "四、会议议程",
        "五、有关要求",
        "六、联系人",
    ]
    assert lines[lines.index("四、会议议程") + 1] == "（一）宣读实施方案。"
    bare = dataclasses.replace(MEETING, agenda=(), attendees=())
    assert headings(printed(bare)) == [
        "一、会议时间",
        "二、会议地点",
        "三、有关要求",
        "四、联系人",
    ]


def test_a_meeting_at_another_time_is_announced_as_moved() -> None:
    assert "根据活动安排，决定召开“机关作风建设年”动员大会，现" in "".join(printed(MEETING))
    notice = MeetingNotice(imprint=IMPRINT, meeting=MEETING, moved=True)
    moved = "“机关作风建设年”动员大会的时间有更改，以本通知为准，现将"
    assert moved in text_of(render_docx(notice))


def test_an_agenda_of_many_items_is_numbered_to_its_end() -> None:
    long = dataclasses.replace(MEETING, agenda=tuple(f"第{n}项" for n in range(1, 13)))
    lines = printed(long)
    at = lines.index("四、会议议程")
    assert lines[at + 12 : at + 14] == ["（十二）第12项。", "五、有关要求"]


@pytest.mark.parametrize(
    ("should", "did", "shown"), [(24, 23, "96%"), (8, 7, "88%"), (3, 3, "100%"), (0, 0, "—")]
)
def test_attendance_is_rounded_half_up(should: int, did: int, shown: str) -> None:
    line = StudyLine(
        unit="甲",
        sessions=1,
        should_attend=should,
        attended=did,
        made_up=0,
        still_to_make_up=0,
        timeliness="按期",
    )
    assert line.attendance_pct == shown


def test_the_red_flag_goes_to_the_units_that_have_it() -> None:
    bulletin = InspectionBulletin(
        imprint=IMPRINT,
        period="2026年第二季度",
        lines=(
            InspectionLine(rank=1, unit="甲", points=Decimal(90), red_flag=True),
            InspectionLine(rank=2, unit="乙", points=Decimal(80)),
        ),
    )
    assert bulletin.red_flags == ("甲",)
