"""How a unit stands on a duty: every standing, what makes it late, what a waiver does."""

from typing import Any

import pytest

from campaign.deadlines.status import OWING, STATE_NAMES, DutyHistory, DutyState, judge_duties
from tests.support.samples.one_duty import PLAN, day, duty, filed, returned, stands, waived

CASES: list[tuple[str, tuple[Any, ...], str, str]] = [
    # the day, what became of the report until then or later, the standing, why
    ("05-31", (), "not_open", "it opens on 1 June"),
    ("06-01", (), "open", "from its first day"),
    ("07-07", (), "open", "the due day itself is in time until midnight"),
    ("07-08", (), "missing", "due yesterday"),
    ("07-31", (), "missing", "it is still accepted on the day of the lock"),
    ("08-01", (), "locked", "nothing is accepted any more"),
    ("07-07", (filed("07-07"),), "on_time", "on the last day"),
    ("07-08", (filed("07-08"),), "late", "a day too late"),
    ("08-30", (filed("07-08"),), "late", "it stays late"),
    ("07-06", (filed("07-07"),), "open", "what comes tomorrow is not known today"),
    ("07-07", (filed("07-07", accepted="07-09"),), "open", "accepted by hand only later"),
    ("07-09", (filed("07-07", accepted="07-09"),), "on_time", "it had come in time"),
    ("07-20", (filed("07-07"), filed("07-20")), "on_time", "judged by the first accepted"),
    ("07-20", (filed("07-20"), filed("07-07")), "on_time", "whichever was read first"),
    ("07-10", (filed("07-01", nil=True),), "nil", "nothing to report"),
    ("07-10", (filed("07-01", nil=True), filed("07-03")), "on_time", "the last one counts"),
    ("07-10", (filed("07-01"), filed("07-03", nil=True)), "nil", "the last one counts"),
    ("07-05", (filed("07-01", withdrawn="07-05"),), "open", "taken out of force that day"),
    ("07-04", (filed("07-01", withdrawn="07-05"),), "on_time", "not yet withdrawn that day"),
    ("07-20", (filed("07-01", withdrawn="07-05"), filed("07-20")), "late", "the first is gone"),
    ("07-06", (returned("07-06"),), "returned", "waiting for the correction"),
    ("07-07", (returned("06-20"),), "returned", "long ago, and still in time"),
    ("07-10", (returned("07-07"),), "returned", "the third working day after the return"),
    ("07-13", (returned("07-07"),), "missing", "after the third working day"),
    ("07-09", (returned("07-07", "07-08"),), "returned", "dropped in time, returned later"),
    ("07-13", (returned("07-07", "07-08"),), "returned", "the weekend does not count"),
    ("07-08", (returned("07-08"),), "missing", "dropped too late"),
    ("07-07", (returned("07-07", "07-08"),), "open", "the return is not known yet"),
    ("07-10", (returned("07-07"), filed("07-10")), "on_time", "corrected in time"),
    ("07-13", (returned("07-07"), filed("07-13")), "late", "corrected too late"),
    ("07-10", (returned("07-07"), returned("07-09"), filed("07-10")), "on_time", "twice returned"),
    ("07-14", (returned("07-07"), returned("07-10"), filed("07-13")), "late", "no second window"),
    ("07-08", (filed("07-01"), returned("07-08")), "on_time", "a bad correction changes nothing"),
    ("07-08", (waived("07-20"),), "waived", "need not be filed"),
    ("05-31", (waived("07-20", granted="05-30"),), "waived", "already before it opens"),
    ("06-19", (waived("07-20"),), "open", "not granted yet"),
    ("07-20", (waived("07-20"),), "waived", "its last day"),
    ("07-21", (waived("07-20"),), "missing", "it has expired"),
    ("07-06", (waived("06-30"),), "open", "expired before the report was due"),
    ("08-20", (waived("08-10"),), "waived", "it held at the lock: nobody can file any more"),
    ("08-05", (waived("12-31", granted="08-05"),), "waived", "granted after the lock"),
    ("07-10", (waived("07-20"), filed("07-05")), "on_time", "yields to a report"),
    ("07-25", (waived("07-20"), filed("07-15")), "on_time", "filed while it held"),
    ("07-25", (waived("07-20"), filed("07-21")), "late", "filed after it expired"),
    ("07-25", (waived("07-20", granted="07-10"), filed("07-09")), "late", "granted afterwards"),
    ("07-10", (waived("07-20"), returned("07-09")), "waived", "nothing need be corrected"),
    ("08-05", (waived("08-10"), filed("08-05")), "on_time", "let in after the lock"),
    ("08-05", (filed("08-01"),), "locked", "what came after the lock does not count"),
    ("08-05", (filed("07-31"), filed("08-01", nil=True)), "late", "the last before the lock"),
]


@pytest.mark.parametrize(("on", "facts", "state", "why"), CASES)
def test_a_duty_stands_as_what_is_known_of_it(
    on: str, facts: tuple[Any, ...], state: str, why: str
) -> None:
    assert stands(on, *facts).state == state, why


def test_the_cases_show_every_standing_and_each_has_a_name() -> None:
    assert {state for _, _, state, _ in CASES} == set(DutyState) == set(STATE_NAMES)
    assert {"open", "returned", "missing"} == OWING


@pytest.mark.parametrize(
    ("on", "state", "late"),
    [("07-07", "open", 0), ("07-10", "open", 0), ("07-13", "missing", 6), ("08-03", "locked", 27)],
)
def test_within_the_grace_nothing_is_late_and_after_it_days_count_from_the_due_date(
    on: str, state: str, late: int
) -> None:
    lenient = duty(grace=day("07-10"))
    found = stands(on, of=lenient)
    assert (found.state, found.days_late, found.in_time_until) == (state, late, day("07-10"))


@pytest.mark.parametrize(
    ("facts", "on", "late"),
    [
        ((filed("07-10"),), "07-20", 3),
        ((filed("07-07"),), "07-20", 0),
        ((filed("07-10", nil=True),), "07-20", 3),
        ((returned("07-07"),), "07-10", 0),
        ((returned("07-07"),), "07-13", 6),
        ((waived("07-20"),), "07-22", 2),
        ((waived("07-20"), filed("07-23")), "07-25", 3),
    ],
)
def test_days_late_count_to_the_report_or_to_today(
    facts: tuple[Any, ...], on: str, late: int
) -> None:
    assert stands(on, *facts).days_late == late


def test_a_correction_is_awaited_until_the_lock_at_most() -> None:
    found = stands("07-31", returned("07-31"), of=duty(due=day("07-31")))
    assert (found.state, found.in_time_until, found.returned_on) == (
        "returned",
        day("07-31"),
        day("07-31"),
    )
    unlocked = stands("07-31", returned("07-31"), of=duty(due=day("07-31"), lock=None))
    assert unlocked.in_time_until == day("08-05")


def test_without_a_lock_a_report_stays_missing() -> None:
    assert stands("12-31", of=duty(lock=None)).state is DutyState.MISSING


def test_all_duties_are_judged_each_by_its_own_history() -> None:
    mine, yours = duty("ZB01"), duty("ZB02")
    found = judge_duties(
        (mine, yours),
        {yours.key: DutyHistory(filings=(filed("07-01"),))},
        {mine.key: (waived("07-20"),)},
        PLAN,
        day("07-10"),
    )
    assert [(s.duty.unit, s.state) for s in found] == [
        ("ZB01", DutyState.WAIVED),
        ("ZB02", DutyState.ON_TIME),
    ]
    assert found[0].waiver and not found[0].owes
