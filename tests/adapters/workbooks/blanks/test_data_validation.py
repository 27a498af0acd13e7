"""What a spreadsheet program checks while somebody fills in an issued workbook."""

import datetime as dt

import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from adapters.workbooks.blanks import Issue
from campaign.definitions.form import FieldType, header_fields
from tests.support.workbooks.issued import (
    AWKWARD,
    EVERY_FORM,
    ISSUES,
    ROSTER,
    check_on,
    label_inputs,
    offered,
    open_issued,
    table_cells,
)


@EVERY_FORM
def test_every_check_keeps_the_limits_beyond_which_excel_repairs_a_file(issue: Issue) -> None:
    for ws in open_issued(issue):
        for check in ws.data_validations.dataValidation:
            assert len(check.formula1 or "") <= 255
            assert len(check.formula2 or "") <= 255
            assert len(check.promptTitle or "") <= 32
            assert len(check.errorTitle or "") <= 32
            assert len(check.prompt or "") <= 255
            assert len(check.error or "") <= 225


@EVERY_FORM
def test_every_choice_has_a_drop_down_with_exactly_its_choices(issue: Issue) -> None:
    workbook = open_issued(issue)
    for sheet in issue.form.sheets:
        ws = workbook[sheet.name]
        cells = [(n, f) for n, f, _ in table_cells(ws, sheet)] if sheet.columns else []
        inputs = label_inputs(ws, issue.form, sheet)
        cells += [(inputs[f.key][0], f) for f in header_fields(issue.form, sheet)]
        for name, field in cells:
            choices = ["是", "否"] if field.type is FieldType.YES_NO else list(field.choices)
            if field.type in (FieldType.CHOICE, FieldType.YES_NO):
                check = check_on(ws, name)
                assert check
                assert (check.type, check.errorStyle) == ("list", "stop")
                assert offered(workbook, str(check.formula1)) == choices


def _awkward_check(key: str) -> DataValidation | None:
    ws = open_issued(ISSUES["awkward"])["全部类型"]
    sheet = AWKWARD.sheets[0]
    return next(check_on(ws, name) for name, field, _ in table_cells(ws, sheet) if field.key == key)


@pytest.mark.parametrize(
    ("key", "kind", "bounds", "error"),
    [
        ("item", "textLength", ("2", "500"), "“事项”请填写2至500个字。"),
        ("remark", "textLength", ("0", "255"), "“说明”不得超过255个字。"),
        (
            "amount",
            "decimal",
            ("-999999999999999", "999999999999999"),
            "“金额（万元）”请填写数字，不带单位。",
        ),
        ("day", "date", ("46174", "46203"), "“发生日期”请填写2026-6-1至2026-6-30之间的日期。"),
        ("month", "date", ("35065", "50040"), "“所属月份”请填写月份，样式如2026年6月。"),
        ("share", "decimal", ("0", "100"), "“完成率”请填写0至100之间的数字，不带单位。"),
        ("score", "decimal", ("0", "10"), "“得分”请填写0至10之间的数字，不带单位。"),
        ("count", "whole", ("0", "99"), "“人次”请填写0至99之间的整数，不带单位。"),
        ("code", "textLength", ("6", None), "“编号”请填写6位编号。"),
        ("all_who", "textLength", ("0", "500"), "“参加人员”不得超过500个字。"),
    ],
)
def test_a_check_says_in_chinese_what_to_enter(
    key: str, kind: str, bounds: tuple[str, str | None], error: str
) -> None:
    check = _awkward_check(key)

    assert check
    assert (check.type, check.formula1, check.formula2) == (kind, *bounds)
    assert (check.error, check.errorStyle, check.showErrorMessage) == (error, "stop", True)


def test_serial_days_are_those_of_the_period() -> None:
    epoch = dt.date(1899, 12, 30)

    assert epoch + dt.timedelta(days=46174) == dt.date(2026, 6, 1)
    assert epoch + dt.timedelta(days=46203) == dt.date(2026, 6, 30)


@pytest.mark.parametrize("key", ["at", "phone"])
def test_what_any_text_may_fill_has_no_check(key: str) -> None:
    assert _awkward_check(key) is None


def test_a_cell_for_several_choices_lists_them_and_lets_several_through() -> None:
    check = _awkward_check("many")

    assert check
    assert (check.type, check.showErrorMessage) == ("list", False)
    assert check.prompt == "可选（多项用顿号隔开）：座谈、走访。"


def test_names_are_offered_of_who_belongs_to_the_unit_in_the_period() -> None:
    workbook = open_issued(ISSUES["awkward"])
    ws = workbook["全部类型"]
    inputs = label_inputs(ws, AWKWARD, AWKWARD.sheets[0])
    own = check_on(ws, inputs["leader"][0])
    any_person = _awkward_check("who")

    assert own
    assert any_person
    assert offered(workbook, str(own.formula1)) == ["林知夏", "顾砚秋"]
    assert (own.errorStyle, own.showErrorMessage) == ("warning", True)
    assert own.error == (
        "“负责人”请填写本单位人员的姓名，不在人员名册的将被退回；新进人员请先报党办列入名册。"
    )
    assert offered(workbook, str(any_person.formula1)) == ["林知夏", "顾砚秋", "沈清和"]
    assert not any_person.showErrorMessage, "people of other units may be named"


def test_a_long_list_comes_from_a_hidden_sheet_and_may_hold_anything() -> None:
    workbook = open_issued(ISSUES["awkward"])
    ws = workbook["全部类型"]
    grade = check_on(ws, label_inputs(ws, AWKWARD, AWKWARD.sheets[0])["grade"][0])
    about = _awkward_check("about")

    assert grade
    assert about
    assert offered(workbook, str(grade.formula1)) == ["=优秀", "良好,较好", "一般"]
    units = [unit.name for unit in ROSTER.units if unit.code != "DW01"]
    assert offered(workbook, str(about.formula1)) == units
    assert workbook["_lists"].sheet_state == "veryHidden"
