"""Every rule by worked cases; what was reported already breaks no rule."""

from typing import Any

import pytest

from campaign.definitions.form import Field, Form
from campaign.problems.codes import Problem
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import field, form, places, raw, read, sheet

Row = tuple[Scalar, ...]
HEADINGS = ("开始", "完成", "应到", "实到", "缺席", "状态", "专题", "原因", "经办人", "复核人")
COLUMNS = (
    field("date", "first", heading="开始"),
    field("date", "done", heading="完成"),
    field("whole", "expected", heading="应到"),
    field("number", "attended", heading="实到"),
    field("whole", "absent", heading="缺席"),
    field("choice", "status", heading="状态"),
    field("choices", "topics", heading="专题", choices=("甲", "乙", "丙")),
    field("text", "reason", heading="原因", min_length=2),
    field("person", "person", heading="经办人", own_unit=True),
    field("person", "reviewer", heading="复核人"),
)
BY_KEY = {each.key: at for at, each in enumerate(COLUMNS)}


def row(**values: Scalar) -> Row:
    cells: list[Scalar] = [None] * len(COLUMNS)
    for key, value in values.items():
        cells[BY_KEY[key]] = value
    return (*cells, "·")  # a filled cell beside the table, so that no row is blank


def breaches(
    rule: dict[str, Any],
    *rows: Row,
    without: tuple[str, ...] = (),
    columns: tuple[Field, ...] = COLUMNS,
) -> tuple[Problem, ...]:
    of = form(sheet(*columns, optional=True), rules=[{"sheet": "table", **rule}])
    kept = [at for at, each in enumerate(columns) if each.key not in without]
    moved = [tuple(cells[at] for at in kept) for cells in rows]
    return read(of, raw(tuple(HEADINGS[at] for at in kept), *moved)).problems


ORDER = {"rule": "order", "first": "first", "then": "done"}
NOT_MORE = {"rule": "not_more", "part": "attended", "whole": "expected"}
REASON = {"rule": "required_if", "when": "status", "equals": ["请假", "缺席"], "then": "reason"}
REASON_ANY = {"rule": "required_if", "when": "attended", "then": "reason"}
REASON_TOPIC = {"rule": "required_if", "when": "topics", "equals": ["丙"], "then": "reason"}
ONE_OF = {"rule": "one_of", "columns": ["reason", "status"]}
ONE_OF_WHEN = {
    **ONE_OF,
    "columns": ["reason", "reviewer"],
    "when": "topics",
    "equals": ["乙", "丙"],
}
DIFFERENT = {"rule": "different", "column": "reviewer", "other": "person"}
HOLDS = {"rule": "holds_if", "when": "reason", "then": "topics", "holds": ["丙"]}
SUM = {"rule": "sum", "total": "expected", "parts": ["attended", "absent"]}


