"""A bureau on the morning of its year's end."""

import datetime as dt

import pytest

from tests.support.office import Bureau

_DAY = dt.date(2026, 12, 18)


@pytest.fixture
def year_end(appraised: Bureau) -> Bureau:
    """Give a bureau on the morning on which its plan has the year's result drafted, a Friday."""
    appraised.now = dt.datetime.combine(_DAY, dt.time(7, 30), tzinfo=appraised.now.tzinfo)
    return appraised
