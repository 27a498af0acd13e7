"""The table of mutual ratings lists the branches that are rated, and nobody else."""

import datetime as dt
import io
from itertools import takewhile
from typing import Any

import openpyxl

from adapters.workbooks.blanks import Issue, issue_workbook
from adapters.workbooks.filler import CellValue, fill
from campaign.definitions.form import Form
from campaign.definitions.roster import Roster
from campaign.reading.workbook import read_submission
from campaign.values.periods import parse_period
from campaign.values.printed_labels import NOTE
from tests.support.workbooks.issued import (
    DEFINITIONS,
    ISSUES,
    KEY,
    PLAN,
    check_on,
    context_of,
    heading_row,
    offered,
    read_raw,
)

FORM = DEFINITIONS.forms["mutual_evaluation"]
SHEET = FORM.sheets[0]
BRANCHES = [unit for unit in DEFINITIONS.roster.units if unit.unit_class == "支部"]
DUE = dt.date(2026, 10, 31)
HEADER: dict[str, CellValue] = {"rater_name": "林知夏", "rated_on": dt.date(2026, 10, 22)}


def roster(**changes: dict[str, Any]) -> Roster:
    """Return the roster with changes to some units, by code."""
    units = tuple(
        unit.model_copy(update=changes.get(unit.code, {})) for unit in DEFINITIONS.roster.units
    )
    return DEFINITIONS.roster.model_copy(update={"units": units})


def blank(known: Roster, form: Form = FORM) -> bytes:
    issue = Issue(form=form, unit=known.units[0], period=parse_period("2026"), due=DUE)
    return issue_workbook(issue, key=KEY, plan=PLAN, roster=known)


def listed(data: bytes) -> list[str]:
    ws = openpyxl.load_workbook(io.BytesIO(data))[SHEET.name]
    first = heading_row(ws, SHEET) + 1
    texts = (ws.cell(row, 1).value for row in range(first, ws.max_row + 1))
    return [str(text) for text in takewhile(lambda text: text not in (None, NOTE), texts)]


def test_every_other_branch_stands_there_in_the_rosters_order() -> None:
    assert listed(blank(roster())) == [unit.name for unit in BRANCHES[1:]]


def test_who_does_not_take_part_on_the_due_date_does_not_stand_there() -> None:
    second, third, fourth = (unit.code for unit in BRANCHES[1:4])
    known = roster(
        **{
            second: {"last": DUE},
            third: {"last": DUE - dt.timedelta(days=1)},
            fourth: {"first": DUE + dt.timedelta(days=1)},
        }
    )
    names = [unit.name for unit in BRANCHES if unit.code not in (third, fourth)]
    assert listed(blank(known)) == names[1:]


def test_more_branches_than_rows_are_usual_all_stand_there_and_can_be_filled_in() -> None:
    few = FORM.model_copy(update={"sheets": (SHEET.model_copy(update={"usual_rows": 4}),)})
    data = blank(roster(), few)
    assert listed(data) == [unit.name for unit in BRANCHES[1:]]
    rows: list[dict[str, CellValue]] = [
        {"service": 80 + at, "basis": "查资料"} for at in range(len(BRANCHES) - 1)
    ]
    own: dict[str, CellValue] = {"unit": BRANCHES[0].name, "image": 90, "basis": "查资料"}
    filled = fill(few, data, {"ratings": [*rows, own]}, HEADER)
    read = read_submission(few, read_raw(filled), context_of(ISSUES[FORM.key]), 5000)
    assert read.problems == ()
    assert [row.values["unit"] for row in read.sheets[0].rows] == [
        *(unit.code for unit in BRANCHES[1:]),
        BRANCHES[0].code,
    ]


def test_only_the_units_that_stand_there_are_offered() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(blank(roster())))
    ws = workbook[SHEET.name]
    check = check_on(ws, f"A{heading_row(ws, SHEET) + 1}")
    assert check
    assert offered(workbook, str(check.formula1)) == [unit.name for unit in BRANCHES[1:]]


def test_the_list_left_as_it_is_says_nothing() -> None:
    filled = fill(FORM, blank(roster()), {}, HEADER)
    read = read_submission(FORM, read_raw(filled), context_of(ISSUES[FORM.key]), 5000)
    assert [str(found.code) for found in read.problems] == ["sheet.empty"]
