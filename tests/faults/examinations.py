"""Examines files in a child, and reads what was accepted by other means: the independent reader."""

import datetime as dt
import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.files.home import Home
from campaign.definitions.form import Form
from campaign.problems.codes import Severity
from campaign.values.periods import parse_period
from services.context import AppContext, open_context
from services.intake.claim import Claim
from services.intake.examining.examination import Examined, examine
from tests.support.independent_reader.values import Values
from tests.support.independent_reader.workbook import read_plainly

Recorded = frozenset[tuple[str, int, str, str]]
"""What is recorded in the open: sheet, row (0: labelled cells), key and value."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a file: its form, unit and period, the codes that block, what is recorded."""

    identity: tuple[str, str, str] = ("", "", "")
    errors: tuple[str, ...] = ()
    values: Recorded = frozenset()
    raised: str = ""
    seconds: float = 0.0


def examine_all(root: Path, files: Sequence[tuple[bytes, dt.datetime]]) -> list[Verdict]:
    """Return the verdict on each file, by when it came."""
    context = open_context(Home(root))
    return [_examine(context, data, received) for data, received in files]


def _examine(context: AppContext, data: bytes, received: dt.datetime) -> Verdict:
    began = time.monotonic()
    spooled = context.home.state / "mutant"
    spooled.write_bytes(data)
    try:
        examined = examine(_claim(spooled, data, received), context.examiner)
    except Exception as error:  # noqa: BLE001 - a fault of the software, which is what is looked for
        return Verdict(raised=repr(error), seconds=time.monotonic() - began)
    blocking = (problem.code for problem in examined.problems if problem.severity is Severity.ERROR)
    return Verdict(
        identity=(examined.form, examined.unit, examined.slot),
        errors=tuple(sorted(blocking)),
        values=_recorded(examined),
        seconds=time.monotonic() - began,
    )


def _claim(spooled: Path, data: bytes, received: dt.datetime) -> Claim:
    return Claim(
        drop_id=1,
        receipt="HZ26-000001",
        path="报表.xlsx",
        spooled=spooled,
        name="报表.xlsx",
        suffix=".xlsx",
        named_serial="",
        sha256=hashlib.sha256(data).hexdigest(),
        folder_unit="",
        confidential=False,
        received_at=received,
        estimated=False,
    )


def _recorded(examined: Examined) -> Recorded:
    cells = set()
    for sheet, header, rows, _ in examined.sheets:
        for number, values in [(0, json.loads(header)), *json.loads(rows)]:
            cells |= {(sheet, number, key, value) for key, value in values.items() if value}
    return frozenset(cells)


def read_by_other_means(context: AppContext, data: bytes, verdict: Verdict) -> Recorded:
    """Return what the independent reader reads in a workbook, without what is private."""
    key, unit, slot = verdict.identity
    form = context.definitions.forms[key]
    plan, roster = context.definitions.plan, context.definitions.roster
    try:
        period = parse_period(slot)
        year = period.first.year
    except ValueError:
        period, year = None, plan.campaign.year
    answer = read_plainly(data, form, Values(roster, unit, year, period))
    private = _private(form)
    return frozenset(
        (sheet, row, name, value)
        for (sheet, row, name), value in answer.values.items()
        if (sheet, name) not in private
    )


def _private(form: Form) -> set[tuple[str, str]]:
    fields = ((sheet, field) for sheet in form.sheets for field in (*sheet.header, *sheet.columns))
    return {(sheet.key, field.key) for sheet, field in fields if field.private}
