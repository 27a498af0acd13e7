"""Issued workbooks for tests: of every shipped form, and of one as awkward as can be."""

import datetime as dt
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from adapters.files.home import Home
from adapters.workbooks.blanks import Issue, issue_workbook
from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from campaign.definitions.duties import due_date
from campaign.definitions.form import Field, Form, Sheet, header_fields, parse_form
from campaign.definitions.limits import Limits
from campaign.definitions.plan_index import index_plan
from campaign.definitions.roster import Person, Roster, Unit
from campaign.reading.cells import CellContext
from campaign.recognition.recognition import RecognitionContext
from campaign.values.cell_ref import cell_name
from campaign.values.periods import parse_period
from campaign.values.raw_workbook import RawWorkbook
from services.definitions.loading import load_definitions

KEY = b"k" * 32
HOME = Home(Path(__file__).parents[3])
DEFINITIONS = load_definitions(HOME)
PLAN = DEFINITIONS.plan

AWKWARD = parse_form(
    """
key = "awkward"
code = "BK"
title = "疑难情况“一览”表 A/B & C"
version = 3
filed_by = "unit"
period = "monthly"
nil_return = true
help = "=本表供试验用"

[[sheets]]
key = "all"
name = "全部类型"
help = "+逐项填写"
usual_rows = 9
prefill = [["1", "=1+1", "@甲", "-3", "2026-06-02"], ["", "+乙"]]
header = [
    { key = "leader", heading = "负责人", type = "person", own_unit = true, required = true },
    { key = "grade", heading = "等次", type = "choice", choices = ["=优秀", "良好,较好", "一般"] },
    { key = "place", heading = "地点", type = "choice", choices = ["甲,乙", "丙"] },
]
columns = [
    { key = "at", heading = "序号", type = "sequence" },
    { key = "item", heading = "事项", required = true, unique = true, min_length = 2 },
    { key = "remark", heading = "说明", max_length = 255, example = "-无-" },
    { key = "amount", heading = "金额（万元）", type = "number" },
    { key = "day", heading = "发生日期", type = "date", within_period = true, required = true },
    { key = "month", heading = "所属月份", type = "month" },
    { key = "share", heading = "完成率", type = "percent" },
    { key = "score", heading = "得分", type = "score", max = 10 },
    { key = "count", heading = "人次", type = "whole", max = 99 },
    { key = "code", heading = "编号", type = "code", digits = 6 },
    { key = "many", heading = "方式", type = "choices", choices = ["座谈", "走访"] },
    { key = "yes", heading = "是否办结", type = "yes_no", required = true },
    { key = "who", heading = "经办人", type = "person" },
    { key = "all_who", heading = "参加人员", type = "people" },
    { key = "about", heading = "涉及单位", type = "unit", required = true },
    { key = "phone", heading = "联系电话", type = "phone" },
]

[[sheets]]
key = "labels"
name = "只有表头"
help = "没有表格"
header = [
    { key = "text", heading = "总体情况", required = true, min_length = 10, max_length = 2000 },
    { key = "day", heading = "填报日期", type = "date" },
]

[[sheets]]
key = "single"
name = "单栏"
help = ""
usual_rows = 70
optional = true
columns = [{ key = "line", heading = "意见" }]
""",
    "awkward.toml",
)
PEOPLE = (
    Person(code="1", name="林知夏", unit="DW01", branch="ZB01"),
    Person(code="2", name="苏晚晴", unit="ZB01", last=dt.date(2026, 5, 31)),
    Person(code="3", name="顾砚秋", unit="ZB01", first=dt.date(2026, 6, 30)),
    Person(code="4", name="江映雪", unit="ZB02"),
    Person(code="5", name="沈清和", unit="党办"),
)
ROSTER = Roster(
    units=(
        Unit(code="ZB01", name="甲支部", unit_class="支部"),
        Unit(code="ZB02", name="=乙支部", unit_class="支部"),
        Unit(code="DW01", name="丙单位", unit_class="单位", last=dt.date(2026, 5, 1)),
        *(
            Unit(code=f"ZB{number}", name=f"基层第{number}党支部委员会", unit_class="支部")
            for number in range(10, 40)
        ),
        Unit(code="党办", name="局党办", unit_class="办公室"),
    ),
    people=PEOPLE,
    leading_group=(),
)


def shipped(form: Form) -> Issue:
    """Return the first workbook that the plan asks for of a form."""
    obligation = PLAN.obligations_of(form.key)[0]
    bound = obligation.units or tuple(
        unit.code for unit in DEFINITIONS.roster.units if unit.unit_class in obligation.classes
    )
    unit = DEFINITIONS.roster.unit(bound[0])
    assert unit
    if not obligation.periods:
        return Issue(form=form, unit=unit, number=7)
    period = obligation.periods[0]
    return Issue(form=form, unit=unit, period=period, due=due_date(obligation, period, PLAN))


