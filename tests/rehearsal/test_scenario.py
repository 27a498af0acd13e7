"""What is drawn up for a rehearsal: people, roles, reports, and the warnings of a plan."""

import datetime as dt
from random import Random

import pytest

from campaign.deadlines.status import DutyState
from campaign.definitions.duties import duties
from campaign.definitions.plan import Due, Plan
from campaign.definitions.roster import Roster
from campaign.definitions.working_days import add_working_days, is_working_day
from campaign.scoring.ranking import class_places
from rehearsal.checks.plan_review import review_plan
from rehearsal.content.evaluation_contents import ballot_batch
from rehearsal.content.fake_roster import make_roster
from rehearsal.content.scenario import Scenario, make_scenario
from rehearsal.simulation.schedule import (
    Manner,
    ScheduledReport,
    expected_reminders,
    schedule_reports,
)
from tests.support.samples.definitions import forms, plan

PLAN: Plan = plan()
NIL = frozenset(form.key for form in forms() if form.nil_return)


def roster(size: int = 6, seed: int = 1) -> Roster:
    return make_roster(size, PLAN.campaign.office, [], Random(seed))


def scenario(size: int = 6, *, faults: bool = True, seed: int = 1) -> Scenario:
    units = roster(size).units
    ranked = {name: sum(u.unit_class == name for u in units) for name in ("支部", "单位")}
    places = class_places(ranked, PLAN.appraisal)
    return make_scenario(roster(size), Random(seed), faults=faults, places=places)


def scheduled(size: int = 6, *, faults: bool = True) -> tuple[ScheduledReport, ...]:
    owed = duties(PLAN, roster(size))
    return schedule_reports(owed, PLAN, scenario(size, faults=faults), Random(1), NIL)


@pytest.mark.parametrize("size", [6, 20, 200, 999])
def test_a_roster_has_so_many_units_of_both_classes_and_everybody_a_name_of_their_own(
    size: int,
) -> None:
    drawn = roster(size)
    classes = [unit.unit_class for unit in drawn.units]
    assert len(classes) == size + 1
    assert min(classes.count("支部"), classes.count("单位")) >= 3
    assert len({unit.name for unit in drawn.units}) == size + 1
    assert len({person.name for person in drawn.people}) == len(drawn.people)
    staffed = {code for person in drawn.people for code in (person.unit, person.branch)}
    assert staffed == {unit.code for unit in drawn.units}


def test_fewer_units_than_a_last_place_needs_are_refused() -> None:
    with pytest.raises(ValueError, match="6 units"):
        roster(5)


def test_the_same_seed_gives_the_same_people() -> None:
    assert roster(seed=3) == roster(seed=3)
    assert roster(seed=3) != roster(seed=4)


@pytest.mark.parametrize("size", [6, 20, 200])
def test_every_unit_has_one_role_and_the_best_and_the_worst_stand_out(size: int) -> None:
    found = scenario(size)
    clerks = [found.late, found.on_leave, found.sloppy, found.nil, found.waived, found.never]
    assert len({*clerks}) == len(clerks)
    for best in found.winners.values():
        others = [level for unit, level in found.levels.items() if unit != best]
        assert found.levels[best] == 98
        assert max(others) <= 98
    assert found.levels[found.key_rectified] == found.levels[found.spared] == 52
    people = {found.criticised.code, found.laddered.code, found.cleared.code, found.objected.code}
    assert len(people) == 4


@pytest.mark.parametrize("size", [15, 20, 200])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_units_whose_evidence_is_alike_have_one_level_and_no_other_role_that_scores(
    size: int, seed: int
) -> None:
    found = scenario(size, seed=seed)
    alike = (
        (found.tied_one, found.tied_other),
        (found.key_rectified, found.last_tied),
        (found.close_ahead, found.close_behind),
    )
    for one, other in alike:
        assert one != other and found.model(other) == found.model(one) == one
        assert found.levels[one] == found.levels[other]
    twins = {code for pair in alike for code in pair}
    assert len(twins) == 6
    single = {found.void_batch, found.unvisited, found.flat_rater, found.vetoed, *found.pair}
    assert not twins & {*single, found.unrating, found.criticised.branch, *found.winners.values()}


