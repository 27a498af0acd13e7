"""Which version of a report was received last, also where a clock went wrong."""

import datetime as dt
from dataclasses import dataclass
from itertools import permutations

import pytest

from campaign.values.receipt_order import CLOCK_STEP, in_order_of_receipt, last_of_each

DAY = dt.datetime(2026, 7, 6, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Version:
    """A version: its number, minutes of receipt and of recording, and its drop."""

    id: int
    received: float
    accepted: float
    drop_id: int = 0

    @property
    def received_at(self) -> dt.datetime:
        return DAY + self.received * MINUTE

    @property
    def accepted_at(self) -> dt.datetime:
        return DAY + self.accepted * MINUTE


@pytest.mark.parametrize(
    ("why", "versions", "order"),
    [
        ("nothing", [], []),
        ("as they came", [Version(1, 0, 1), Version(2, 5, 6)], [1, 2]),
        ("a slow one came first", [Version(1, 5, 6), Version(2, 0, 7)], [2, 1]),
        ("seen together", [Version(1, 0, 1, drop_id=2), Version(2, 0, 1, drop_id=1)], [2, 1]),
        ("put back by a month", [Version(1, 43_200, 43_201), Version(2, 5, 6)], [1, 2]),
        (
            "put back, and a slow one after it",
            [Version(1, 43_200, 43_201), Version(2, 5, 6), Version(3, 2, 7)],
            [1, 3, 2],
        ),
        (
            "put back twice",
            [Version(1, 900, 901), Version(2, 600, 601), Version(3, 5, 6)],
            [1, 2, 3],
        ),
        ("ahead in between", [Version(1, 0, 1), Version(2, 900, 901), Version(3, 5, 6)], [1, 2, 3]),
        ("two sweeps at once", [Version(1, 5, 6), Version(2, 0, 5.5)], [2, 1]),
    ],
)
def test_the_order_of_receipt(why: str, versions: list[Version], order: list[int]) -> None:
    for mixed in permutations(versions):
        assert [version.id for version in in_order_of_receipt(mixed)] == order, why


def test_only_more_than_a_few_minutes_contradict() -> None:
    step = CLOCK_STEP / MINUTE
    near = [Version(1, step, step), Version(2, 0, 0)]
    far = [Version(1, step + 1, step + 1), Version(2, 0, 0)]

    assert [version.id for version in in_order_of_receipt(near)] == [2, 1]
    assert [version.id for version in in_order_of_receipt(far)] == [1, 2]


def test_of_several_reports_each_has_its_last() -> None:
    versions = [Version(1, 900, 901), Version(2, 0, 1), Version(3, 5, 6), Version(4, 0, 7)]

    last = last_of_each(versions, key=lambda version: version.id % 2)

    assert [version.id for version in last] == [3, 4]
