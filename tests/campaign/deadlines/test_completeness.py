"""The table of obligations, who owes what, and what is pressing."""

import pytest

from campaign.deadlines.completeness import debtors, lacking, reporting_rates
from campaign.deadlines.status import DutyState
from tests.support.samples.one_duty import PLAN, day, duty, filed, returned, stands, waived


def test_a_tally_counts_where_every_unit_stands() -> None:
    found = [
        stands("07-08", filed("07-01")),
        stands("07-08", filed("07-08"), of=duty("ZB02")),
        stands("07-08", filed("07-01", nil=True), of=duty("ZB03")),
        stands("07-08", waived("07-20"), of=duty("ZB04")),
        stands("07-08", returned("07-07"), of=duty("ZB05")),
        stands("07-08", of=duty("ZB06")),
        stands("08-08", of=duty("ZB07")),
    ]
    [tally] = reporting_rates(found)
    assert (tally.name, tally.period, tally.label) == ("每月学习教育", "2026-06", "2026年6月")
    assert tally.due == 7 == sum(tally.counts.values())
    assert tally.missing == 2, "one of them can still be filed"
    assert tally.outstanding == 2, "the returned one, and that which is not locked"
    assert set(tally.counts) == set(DutyState)


def test_tallies_go_by_due_date() -> None:
    late, early = duty(due=day("08-07")), duty()
    later = duty(obligation=late.obligation.model_copy(update={"key": "other"}), due=day("08-07"))
    found = reporting_rates([stands("06-10", of=later), stands("06-10", of=early)])
    assert [tally.due_on for tally in found] == [day("07-07"), day("08-07")]


def test_debtors_are_listed_once_with_all_that_they_owe_and_the_office_with_its_own_forms() -> None:
    later = duty(due=day("08-07"), grace=day("08-07"), lock=None)
    found = [
        stands("07-08", of=later),
        stands("07-08"),
        stands("07-08", filed("07-01"), of=duty("ZB02")),
        stands("07-08", of=duty("DW01", obligation=_inspection())),
    ]
    owing = debtors(found, "党办", {"inspection"})
    assert [(d.unit, [s.duty.due for s in d.statuses]) for d in owing] == [
        ("ZB01", [day("07-07"), day("08-07")]),
        ("党办", [day("07-07")]),
    ]
    assert [s.duty.due for s in owing[0].overdue] == [day("07-07")]


@pytest.mark.parametrize(
    ("on", "facts", "pressing", "why"),
    [
        ("06-25", (), False, "eight working days ahead"),
        ("06-26", (), True, "seven, as early as the first reminder"),
        ("07-08", (), True, "overdue"),
        ("06-10", (returned("06-10"),), True, "returned"),
        ("07-08", (filed("07-08"),), False, "filed"),
        ("08-08", (), False, "nothing can be done any more"),
    ],
)
def test_what_is_late_or_due_soon_is_pressing(
    on: str, facts: tuple[object, ...], pressing: bool, why: str
) -> None:
    found = stands(on, *facts)  # type: ignore[arg-type]  # the cases hold facts
    assert bool(lacking([found], PLAN, day(on))) is pressing, why


def test_of_a_pressing_period_those_who_filed_are_shown_too() -> None:
    found = [stands("07-08"), stands("07-08", filed("07-01"), of=duty("ZB02"))]
    assert lacking(found, PLAN, day("07-08")) == tuple(found)


def _inspection() -> object:
    return duty().obligation.model_copy(update={"key": "inspection", "form": "inspection"})
