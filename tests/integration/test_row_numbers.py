"""Numbers of ledgers across reports: whose they are, and that all is said in one return."""

import io
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from campaign.periods import parse_period
from campaign.problems import Code
from tasks import sample_contents
from tasks.answering import Outcome
from tasks.filling import fill
from tasks.readers import Readers
from tasks.tables import problems
from tests.office import Bureau


def ledger(bureau: Bureau, unit: str, *numbers: str, **changes: Any) -> bytes:
    """Return a quarter's ledger of these numbers; ``changes`` hold for its first row."""
    people = bureau.people(unit)
    period = parse_period("2026-Q2")
    row = sample_contents.rectification(unit, people, period, Random(1))["ledger"][0]
    rows = [{**row, "number": number} for number in numbers]
    rows[0] |= changes
    signed = {"reporter": people[0].name, "responsible_leader": people[0].name}
    blank = bureau.blank("rectification", unit, "2026-Q2")
    return fill(bureau.form("rectification"), blank, {"ledger": rows}, signed)


def test_what_contradicts_earlier_reports_is_said_with_the_other_faults_at_once(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("一.xlsx", ledger(bureau, "ZB01", "A-001"))
    bureau.sweep(readers)
    bureau.drop("二.xlsx", ledger(bureau, "ZB02", "A-001", found_on="乱写"))

    [reply] = bureau.sweep(readers)

    assert reply.outcome is Outcome.RETURNED
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

    assert [reply.outcome for reply in replies] == [Outcome.ACCEPTED] * 3
