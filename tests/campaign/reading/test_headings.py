"""Headings and labelled cells are found wherever staff have moved them."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definitions.form import Field
from campaign.reading.headings import Headings, find_headings, find_labels
from campaign.values.cell_ref import Position
from campaign.values.raw_workbook import RawSheet, Scalar
from tests.support.samples.builders import field, raw, sheet

COLUMNS = (
    field("code", "number", heading="问题编号", aliases=("编号", "序号")),
    field("date", "found_on", heading="登记日期", aliases=("日期",)),
    field("text", "content", heading="问题表现"),
    field("text", "note", heading="备注"),
)
SHEET = sheet(*COLUMNS)


def headings(*rows: tuple[Scalar, ...]) -> Headings | None:
    return find_headings(raw(*rows), SHEET)


@pytest.mark.parametrize(
    "row",
    [
        ("问题编号", "登记日期", "问题表现", "备注"),
        ("问题编号*", "登记日期＊", "问题表现：", "备注"),
        (" 问题 编号", "登记\n日期", "问题表现（简述）", "备 注"),
        ("编号", "日期", "问题表现", "备注"),
    ],
)
def test_headings_are_known_however_they_are_decorated(row: tuple[str, ...]) -> None:
    found = headings(("标题",), row)
    assert found == Headings(row=2, columns={"number": 1, "found_on": 2, "content": 3, "note": 4})


def test_columns_may_stand_in_any_order_and_begin_anywhere() -> None:
    found = headings((), (), (None, "备注", None, "问题表现", "登记日期", "问题编号"))
    assert found == Headings(row=3, columns={"note": 2, "content": 4, "found_on": 5, "number": 6})


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (("问题编号", "登记日期"), True),
        (("问题编号",), False),
        (("问题编号", "编号", "序号"), False),
        (("题号", "时间", "表现"), False),
        ((), False),
    ],
)
def test_half_of_the_headings_make_a_heading_row(row: tuple[str, ...], found: bool) -> None:
    assert bool(headings(row)) is found


def test_the_fullest_row_is_the_heading_row() -> None:
    found = headings(("登记日期", "备注"), ("问题编号", "登记日期", "问题表现"))
    assert found and found.row == 2


def test_headings_beyond_the_sixtieth_row_are_not_looked_for() -> None:
    row = ("问题编号", "登记日期", "问题表现", "备注")
    assert find_headings(raw(*[()] * 59, row), SHEET)
    assert not find_headings(raw(*[()] * 60, row), SHEET)


def test_a_heading_that_stands_twice_is_nobodys_column() -> None:
    found = headings(("问题编号", "登记日期", "问题表现", "问题表现"))
    assert found == Headings(
        row=1, columns={"number": 1, "found_on": 2}, duplicates=(("content", 4),)
    )


def test_an_alias_gives_way_to_the_forms_own_heading() -> None:
    found = headings(("编号", "问题编号", "登记日期", "问题表现"))
    assert found and found.columns == {"number": 2, "found_on": 3, "content": 4}
    assert found.unknown == (("编号", 1),)


def test_headings_of_nobody_are_told_but_for_row_numbers() -> None:
    found = headings(("序号", "问题编号", "登记日期", "问题表现", "处室", None, " ", 7.0))
    assert found and found.unknown == (("处室", 5), ("7.0", 8))


LABELS = (
    field("person", "reporter", heading="填报人", aliases=("填表人",)),
    field("phone", "phone", heading="联系电话", aliases=("电话",)),
    field("choice", "channel", heading="投诉渠道", choices=("来信", "电话")),
    field("yes_no", "nil", heading="本期无（零报告）"),
    field("text", "overall", heading="总体评价"),
)


def labels(*rows: tuple[Scalar, ...], **more: Any) -> dict[str, tuple[Scalar, Position]]:
    found = find_labels(RawSheet(name="表", rows=tuple(rows), **more), LABELS, 0)
    return {key: (label.value, label.at) for key, label in found.items()}


@pytest.mark.parametrize(
    ("row", "key", "value", "column"),
    [
        (("填报人", "林知夏"), "reporter", "林知夏", 2),
        (("填报人*", "林知夏"), "reporter", "林知夏", 2),
        (("填报人：", "林知夏"), "reporter", "林知夏", 2),
        (("填报人", None, None, "林知夏"), "reporter", "林知夏", 4),
        (("填报人", " ", "林知夏"), "reporter", "林知夏", 3),
        (("填报人：林知夏",), "reporter", "林知夏", 1),
        (("填报人: 林知夏",), "reporter", "林知夏", 1),
        (("填报人：\n林知夏",), "reporter", "林知夏", 1),
        (("填表人（签字）：林知夏",), "reporter", "林知夏", 1),
        (("单位：甲支部",), "unit", "甲支部", 1),
        (("单位：甲支部　期间：2026年6月",), "unit", "甲支部", 1),
        (("单位：甲支部　期间：2026年6月",), "period", "2026年6月", 1),
        (("单位：甲支部  期间：2026年6月  填报码：XX26",), "serial", "XX26", 1),
        (("总体评价：很好  问题：流程慢",), "overall", "很好 问题：流程慢", 1),
        (("本期无（零报告）：是",), "nil", "是", 1),
        (("本期无（零报告）", True), "nil", True, 2),
        (("报送期限", dt.date(2026, 7, 3)), "printed_due", dt.date(2026, 7, 3), 2),
        (("投诉渠道", "电话", "联系电话", "5550101"), "channel", "电话", 2),
        (("投诉渠道", "电话", "联系电话", "5550101"), "phone", "5550101", 4),
        (("电话", 5550101.0), "phone", 5550101.0, 2),
    ],
)
def test_a_value_stands_beside_its_label_or_behind_its_colon(
    row: tuple[Scalar, ...], key: str, value: Scalar, column: int
) -> None:
    assert labels((), row)[key] == (value, (2, column))


@pytest.mark.parametrize(
    "row",
    [
        ("填报人",),
        ("填报人：",),
        ("填报人", None, " "),
        ("填报人", None, "联系电话", "5550101"),
        ("填报人", "审核人：", "许清和"),
        ("填报人：　审核人：许清和",),
    ],
)
def test_a_label_without_value_points_to_the_cell_to_fill_in(row: tuple[Scalar, ...]) -> None:
    assert labels(row)["reporter"] == (None, (1, 2))


def test_the_cell_to_fill_in_lies_behind_a_merged_label() -> None:
    assert labels(("填报人", None, None), merged=((1, 1, 1, 2),))["reporter"] == (None, (1, 3))


def test_an_error_cell_is_the_value_and_not_passed_over() -> None:
    found = find_labels(raw(("填报人", None, "林知夏"), errors={(1, 2): "#REF!"}), LABELS, 0)
    assert (found["reporter"].value, found["reporter"].at) == (None, (1, 2))


def test_only_the_rows_above_the_table_are_searched() -> None:
    page = raw(("填报人", "林知夏"), ("电话", "5550101"), ("填报人",))
    assert find_labels(page, LABELS, 2).keys() == {"reporter"}
    assert find_labels(page, LABELS, 1) == {}


def test_the_first_of_equal_labels_counts() -> None:
    assert labels(("填报人", "林知夏"), ("填报人", "夏初"))["reporter"][0] == "林知夏"


def test_what_is_no_label_is_none() -> None:
    assert labels(("填报人员一览", "林知夏"), ("请填报人：员", 3.0), ("长" * 500,)) == {}


@settings(deadline=None)
@given(st.permutations(COLUMNS))
def test_the_order_of_columns_never_matters(columns: list[Field]) -> None:
    row = tuple(f.heading for f in columns)
    found = headings(row)
    assert found and {key: row[column - 1] for key, column in found.columns.items()} == {
        f.key: f.heading for f in COLUMNS
    }
