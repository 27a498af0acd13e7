"""Numbers are read with their units and marks, and never in another unit than the heading's."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.problems.codes import Code
from campaign.reading.cells import Tolerance
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import cell, field, moment

TEXT, UNIT = Tolerance.NUMBER_AS_TEXT, Tolerance.PUNCTUATION
NOT = ("", Code.CELL_NOT_A_NUMBER)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (85.0, "85"),
        (85, "85"),
        (85.5, "85.5"),
        (0.0, "0"),
        (-0.0, "0"),
        (-3.5, "-3.5"),
        (0.1 + 0.2, "0.3"),
        (1e-9, "0"),
        (-1e-9, "0"),
        (2.0000000001, "2"),
        (123456.789, "123456.789"),
    ],
)
def test_a_number_is_written_without_what_floats_add(value: float, read: str) -> None:
    assert cell(field("number"), value) == (read, None)


@pytest.mark.parametrize(
    ("value", "read", "tolerance"),
    [
        ("85", "85", TEXT),
        ("８５", "85", TEXT),
        ("１２．５", "12.5", TEXT),
        (" 85 ", "85", TEXT),
        ("\u300085\u200b\n", "85", TEXT),
        ("85.0", "85", TEXT),
        ("85.", "85", TEXT),
        (".5", "0.5", TEXT),
        ("-5", "-5", TEXT),
        ("－５", "-5", TEXT),
        ("- 5", "-5", TEXT),
        ("-0", "0", TEXT),
        ("+5", "5", TEXT),
        ("007", "7", TEXT),
        ("1,234", "1234", TEXT),
        ("1，234", "1234", TEXT),
        ("1,234,567.89", "1234567.89", TEXT),
        ("￥1,234", "1234", TEXT),
        ("85分", "85", UNIT),
        ("85 分", "85", UNIT),
        ("８５．５分", "85.5", UNIT),
        ("12人", "12", UNIT),
        ("12人次", "12", UNIT),
        ("3篇", "3", UNIT),
        ("3天", "3", UNIT),
        ("2小时", "2", UNIT),
        ("300元", "300", UNIT),
    ],
)
def test_text_that_is_a_number_is_read_as_one(value: str, read: str, tolerance: Tolerance) -> None:
    assert cell(field("number"), value) == (read, tolerance)


@pytest.mark.parametrize(
    ("heading", "value", "read"),
    [
        ("学时（小时）", "2小时", "2"),
        ("学时（小时）", "2学时", "2"),
        ("学时（小时）", "2课时", ""),
        ("学时（小时）", "30分钟", ""),
        ("学时（小时）", "3天", ""),
        ("引资金额（万元）", "12万元", "12"),
        ("引资金额（万元）", "120000元", ""),
        ("引资金额（元）", "120000元", "120000"),
        ("引资金额（元）", "12万元", ""),
        ("引资金额", "12万元", ""),
        ("办理时限（天）", "3天", "3"),
        ("办理时限（天）", "3小时", ""),
        ("人数", "12人", "12"),
    ],
)
def test_a_unit_other_than_the_headings_is_never_dropped(
    heading: str, value: str, read: str
) -> None:
    assert cell(field("number", heading=heading), value)[0] == read


@pytest.mark.parametrize(
    "value",
    [
        "八十五",
        "约85",
        "85左右",
        "85-90",
        "1 234",
        "12 5",
        "1,23",
        "12,345,6",
        "1.2.3",
        "85%",
        "5‰",
        "10²",
        "½",
        "1e5",
        "0x10",
        "无穷",
        "nan",
        "inf",
        "-",
        "分",
        "٨٥",
        True,
        False,
        dt.date(2026, 6, 30),
        moment("2026-06-30 09:00"),
        dt.time(9),
        dt.timedelta(hours=2),
        float("nan"),
        float("inf"),
        float("-inf"),
        "9" * 1_000,
    ],
)
def test_what_is_no_number_is_a_fault(value: Scalar) -> None:
    assert cell(field("number"), value) == NOT


@pytest.mark.parametrize(
    ("value", "read", "note"),
    [
        (95.0, "95", None),
        (95.5, "95.5", None),
        (0.0, "0", None),
        (0.95, "95", Tolerance.PERCENT),
        (0.8512, "85.12", Tolerance.PERCENT),
        (0.57, "57", Tolerance.PERCENT),
        (1.0, "100", Tolerance.PERCENT),
        (0.01, "1", Tolerance.PERCENT),
        ("95％", "95", UNIT),
        ("95%", "95", UNIT),
        ("95 %", "95", UNIT),
        ("1%", "1", UNIT),
        ("0.5%", "0.5", UNIT),
        ("95", "95", TEXT),
        ("0.95", "95", Tolerance.PERCENT),
        ("1", "100", Tolerance.PERCENT),
        (100.5, "", Code.CELL_TOO_HIGH),
        (120.0, "", Code.CELL_TOO_HIGH),
        ("120%", "", Code.CELL_TOO_HIGH),
        (-1.0, "", Code.CELL_TOO_LOW),
    ],
)
def test_percentages_are_of_a_hundred(value: Scalar, read: str, note: object) -> None:
    assert cell(field("percent"), value) == (read, note)


@pytest.mark.parametrize(
    ("type", "bounds", "value", "note"),
    [
        ("score", {}, 100.0, None),
        ("score", {}, 100.01, Code.CELL_TOO_HIGH),
        ("score", {}, 0.0, None),
        ("score", {}, -0.01, Code.CELL_TOO_LOW),
        ("score", {"max": 20}, 20.5, Code.CELL_TOO_HIGH),
        ("whole", {}, 12.0, None),
        ("whole", {}, 11.9999999999, None),
        ("whole", {}, 12.5, Code.CELL_NOT_WHOLE),
        ("whole", {}, "12.5人", Code.CELL_NOT_WHOLE),
        ("whole", {}, -1.0, Code.CELL_TOO_LOW),
        ("whole", {"min": 1, "max": 60}, 0.0, Code.CELL_TOO_LOW),
        ("whole", {"min": 1, "max": 60}, 61.0, Code.CELL_TOO_HIGH),
        ("number", {"min": "0.5", "max": 16}, 0.4, Code.CELL_TOO_LOW),
        ("number", {"min": "0.5", "max": 16}, 0.5, None),
        ("number", {}, 1e12, None),
        ("number", {}, 1e20, Code.CELL_TOO_HIGH),
        ("number", {}, 1.5e300, Code.CELL_TOO_HIGH),
        ("number", {}, -1e300, Code.CELL_TOO_LOW),
        ("number", {}, "9" * 39, Code.CELL_TOO_HIGH),
        ("number", {}, 10**400, Code.CELL_TOO_HIGH),
    ],
)
def test_bounds_belong_to_the_range(
    type: str, bounds: dict[str, Any], value: Scalar, note: object
) -> None:
    assert cell(field(type, **bounds), value)[1] is note


KINDS = st.sampled_from(["whole", "number", "score", "percent"])


@settings(deadline=None)
@given(KINDS, st.floats(-10, 200).map(lambda value: round(value, 3)))
def test_a_number_read_again_is_the_same_without_remark(type: str, value: float) -> None:
    read, _ = cell(field(type), value)
    if read and not (type == "percent" and Decimal(read) <= 1):  # a share, by this column's rule
        assert cell(field(type), float(read)) == (read, None)
        assert cell(field(type), read)[0] == read
    elif read:
        assert cell(field(type), f"{read}%")[0] == read


@settings(deadline=None)
@given(
    KINDS,
    st.one_of(
        st.text(),
        st.text("0123456789.,+-％%分人元 ¥"),
        st.floats(),
        st.integers(),
        st.dates(),
        st.booleans(),
    ),
)
def test_nothing_that_can_stand_in_a_cell_makes_the_reader_fail(type: str, value: Scalar) -> None:
    read, _ = cell(field(type), value)
    assert not read or Decimal(read).is_finite()
