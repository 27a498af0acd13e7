"""Each form of the appraisal, filled in rightly and wrongly, from the blank to what is stored."""

import pytest

from campaign.cells import Context
from campaign.periods import parse_period
from campaign.problems import blocks
from campaign.reading import read_submission
from campaign.submission import Submission
from tasks.filling import fill
from tasks.readers import Readers
from tasks.reports import load_reports_by_receipt
from tasks.store import reading
from tests.golden import Golden
from tests.golden_appraisal import MUTUAL, PUBLIC, SOCIAL, SPOT
from tests.golden_decisions import DECISION, NOMINATION, WAIVER
from tests.issued import read_raw
from tests.office import NOW, Bureau, bureau, readers

__all__ = ["bureau", "readers"]

CASES = (MUTUAL, SPOT, SOCIAL, PUBLIC, DECISION, NOMINATION, WAIVER)
EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=[case.form for case in CASES])
NOVEMBER = NOW.replace(month=11, day=2)


def workbook(bureau: Bureau, case: Golden, *, bad: bool = False) -> bytes:
    """Return the case's workbook; what is wrong stands in place of what is right."""
    form = bureau.form(case.form)
    blank = bureau.blank(case.form, case.unit, case.period, 0 if case.period else case.number)
    header = {**case.header, **(case.bad_header if bad else {})}
    return fill(form, blank, case.bad_rows if bad else case.rows, header)


def read(bureau: Bureau, case: Golden, data: bytes) -> Submission:
    """Return what the reader makes of a workbook."""
    definitions = bureau.office.definitions
    context = Context(
        roster=definitions.roster,
        unit=case.unit,
        year=definitions.plan.campaign.year,
        period=parse_period(case.period) if case.period else None,
        catalogue=bureau.office.desk.bureau.catalogue,
    )
    return read_submission(bureau.form(case.form), read_raw(data), context, 5000)


@EVERY_CASE
def test_a_workbook_that_is_right_is_stored_row_by_row(
    bureau: Bureau, readers: Readers, case: Golden
) -> None:
    bureau.now = NOVEMBER
    bureau.drop(f"{case.unit}/报表.xlsx", workbook(bureau, case))
    [reply] = bureau.sweep(readers)
    assert (reply.outcome, reply.unit) == ("receipt", case.unit)
    with reading(bureau.office.engine) as connection:
        [report] = load_reports_by_receipt(connection, bureau.office.definitions, [reply.receipt])
    assert (report.form, report.unit) == (case.form, case.unit)
    stored = {
        key: [dict(sheet.header), *(dict(row.values) for row in sheet.rows)]
        for key, sheet in report.sheets.items()
    }
    assert stored == {key: [dict(row) for row in rows] for key, rows in case.read.items()}


@EVERY_CASE
def test_a_workbook_that_is_wrong_is_returned_with_everything_that_is_wrong(
    bureau: Bureau, case: Golden
) -> None:
    found = read(bureau, case, workbook(bureau, case, bad=True)).problems
    assert blocks(found)
    where = [(p.sheet, p.cell or (str(p.row) if p.row else ""), str(p.code)) for p in found]
    assert where == list(case.problems)