@pytest.mark.parametrize(
    ("rule", "values", "cell"),
    [
        (ORDER, {"first": "2026-06-01", "done": "2026-06-01"}, ""),
        (ORDER, {"first": "2026-06-01", "done": "2026.6.2"}, ""),
        (ORDER, {"first": "2026-06-02", "done": "6月1日"}, "B2"),
        (ORDER, {"first": "2026-06-02"}, ""),
        (ORDER, {"done": "2026-06-02"}, ""),
        (NOT_MORE, {"attended": 12.0, "expected": 12.0}, ""),
        (NOT_MORE, {"attended": 9.0, "expected": 10.0}, ""),
        (NOT_MORE, {"attended": 12.1, "expected": "12人"}, "D2"),
        (NOT_MORE, {"attended": 100.0, "expected": 99.0}, "D2"),
        (NOT_MORE, {"attended": 12.0}, ""),
        (REASON, {"status": "请假", "reason": "下乡"}, ""),
        (REASON, {"status": "请假"}, "H2"),
        (REASON, {"status": "请 假", "reason": "/"}, "H2"),
        (REASON, {"status": "出勤"}, ""),
        (REASON, {"person": "夏初"}, ""),
        (REASON_ANY, {"attended": 0.0}, "H2"),
        (REASON_ANY, {"attended": "/", "status": "出勤"}, ""),
        (REASON_TOPIC, {"topics": "甲、丙"}, "H2"),
        (REASON_TOPIC, {"topics": "甲、乙"}, ""),
        (ONE_OF, {"reason": "下乡"}, ""),
        (ONE_OF, {"status": "出勤"}, ""),
        (ONE_OF, {"attended": 1.0}, "H2"),
        (ONE_OF, {"reason": "—", "attended": 1.0}, "H2"),
        (ONE_OF_WHEN, {"topics": "甲、丙"}, "H2"),
        (ONE_OF_WHEN, {"topics": "甲、丙", "reviewer": "夏初"}, ""),
        (ONE_OF_WHEN, {"topics": "甲"}, ""),
        (ONE_OF_WHEN, {"status": "出勤"}, ""),
        (ONE_OF_WHEN | {"equals": []}, {"topics": "甲"}, "H2"),
        (HOLDS, {"reason": "下乡", "topics": "甲、丙"}, ""),
        (HOLDS, {"reason": "下乡", "topics": "甲、乙"}, "G2"),
        (HOLDS, {"reason": "下乡"}, "G2"),
        (HOLDS, {"topics": "甲、丙"}, ""),
        (DIFFERENT, {"person": "夏初", "reviewer": "夏 初"}, "J2"),
        (DIFFERENT, {"person": "夏初", "reviewer": "林知夏"}, ""),
        (DIFFERENT, {"person": "夏初"}, ""),
        (SUM, {"expected": 12.0, "attended": 11.0, "absent": 1.0}, ""),
        (SUM, {"expected": 12.0, "attended": 12.0}, ""),
        (SUM, {"expected": 12.0, "attended": 10.5, "absent": 1.0}, "C2"),
        (SUM, {"expected": 12.0}, "C2"),
        (SUM, {"attended": 12.0}, ""),
    ],
)
def test_a_rule_across_columns(rule: dict[str, Any], values: dict[str, Scalar], cell: str) -> None:
    assert places(breaches(rule, row(**values))) == (
        [(f"rule.{rule['rule']}", cell)] if cell else []
    )


@pytest.mark.parametrize(
    ("rule", "values", "facts", "value"),
    [
        (
            ORDER,
            {"first": "2026-06-02", "done": "2026-06-01"},
            {"heading": "完成", "other": "开始", "other_value": "2026-06-02"},
            "2026-06-01",
        ),
        (
            NOT_MORE,
            {"attended": 13.0, "expected": 12.0},
            {"heading": "实到", "other": "应到", "other_value": "12"},
            "13",
        ),
        (
            REASON,
            {"status": "请假"},
            {"heading": "原因", "other": "状态", "other_value": "请假", "expected": "文字内容"},
            "",
        ),
        (ONE_OF, {"attended": 1.0}, {"heading": "原因", "headings": "“原因”、“状态”"}, ""),
        (
            HOLDS,
            {"reason": "下乡", "topics": "甲"},
            {"heading": "专题", "other": "原因", "other_value": "下乡", "choices": "丙"},
            "甲",
        ),
        (
            SUM,
            {"expected": 12.0, "attended": 10.5},
            {"heading": "应到", "sum": "10.5", "parts": "“实到”、“缺席”"},
            "12",
        ),
    ],
)
def test_a_breach_says_what_contradicts_what(
    rule: dict[str, Any], values: dict[str, Scalar], facts: dict[str, str], value: str
) -> None:
    (breach,) = breaches(rule, row(**values))
    assert (dict(breach.facts), breach.value) == (facts, value)


@pytest.mark.parametrize(
    ("rule", "values", "found"),
    [
        (ORDER, {"first": "6月31日", "done": "2026-06-01"}, ["cell.not_a_date"]),
        (NOT_MORE, {"attended": "多", "expected": 12.0}, ["cell.not_a_number"]),
        (REASON, {"status": "请假", "reason": "短"}, ["cell.too_short"]),
        (REASON, {"status": "病假"}, ["cell.not_a_choice"]),
        (ONE_OF, {"status": "病假"}, ["cell.not_a_choice"]),
        (DIFFERENT, {"person": "张三", "reviewer": "张三"}, ["person.unknown"] * 2),
        (HOLDS, {"reason": "短", "topics": "甲"}, ["cell.too_short"]),
        (SUM, {"expected": 12.0, "attended": "多", "absent": 1.0}, ["cell.not_a_number"]),
        (SUM, {"expected": 12.5, "attended": 1.0}, ["cell.not_whole"]),
    ],
)
def test_a_faulty_cell_breaks_no_rule(
    rule: dict[str, Any], values: dict[str, Scalar], found: list[str]
) -> None:
    assert [code for code, _ in places(breaches(rule, row(**values)))] == found


