"""What the flows have to do on which day, by the sample plan and by plans changed a little."""

import datetime as dt

import pytest

from campaign.deadlines.agenda import Action, ActionKind, PhaseFlow, agenda, issue_day
from tests.support.samples.definitions import plan

PLAN = plan()


def on(kind: ActionKind, subject: str = "") -> list[tuple[dt.date, PhaseFlow]]:
    return [(w.day, w.flow) for w in agenda(PLAN) if (w.kind, w.subject) == (kind, subject)]


@pytest.mark.parametrize(
    ("kind", "subject", "day", "flow"),
    [
        (ActionKind.SCHEME, "", dt.date(2026, 4, 1), PhaseFlow.MOBILIZATION),
        # 15 April is a Wednesday; five working days before is Wednesday the 8th.
        (
            ActionKind.INVITE,
            "kickoff 2026-04-15T09:00",
            dt.date(2026, 4, 8),
            PhaseFlow.MOBILIZATION,
        ),
        (ActionKind.INVITE, "joint 2026-12-08T09:00", dt.date(2026, 12, 1), PhaseFlow.YEAR_END),
        # June's study is due on the 5th working day of July (Tuesday the 7th).
        (ActionKind.STUDY_BULLETIN, "2026-06", dt.date(2026, 7, 8), PhaseFlow.MONTHLY_STUDY),
        (
            ActionKind.INSPECTION_BULLETIN,
            "2026-Q4",
            dt.date(2026, 12, 11),
            PhaseFlow.QUARTERLY_INSPECTION,
        ),
        # Due on 15 November, a Sunday.
        (
            ActionKind.COVERAGE,
            "self_evaluation 2026",
            dt.date(2026, 11, 16),
            PhaseFlow.FIVE_EVALUATIONS,
        ),
        # December's 5th working day is Monday the 7th; the joint meeting is on the 8th.
        (ActionKind.COVERAGE, "annual_summary 2026", dt.date(2026, 12, 8), PhaseFlow.YEAR_END),
        (ActionKind.COVERAGE, "lookback 2026", dt.date(2026, 12, 16), PhaseFlow.YEAR_END),
        # 10 October is a Saturday on which people work.
        (
            ActionKind.WINDOW,
            "mutual_evaluation 2026",
            dt.date(2026, 10, 10),
            PhaseFlow.FIVE_EVALUATIONS,
        ),
        (ActionKind.MIDWAY_REPORT, "", dt.date(2026, 10, 30), PhaseFlow.FIVE_EVALUATIONS),
        (ActionKind.CONSOLIDATE, "", dt.date(2026, 12, 18), PhaseFlow.YEAR_END),
        (ActionKind.ARCHIVE, "", dt.date(2026, 12, 31), PhaseFlow.YEAR_END),
    ],
)
def test_each_work_has_its_day_and_flow(
    kind: ActionKind, subject: str, day: dt.date, flow: PhaseFlow
) -> None:
    assert on(kind, subject) == [(day, flow)]


def test_the_midway_report_comes_while_the_channels_are_open() -> None:
    opened = [w.day for w in agenda(PLAN) if w.kind is ActionKind.WINDOW]
    [report] = [w.day for w in agenda(PLAN) if w.kind is ActionKind.MIDWAY_REPORT]
    assert max(opened) < report < min(o.lock for o in PLAN.obligations if o.lock)


def test_workbooks_go_out_on_the_first_working_day_from_their_opening() -> None:
    assert issue_day(dt.date(2026, 8, 1), PLAN) == dt.date(2026, 8, 3)  # a Saturday
    assert issue_day(dt.date(2026, 1, 1), PLAN) == dt.date(2026, 4, 1)  # before the campaign


def test_what_opens_together_goes_out_together() -> None:
    studies = [
        w for w in agenda(PLAN) if w.kind is ActionKind.ISSUE and w.flow is PhaseFlow.MONTHLY_STUDY
    ]
    days = [work.day for work in studies]
    assert len(days) == len(set(days))
    assert dt.date(2026, 7, 1) in days


def test_a_work_is_known_by_what_it_does_and_not_by_its_day() -> None:
    action = Action(
        day=dt.date(2026, 4, 8), flow=PhaseFlow.MOBILIZATION, kind=ActionKind.INVITE, subject="x"
    )
    assert action.key == "mobilization:invite:x"
    keys = [action.key for action in agenda(PLAN)]
    assert len(keys) == len(set(keys))


def test_no_work_lies_before_the_campaign_or_on_a_day_off() -> None:
    for work in agenda(PLAN):
        assert work.day >= PLAN.campaign.first
        if work.kind is not ActionKind.ARCHIVE:
            assert work.day == issue_day(work.day, PLAN)
