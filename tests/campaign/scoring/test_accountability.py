"""The ladder, criticism and nominees: worked cases (S44, S45, S54)."""

import datetime as dt

import pytest

from campaign.definitions.roster import Person, Roster, Unit
from campaign.scoring.accountability import (
    Nomination,
    eligible_nominees,
    ladder_proposals,
    people_to_move,
    person_consequences,
    unit_on,
)
from campaign.scoring.evidence import Complaint, Criticism
from campaign.scoring.explain.score_facts import people_facts
from tests.support.samples.scored_year import assessed
from tests.support.samples.scoring_cases import rules

FIRST, LAST = dt.date(2026, 4, 1), dt.date(2026, 12, 31)


def complaint(
    case: str, on: str | None, person: str = "0101", link: str = "审批", result: str = "属实"
) -> Complaint:
    day = dt.date.fromisoformat(on) if on else None
    return Complaint(case=case, person=person, link=link, result=result, decided_on=day)


def steps(*complaints: Complaint) -> list[tuple[str, int, str, str]]:
    found = ladder_proposals(complaints, rules().ladder, FIRST, LAST)
    return [(step.person, step.count, step.case, step.consequence) for step in found]


def test_each_complaint_found_true_is_a_step_and_the_last_holds_on() -> None:
    found = steps(*(complaint(f"TS-{n}", f"2026-0{n}-01") for n in (5, 6, 7, 8)))
    assert found == [
        ("0101", 1, "TS-5", "诫勉谈话"),
        ("0101", 2, "TS-6", "通报批评"),
        ("0101", 3, "TS-7", "交流换岗"),
        ("0101", 4, "TS-8", "交流换岗"),
    ]


@pytest.mark.parametrize(
    ("why", "one", "number"),
    [
        ("审批", complaint("TS-1", "2026-06-01"), 1),
        ("部分属实 is found true", complaint("TS-1", "2026-06-01", result="部分属实"), 1),
        ("不属实", complaint("TS-1", "2026-06-01", result="不属实"), 0),
        ("still open", complaint("TS-1", None, result="办理中"), 0),
        ("执法", complaint("TS-1", "2026-06-01", link="执法"), 1),
        ("收费", complaint("TS-1", "2026-06-01", link="收费"), 1),
        ("服务", complaint("TS-1", "2026-06-01", link="服务"), 1),
        ("another link", complaint("TS-1", "2026-06-01", link="其他"), 0),
        ("the day before the campaign", complaint("TS-1", "2026-03-31"), 0),
        ("its first day", complaint("TS-1", "2026-04-01"), 1),
        ("its last day", complaint("TS-1", "2026-12-31"), 1),
        ("the day after", complaint("TS-1", "2027-01-01"), 0),
    ],
)
def test_which_complaints_count(why: str, one: Complaint, number: int) -> None:
    assert len(steps(one)) == number, why


def test_steps_follow_the_day_of_the_finding_not_the_order_of_filing() -> None:
    found = steps(complaint("TS-1", "2026-09-01"), complaint("TS-2", "2026-05-01"))
    assert [(case, count) for _, count, case, _ in found] == [("TS-2", 1), ("TS-1", 2)]


def test_a_case_counts_once_for_a_person_and_for_each_person() -> None:
    found = steps(
        complaint("TS-1", "2026-06-01"),
        complaint("TS-1", "2026-06-05"),
        complaint("TS-1", "2026-06-01", person="0102"),
    )
    assert [(person, count) for person, count, _, _ in found] == [("0101", 1), ("0102", 1)]


def unit(code: str, civil: bool) -> Unit:
    return Unit(code=code, name=f"名称{code}", unit_class="单位", civil_service=civil)