def test_a_row_of_errors_only_breaks_no_rule() -> None:
    of = form(sheet(*COLUMNS), rules=[{"sheet": "table", **ONE_OF}])
    page = raw(HEADINGS, row(reason="下乡")[:-1], (), errors={(3, 4): "#REF!"})
    assert places(read(of, page).problems) == [("cell.error_value", "D3")]


def test_a_cell_with_a_warning_still_has_to_keep_the_rules() -> None:
    rule = {"rule": "required_if", "when": "person", "then": "reason"}
    found = places(breaches(rule, row(person="许清和")))
    assert found == [("rule.required_if", "H2"), ("person.other_unit", "I2")]


@pytest.mark.parametrize(
    ("rule", "without", "found"),
    [
        (REASON, ("reason",), [("column.missing", "")]),
        (REASON, ("status",), []),
        (ONE_OF, ("reason",), []),
        (ONE_OF, ("reason", "status"), [("column.missing", "")]),
        (ORDER, ("first",), []),
        (NOT_MORE, ("expected",), []),
        (DIFFERENT, ("person",), []),
        (HOLDS, ("reason",), []),
        (HOLDS, ("topics",), []),
        (SUM, ("expected",), []),
        (SUM, ("absent",), []),
        ({"rule": "each_choice", "column": "status"}, ("status",), [("column.missing", "")]),
    ],
)
def test_a_column_that_was_left_out_is_said_once_and_only_if_it_is_needed(
    rule: dict[str, Any], without: tuple[str, ...], found: list[tuple[str, str]]
) -> None:
    full = row(first="2026-06-01", status="请假", expected=9.0, attended=9.0, person="夏初")
    assert places(breaches(rule, full, full, full, without=without)) == found


def test_a_required_column_that_is_missing_is_not_missing_again_for_the_rules() -> None:
    columns = tuple(
        each.model_copy(update={"required": True})
        if each.key in ("reason", "absent", "status")
        else each
        for each in COLUMNS
    )
    filled = row(status="请假", expected=9.0, attended=9.0)
    for rule in (REASON, SUM, ONE_OF, {"rule": "each_choice", "column": "status"}):
        found = breaches(rule, filled, without=("reason", "absent", "status"), columns=columns)
        assert places(found) == [("column.missing", "1")] * 3


def test_a_column_that_stands_twice_breaks_no_rule() -> None:
    of = form(
        sheet(*COLUMNS[5:8]), rules=[{"sheet": "table", **REASON}, {"sheet": "table", **ONE_OF}]
    )
    page = raw(("状态", "专题", "原因", "原因"), ("请假", "甲"), ("缺席", "乙"))
    assert places(read(of, page).problems) == [("column.twice", "D1")]


@pytest.mark.parametrize(
    ("states", "missing"),
    [
        (["出勤", "请假", "缺席", "补学"], ""),
        (["补学", "缺席", "请假", "出勤", "出 勤"], ""),
        (["出勤", "请假"], "缺席、补学"),
        (["出勤", None], "请假、缺席、补学"),
        (["出勤", "病假"], None),
        ([], None),
    ],
)
def test_each_choice_has_its_row(states: list[Scalar], missing: str | None) -> None:
    rule = {"rule": "each_choice", "column": "status"}
    found = [
        p for p in breaches(rule, *(row(status=s) for s in states)) if p.code == "rule.each_choice"
    ]
    assert [(dict(p.facts)["missing"], p.row, p.column) for p in found] == (
        [(missing, 0, 6)] if missing else []
    )


@pytest.mark.parametrize(
    ("states", "found"),
    [
        (["出勤", "补学"], None),
        (["出勤", "请假"], "1"),
        (["请假", "缺席"], "0"),
        (["补学", "补 学"], None),
        (["出勤", None], "1"),
        (["出勤", "病假"], None),
        ([], None),
    ],
)
def test_so_many_rows_hold_one_of_the_choices(states: list[Scalar], found: str | None) -> None:
    rule = {"rule": "at_least", "column": "status", "equals": ["出勤", "补学"], "count": 2}
    breached = [
        p for p in breaches(rule, *(row(status=s) for s in states)) if p.code == "rule.at_least"
    ]
    assert [(dict(p.facts)["found"], p.row, p.column) for p in breached] == (
        [(found, 0, 6)] if found else []
    )


def test_a_row_that_names_several_choices_counts_for_each() -> None:
    rule = {"rule": "at_least", "column": "topics", "equals": ["丙"]}
    assert breaches(rule, row(topics="甲、丙")) == ()


