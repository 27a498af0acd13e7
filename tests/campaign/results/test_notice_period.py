"""The notice period: working days from the day after approval."""

import datetime as dt

import pytest

from campaign.results.notice_period import notice_period_from
from tests.support.samples.definitions import plan


@pytest.mark.parametrize(
    ("approved", "first", "last", "why"),
    [
        ("2026-11-02", "2026-11-03", "2026-11-09", "a weekend in between does not count"),
        ("2026-11-06", "2026-11-07", "2026-11-13", "begins on a Saturday, which does not count"),
        ("2026-09-22", "2026-09-23", "2026-09-30", "25 to 27 September are Mid-Autumn days off"),
        ("2026-12-28", "2026-12-29", "2027-01-05", "1 January is off, and the plan lists January"),
    ],
)
def test_it_lasts_five_working_days(approved: str, first: str, last: str, why: str) -> None:
    notice = notice_period_from(dt.date.fromisoformat(approved), plan())
    assert (str(notice.first), str(notice.last)) == (first, last), why


def test_its_last_day_belongs_to_it() -> None:
    notice = notice_period_from(dt.date(2026, 11, 2), plan())
    assert not notice.has_ended(dt.date(2026, 11, 9))
    assert notice.has_ended(dt.date(2026, 11, 10))


def test_its_length_is_the_plans() -> None:
    short = plan("notice_working_days = 5", "notice_working_days = 1")
    assert notice_period_from(dt.date(2026, 11, 6), short).last == dt.date(2026, 11, 9)
