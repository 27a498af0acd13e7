"""Rules over the rows of a table and across sheets, by worked cases."""

import pytest

from campaign.definitions.form import Form
from campaign.values.raw_workbook import Scalar
from tests.campaign.definitions.test_rules import breaches, row
from tests.support.samples.builders import field, form, places, raw, read, sheet


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