DISTINCT = {"rule": "distinct", "columns": ["person", "status", "reason"]}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("夏初", "出勤", None), ("林知夏", "出勤", None)], []),
        ([("夏初", "出勤", None), ("夏 初", "出 勤", "—")], ["I3"]),
        ([("夏初", "请假", "下乡"), ("夏初", "补学", "下乡")], []),
        ([("陈静", "出勤", "（大）"), ("陈静", "出勤", "（小）")], []),
        ([("夏初", "出勤", None)] * 3, ["I3", "I4"]),
        ([(None, None, None)] * 2, []),
        ([("夏初", "病假", None)] * 2, []),
        ([("张三", "出勤", None)] * 2, []),
    ],
)
def test_no_two_rows_are_alike(rows: list[tuple[Scalar, ...]], found: list[str]) -> None:
    keys = ("person", "status", "reason")
    filled = [row(**dict(zip(keys, values, strict=True))) for values in rows]
    breached = [p for p in breaches(DISTINCT, *filled) if p.code == "rule.distinct"]
    assert [p.cell for p in breached] == found
    assert [dict(p.facts)["other"] for p in breached] == ["2"] * len(found)


def test_rows_are_not_alike_while_one_of_the_columns_is_left_out() -> None:
    assert breaches(DISTINCT, row(person="夏初"), row(person="夏初"), without=("status",)) == ()


@pytest.mark.parametrize(
    ("obligation", "period", "found"),
    [
        ("学习教育", "2026年6月", []),
        ("学习教育", "2026年", [("rule.period_of", "B2")]),
        ("自评报告表", "全年", []),
        ("支部自评", "6月", [("rule.period_of", "B2")]),
        ("郊游", "6月", [("cell.obligation_unknown", "A2")]),
        ("支部自评", "7月", [("cell.period_unknown", "B2")]),
    ],
)
def test_a_period_is_one_of_its_obligations(
    obligation: str, period: str, found: list[tuple[str, str]]
) -> None:
    rule = {"rule": "period_of", "obligation": "obligation", "period": "period"}
    columns = (field("obligation", "obligation"), field("period", "period"))
    of = form(sheet(*columns), rules=[{"sheet": "table", **rule}])
    submission = read(of, raw(("obligation", "period"), (obligation, period)))
    assert places(submission.problems) == found


def two_sheets(*, optional: bool = False) -> Form:
    session = field("whole", "session", heading="场次", max=60)
    status = field("text", "status", heading="情况")
    return form(
        sheet(session, key="sessions", name="场次表", optional=optional),
        sheet(session, status, key="attendance", name="出勤表"),
        rules=[
            {
                "rule": "known_in",
                "sheet": "attendance",
                "column": "session",
                "other_sheet": "sessions",
                "other_column": "session",
            }
        ],
    )


@pytest.mark.parametrize(
    ("sessions", "attendance", "optional", "found"),
    [
        ([1.0, 2.0], [1.0, "2", "２场"], False, []),
        ([1.0, 2.0], [1.0, 3.0, None], False, [("rule.known_in", "A3")]),
        ([1.0, "二"], [1.0, 2.0, 3.0], False, [("cell.not_a_number", "A3")]),
        ([], [1.0, 2.0], False, [("sheet.empty", "")]),
        ([], [1.0, 2.0], True, [("rule.known_in", "A2"), ("rule.known_in", "A3")]),
        ([1.0], ["x"], False, [("cell.not_a_number", "A2")]),
    ],
)
def test_a_value_is_known_in_the_other_sheet(
    sessions: list[Scalar], attendance: list[Scalar], optional: bool, found: list[tuple[str, str]]
) -> None:
    submission = read(
        two_sheets(optional=optional),
        raw(("场次",), *((value,) for value in sessions), name="场次表"),
        raw(("场次", "情况"), *((value, "到") for value in attendance), name="出勤表"),
    )
    assert places(submission.problems) == found


def test_without_the_other_sheet_nothing_is_unknown() -> None:
    page = raw(("场次", "情况"), (1.0, "到"), name="出勤表")
    assert places(read(two_sheets(), page).problems) == [("sheet.missing", "")]


def test_the_other_sheet_is_called_by_the_senders_name_for_it() -> None:
    submission = read(
        two_sheets(),
        raw(("场次",), (1.0,), name="场次表 (2)"),
        raw(("场次", "情况"), (2.0, "到"), name="出勤表"),
    )
    assert dict(submission.problems[0].facts)["other_sheet"] == "场次表 (2)"
