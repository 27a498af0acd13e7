"""Numbers of ledgers across reports: whose they are, and that all is said in one return."""

import io
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from adapters.store.tables import problems, submissions
from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from campaign.problems.codes import Code
from campaign.values.acts import Actor
from campaign.values.dispositions import Disposition
from campaign.values.periods import parse_period
from rehearsal.content import report_contents
from services.errors import WrongActError
from services.intake.manual_acceptance import withdraw_submission
from tests.support.office import NOW, Bureau


def ledger(
    bureau: Bureau, unit: str, *numbers: str, quarter: str = "2026-Q2", **changes: Any
) -> bytes:
    """Return a quarter's ledger of these numbers; ``changes`` hold for its first row."""
    people = bureau.people(unit)
    period = parse_period(quarter)
    row = report_contents.rectification_rows(unit, people, period, Random(1))["ledger"][0]
    rows = [{**row, "number": number} for number in numbers]
    rows[0] |= changes
    signed = {"reporter": people[0].name, "responsible_leader": people[0].name}
    blank = bureau.blank("rectification", unit, quarter)
    return fill(bureau.form("rectification"), blank, {"ledger": rows}, signed)


def test_what_contradicts_earlier_reports_is_said_with_the_other_faults_at_once(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("一.xlsx", ledger(bureau, "ZB01", "A-001"))
    bureau.sweep(readers)
    bureau.drop("二.xlsx", ledger(bureau, "ZB02", "A-001", found_on="乱写"))

    [reply] = bureau.sweep(readers)

    assert reply.disposition is Disposition.RETURNED
    found = {problem.code: problem for problem in bureau.rows(problems)}
    assert found.keys() == {Code.CELL_NOT_A_DATE, Code.HISTORY_NUMBER_TAKEN}
    [copy] = (bureau.home.returned / "ZB02").glob("*.xlsx")
    marked = load_workbook(io.BytesIO(copy.read_bytes()))
    for problem in found.values():
        assert marked[problem.sheet].cell(problem.row, problem.column).comment is not None


def test_a_row_whose_number_cannot_be_read_is_not_said_to_be_gone(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("一.xlsx", ledger(bureau, "ZB01", "A-001", "A-002"))
    bureau.sweep(readers)
    bureau.drop("二.xlsx", ledger(bureau, "ZB01", "A-001-" + "9" * 30, "A-002"))

    bureau.sweep(readers)

    assert Code.HISTORY_ROWS_GONE not in {problem.code for problem in bureau.rows(problems)}


@pytest.mark.parametrize("together", [True, False])
def test_a_number_is_free_again_when_its_ledger_was_corrected_whatever_is_swept_together(
    bureau: Bureau, readers: Readers, together: bool
) -> None:
    replies = []
    for name, unit, number in (
        ("1", "ZB01", "A-001"),
        ("2", "ZB01", "A-009"),
        ("3", "ZB02", "A-001"),
    ):
        bureau.drop(f"{name}.xlsx", ledger(bureau, unit, number))
        if not together:
            replies += bureau.sweep(readers)
    replies += bureau.sweep(readers)

    assert [reply.disposition for reply in replies] == [Disposition.ACCEPTED] * 3


def opinions(bureau: Bureau, unit: str, number: str) -> bytes:
    """Return a quarter's register of opinions, with one that became a problem."""
    head = {"leader": bureau.people(unit)[0].name, "reporter": bureau.people(unit)[0].name}
    asked: dict[str, Any] = {
        "kind": "座谈会",
        "held_on": "2026-06-10",
        "place": "甲社区",
        "people": 15,
        "opinions": 1,
        "expectations": "希望申请材料一次说清楚",
    }
    said: dict[str, Any] = {
        "number": number,
        "received_on": "2026-06-10",
        "kind": "座谈会",
        "from_whom": "群众",
        "content": "申请材料没有一次说清楚",
        "category": "办事效率",
        "handling": "列入整改",
        "rectification_number": "A-001",
        "measure": "印制一次性告知单",
    }
    rows = {"activities": [asked], "opinions": [said]}
    return fill(bureau.form("opinions"), bureau.blank("opinions", unit, "2026-Q2"), rows, head)


@pytest.mark.parametrize(
    ("filed", "asked"),
    [
        ([], ["history.link_unknown"]),
        ([("ZB01", "YJ-1")], []),
        ([("ZB01", "YJ-2")], ["history.link_unknown"]),
        ([("ZB02", "YJ-1")], ["history.link_unknown"]),
    ],
    ids=["nothing filed", "filed", "another number", "another branch's"],
)
def test_a_problem_leads_back_to_the_opinion_that_it_comes_from(
    bureau: Bureau, readers: Readers, filed: list[tuple[str, str]], asked: list[str]
) -> None:
    for unit, number in filed:
        bureau.drop(f"{unit}/意见.xlsx", opinions(bureau, unit, number))
    source = {"source": "征求意见", "source_number": "yj－1"}
    bureau.sweep(readers)
    bureau.drop("ZB01/台账.xlsx", ledger(bureau, "ZB01", "A-001", **source))

    replies = bureau.sweep(readers)

    assert [reply.disposition for reply in replies] == [Disposition.ACCEPTED]
    assert [problem.code for problem in bureau.rows(problems)] == asked


@pytest.mark.parametrize(
    ("later", "asked"),
    [(("A-001", "A-002", "A-003"), []), (("A-002",), ["history.rows_gone"])],
)
def test_a_problem_of_an_earlier_quarter_must_not_vanish_from_a_later_one(
    bureau: Bureau, readers: Readers, later: tuple[str, ...], asked: list[str]
) -> None:
    bureau.drop("二季度.xlsx", ledger(bureau, "ZB01", "A-001", "A-002"))
    bureau.drop("又一支部.xlsx", ledger(bureau, "ZB02", "B-001"))
    bureau.sweep(readers)
    bureau.later(days=80)
    bureau.drop("三季度.xlsx", ledger(bureau, "ZB01", *later, quarter="2026-Q3"))

    [reply] = bureau.sweep(readers)

    assert reply.disposition is Disposition.ACCEPTED
    found = bureau.rows(problems)
    assert [problem.code for problem in found] == asked
    assert all("A-001" in problem.facts and "B-001" not in problem.facts for problem in found)


def test_an_earlier_quarter_filed_late_misses_nothing_of_a_later_one(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.later(days=80)
    bureau.drop("三.xlsx", ledger(bureau, "ZB01", "A-001", "A-002", quarter="2026-Q3"))
    bureau.sweep(readers)
    bureau.drop("二.xlsx", ledger(bureau, "ZB01", "A-001"))

    bureau.sweep(readers)

    assert bureau.rows(problems) == []


def test_a_version_whose_number_another_unit_took_up_does_not_come_back_into_force(
    bureau: Bureau, readers: Readers
) -> None:
    hand, receipts = Actor(name="秦朗", reason="误报"), []
    for unit, number in (("ZB01", "A-001"), ("ZB01", "A-009"), ("ZB02", "A-001")):
        bureau.drop(f"{unit}-{number}.xlsx", ledger(bureau, unit, number))
        receipts += [reply.receipt for reply in bureau.sweep(readers)]
    _, corrected, others = receipts

    with pytest.raises(WrongActError, match=f"“A-001”已由{others}使用"):
        withdraw_submission(bureau.context, corrected, hand, NOW)
    standing = [(s.unit, s.version) for s in bureau.rows(submissions) if s.in_force]
    assert standing == [("ZB01", 2), ("ZB02", 1)]

    withdraw_submission(bureau.context, others, hand, NOW)
    assert withdraw_submission(bureau.context, corrected, hand, NOW) == (2, 1)
