"""Which problems of the rectification ledgers are overdue, and which numbers are free."""

from itertools import islice

import pytest

from campaign.monitoring.rectification import free_numbers, overdue_rectifications
from campaign.reports.report import Report, ReportSheet, Row
from tests.support.samples.one_duty import day


def ledger(unit: str, period: str, *rows: dict[str, str], form: str = "rectification") -> Report:
    listed = tuple(Row(number=n, values=values) for n, values in enumerate(rows, start=8))
    return Report(
        receipt="",
        file="",
        unit=unit,
        form=form,
        period=period,
        received_on=day("06-24"),
        sheets={"ledger": ReportSheet(name="整改台账", rows=listed)},
    )


def problem(number: str, due_on: str, status: str = "整改中") -> dict[str, str]:
    return {"number": number, "due_on": f"2026-{due_on}", "status": status, "office": "救助科"}


@pytest.mark.parametrize(
    ("status", "overdue"),
    [
        ("登记", True),
        ("措施", True),
        ("整改中", True),
        ("退回", True),
        ("申请销号", False),
        ("复核", False),
        ("销号", False),
    ],
)
def test_what_the_unit_still_works_on_after_its_date_is_overdue(status: str, overdue: bool) -> None:
    found = overdue_rectifications(
        [ledger("ZB01", "2026-Q2", problem("ZB01-001", "06-30", status))], day("07-01")
    )
    assert bool(found) is overdue


def test_the_date_itself_is_in_time_and_a_blank_one_is_never_late() -> None:
    report = ledger("ZB01", "2026-Q2", problem("ZB01-001", "07-01"), {"status": "登记"})
    assert overdue_rectifications([report], day("07-01")) == ()
    [found] = overdue_rectifications([report], day("07-02"))
    assert (found.number, found.office, found.due_on) == ("ZB01-001", "救助科", day("07-01"))


def test_a_unit_s_last_ledger_counts() -> None:
    second = ledger("ZB01", "2026-Q2", problem("ZB01-001", "06-30"))
    third = ledger("ZB01", "2026-Q3", problem("ZB01-001", "06-30", "销号"))
    other = ledger("ZB02", "2026-Q2", problem("ZB02-002", "06-30"), problem("ZB02-001", "06-12"))
    for reports in ([second, third, other], [third, second, other]):
        found = overdue_rectifications(reports, day("10-01"))
        assert [matter.number for matter in found] == ["ZB02-001", "ZB02-002"]


def test_other_forms_have_no_ledger() -> None:
    report = ledger("ZB01", "2026-06", problem("ZB01-001", "06-30"), form="study")
    assert overdue_rectifications([report], day("10-01")) == ()


@pytest.mark.parametrize(
    ("used", "free"),
    [
        ([], ["DW01-001", "DW01-002"]),
        (["DW01-001", "DW01-003"], ["DW01-004", "DW01-005"]),
        (["DW011-009", "DW02-007", "DW01-A1"], ["DW01-001", "DW01-002"]),
        (["DW01-999"], ["DW01-1000", "DW01-1001"]),
    ],
)
def test_the_next_free_numbers_of_a_unit(used: list[str], free: list[str]) -> None:
    assert list(islice(free_numbers("DW01", used), 2)) == free
