"""A roster that changes within the year: units are renamed, come and go, and so do people."""

import datetime as dt

import openpyxl
import pytest

from adapters.store.tables import problems
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from services.intake.answering.receipt import Receipt
from services.intake.examining.examination import init_worker
from tests.support.office import Bureau


def enter(bureau: Bureau, sheet: str, code: str, heading: str, value: str | dt.date) -> None:
    """Write a value into a unit's or a person's row of the roster, and read it anew."""
    path = bureau.home.inputs / "roster.xlsx"
    workbook = openpyxl.load_workbook(path)
    rows = list(workbook[sheet].iter_rows())
    headings = next(r for r in rows if heading in [cell.value for cell in r])
    column = [cell.value for cell in headings].index(heading)
    next(row for row in rows if row[0].value == code)[column].value = value
    workbook.save(path)
    bureau.later(seconds=0)


def sweep(bureau: Bureau) -> list[Receipt]:
    """Sweep with readers that know the present roster."""
    limits = bureau.context.definitions.plan.limits
    with Readers(1, limits, init_worker, (bureau.context.examiner,)) as readers:
        return bureau.sweep(readers)


def test_workbooks_issued_before_a_unit_was_renamed_are_accepted(bureau: Bureau) -> None:
    data = bureau.study("ZB01")
    enter(bureau, "单位", "ZB01", "名称", "局机关党委第一支部")
    bureau.drop("ZB01/六月.xlsx", data)

    [reply] = sweep(bureau)

    assert (reply.disposition, reply.unit) == (Disposition.ACCEPTED, "ZB01")
    assert {p.code for p in bureau.rows(problems)} == {"header.unit_unknown"}


JOINING = [
    ("启用日期", dt.date(2026, 6, 30), True),
    ("启用日期", dt.date(2026, 7, 2), False),
    ("停用日期", dt.date(2026, 6, 30), True),
    ("停用日期", dt.date(2026, 6, 29), False),
]


@pytest.mark.parametrize(("heading", "on", "takes_part"), JOINING)
def test_a_unit_may_file_exactly_what_it_owes(
    bureau: Bureau, heading: str, on: dt.date, takes_part: bool
) -> None:
    data = bureau.study("ZB01")
    for person in bureau.people("ZB01") if heading == "停用日期" else ():
        enter(bureau, "人员", person.code, "截止日期", on)
    enter(bureau, "单位", "ZB01", heading, on)
    bureau.drop("ZB01/六月.xlsx", data)

    [reply] = sweep(bureau)

    owed = {str(d.period) for d in bureau.context.definitions.duties if d.unit == "ZB01"}
    assert ("2026-06" in owed, reply.disposition is Disposition.ACCEPTED) == (
        takes_part,
        takes_part,
    )
