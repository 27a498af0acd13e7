"""Who is reminded on which day; and that nobody is who owes nothing."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.deadlines.reminders import Reminder, reminder_days, reminders
from campaign.deadlines.status import (
    OWING,
    AcceptedVersion,
    DutyHistory,
    DutyState,
    SubmissionStatus,
    judge_duties,
)
from campaign.deadlines.waivers import Waiver
from campaign.definitions.duties import Duty, ReturnedReport, duties
from tests.support.samples.definitions import plan, shipped_roster
from tests.support.samples.one_duty import PLAN, day, duty, filed, returned, stands, waived

ROSTER = shipped_roster()
DAY = dt.timedelta(days=1)
ALL: tuple[Duty, ...] = duties(PLAN, ROSTER)


def remind(found: Sequence[SubmissionStatus], on: dt.date, since: dt.date | None = None) -> Any:
    return reminders(found, PLAN, on, lambda unit: since or on - DAY)


@pytest.mark.parametrize(
    ("due", "until", "days", "why"),
    [
        ("07-07", "07-07", "06-26 07-02 07-06 07-08", "working days before and after a Tuesday"),
        ("06-25", "06-25", "06-15 06-22 06-24 06-26", "over the Dragon Boat holiday"),
        ("11-15", "11-15", "11-05 11-11 11-13 11-16", "due on a Sunday"),
        ("10-13", "10-13", "09-28 10-09 10-12 10-14", "over a holiday and its make-up days"),
        ("07-07", "07-10", "06-26 07-02 07-06 07-13", "after the time for corrections is over"),
    ],
)
def test_the_plan_s_days_are_working_days(due: str, until: str, days: str, why: str) -> None:
    found = reminder_days(day(due), day(until), PLAN)
    assert [f"{on:%m-%d}" for on in found] == days.split(), why


@pytest.mark.parametrize(
    ("on", "facts", "reminded", "why"),
    [
        ("06-26", (), True, "seven working days before"),
        ("06-29", (), False, "not a day of the plan"),
        ("07-02", (), True, "three before"),
        ("07-06", (), True, "one before"),
        ("07-07", (), False, "the due day itself"),
        ("07-08", (), True, "the working day after"),
        ("07-09", (), False, "once is enough"),
        ("07-06", (filed("07-05"),), False, "it was filed"),
        ("07-06", (filed("07-06"),), False, "filed this morning"),
        ("07-06", (filed("07-05", nil=True),), False, "nothing to report"),
        ("07-06", (waived("07-20"),), False, "waived"),
        ("07-21", (waived("07-20"),), True, "the working day after the waiver's end"),
        ("07-06", (returned("07-03"),), True, "returned and not corrected yet"),
        ("07-08", (returned("07-07"),), False, "it may still be corrected"),
        ("07-13", (returned("07-07"),), True, "the working day after that"),
        ("07-06", (filed("07-01", withdrawn="07-03"),), True, "withdrawn, so owed again"),
    ],
)
def test_who_still_owes_is_reminded_on_the_plan_s_days(
    on: str, facts: tuple[Any, ...], reminded: bool, why: str
) -> None:
    assert bool(remind([stands(on, *facts)], day(on))) is reminded, why


def test_nobody_is_reminded_after_the_lock() -> None:
    locked = duty(lock=day("07-07"))
    assert remind([stands("07-08", of=locked)], day("07-08")) == ()


def test_nobody_is_reminded_after_the_campaign() -> None:
    late = duty(due=dt.date(2026, 12, 31), lock=None)
    on = dt.date(2027, 1, 4)
    [found] = judge_duties([late], {}, {}, PLAN, on)
    assert found.state is DutyState.MISSING
    assert on in reminder_days(late.due, found.in_time_until, PLAN)
    assert remind([found], on) == ()


def test_one_message_holds_what_is_due_that_day_and_what_else_is_overdue() -> None:
    old = duty(obligation=ALL[0].obligation, due=day("06-25"), grace=day("06-25"))
    later = duty(due=day("08-25"), grace=day("08-25"), lock=None)
    found = [stands("07-06", of=of) for of in (old, duty(), later)]
    assert remind(found, day("07-06")) == (
        Reminder(unit="ZB01", statuses=(found[1],), overdue=(found[0],)),
    )


def test_after_downtime_the_latest_reminder_applies_with_the_words_of_today() -> None:
    """Off from 20 June to 5 July: three days of reminders were missed for each of two reports."""
    rectification = duty(due=day("06-25"), grace=day("06-25"), lock=None)
    on, since = day("07-05"), day("06-19")
    found = [stands("07-05", of=of) for of in (rectification, duty())]
    [reminder] = remind(found, on, since)
    assert [s.state for s in reminder.statuses] == [DutyState.MISSING, DutyState.OPEN]
    assert [s.days_late for s in reminder.statuses] == [10, 0]
    assert remind(found, on, since=on) == (), "that is done"
    filed_since = [stands("07-05", filed("07-01"), of=rectification), found[1]]
    [reminder] = remind(filed_since, on, since)
    assert [s.duty.due for s in reminder.statuses] == [day("07-07")]


def test_a_plan_may_name_other_days() -> None:
    changed = plan("working_days_before = [7, 3, 1]", "working_days_before = [0]")
    changed = changed.model_copy(
        update={"reminders": changed.reminders.model_copy(update={"working_days_after": ()})}
    )
    assert reminder_days(day("11-15"), day("11-15"), changed) == (day("11-15"),)


DAYS = st.dates(day("05-25"), dt.date(2027, 1, 20))
FILINGS = st.builds(
    lambda received, later, nil, withdrawn: AcceptedVersion(
        received_on=received,
        accepted_on=received + later * DAY,
        nil=nil,
        withdrawn_on=received + withdrawn * DAY if withdrawn else None,
    ),
    DAYS,
    st.integers(0, 5),
    st.booleans(),
    st.none() | st.integers(5, 30),
)
RETURNS = st.tuples(DAYS, st.integers(0, 3)).map(
    lambda drawn: ReturnedReport(drawn[0], drawn[0] + drawn[1] * DAY)
)
HISTORIES = st.builds(
    lambda filings, returns: DutyHistory(filings=tuple(filings), returns=tuple(returns)),
    st.lists(FILINGS, max_size=2),
    st.lists(RETURNS, max_size=2),
)
OWN = [d for d in ALL if d.unit in ("ZB01", "DW07") and d.obligation.form != "inspection"]
KEYS = st.sampled_from([d.key for d in OWN])


def waivers(key: tuple[str, str, str], granted: dt.date, days: int) -> Waiver:
    return Waiver(
        key=key, why="", approved_by="", granted_on=granted, expires_on=granted + days * DAY
    )


@given(
    st.dictionaries(KEYS, HISTORIES),
    st.lists(st.builds(waivers, KEYS, DAYS, st.integers(0, 60))),
    DAYS,
    st.integers(1, 40),
)
def test_a_reminder_never_goes_to_a_unit_that_owes_nothing(
    histories: dict[tuple[str, str, str], DutyHistory],
    granted: list[Waiver],
    on: dt.date,
    missed: int,
) -> None:
    spared = {w.key: tuple(x for x in granted if x.key == w.key) for w in granted}
    found = judge_duties(OWN, histories, spared, PLAN, on)
    owes = {s.duty.unit for s in found if s.owes}

    messages = remind(found, on, on - missed * DAY)

    assert len({message.unit for message in messages}) == len(messages), "one a day"
    for message in messages:
        assert message.unit in owes and message.statuses
        for standing in (*message.statuses, *message.overdue):
            own = standing.duty
            assert standing.state in OWING and own.unit == message.unit
            assert own.opens <= on <= (own.lock or PLAN.campaign.last)
            known = [f for f in histories.get(own.key, DutyHistory()).filings if f.counts_on(on)]
            assert all(own.lock and f.received_on > own.lock for f in known)
            assert not any(w.holds_on(on) for w in spared.get(own.key, ()))
            assert (standing.days_late > 0) == (on > standing.in_time_until)
            assert standing.in_time_until >= own.grace
    assert remind(found, on, since=on) == (), "a second run of the day adds nothing"


@given(st.dictionaries(KEYS, HISTORIES), DAYS)
def test_every_duty_stands_somewhere_and_only_what_is_filed_has_a_day_of_receipt(
    histories: dict[tuple[str, str, str], DutyHistory], on: dt.date
) -> None:
    filed_states = {DutyState.ON_TIME, DutyState.LATE, DutyState.NIL}
    for found in judge_duties(OWN, histories, {}, PLAN, on):
        assert (found.state in filed_states) == (found.received_on is not None)
        assert found.days_late >= 0
