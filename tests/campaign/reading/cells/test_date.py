"""Dates and months are read as staff write them, and never guessed."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.problems.codes import Code
from campaign.reading.cells import Tolerance
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import cell, field, moment, period

CAMPAIGN = {"first": dt.date(2026, 4, 1), "last": dt.date(2026, 12, 31)}
DATE, MONTH = field("date"), field("month")
BAD = ("", Code.CELL_NOT_A_DATE)


@pytest.mark.parametrize("value", ["2026-06-30", dt.date(2026, 6, 30), moment("2026-06-30")])
def test_a_date_as_it_should_be_is_read_without_remark(value: Scalar) -> None:
    assert cell(DATE, value) == ("2026-06-30", None)


@pytest.mark.parametrize(
    "value",
    [
        "2026.6.30",
        "2026.06.30",
        "2026/6/30",
        "2026-6-30",
        "2026年6月30日",
        "2026年6月30号",
        "2026 年 6 月 30 日",
        "2026年6月30",
        "2026、6、30",
        "2026 6 30",
        "2026.6.30.",
        "２０２６－０６－３０",
        "２０２６．６．３０",
        " 2026.6.30\n",
        "2026\u200b-6-30",
        "2026年6月30日（星期二）",
        "2026年6月30日(周二)",
        "2026年6月30日 星期二",
        "2026年6月30日星期日",
        "2026-06-30 00:00",
        "2026-06-30 00:00:00",
        "2026-06-30T09:30:00",
        "2026年6月30日上午",
        "2026年6月30日下午3时30分",
        "2026年6月30日 15点",
        "2026-6-30\n9:00",
        "二〇二六年六月三十日",
        "二○二六年六月三十日",
        "二零二六年六月三十日",
        "二Ｏ二六年六月三十日",
        "二0二六年六月三十日",
        "26.6.30",
        "26-6-30",
        "20260630",
        "２０２６０６３０",
        20260630.0,
    ],
)
def test_another_way_of_writing_the_date_is_noted(value: Scalar) -> None:
    assert cell(DATE, value) == ("2026-06-30", Tolerance.DATE_STYLE)


@pytest.mark.parametrize(
    "value",
    ["6月30日", "6月30号", "6.30", "6/30", "6-30", "６月３０日", "六月三十日", "6月30日 9:00"],
)
def test_a_date_without_year_is_of_the_periods_year(value: str) -> None:
    assert cell(DATE, value) == ("2026-06-30", Tolerance.DATE_YEAR)
    assert cell(DATE, value, year=2027, period=period("2027-06"))[0] == "2027-06-30"


@pytest.mark.parametrize(
    ("value", "changes", "read"),
    [
        ("6月30日", {}, "2026-06-30"),
        ("7月1日", {}, ""),
        ("1月20日", {"period": period("2026-Q4")}, ""),
        ("2027年1月20日", {"period": period("2026-Q4")}, "2027-01-20"),
        ("1月20日", {"period": None}, "2026-01-20"),
        ("1月20日", {"period": None, **CAMPAIGN}, ""),
        ("4月1日", {"period": None, **CAMPAIGN}, "2026-04-01"),
        ("12月31日", {"period": None, **CAMPAIGN}, "2026-12-31"),
    ],
)
def test_a_year_is_added_only_where_it_can_be_no_other(
    value: str, changes: dict[str, Any], read: str
) -> None:
    found = cell(DATE, value, **changes)
    assert found == (read, found[1] if read else Code.CELL_NOT_A_DATE)


def test_where_only_the_period_s_days_count_the_year_is_the_period_s() -> None:
    within = field("date", within_period=True)
    assert cell(within, "7月1日")[1] is Code.CELL_OUTSIDE_PERIOD


@pytest.mark.parametrize(
    ("spoken", "day"),
    [
        ("一月一日", "01-01"),
        ("元月二日", "01-02"),
        ("十月十日", "10-10"),
        ("十一月二十日", "11-20"),
        ("十二月二十一日", "12-21"),
        ("十二月三十一号", "12-31"),
    ],
)
def test_spoken_numbers_count_up_to_thirty_one(spoken: str, day: str) -> None:
    assert cell(DATE, spoken, period=None) == (f"2026-{day}", Tolerance.DATE_YEAR)


def test_the_time_of_day_is_dropped_from_a_moment() -> None:
    assert cell(DATE, moment("2026-06-30 09:30")) == ("2026-06-30", Tolerance.DATE_TIME)


@pytest.mark.parametrize(
    ("serial", "epoch_1904", "date"),
    [
        (46203.0, False, "2026-06-30"),
        (46203, False, "2026-06-30"),
        (46203.75, False, "2026-06-30"),
        (44741.0, True, "2026-06-30"),
    ],
)
def test_a_serial_number_of_days_counts_from_the_workbooks_own_epoch(
    serial: float, epoch_1904: bool, date: str
) -> None:
    assert cell(DATE, serial, epoch_1904=epoch_1904) == (date, Tolerance.DATE_SERIAL)


@pytest.mark.parametrize(
    "value",
    [
        "2026年2月30日",
        "2026-02-30",
        "2月30日",
        "6月31日",
        "2026.13.1",
        "20260631",
        20260631.0,
        "六月三十一日",
    ],
)
def test_a_day_that_does_not_exist_is_no_date(value: Scalar) -> None:
    assert cell(DATE, value) == BAD


@pytest.mark.parametrize(
    "value",
    ["6/7/2026", "06/07/2026", "6/7/26", "06/07/12", "30.6.12", "12-05-06", "26.6.3009:00"],
)
def test_a_date_that_could_be_two_is_not_guessed(value: str) -> None:
    assert cell(DATE, value) == BAD


@pytest.mark.parametrize(
    "value",
    [
        6.3,  # 6.30 typed into a cell for numbers: June 3 and June 30 look the same
        6.0,
        2026.0,
        0.0,
        -1.0,
        float("nan"),
        float("inf"),
        1e20,
        True,
        dt.time(9, 30),
        dt.timedelta(days=1),
        dt.date(1900, 1, 6),  # 6.3 in a cell for dates
        moment("1900-01-06 07:12"),
        "6月",
        "2026年6月",
        "六月",
        "六月中旬",
        "二十十日",
        "三三月三日",
        "十十月一日",
        "月日",
        "待定",
        "2026年6月30日至7月2日",
        "2062-06-30",
        "1926-06-30",
        "٢٠٢٦-٠٦-٣٠",
        "T" * 100,
        "2026-06-30" * 5_000,
    ],
)
def test_what_is_no_certain_date_is_a_fault(value: Scalar) -> None:
    assert cell(DATE, value) == BAD


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("2026-06-01", None),
        ("2026-06-30", None),
        ("2026-05-31", Code.CELL_OUTSIDE_PERIOD),
        ("2026-07-01", Code.CELL_OUTSIDE_PERIOD),
    ],
)
def test_bounds_of_the_period_belong_to_it(value: str, wrong: Code | None) -> None:
    within = field("date", within_period=True)
    assert cell(within, value)[1] is wrong
    assert cell(within, value, period=None)[1] is None


@pytest.mark.parametrize(
    ("value", "tolerance"),
    [
        ("2026-06", None),
        (dt.date(2026, 6, 30), None),
        (moment("2026-06-01"), None),
        ("2026年6月", Tolerance.DATE_STYLE),
        ("2026年6月份", Tolerance.DATE_STYLE),
        ("2026.6", Tolerance.DATE_STYLE),
        ("2026/06", Tolerance.DATE_STYLE),
        ("２０２６－６", Tolerance.DATE_STYLE),
        ("二〇二六年六月", Tolerance.DATE_STYLE),
        ("202606", Tolerance.DATE_STYLE),
        (202606.0, Tolerance.DATE_STYLE),
        ("2026年6月30日", Tolerance.DATE_STYLE),
        ("2026-06-30", Tolerance.DATE_STYLE),
        (46203.0, Tolerance.DATE_SERIAL),
        ("6月", Tolerance.DATE_YEAR),
        ("6月份", Tolerance.DATE_YEAR),
        ("六月", Tolerance.DATE_YEAR),
        ("6", Tolerance.DATE_YEAR),
        (6.0, Tolerance.DATE_YEAR),
    ],
)
def test_months_are_read_in_every_way(value: Scalar, tolerance: Tolerance | None) -> None:
    assert cell(MONTH, value) == ("2026-06", tolerance)


@pytest.mark.parametrize(
    "value",
    [
        "2026",
        "2026年13月",
        "13月",
        "0月",
        0.0,
        13.0,
        2026.1,
        True,
        "第二季度",
        "1926-06",
        dt.time(6),
    ],
)
def test_what_is_no_month_is_a_fault(value: Scalar) -> None:
    assert cell(MONTH, value) == BAD


DAYS = st.dates(dt.date(1996, 1, 1), dt.date(2036, 12, 31))


@settings(deadline=None)
@given(DAYS)
def test_a_date_read_again_is_the_same_without_remark(day: dt.date) -> None:
    value, _ = cell(DATE, f"{day.year}年{day.month}月{day.day}日")
    assert value == day.isoformat()
    assert cell(DATE, value) == (value, None)


@settings(deadline=None)
@given(DAYS)
def test_every_way_of_writing_a_day_means_that_day(day: dt.date) -> None:
    written: list[Scalar] = [
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        float((day - dt.date(1899, 12, 30)).days),
        dt.datetime.combine(day, dt.time(12)),
    ]
    assert {cell(DATE, value)[0] for value in written} == {day.isoformat()}


@settings(deadline=None)
@given(DAYS)
def test_a_month_read_again_is_the_same_without_remark(day: dt.date) -> None:
    value, _ = cell(MONTH, day)
    assert cell(MONTH, value) == (value, None)


@settings(deadline=None)
@given(st.one_of(st.text(), st.floats(), st.integers(), st.datetimes(), st.times()))
def test_nothing_that_can_stand_in_a_cell_makes_the_readers_fail(value: Scalar) -> None:
    for kind in (DATE, MONTH, field("date", within_period=True)):
        value_read, _ = cell(kind, value, period=period("2026-Q2"))
        assert value_read == "" or cell(kind, value_read)[0] == value_read
