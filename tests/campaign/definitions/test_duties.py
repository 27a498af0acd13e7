"""Duties: who owes what, and until when, in the shipped plan with the made-up roster."""

import datetime as dt
from collections import Counter

import pytest

from campaign.definitions.duties import (
    Duty,
    binding_day,
    binds,
    due_date,
    duties,
    still_owed,
    units_owing,
)
from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.roster import Roster
from campaign.values.periods import parse_period
from tests.support.samples.definitions import plan, shipped_roster

ROSTER: Roster = shipped_roster()


def obligation(key: str, of: Plan | None = None) -> Obligation:
    return next(o for o in (of or plan()).obligations if o.key == key)


def all_duties() -> tuple[Duty, ...]:
    return duties(plan(), ROSTER)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("key", "period", "due", "why"),
    [
        ("study", "2026-06", "2026-07-07", "the 5th working day of the next month"),
        ("study", "2026-09", "2026-10-13", "counted from after the National Day holiday"),
        ("study", "2026-11", "2026-12-07", "December's"),
        ("rectification", "2026-Q2", "2026-06-25", "the 25th of the quarter's last month"),
        ("rectification", "2026-Q3", "2026-09-25", "stays, although a day off"),
        ("rectification", "2026-Q4", "2026-12-10", "early, so that it enters the year's result"),
        ("inspection", "2026-Q4", "2026-12-10", "early likewise"),
        ("self_evaluation", "2026", "2026-11-15", "S37; stays, although a Sunday"),
    ],
)
def test_reports_are_due_when_the_plan_says(key: str, period: str, due: str, why: str) -> None:
    assert due_date(obligation(key), parse_period(period), plan()) == day(due), why


def test_what_is_filed_when_it_happens_has_no_deadline() -> None:
    with pytest.raises(ValueError, match="没有期限"):
        due_date(obligation("complaint"), parse_period("2026"), plan())


def test_each_obligation_binds_the_classes_that_the_plan_names() -> None:
    on = day("2026-07-07")
    classes = {
        key: {u.unit_class for u in units_owing(obligation(key), ROSTER, on)}
        for key in ("study", "rectification", "self_evaluation", "inspection", "complaint")
    }
    assert classes == {
        "study": {"支部", "单位"},
        "rectification": {"支部", "单位"},
        "self_evaluation": {"支部"},
        "inspection": {"单位"},
        "complaint": {"办公室"},
    }


@pytest.mark.parametrize("on", ["2026-04-30", "2026-07-07", "2026-12-31"])
def test_a_unit_owes_what_binds_it_among_all_others(on: str) -> None:
    """Units come and go in the year; the office is bound by name."""
    for key in ("study", "self_evaluation", "inspection", "complaint"):
        bound = units_owing(obligation(key), ROSTER, day(on))
        alone = [u for u in ROSTER.units if binds(u, obligation(key), ROSTER)]
        assert [u for u in alone if u.active_on(day(on))] == list(bound)


def test_every_unit_owes_every_period_once() -> None:
    found = all_duties()
    assert Counter(duty.key for duty in found).most_common(1)[0][1] == 1
    months = [duty for duty in found if duty.obligation.key == "study" and duty.unit == "ZB01"]
    assert [str(duty.period) for duty in months] == [f"2026-{n:02d}" for n in range(6, 12)]


@pytest.mark.parametrize(
    ("key", "period", "binding", "why"),
    [
        ("study", "2026-06", "2026-06-30", "the month's last day comes before the due date"),
        ("inspection", "2026-Q3", "2026-09-25", "due before the quarter ends"),
        ("self_evaluation", "2026", "2026-11-15", "due before the year ends"),
    ],
)
def test_a_report_binds_who_takes_part_when_period_or_time_ends(
    key: str, period: str, binding: str, why: str
) -> None:
    assert binding_day(obligation(key), parse_period(period), plan()) == day(binding), why


def test_a_unit_that_joins_after_a_period_does_not_owe_it() -> None:
    joined = ROSTER.units[0].model_copy(update={"first": day("2026-07-02")})
    roster = ROSTER.model_copy(update={"units": (joined, *ROSTER.units[1:])})
    months = [d.key[2] for d in duties(plan(), roster) if d.key[:2] == (joined.code, "study")]
    assert months[0] == "2026-07"


def test_a_unit_that_merges_owes_the_periods_that_it_saw_to_the_end() -> None:
    """It is gone after 31 August, before September's reports and the third quarter's."""
    merged = {duty.key[1:] for duty in all_duties() if duty.unit == "DW07"}
    assert merged == {
        ("mobilization", "2026"),
        ("duty_cards", "2026"),
        ("opinions", "2026-Q2"),
        ("study", "2026-06"),
        ("study", "2026-07"),
        ("study", "2026-08"),
        ("rectification", "2026-Q2"),
        ("inspection", "2026-Q2"),
    }


def test_duties_are_listed_by_due_date_then_in_the_order_of_the_roster() -> None:
    found = all_duties()
    assert list(found) == sorted(found, key=lambda duty: duty.due)
    order = [unit.code for unit in ROSTER.units]
    june = [order.index(duty.unit) for duty in found if duty.key[1:] == ("study", "2026-06")]
    assert june == sorted(june)


def test_a_report_opens_with_its_period_unless_the_plan_says_otherwise() -> None:
    opens = {duty.key[1:]: duty.opens for duty in all_duties()}
    assert opens["study", "2026-06"] == day("2026-06-01")
    assert opens["rectification", "2026-Q3"] == day("2026-07-01")
    assert opens["self_evaluation", "2026"] == day("2026-10-08")


def test_grace_counts_in_working_days_after_the_due_date() -> None:
    lenient = plan("lock = 2026-12-15", "lock = 2026-12-15\ngrace_days = 3")
    (duty, *_) = [d for d in duties(lenient, ROSTER) if d.obligation.key == "self_evaluation"]
    assert (duty.due, duty.grace) == (day("2026-11-15"), day("2026-11-18"))
    (strict, *_) = [d for d in all_duties() if d.obligation.key == "self_evaluation"]
    assert strict.grace == strict.due


OWED = [
    # day, accepted, whether ZB01 still owes its self-evaluation
    ("2026-10-07", (), False),
    ("2026-10-08", (), True),
    ("2026-11-15", (), True),
    ("2026-12-15", (), True),
    ("2026-12-16", (), False),
    ("2026-11-01", (("ZB01", "self_evaluation", "2026"),), False),
    ("2026-11-01", (("ZB02", "self_evaluation", "2026"),), True),
]


@pytest.mark.parametrize(("today", "accepted", "owes"), OWED)
def test_something_is_owed_from_its_opening_to_its_lock_until_it_is_accepted(
    today: str, accepted: tuple[tuple[str, str, str], ...], owes: bool
) -> None:
    own = [duty for duty in all_duties() if duty.unit == "ZB01"]
    owed = {duty.obligation.key for duty in still_owed(own, set(accepted), day(today))}
    assert ("self_evaluation" in owed) is owes


def test_what_has_no_lock_stays_owed_after_it_was_due() -> None:
    own = [duty for duty in all_duties() if duty.unit == "ZB01"]
    owed = {duty.key for duty in still_owed(own, set(), day("2026-12-30"))}
    assert ("ZB01", "study", "2026-06") in owed
