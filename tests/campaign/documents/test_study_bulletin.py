"""A month's study in its bulletin: who reported, what is counted, who is asked for what."""

import datetime as dt
from dataclasses import replace

import pytest

from adapters.documents.docx import render_docx
from campaign.deadlines.status import SubmissionStatus
from campaign.definitions.duties import Duty
from campaign.definitions.roster import Roster, Unit
from campaign.documents.bulletins import StudyBulletin
from campaign.documents.imprint import Imprint
from campaign.documents.study_bulletin import (
    StudyMonth,
    sessions_in_words,
    study_bulletin,
    study_month,
)
from campaign.reports.report import Report
from campaign.scoring.collect.reference_data import ReferenceData
from tests.support.open_documents import text_of
from tests.support.samples.definitions import plan
from tests.support.samples.one_duty import duty as owing
from tests.support.samples.one_duty import filed, returned, stands
from tests.support.samples.reports import report, sheet

UNITS = tuple(
    Unit(code=f"ZB0{n}", name=f"第{word}支部", unit_class="支部")
    for n, word in enumerate("一二三四五", start=1)
)
TERMS = ReferenceData(
    plan=plan(),
    roster=Roster(units=UNITS, people=(), leading_group=()),
    day=dt.date(2026, 7, 8),
)
FRAME = Imprint(issuer="局", campaign="活动", dated=TERMS.day)


def duty(unit: str) -> Duty:
    return owing(unit)


STANDINGS = (
    stands("07-08", filed("07-03"), of=duty("ZB01")),
    stands("07-08", filed("07-08"), of=duty("ZB02")),
    stands("07-08", filed("07-03", nil=True), of=duty("ZB03")),
    stands("07-08", returned("07-03"), of=duty("ZB04")),
    stands("07-08", of=duty("ZB05")),
)


def study(unit: str, absent: int, *named: str) -> Report:
    """Return a report on one session; of the absent some are named."""
    held = {
        "session": "1",
        "held_on": "2026-06-12",
        "topic": "上级重要会议精神",
        "expected": "10",
        "attended": str(10 - absent),
        "absent": str(absent),
    }
    rows = [{"session": "1", "person": name, "status": "缺席"} for name in named]
    return report(
        "study",
        unit,
        period="2026-06",
        receipt=unit,
        sessions=sheet("学习场次", held),
        attendance=sheet("出勤情况", *rows),
    )


def bulletin(
    *reports: Report, statuses: tuple[SubmissionStatus, ...] = STANDINGS
) -> tuple[StudyMonth, StudyBulletin]:
    month = study_month("2026-06", statuses, reports, TERMS)
    return month, study_bulletin(month, FRAME, TERMS)


def test_who_was_late_who_is_missing_and_whose_report_was_sent_back() -> None:
    _, made = bulletin()
    assert "未报送2个（第四支部（退回待改）、第五支部）。" in text_of(render_docx(made))
    assert (made.owed, made.filed_on_time, made.filed_late) == (5, 2, 1)
    assert made.not_filed == (("第四支部", True), ("第五支部", False))


def test_whoever_is_absent_counts_although_nobody_named_them() -> None:
    _, made = bulletin(study("ZB01", 3, "林知夏"))
    [line] = made.lines
    assert (line.should_attend, line.attended, line.attendance_pct) == (10, 7, "70%")
    assert (line.made_up, line.still_to_make_up, line.timeliness) == (0, 3, "按期")
    assert made.make_up == (("第一支部", 1, 1),)


def test_the_bulletin_counts_who_has_to_make_up_and_names_nobody() -> None:
    month, made = bulletin(study("ZB01", 2, "林知夏", "林知夏", "周明远"), study("ZB02", 1, "陈一"))
    assert made.make_up == (("第一支部", 2, len(month.open) - 1), ("第二支部", 1, 1))
    assert not any(name in repr(made) for name in ("林知夏", "周明远", "陈一"))


def test_lines_say_late_and_nil() -> None:
    _, made = bulletin(study("ZB02", 0), report("study", "ZB03", period="2026-06", nil=True))
    assert [(line.unit, line.sessions, line.timeliness) for line in made.lines] == [
        ("第二支部", 1, "逾期"),
        ("第三支部", 0, "零报告"),
    ]


def test_a_topic_is_counted_over_all_that_owe_the_month() -> None:
    _, made = bulletin(study("ZB01", 0), study("ZB02", 0))
    studied = {topic.name: (topic.studied, topic.units) for topic in made.topics}
    assert studied["上级重要会议精神"] == (2, 5)
    assert len(studied) == len(plan().topics)


def test_demands_follow_from_what_lacks() -> None:
    _, made = bulletin(study("ZB01", 1, "林知夏"))
    text = text_of(render_docx(made))
    for words in ("尽快补报", "应当事先请假，事后及时补学", "于11月30日前学完"):
        assert words in text
    _, made = bulletin(study("ZB01", 0), statuses=STANDINGS[:1])
    text = text_of(render_docx(made))
    assert "尽快补报" not in text
    assert "应当事先请假" not in text


@pytest.mark.parametrize(
    ("day", "demand"),
    [
        (dt.date(2026, 11, 30), "于11月30日前学完。"),
        (dt.date(2026, 12, 8), "各专题应于11月30日前学完，尚未学完的支部、单位要抓紧补学。"),
    ],
)
def test_nobody_is_asked_to_be_done_by_a_day_that_is_over(day: dt.date, demand: str) -> None:
    month = study_month("2026-06", STANDINGS, (), TERMS)
    frame = Imprint(issuer="局", campaign="活动", dated=day)
    made = study_bulletin(month, frame, replace(TERMS, day=day))
    assert demand in text_of(render_docx(made)).replace("\n", "")


def test_the_last_month_has_no_report_after_it() -> None:
    last = [
        study_bulletin(study_month(month, STANDINGS, (), TERMS), FRAME, TERMS).last_month
        for month in ("2026-06", "2026-10", "2026-11")
    ]
    assert last == [False, False, True]


def test_missed_sessions_are_said_by_month() -> None:
    month, _ = bulletin(study("ZB01", 1, "林知夏"))
    assert sessions_in_words(month.open) == "6月第1场"
    assert sessions_in_words(()) == ""
