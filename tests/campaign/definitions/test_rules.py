"""Every rule by worked cases; what was reported already breaks no rule."""

from typing import Any

import pytest

from campaign.definitions.form import Field
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
