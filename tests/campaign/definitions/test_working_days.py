"""Working days: the official calendar with its make-up days, and what the plan corrects."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.definitions.plan import Calendar
from campaign.definitions.working_days import (
    UnknownYearError,
    add_working_days,
    is_working_day,
    working_day_of_month,
)
from campaign.values.periods import parse_period
from tests.support.samples.definitions import plan

PLAIN = Calendar()
DAYS_2026 = st.dates(dt.date(2026, 2, 1), dt.date(2026, 11, 30))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "works", "why"),
    [
        ("2026-06-30", True, "a Tuesday"),
        ("2026-11-15", False, "a Sunday"),
        ("2026-10-01", False, "National Day, a Thursday"),
        ("2026-10-10", True, "a Saturday that makes up for the holiday"),
        ("2026-09-25", False, "Mid-Autumn, a Friday"),
        ("2026-02-14", True, "a Saturday that makes up for Spring Festival"),
        # the source of the campaign was written for 2010
        ("2010-06-12", True, "a Saturday worked in 2010"),
        ("2010-09-19", True, "a Sunday worked in 2010"),
        ("2010-10-01", False, "National Day of 2010"),
        ("2010-11-15", True, "the day on which self-evaluations were due"),
    ],
)
def test_the_official_calendar_is_followed_with_its_make_up_days(
    text: str, works: bool, why: str
) -> None:
    assert is_working_day(day(text), PLAIN) is works, why


def test_the_plan_overrules_the_official_calendar_day_by_day() -> None:
    calendar = Calendar(
        working_days=(day("2026-11-15"),),
        days_off=(day("2026-11-16"),),
    )
    assert is_working_day(day("2026-11-15"), calendar)
    assert not is_working_day(day("2026-11-16"), calendar)


def test_a_year_that_nobody_knows_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(UnknownYearError, match="listed_months") as raised:
        is_working_day(day("2027-01-04"), PLAIN)
    assert "2027年" in str(raised.value) and "2027-01" in str(raised.value)


def test_in_a_month_that_the_plan_lists_the_week_counts_but_for_its_own_lists() -> None:
    calendar = Calendar(
        listed_months=(parse_period("2027-01"),),
        days_off=(day("2027-01-01"),),
        working_days=(day("2027-01-02"),),
    )
    assert not is_working_day(day("2027-01-01"), calendar)
    assert is_working_day(day("2027-01-02"), calendar)
    assert not is_working_day(day("2027-01-03"), calendar)
    assert is_working_day(day("2027-01-04"), calendar)
    with pytest.raises(UnknownYearError):
        is_working_day(day("2027-02-01"), calendar)


@pytest.mark.parametrize(
    ("start", "count", "end", "why"),
    [
        ("2026-06-25", 1, "2026-06-26", "the next day"),
        ("2026-09-24", 1, "2026-09-28", "over Mid-Autumn and a weekend"),
        ("2026-09-30", 1, "2026-10-08", "over the whole National Day holiday"),
        ("2026-11-15", -1, "2026-11-13", "back from a Sunday to the Friday"),
        ("2026-11-15", 0, "2026-11-15", "no step leaves the day, working or not"),
        ("2026-12-28", 5, "2027-01-05", "into the month that the sample plan lists"),
    ],
)
def test_steps_count_working_days_only(start: str, count: int, end: str, why: str) -> None:
    assert add_working_days(day(start), count, plan().calendar) == day(end), why


@pytest.mark.parametrize(
    ("first", "number", "found"),
    [
        ("2026-07-01", 1, "2026-07-01"),
        ("2026-07-01", 5, "2026-07-07"),
        ("2026-10-01", 1, "2026-10-08"),
        ("2026-10-01", 5, "2026-10-13"),
        ("2026-12-01", 5, "2026-12-07"),
    ],
)
def test_the_working_days_of_a_month_are_counted_from_its_first(
    first: str, number: int, found: str
) -> None:
    assert working_day_of_month(day(first), number, PLAIN) == day(found)


@given(DAYS_2026, st.integers(1, 15))
def test_going_forth_lands_on_a_working_day_with_that_many_passed(
    start: dt.date, count: int
) -> None:
    end = add_working_days(start, count, PLAIN)
    between = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert is_working_day(end, PLAIN)
    assert sum(is_working_day(passed, PLAIN) for passed in between) == count


@given(DAYS_2026, st.integers(1, 15))
def test_going_forth_and_back_ends_at_the_last_working_day_not_after_the_start(
    start: dt.date, count: int
) -> None:
    back = add_working_days(add_working_days(start, count, PLAIN), -count, PLAIN)
    assert back <= start
    assert back == start or not is_working_day(start, PLAIN)
