"""Who is meant by a name in a report: moves, namesakes, aliases, merged units, strangers."""

import datetime as dt

import pytest

from campaign.definitions.roster import Person, Roster, Unit
from campaign.scoring.collect import collect_evidence
from campaign.scoring.collect.person_lookup import find_person
from campaign.scoring.collect.reference_data import (
    Ambiguity,
    ReferenceData,
    find_active_unit,
    find_unit,
)
from tests.support.samples.definitions import plan
from tests.support.samples.reports import report, sheet

MOVE = dt.date(2026, 8, 1)
BEFORE = MOVE - dt.timedelta(days=1)
MERGED = dt.date(2026, 9, 1)

UNITS = (
    Unit(code="ZB01", name="第一党支部", unit_class="支部", aliases=("一支部",)),
    Unit(code="ZB02", name="第二党支部", unit_class="支部"),
    Unit(code="DW01", name="局办公室", unit_class="单位", first=dt.date(2026, 4, 1)),
    Unit(code="DW07", name="救助中心", unit_class="单位", last=BEFORE, successor="DW01"),
    Unit(code="党办", name="市民政局党办", unit_class="办公室"),
)
PEOPLE = (
    Person(code="1", name="林知夏", unit="DW01", branch="ZB01"),
    Person(code="2", name="陈静", unit="ZB01"),
    Person(code="3", name="陈静", unit="ZB02"),
    Person(code="4", name="夏初", unit="ZB01", last=BEFORE),
    Person(code="4", name="夏初", unit="ZB02", first=MOVE),
    Person(code="5", name="石磊", unit="ZB01"),
    Person(code="6", name="石磊", unit="ZB01"),
    Person(code="7", name="白芷", unit="ZB01", last=BEFORE),
    Person(code="8", name="白芷", unit="ZB01", first=MOVE),
    Person(code="9", name="阿依古丽·吐尔逊", unit="DW07"),
)
ROSTER = Roster(units=UNITS, people=PEOPLE, leading_group=())
TERMS = ReferenceData(plan=plan(), roster=ROSTER, day=dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("name", "unit", "on", "code", "why"),
    [
        ("林知夏", "DW01", MOVE, "1", "by unit"),
        ("林知夏", "ZB01", MOVE, "1", "by branch"),
        ("林 知夏", "ZB01", MOVE, "1", "however it is spaced"),
        ("林知夏", "", MOVE, "1", "without a unit, the roster's only one"),
        ("陈静", "ZB01", MOVE, "2", "a namesake by unit"),
        ("陈静", "ZB02", MOVE, "3", "the other namesake"),
        ("夏初", "ZB01", BEFORE, "4", "before the move"),
        ("夏初", "ZB02", MOVE, "4", "after the move"),
        ("夏初", "ZB01", MOVE, "4", "moved, and nobody of that name came instead"),
        ("夏初", "", MOVE, "4", "moved: two lines of the roster, one person"),
        ("白芷", "ZB01", BEFORE, "7", "one namesake left"),
        ("白芷", "ZB01", MOVE, "8", "on the day when the other came"),
        ("阿依古丽吐尔逊", "DW07", MERGED, "9", "in a unit that has merged away"),
    ],
)
def test_a_name_in_a_unit_on_a_day_is_a_person(
    name: str, unit: str, on: dt.date, code: str, why: str
) -> None:
    assert find_person(name, unit, on, TERMS) == code, why


@pytest.mark.parametrize(
    ("name", "unit", "why"),
    [
        ("石磊", "ZB01", "第一党支部有2名同名人员，不能确定是哪一位"),
        ("陈静", "", "名册中有2名同名人员，不能确定是哪一位，请填写单位"),
        ("陈静", "DW01", "此人不在局办公室，名册中同名人员在第一党支部、第二党支部"),
        ("林知夏", "ZB02", "此人不在第二党支部，名册中同名人员在局办公室"),
        ("阿依古丽·吐尔逊", "DW01", "此人不在局办公室，名册中同名人员在救助中心"),
        ("无名氏", "ZB01", "名册中没有此人"),
        ("", "ZB01", "没有填写姓名"),
    ],
)
def test_who_cannot_be_told_is_nobody_and_it_says_why(name: str, unit: str, why: str) -> None:
    assert find_person(name, unit, MOVE, TERMS) == Ambiguity(name, why)


@pytest.mark.parametrize(
    ("value", "code"), [("ZB01", "ZB01"), ("一支部", "ZB01"), ("第一党支部", "ZB01")]
)
def test_a_unit_is_found_by_code_name_or_alias(value: str, code: str) -> None:
    found = find_unit(value, TERMS)
    assert isinstance(found, Unit) and found.code == code


@pytest.mark.parametrize(
    ("value", "on", "why"),
    [
        ("DW07", BEFORE, ""),
        ("DW07", MOVE, "救助中心在2026-08-01不在活动范围内，已并入局办公室，请核对单位和日期"),
        (
            "DW01",
            dt.date(2026, 3, 31),
            "局办公室在2026-03-31不在活动范围内，请核对单位和日期",
        ),
        ("殡仪馆", MOVE, "名册中没有这个单位"),
        ("", MOVE, "没有填写单位"),
    ],
)
def test_what_is_said_of_a_unit_holds_while_it_takes_part(
    value: str, on: dt.date, why: str
) -> None:
    found = find_active_unit(value, on, TERMS)
    assert found.why == why if isinstance(found, Ambiguity) else not why


def test_a_report_of_a_unit_that_left_the_roster_is_listed_as_a_whole() -> None:
    gone = report(
        "self_evaluation", "ZB99", scores=sheet("五项自评", {"dimension": "服务", "score": "90"})
    )
    found = collect_evidence([gone], plan(), ROSTER, TERMS.day)
    assert not found.evidence.self_scores
    [item] = found.unresolved
    assert (item.value, item.source) == ("ZB99", ("r1", "r1.xlsx", "五项自评", 0))
    assert item.why == "名册中没有报送这份表的单位，整份不计"
