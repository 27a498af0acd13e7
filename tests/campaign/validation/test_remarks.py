"""What is worth knowing of definitions that fit together: remarked, and it stops nothing."""

import datetime as dt

from campaign.definitions.roster import Person, Roster
from campaign.validation.hints import plan_hints
from tests.campaign.validation.test_consistency import (
    PLAN_FILE,
    ROSTER,
    ROSTER_FILE,
    _facts,
    with_unit,
)
from tests.support.samples.definitions import plan


def test_what_is_worth_knowing_is_remarked_and_stops_nothing() -> None:
    found = [_facts(remark) for remark in plan_hints(plan(), ROSTER)]
    assert (
        PLAN_FILE,
        "obligations[2].due",
        "“支部自评”2026年的期限2026-11-15是休息日，不顺延；2026-11-13提醒",
    ) in found
    assert [path for source, path, _ in found if source == ROSTER_FILE] == ["工作表“单位”（ZB11）"]


def test_a_leading_group_that_cannot_approve_and_units_without_staff_are_remarked() -> None:
    members = tuple(m.model_copy(update={"code_hash": ""}) for m in ROSTER.leading_group)
    empty = Roster(units=ROSTER.units[:1], people=(), leading_group=members)
    messages = [fault.message for fault in plan_hints(plan(), empty)]
    assert "没有人有审批码，结果无法审批" in messages
    assert any("在“人员”表中没有人" in message for message in messages)


def test_an_address_of_several_units_is_remarked() -> None:
    shared = with_unit("ZB02", {"email": "ZB01@minzheng.example"})
    assert (
        ROSTER_FILE,
        "工作表“单位”（ZB01）",
        "电子邮箱zb01@minzheng.example同时是局机关第二党支部的邮箱，请核对；确属共用的不用改",
    ) in [_facts(remark) for remark in plan_hints(plan(), shared)]


def _with_people(*people: Person) -> Roster:
    return Roster(units=ROSTER.units, people=people, leading_group=ROSTER.leading_group)


def _remarks_on_people(*people: Person) -> list[str]:
    remarks = plan_hints(plan(), _with_people(*people))
    return [remark.message for remark in remarks if "工作表“人员”" in remark.path]


def test_namesakes_who_may_be_one_person_are_remarked() -> None:
    july, august = dt.date(2026, 7, 31), dt.date(2026, 8, 1)
    moved = Person(code="0303", name="夏初", unit="DW02", last=july)
    anew = Person(code="0404", name="夏 初", unit="DW03", first=august)
    [remark] = _remarks_on_people(anew, moved)
    assert remark.startswith("夏初的编号0303截止于2026-07-31，次日起是编号0404")
    twin = moved.model_copy(update={"code": "0309"})
    [remark] = _remarks_on_people(moved, twin)
    assert remark.startswith("夏初在社会救助科有两个编号（0303、0309），请核对是否同一人")


def test_namesakes_of_different_units_and_a_person_who_moved_are_not_remarked() -> None:
    july, august = dt.date(2026, 7, 31), dt.date(2026, 8, 1)
    moved = Person(code="0303", name="夏初", unit="DW02", last=july)
    after = Person(code="0303", name="夏初", unit="DW03", first=august)
    elsewhere = Person(code="0909", name="夏初", unit="DW04")
    assert _remarks_on_people(moved, after, elsewhere) == []
