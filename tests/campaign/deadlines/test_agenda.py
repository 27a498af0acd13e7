"""What the flows have to do on which day, by the sample plan and by plans changed a little."""

import datetime as dt

import pytest

from campaign.deadlines.agenda import Flow, Kind, Work, agenda, issue_day
from tests.support.samples.definitions import plan

PLAN = plan()


def on(kind: Kind, subject: str = "") -> list[tuple[dt.date, Flow]]:
    return [(w.day, w.flow) for w in agenda(PLAN) if (w.kind, w.subject) == (kind, subject)]


@pytest.mark.parametrize(
    ("kind", "subject", "day", "flow"),
    [
        (Kind.SCHEME, "", dt.date(2026, 4, 1), Flow.MOBILIZATION),
        # 15 April is a Wednesday; five working days before is Wednesday the 8th.
        (Kind.INVITE, "kickoff 2026-04-15T09:00", dt.date(2026, 4, 8), Flow.MOBILIZATION),
        (Kind.INVITE, "joint 2026-12-08T09:00", dt.date(2026, 12, 1), Flow.YEAR_END),
        # June's study is due on the 5th working day of July (Tuesday the 7th).
        (Kind.STUDY_BULLETIN, "2026-06", dt.date(2026, 7, 8), Flow.MONTHLY_STUDY),
        (Kind.INSPECTION_BULLETIN, "2026-Q4", dt.date(2026, 12, 11), Flow.QUARTERLY_INSPECTION),
        # Due on 15 November, a Sunday.
        (
            Kind.COVERAGE,
            "self_evaluation 2026",
            dt.date(2026, 11, 16),
            Flow.FIVE_EVALUATIONS,
        ),
        # December's 5th working day is Monday the 7th; the joint meeting is on the 8th.
        (Kind.COVERAGE, "annual_summary 2026", dt.date(2026, 12, 8), Flow.YEAR_END),
        (Kind.COVERAGE, "lookback 2026", dt.date(2026, 12, 16), Flow.YEAR_END),
        # 10 October is a Saturday on which people work.
        (
            Kind.WINDOW,
            "mutual_evaluation 2026",
            dt.date(2026, 10, 10),
            Flow.FIVE_EVALUATIONS,
        ),
        (Kind.MIDWAY_REPORT, "", dt.date(2026, 10, 30), Flow.FIVE_EVALUATIONS),
        (Kind.CONSOLIDATE, "", dt.date(2026, 12, 18), Flow.YEAR_END),
        (Kind.ARCHIVE, "", dt.date(2026, 12, 31), Flow.YEAR_END),
    ],
)
def test_each_work_has_its_day_and_flow(kind: Kind, subject: str, day: dt.date, flow: Flow) -> None:
    assert on(kind, subject) == [(day, flow)]


def test_the_midway_report_comes_while_the_channels_are_open() -> None:
    opened = [w.day for w in agenda(PLAN) if w.kind is Kind.WINDOW]
    [report] = [w.day for w in agenda(PLAN) if w.kind is Kind.MIDWAY_REPORT]
    assert max(opened) < report < min(o.lock for o in PLAN.obligations if o.lock)


def test_workbooks_go_out_on_the_first_working_day_from_their_opening() -> None:
    assert issue_day(dt.date(2026, 8, 1), PLAN) == dt.date(2026, 8, 3)  # a Saturday
    assert issue_day(dt.date(2026, 1, 1), PLAN) == dt.date(2026, 4, 1)  # before the campaign


def test_what_opens_together_goes_out_together() -> None:
    studies = [w for w in agenda(PLAN) if w.kind is Kind.ISSUE and w.flow is Flow.MONTHLY_STUDY]
    days = [work.day for work in studies]
    assert len(days) == len(set(days))
    assert dt.date(2026, 7, 1) in days


def test_a_work_is_known_by_what_it_does_and_not_by_its_day() -> None:
    work = Work(day=dt.date(2026, 4, 8), flow=Flow.MOBILIZATION, kind=Kind.INVITE, subject="x")
    assert work.key == "mobilization:invite:x"
    keys = [work.key for work in agenda(PLAN)]
    assert len(keys) == len(set(keys))


def test_no_work_lies_before_the_campaign_or_on_a_day_off() -> None:
    for work in agenda(PLAN):
        assert work.day >= PLAN.campaign.first
        if work.kind is not Kind.ARCHIVE:
            assert work.day == issue_day(work.day, PLAN)
