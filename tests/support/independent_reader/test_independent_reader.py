"""The fast reading accepts the same rows and finds the same faults as a plain, slow one."""

from functools import cache
from random import Random

import pytest

from adapters.workbooks.blanks import Issue, issue_workbook
from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from campaign.definitions.plan import Due, Obligation
from campaign.reading.cells import CellContext
from campaign.reading.workbook import read_submission
from campaign.recognition.recognition import (
    DropPlace,
    RecognitionContext,
    RecognizedWorkbook,
    recognize_form,
)
from campaign.values.periods import parse_period
from campaign.values.raw_workbook import RawWorkbook
from tests.support.independent_reader.values import Values
from tests.support.independent_reader.workbook import Answer, read_plainly
from tests.support.workbooks.cell_spellings import Spellings
from tests.support.workbooks.fill_variants import fill_variant
from tests.support.workbooks.issued import AWKWARD, DEFINITIONS, KEY, PLAN, shipped

AWKWARD_DUTY = Obligation(
    key="awkward",
    name="疑难",
    form=AWKWARD.key,
    classes=("支部",),
    periods=(parse_period("2026-06"),),
    due=Due(day=5),
)
FORMS = {**DEFINITIONS.forms, AWKWARD.key: AWKWARD}
UNLOCKED = [item.model_copy(update={"lock": None}) for item in PLAN.obligations]
"""Everything is read on the campaign's last day."""

BUREAU = RecognitionContext(
    plan=PLAN.model_copy(update={"obligations": (*UNLOCKED, AWKWARD_DUTY)}),
    roster=DEFINITIONS.roster,
    forms=FORMS,
    key=KEY,
)
CASES = [(key, seed) for key in sorted(FORMS) for seed in range(240 // len(FORMS))]


@cache
def issue(key: str) -> Issue:
    """Return the first workbook that is due of a form."""
    if key != AWKWARD.key:
        return shipped(FORMS[key])
    return Issue(form=AWKWARD, unit=BUREAU.roster.units[0], period=AWKWARD_DUTY.periods[0])


@cache
def blank(key: str) -> bytes:
    return issue_workbook(issue(key), key=KEY, plan=PLAN, roster=BUREAU.roster)


def read_fast(data: bytes) -> Answer:
    """Read a workbook as the intake does."""
    passed = inspect(data, PLAN.limits)
    assert isinstance(passed, Passed)
    book = read_workbook(data, passed, PLAN.limits)
    assert isinstance(book, RawWorkbook)
    place = DropPlace(folder="", confidential=True, received_on=PLAN.campaign.last)
    found = recognize_form(book, place, BUREAU)
    assert isinstance(found, RecognizedWorkbook)
    context = CellContext(
        roster=BUREAU.roster,
        unit=found.unit.code,
        year=PLAN.campaign.year,
        period=found.period,
        epoch_1904=book.epoch_1904,
        plan_index=BUREAU.plan_index,
    )
    read = read_submission(found.form, book, context, PLAN.limits.max_rows_read)
    values = {
        (sheet.key, number, key): value
        for sheet in read.sheets
        for number, row in [(0, sheet.header), *((row.number, row.values) for row in sheet.rows)]
        for key, value in row.items()
    }
    return Answer(values, {(p.sheet, p.row, p.column, p.code) for p in read.problems})


@pytest.mark.parametrize(("key", "seed"), CASES)
def test_fast_and_plain_reading_agree(key: str, seed: int) -> None:
    form = FORMS[key]
    of = (BUREAU.roster, issue(key).unit.code, PLAN.campaign.year, issue(key).period)
    data = fill_variant(form, blank(key), Spellings(*of), Random(f"{key}{seed}"))
    fast, plain = read_fast(data), read_plainly(data, form, Values(*of))
    assert fast.faults == plain.faults
    assert fast.values == plain.values
