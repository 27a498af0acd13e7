"""A bureau of whose plan a test knows everything that is due."""

from collections.abc import Iterator

import pytest

from tests.support.office import Bureau
from tests.support.samples.short_plan import shorten


@pytest.fixture
def office(bureau: Bureau) -> Iterator[Bureau]:
    """Give a bureau whose first mass mailing has been looked at."""
    shorten(bureau, ("hold_first = true", "hold_first = false"))
    yield bureau
