"""What contradicts earlier reports, and what only seems to because it could not be read."""

import pytest

from campaign.history.row_numbers import HistoryScope, NumberCell, Owner, Predecessor, check_history
from campaign.problems.codes import Code

GONE, REUSED, TAKEN = (
    Code.HISTORY_ROWS_GONE,
    Code.HISTORY_SERIAL_REUSED,
    Code.HISTORY_NUMBER_TAKEN,
)


def matter(event_key: str = "", *numbers: str, whole: bool = True) -> HistoryScope:
    cells = tuple(
        NumberCell(number=number, sheet="台账", row=row, column=2)
        for row, number in enumerate(numbers, start=5)
    )
    return HistoryScope(
        unit="ZB01", serial="ZG26", event_key=event_key, numbers=cells, complete=whole
    )


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (matter("", "A-1", "A-2"), Predecessor(event_key="", numbers=frozenset({"A-1"})), []),
        (matter("", "A-2"), Predecessor(event_key="", numbers=frozenset({"A-1"})), [GONE]),
        (matter("", whole=False), Predecessor(event_key="", numbers=frozenset({"A-1"})), []),
        (matter("TS-2"), Predecessor(event_key="TS-1", numbers=frozenset()), [REUSED]),
        (matter(""), Predecessor(event_key="TS-1", numbers=frozenset()), [REUSED]),
        (matter("", whole=False), Predecessor(event_key="TS-1", numbers=frozenset()), []),
        (
            matter("TS-2", whole=False),
            Predecessor(event_key="TS-1", numbers=frozenset()),
            [REUSED],
        ),
        (matter("", "A-1"), None, []),
    ],
)
def test_a_predecessor_s_event_and_rows_must_not_vanish(
    now: HistoryScope, before: Predecessor | None, found: list[Code]
) -> None:
    assert [p.code for p in check_history(now, before, {}, None)] == found


@pytest.mark.parametrize(("unit", "found"), [("ZB01", []), ("ZB02", [TAKEN])])
def test_a_number_belongs_to_one_unit(unit: str, found: list[Code]) -> None:
    owners = {"A-1": Owner(unit=unit, where="")}
    assert [p.code for p in check_history(matter("", "A-1"), None, owners, None)] == found