ROSTER = Roster(
    units=(unit("DW01", True), unit("DW02", False)),
    people=(
        Person(code="0101", name="甲", unit="DW01", last=dt.date(2026, 7, 31)),
        Person(code="0101", name="甲", unit="DW02", first=dt.date(2026, 8, 1)),
        Person(code="0102", name="乙", unit="DW01"),
        Person(code="0103", name="丙", unit="DW01", last=dt.date(2026, 9, 30)),
    ),
    leading_group=(),
)


def criticism(person: str = "", code: str = "DW01", *, spot: bool = True) -> Criticism:
    return Criticism(
        unit=code,
        person=person,
        on=dt.date(2026, 7, 1),
        document="示纪〔2026〕3号",
        after_spot_check=spot,
    )


@pytest.mark.parametrize(
    ("why", "one", "expected"),
    [
        ("in a 参公 unit", criticism("0102"), [("DW01", "不称职")]),
        ("moved out of a 参公 unit since", criticism("0101"), [("DW02", "不合格")]),
        ("left the bureau: the unit that was criticised", criticism("0103"), [("DW01", "不称职")]),
        ("of a unit", criticism(), []),
        ("the ladder's second step", criticism("0102", spot=False), []),
    ],
)
def test_criticism_after_a_spot_check_gives_the_yearly_grade(
    why: str, one: Criticism, expected: list[tuple[str, str]]
) -> None:
    found = person_consequences([one], ROSTER, LAST)
    assert [(c.unit, c.yearly_grade) for c in found] == expected, why


def test_a_person_who_moved_keeps_the_count() -> None:
    """One complaint before the move, one after it: the second step."""
    found = steps(complaint("TS-1", "2026-06-01"), complaint("TS-2", "2026-09-01"))
    assert found[-1][1] == 2
    assert unit_on("0101", ROSTER, dt.date(2026, 6, 1)) == "DW01"
    assert unit_on("0101", ROSTER, dt.date(2026, 9, 1)) == "DW02"
    assert unit_on("0199", ROSTER, LAST) is None


def test_nominees_without_a_veto_are_listed_by_unit_without_rank() -> None:
    nominations = [
        Nomination(unit="DW01", person="0102", facts=(("查实投诉", "2"),)),
        Nomination(unit="DW01", person="0103"),
        Nomination(unit="DW02", person="0101"),
    ]
    excluded = person_consequences([criticism("0103")], ROSTER, LAST)
    assert eligible_nominees(nominations, {each.person for each in excluded}) == {
        "DW01": (nominations[0],),
        "DW02": (nominations[2],),
    }


def test_complaints_do_not_exclude_a_nominee_but_are_shown() -> None:
    (nominee,) = eligible_nominees(
        [Nomination(unit="DW01", person="0102", facts=(("查实投诉", "2"),))], ()
    )["DW01"]
    assert nominee.facts == (("查实投诉", "2"),)


@pytest.mark.parametrize(("found_true", "moves"), [(2, False), (3, True), (4, True)])
def test_a_person_whom_complaints_bring_to_the_last_step_is_to_move(
    found_true: int, moves: bool
) -> None:
    complaints = [complaint(f"TS-{n}", f"2026-0{n + 5}-01") for n in range(found_true)]
    proposals = ladder_proposals(complaints, rules().ladder, FIRST, LAST)
    assert ("0101" in people_to_move(proposals, rules().ladder)) == moves


def test_who_is_to_change_posts_is_no_nominee() -> None:
    people = tuple(
        Person(code=code, name=name, unit="U00001")
        for code, name in (("P1", "秦朗"), ("P2", "温如"))
    )
    found = assessed(
        people=people,
        nominations=tuple(Nomination(unit="U00001", person=code) for code in ("P1", "P2")),
        complaints=tuple(complaint(f"TS-{n}", f"2026-0{n}-01", "P1") for n in (5, 6, 7)),
    )
    facts = people_facts(found)
    assert [each["name"] for each in facts["nominees"]] == ["温如"]
    assert [each["name"] for each in facts["excluded"]] == ["秦朗"]
