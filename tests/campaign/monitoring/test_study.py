"""Who missed a session, which make-up is for which, who is let off, which topics are studied."""

import datetime as dt

import pytest

from campaign.definitions.roster import Person, Roster
from campaign.monitoring.study import attendances, by_person, still_to_make_up, topics_studied
from campaign.reports.report import Report
from campaign.scoring.collect.reference_data import ReferenceData
from tests.support.samples.definitions import plan
from tests.support.samples.reports import report, sheet

DAY = dt.date(2026, 9, 1)
ROSTER = Roster(
    units=(),
    people=(
        Person(code="P1", name="林知夏", unit="ZB01"),
        Person(code="P2", name="沈砚", unit="ZB01", last=dt.date(2026, 8, 1)),
        Person(code="P3", name="周野", unit="ZB01"),
        Person(code="P4", name="周野", unit="ZB01"),
    ),
    leading_group=(),
)
TERMS = ReferenceData(plan=plan(), roster=ROSTER, day=DAY)


def month(period: str, *attended: tuple[int, str, str, str], topic: str = "") -> Report:
    """Return a report with sessions 1 to 3 on the 10th, 11th and 12th; made up on a day or not."""
    sessions = [
        {"session": str(n), "held_on": f"{period}-1{n - 1}", "topic": topic} for n in (1, 2, 3)
    ]
    rows = [
        {"session": str(n), "person": name, "status": status}
        | ({"made_up_on": made_up_on} if made_up_on else {})
        for n, name, status, made_up_on in attended
    ]
    held, came = sheet("学习场次", *sessions), sheet("出勤情况", *rows)
    return report("study", period=period, sessions=held, attendance=came)


def left(*reports: Report, name: str = "林知夏") -> list[str]:
    """Return what the person still has to make up, as month and session."""
    found = still_to_make_up(attendances(reports, TERMS), TERMS, "2026-12")
    return [f"{one.period[5:]}/{one.session}" for one in found if one.name == name]


MISSED = (1, "林知夏", "缺席", "")
ATTENDED = (1, "林知夏", "出勤", "")


@pytest.mark.parametrize(
    ("reports", "open_sessions"),
    [
        pytest.param([month("2026-06", ATTENDED)], [], id="attended"),
        pytest.param([month("2026-06", MISSED)], ["06/1"], id="absent"),
        pytest.param([month("2026-06", (1, "林知夏", "请假", ""))], ["06/1"], id="on leave"),
        pytest.param(
            [month("2026-06", MISSED, (1, "林知夏", "补学", "2026-06-20"))], [], id="same month"
        ),
        pytest.param(
            [month("2026-06", (1, "林知夏", "缺席", "2026-06-20"))], [], id="date in the same row"
        ),
        pytest.param(
            [month("2026-06", (1, "林知夏", "补学", "2026-06-20"))], [], id="only the make-up"
        ),
        pytest.param(
            [month("2026-06", MISSED), month("2026-07", ATTENDED, (1, "林知夏", "补学", ""))],
            [],
            id="a month later, beside attendance",
        ),
        pytest.param(
            [month("2026-06", MISSED), month("2026-07", (1, "林知夏", "补学", "2026-07-02"))],
            [],
            id="a month later, before that month's session",
        ),
        pytest.param(
            [month("2026-06", MISSED), month("2026-07", (1, "林知夏", "补学", "2026-07-20"))],
            ["06/1"],
            id="a month later, after that month's session, which it is for",
        ),
        pytest.param(
            [
                month("2026-06", (2, "林知夏", "缺席", ""), (3, "林知夏", "缺席", "")),
                month("2026-07", (3, "林知夏", "出勤", ""), (3, "林知夏", "补学", "")),
            ],
            ["06/2"],
            id="of the same number",
        ),
        pytest.param(
            [
                month("2026-06", (2, "林知夏", "缺席", "")),
                month("2026-07", ATTENDED, (1, "林知夏", "补学", "")),
            ],
            [],
            id="else the oldest",
        ),
        pytest.param(
            [month("2026-06", ATTENDED), month("2026-07", ATTENDED, (1, "林知夏", "补学", ""))],
            [],
            id="one too many",
        ),
        pytest.param(
            [month("2026-07", ATTENDED, (1, "林知夏", "补学", "")), month("2026-06", MISSED)],
            [],
            id="whatever order the reports come in",
        ),
    ],
)
def test_a_make_up_settles_the_session_that_was_missed(
    reports: list[Report], open_sessions: list[str]
) -> None:
    assert left(*reports) == open_sessions


def test_who_has_left_the_unit_is_let_off() -> None:
    assert left(month("2026-06", (1, "沈砚", "缺席", "")), name="沈砚") == []


def test_what_is_missed_after_the_period_is_not_open_yet() -> None:
    found = attendances([month("2026-06", MISSED), month("2026-07", MISSED)], TERMS)
    assert [one.period for one in still_to_make_up(found, TERMS, "2026-06")] == ["2026-06"]


def test_namesakes_are_told_apart_by_the_note() -> None:
    rows = (
        {"session": "1", "person": "周野", "status": "出勤", "note": "办公室"},
        {"session": "1", "person": "周野", "status": "缺席", "note": "救助科"},
    )
    held = sheet("学习场次", {"session": "1", "held_on": "2026-06-10"})
    one = report("study", period="2026-06", sessions=held, attendance=sheet("出勤情况", *rows))
    found = attendances([one], TERMS)
    people = by_person(found, still_to_make_up(found, TERMS, "2026-06"))
    assert [(p.name, p.attended, len(p.still_open)) for p in people] == [
        ("周野（办公室）", 1, 0),
        ("周野（救助科）", 0, 1),
    ]


def test_a_topic_counts_from_the_first_month_that_names_it() -> None:
    topics = [topic.name for topic in plan().topics]
    june = month("2026-06", topic=f"{topics[1]}、{topics[4]}")
    july = month("2026-07", topic=f"{topics[1]}、{topics[0]}")
    found = topics_studied([july, june], topics, "2026-07")
    assert found[topics[1]] == {"ZB01": "2026-06"}
    assert found[topics[0]] == {"ZB01": "2026-07"}
    assert found[topics[2]] == {}
    assert topics_studied([july, june], topics, "2026-06")[topics[0]] == {}