def listing(issue: Issue, sheet: Sheet) -> Sheet:
    """Return a sheet as it is issued: with the other units that take part, if it lists units."""
    units = [
        unit.name
        for unit in roster_of(issue).units
        if unit.unit_class in sheet.prefill_units
        and unit != issue.unit
        and unit.active_on(issue.due or PLAN.campaign.last)
    ]
    prefill = tuple((name,) for name in units) or sheet.prefill
    return sheet.model_copy(update={"prefill": prefill})


ISSUES = {form.key: shipped(form) for form in DEFINITIONS.forms.values()}
ISSUES["awkward"] = Issue(
    form=AWKWARD, unit=ROSTER.units[0], period=parse_period("2026-06"), due=dt.date(2026, 7, 7)
)


def roster_of(issue: Issue) -> Roster:
    """Return the roster that goes with a form."""
    return ROSTER if issue.form is AWKWARD else DEFINITIONS.roster


def make(issue: Issue) -> bytes:
    """Return the issued workbook."""
    return issue_workbook(issue, key=KEY, plan=PLAN, roster=roster_of(issue))


@cache
def issued(key: str) -> bytes:
    """Return the issued workbook of a form, made once in a session."""
    return make(ISSUES[key])


EVERY_FORM = pytest.mark.parametrize("issue", ISSUES.values(), ids=ISSUES.keys())


def open_issued(issue: Issue) -> Workbook:
    """Return an issued workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(issued(issue.form.key)))


def read_raw(data: bytes) -> RawWorkbook:
    """Return a workbook as our own gate and reader let it through."""
    passed = inspect(data, Limits())
    assert isinstance(passed, Passed), passed
    read = read_workbook(data, passed, Limits())
    assert isinstance(read, RawWorkbook), read
    return read


def bureau(issue: Issue) -> RecognitionContext:
    """Return the definitions with an obligation to file the form of our own."""
    forms = {**DEFINITIONS.forms, AWKWARD.key: AWKWARD}
    study = PLAN.obligations_of("study")[0]
    more = study.model_copy(update={"key": "awkward", "form": "awkward"})
    plan = PLAN.model_copy(update={"obligations": (*PLAN.obligations, more)})
    return RecognitionContext(plan=plan, roster=roster_of(issue), forms=forms, key=KEY)


def context_of(issue: Issue) -> CellContext:
    """Return what our reader must know of a workbook."""
    year = PLAN.campaign.year
    return CellContext(
        roster=roster_of(issue),
        unit=issue.unit.code,
        year=year,
        period=issue.period,
        plan_index=index_plan(PLAN, DEFINITIONS.forms.values()),
    )


def heading_row(ws: Worksheet, sheet: Sheet) -> int:
    """Return the row that holds all headings of a table."""
    headings = {field.heading for field in sheet.columns}
    for row in range(1, 60):
        texts = {str(cell.value).lstrip("*") for cell in ws[row] if cell.value is not None}
        if headings <= texts:
            return row
    raise AssertionError(f"no headings in {ws.title}")


def table_cells(ws: Worksheet, sheet: Sheet) -> Iterator[tuple[str, Field, str]]:
    """Return each cell of the table below the headings, its column and its prefilled value."""
    first = heading_row(ws, sheet) + 1
    if sheet.prefill_units:
        sheet = listing(next(i for i in ISSUES.values() if sheet in i.form.sheets), sheet)
    for at in range(max(sheet.usual_rows, len(sheet.prefill))):
        row = sheet.prefill[at] if at < len(sheet.prefill) else ()
        for column, field in enumerate(sheet.columns, start=1):
            given = row[column - 1] if column <= len(row) else ""
            yield cell_name(first + at, column), field, given


def label_inputs(ws: Worksheet, form: Form, sheet: Sheet) -> dict[str, list[str]]:
    """Return the cells of each labelled input, by key; the first is where the value is."""
    end = heading_row(ws, sheet) if sheet.columns else ws.max_row + 1
    inputs: dict[str, list[str]] = {}
    for field in header_fields(form, sheet):
        row, column = next(
            (cell.row, cell.column)
            for cells in ws[f"A4:B{end - 1}"]
            for cell in cells
            if str(cell.value).lstrip("*") == field.heading
        )
        label = next((m for m in ws.merged_cells.ranges if cell_name(row, column) in m), None)
        first = (label.max_col if label else column) + 1
        merged = next(m for m in ws.merged_cells.ranges if cell_name(row, first) in m)
        inputs[field.key] = [cell_name(row, column) for column in range(first, merged.max_col + 1)]
    return inputs


def check_on(ws: Worksheet, cell: str) -> DataValidation | None:
    """Return the check on a cell, of which there is at most one."""
    found = [check for check in ws.data_validations.dataValidation if cell in check.sqref]
    assert len(found) < 2, f"two checks on {cell}"
    return found[0] if found else None


def offered(workbook: Workbook, formula: str) -> list[str]:
    """Return what a drop-down list offers, as a spreadsheet program would find it."""
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    sheet, _, cells = workbook.defined_names[formula].attr_text.partition("!")
    return [str(row[0].value) for row in workbook[sheet][cells.replace("$", "")]]


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook's package by name."""
    with ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