def test_too_few_units_have_nobody_at_a_boundary() -> None:
    found = scenario(6)
    assert (found.tied_one, found.last_tied, found.close_ahead) == ("", "", "")
    assert found.model(found.vetoed) == found.vetoed


def test_ballots_and_ratings_of_units_alike_are_the_same() -> None:
    found = scenario(20)
    names = {found.tied_one: "甲", found.tied_other: "乙", found.vetoed: "丙"}
    tables = ballot_batch(names, found, PLAN.appraisal, lambda code: Random(code))
    marks = {
        name: [
            {key: mark for key, mark in row.items() if key != "unit"}
            for row in tables["ballots"]
            if row["unit"] == name
        ]
        for name in names.values()
    }
    assert marks["甲"] == marks["乙"] != marks["丙"]


def test_without_faults_everything_is_right_and_in_time() -> None:
    states = {report.state for report in scheduled(faults=False)}
    manners = {manner for report in scheduled(faults=False) for _, manner in report.drops}
    assert (states, manners) == ({DutyState.ON_TIME}, {Manner.RIGHT})


def test_with_faults_every_kind_of_clerk_is_there() -> None:
    states = {report.state for report in scheduled()}
    assert states == {
        DutyState.ON_TIME,
        DutyState.LATE,
        DutyState.NIL,
        DutyState.WAIVED,
        DutyState.MISSING,
        DutyState.LOCKED,
    }


@pytest.mark.parametrize("report", scheduled(), ids=lambda report: f"{report.duty.key}")
def test_clerks_drop_on_working_days_when_the_duty_is_open(report: ScheduledReport) -> None:
    for day, _ in report.drops:
        assert is_working_day(day, PLAN.calendar)
        assert day >= max(report.duty.opens, PLAN.campaign.first)
        assert report.duty.lock is None or day <= report.duty.lock


def test_who_files_a_day_before_the_first_reminder_is_not_reminded_and_who_waits_is() -> None:
    duty = next(duty for duty in duties(PLAN, roster()) if duty.obligation.form == "study")
    first = add_working_days(duty.due, -7, PLAN.calendar)
    before = first - dt.timedelta(days=1)
    for day, expected in ((before, 0), (first, 1), (duty.due, 3)):
        report = ScheduledReport(duty=duty, drops=((day, Manner.RIGHT),), state=DutyState.ON_TIME)
        assert len(expected_reminders([report], PLAN)) == expected
    never = ScheduledReport(duty=duty, drops=(), state=DutyState.MISSING)
    late = add_working_days(duty.due, 1, PLAN.calendar)
    assert max(day for day, _ in expected_reminders([never], PLAN)) == late


def warned(changed: Plan, people: Roster | None = None) -> str:
    known = people or roster()
    return "\n".join(review_plan(changed, known, duties(changed, known)))


def with_due(key: str, **changes: object) -> Plan:
    """Return the plan with one obligation changed."""
    changed = [
        item.model_copy(update=changes) if item.key == key else item for item in PLAN.obligations
    ]
    return PLAN.model_copy(update={"obligations": tuple(changed)})


def test_a_deadline_on_a_day_off_is_told() -> None:
    rest = Due.model_validate({"date": dt.date(2026, 10, 1)})
    changed = with_due("institutions", due=rest)
    assert "“制度建设和制度汇编”2026年的期限2026-10-01是休息日" in warned(changed)


def test_a_workbook_that_comes_too_late_to_be_filled_in_is_told() -> None:
    changed = with_due("institutions", opens=dt.date(2026, 9, 29))
    assert "“制度建设和制度汇编”2026年2026-09-29才发表，2026-09-30到期" in warned(changed)
    assert "才发表" not in warned(PLAN)


def test_a_week_in_which_more_than_a_fifth_is_due_is_told_with_all_that_is_due_in_it() -> None:
    day = Due.model_validate({"date": dt.date(2026, 12, 10)})
    keys = ("duty_cards", "institutions", "service_items", "competition", "party_building")
    changed = PLAN.model_copy(
        update={
            "obligations": tuple(
                item.model_copy(update={"due": day}) if item.key in keys else item
                for item in PLAN.obligations
            )
        }
    )
    [line] = [line for line in warned(changed).splitlines() if "过于集中" in line]
    assert "2026-12-07起的一周有" in line
    assert "个人“亮岗履职”2026年6份" in line
    assert "2026-12-07起的一周" not in warned(PLAN)
