"""What another plan would judge otherwise: verdicts, warnings, and how duties stand."""

import pytest

from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.problems.codes import Code, Problem, make_problem
from campaign.what_if.verdict_changes import (
    RejudgedReport,
    WarningChange,
    duty_changes,
    returned_otherwise,
    verdict_changes,
    warning_changes,
)
from tests.support.samples.one_duty import duty

ERROR = make_problem(Code.CELL_BLANK, sheet="学习记录", at=(7, 3))
ELSEWHERE = make_problem(Code.CELL_BLANK, sheet="学习记录", at=(8, 3))
LOCKED = make_problem(Code.PERIOD_LOCKED)
WARNING = make_problem(Code.COLUMN_UNKNOWN, sheet="学习记录", at=(4, 9))
SAME_WARNING_ELSEWHERE = make_problem(Code.COLUMN_UNKNOWN, sheet="学习记录", at=(4, 10))
PLACE = make_problem(Code.PLACE_NOT_CONFIDENTIAL)


def judged(
    before: tuple[Problem, ...], after: tuple[Problem, ...], receipt: str = "HZ26-000001"
) -> RejudgedReport:
    return RejudgedReport(
        receipt=receipt,
        unit="ZB01",
        form="study",
        slot="2026-06",
        confidential=False,
        before=before,
        after=after,
    )


CASES = [
    # why, before, after, verdict changes, returned for other reasons, differs at all
    ("nothing found by either", (), (), False, False, False),
    ("accepted, then returned", (), (LOCKED,), True, False, True),
    ("returned, then accepted", (ERROR,), (), True, False, True),
    ("returned for the same cell", (ERROR,), (ERROR,), False, False, False),
    ("returned for another cell", (ERROR,), (ELSEWHERE,), False, True, True),
    ("returned, one more warning", (ERROR,), (ERROR, WARNING), False, False, True),
    ("a warning blocks nothing", (), (WARNING,), False, False, True),
    ("where it once lay is not known any more", (PLACE,), (), False, False, False),
]


@pytest.mark.parametrize(
    ("before", "after", "verdict", "otherwise", "differs"),
    [c[1:] for c in CASES],
    ids=[c[0] for c in CASES],
)
def test_what_counts_as_a_change(
    before: tuple[Problem, ...],
    after: tuple[Problem, ...],
    verdict: bool,
    otherwise: bool,
    differs: bool,
) -> None:
    item = judged(before, after)
    assert bool(verdict_changes([item])) is verdict
    assert bool(returned_otherwise([item])) is otherwise
    assert item.differs is differs


def test_the_decisive_problems_are_the_errors_that_one_plan_alone_finds() -> None:
    assert judged((ERROR, ELSEWHERE, WARNING), (ELSEWHERE, LOCKED)).decisive == (ERROR, LOCKED)


def test_changed_verdicts_come_by_receipt() -> None:
    some = [judged((), (LOCKED,), f"HZ26-00000{n}") for n in (3, 1, 2)]
    assert [each.receipt[-1] for each in verdict_changes(some)] == ["1", "2", "3"]


def test_warnings_are_counted_by_report_and_only_where_both_plans_accept() -> None:
    some = [
        judged((), (WARNING, SAME_WARNING_ELSEWHERE)),  # one report, however many cells
        judged((WARNING,), ()),
        judged((WARNING,), (WARNING,)),
        judged((), (WARNING, ERROR)),  # a verdict, not a warning
    ]
    assert warning_changes(some) == (WarningChange(code=Code.COLUMN_UNKNOWN, more=1, fewer=1),)


def stands(state: DutyState, days_late: int = 0) -> SubmissionStatus:
    return SubmissionStatus(duty=duty(), state=state, in_time_until=duty().due, days_late=days_late)


STANDINGS = [
    ("the same", [stands(DutyState.ON_TIME)], [stands(DutyState.ON_TIME)], None),
    (
        "on time, then late",
        [stands(DutyState.ON_TIME)],
        [stands(DutyState.LATE, 2)],
        (DutyState.ON_TIME, DutyState.LATE, False, True),
    ),
    (
        "late, then locked out",
        [stands(DutyState.LATE, 2)],
        [stands(DutyState.LOCKED, 2)],
        (DutyState.LATE, DutyState.LOCKED, True, True),
    ),
    ("later still", [stands(DutyState.LATE, 2)], [stands(DutyState.LATE, 9)], None),
    (
        "a nil return that is late now",
        [stands(DutyState.NIL)],
        [stands(DutyState.NIL, 1)],
        (DutyState.NIL, DutyState.NIL, False, True),
    ),
    (
        "not asked any more",
        [stands(DutyState.OPEN)],
        [],
        (DutyState.OPEN, None, False, False),
    ),
    (
        "newly asked",
        [],
        [stands(DutyState.MISSING, 3)],
        (None, DutyState.MISSING, False, True),
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "change"), [s[1:] for s in STANDINGS], ids=[s[0] for s in STANDINGS]
)
def test_how_a_duty_stands_otherwise(
    before: list[SubmissionStatus],
    after: list[SubmissionStatus],
    change: tuple[DutyState | None, DutyState | None, bool, bool] | None,
) -> None:
    found = [(c.before, c.after, c.was_late, c.is_late) for c in duty_changes(before, after)]
    assert found == ([change] if change else [])
