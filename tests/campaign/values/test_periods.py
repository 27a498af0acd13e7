"""Periods: how they are written, spoken and told from other numbers."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.values.periods import Period, PeriodKind, find_period, parse_period

YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
SPRING = Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30))
JUNE = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 30))

WRITTEN = [
    # written, period, kind, label, place in a serial number
    ("2026", YEAR, PeriodKind.ONCE, "2026年", "00"),
    ("2026-Q2", SPRING, PeriodKind.QUARTERLY, "2026年第二季度", "Q2"),
    ("2026-06", JUNE, PeriodKind.MONTHLY, "2026年6月", "06"),
]


@pytest.mark.parametrize(("text", "period", "kind", "label", "slot"), WRITTEN)
def test_a_period_is_written_in_one_way_and_read_back(
    text: str, period: Period, kind: PeriodKind, label: str, slot: str
) -> None:
    assert parse_period(text) == period
    assert (str(period), period.kind, period.label, period.slot) == (text, kind, label, slot)


@pytest.mark.parametrize(
    "text", ["", "2026-6", "2026-13", "2026-00", "2026-Q5", "26-06", "2026年6月", "0000", "20260"]
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="应写作2026、2026-Q2或2026-06"):
        parse_period(text)


SPOKEN = [
    # what stands in a title or beside 期间, and what it names
    ("学习情况月报表（2026年6月）", JUNE),
    ("2026年06月份", JUNE),
    ("2026 年 6 月", JUNE),
    ("2026-06", JUNE),
    ("2026年第二季度", SPRING),
    ("2026年2季度", SPRING),
    ("2026年第2季度检查表", SPRING),
    ("2026年度", YEAR),
    ("2026年6月报（2026-06）", JUNE),
    # two different periods are none
    ("2026年6月、2026年7月", None),
    # other numbers are none
    ("电话0590-5550101", None),
    ("文号〔20261〕6号", None),
    ("0000年6月", None),
    ("第3期", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "period"), SPOKEN)
def test_a_period_is_found_in_what_staff_write(text: str, period: Period | None) -> None:
    assert find_period(text) == period


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_every_month_survives_being_written_and_spoken(year: int, month: int) -> None:
    period = parse_period(f"{year}-{month:02d}")
    assert parse_period(str(period)) == period
    assert find_period(period.label) == period
    assert (period.first.day, period.kind) == (1, PeriodKind.MONTHLY)


@given(st.integers(1900, 2199))
def test_quarters_and_months_divide_a_year_without_gap_or_overlap(year: int) -> None:
    whole = parse_period(str(year))
    for parts in (
        [parse_period(f"{year}-Q{quarter}") for quarter in range(1, 5)],
        [parse_period(f"{year}-{month:02d}") for month in range(1, 13)],
    ):
        assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
        for before, after in pairwise(parts):
            assert after.first - before.last == dt.timedelta(days=1)
