"""A bureau in the months of the appraisal."""

import pytest

from tests.support.office import Bureau
from tests.support.samples.evaluation_workbooks import AUTUMN


@pytest.fixture
def autumn(bureau: Bureau) -> Bureau:
    """Give a bureau in November, when the appraisal is under way."""
    bureau.now = AUTUMN
    return bureau
