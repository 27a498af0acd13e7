"""Derives from the plan which actions the campaign's flows run on which day of the year.

prefect.yaml only says when a flow runs; a run performs the actions of its flow up to that day that
were not performed before, so that downtime loses nothing.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from campaign.definitions.duties import due_date
from campaign.definitions.plan import Obligation, Plan, PlannedMeeting
from campaign.definitions.working_days import add_working_days, is_working_day


class PhaseFlow(StrEnum):
    """The flows of the phases, by the names of their deployments."""

    MOBILIZATION = "mobilization"
    MONTHLY_STUDY = "monthly-study"
    QUARTERLY_INSPECTION = "quarterly-inspection"
    FIVE_EVALUATIONS = "five-evaluations"
    YEAR_END = "year-end"


class ActionKind(StrEnum):
    """The kinds of actions, in the order of the procedure within a day.

    ``subject`` is what an action is about.
    """

    SCHEME = "scheme"
    """Write the implementation scheme with the leading group (S5, S56, S57)."""
    ISSUE = "issue"
    """Send the blank workbooks that open to those who owe them; ``subject`` is the opening day."""
    WINDOW = "window"
    """Announce an evaluation that opens; ``subject`` is obligation and period (S35, S38, S42)."""
    INVITE = "invite"
    """Invite to a meeting; ``subject`` is its key and time: moved, it is told again (S4, S64)."""
    COVERAGE = "coverage"
    """Report who has filed and who has not; ``subject`` is obligation and period."""
    STUDY_BULLETIN = "study-bulletin"
    """Draft the bulletin of the month's study; ``subject`` is the period (S9 to S15)."""
    INSPECTION_BULLETIN = "inspection-bulletin"
    """Draft the bulletin of the quarter's inspection; ``subject`` is the period (S39)."""
    MIDWAY_REPORT = "midway-report"
    """Report on the five evaluations before they are complete (S33)."""
    CONSOLIDATE = "consolidate"
    """Draft the year's result and have it approved (S49, S50)."""
    PUBLIC_NOTICE = "public-notice"
    """Announce an approved result; ``subject`` is its id."""
    PUBLISH = "publish"
    """Publish a result and what follows from it (S45, S49, S50); ``subject`` is its id."""
    ARCHIVE = "archive"
    """Pack the year's records with a manifest of hashes."""


LABELS = {
    ActionKind.SCHEME: "实施方案",
    ActionKind.ISSUE: "发放空白报表",
    ActionKind.WINDOW: "评议通知",
    ActionKind.INVITE: "会议通知",
    ActionKind.COVERAGE: "报送情况",
    ActionKind.STUDY_BULLETIN: "学习情况通报",
    ActionKind.INSPECTION_BULLETIN: "检查情况通报",
    ActionKind.MIDWAY_REPORT: "五评中期情况报告",
    ActionKind.CONSOLIDATE: "汇总全年成绩",
    ActionKind.PUBLIC_NOTICE: "公示",
    ActionKind.PUBLISH: "公布成果",
    ActionKind.ARCHIVE: "年度归档",
}


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Action:
    """A scheduled action of a flow on a day; performed at most once, identified by its ``key``."""

    day: dt.date
    flow: PhaseFlow
    kind: ActionKind
    subject: str = ""

    @property
    def key(self) -> str:
        """The identity of the action in the store; its day is no part of it."""
        return f"{self.flow}:{self.kind}:{self.subject}"


WINDOW_FORMS = ("self_evaluation", "mutual_evaluation", "social_evaluation")
"""The evaluations that branches and units carry out themselves, each in its own window."""

CHANNEL_FORMS = frozenset((*WINDOW_FORMS, "spot_check", "public_ballots"))
_FLOWS = {
    "mobilization": PhaseFlow.MOBILIZATION,
    "study": PhaseFlow.MONTHLY_STUDY,
    "inspection": PhaseFlow.QUARTERLY_INSPECTION,
} | dict.fromkeys(CHANNEL_FORMS, PhaseFlow.FIVE_EVALUATIONS)
_OF_PHASE = frozenset(("lookback", "annual_summary"))
"""Forms without a flow of their own whose coverage is reported (S51, S65)."""

_BULLETINS = {"study": ActionKind.STUDY_BULLETIN, "inspection": ActionKind.INSPECTION_BULLETIN}


def agenda(plan: Plan) -> tuple[Action, ...]:
    """Return the year's actions, by day and, within a day, in the order of the procedure.

    An action that several obligations need occurs once.

    Raises UnknownYearError if a day lies in a year whose working days neither the calendar nor
    the plan lists.
    """
    actions = {
        Action(
            day=_working_day(plan.campaign.first, plan),
            flow=PhaseFlow.MOBILIZATION,
            kind=ActionKind.SCHEME,
        ),
        *_issues(plan),
        *_windows(plan),
        *(_invitation(meeting, plan) for meeting in plan.meetings),
        *(action for obligation in plan.obligations for action in _follow_ups(obligation, plan)),
        *_results(plan),
    }
    return tuple(sorted(actions, key=_procedure_order))


def _procedure_order(action: Action) -> tuple[dt.date, PhaseFlow, int, str]:
    return action.day, action.flow, list(ActionKind).index(action.kind), action.subject


def issue_day(opens: dt.date, plan: Plan) -> dt.date:
    """Return the day on which workbooks go out that may be filed from ``opens``.

    It is the first working day from then on, and not before the campaign begins. Raises
    UnknownYearError as ``agenda`` does.
    """
    return _working_day(max(opens, plan.campaign.first), plan)


def issue_days(obligation: Obligation, plan: Plan) -> tuple[dt.date, ...]:
    """Return the days on which an obligation's workbooks go out, a day for each period.

    An obligation without periods has one day. Raises UnknownYearError as ``agenda`` does.
    """
    openings = [obligation.opens or period.first for period in obligation.periods]
    openings = openings or [obligation.opens or plan.campaign.first]
    return tuple(issue_day(opens, plan) for opens in openings)


def issued_by(form: str, day: dt.date, plan: Plan) -> PhaseFlow:
    """Return the flow that sends a form's blank workbooks on a day: its own, else the phase's."""
    return _FLOWS.get(form) or _of_phase(day, plan)


def _issues(plan: Plan) -> Iterator[Action]:
    for obligation in plan.obligations:
        for day in issue_days(obligation, plan):
            flow = issued_by(obligation.form, day, plan)
            yield Action(day=day, flow=flow, kind=ActionKind.ISSUE, subject=str(day))


def _windows(plan: Plan) -> Iterator[Action]:
    for obligation in plan.obligations:
        for period in obligation.periods if obligation.form in WINDOW_FORMS else ():
            day = issue_day(obligation.opens or period.first, plan)
            subject = f"{obligation.key} {period}"
            yield Action(
                day=day, flow=PhaseFlow.FIVE_EVALUATIONS, kind=ActionKind.WINDOW, subject=subject
            )


def _invitation(meeting: PlannedMeeting, plan: Plan) -> Action:
    day = meeting.starts.date()
    invited_on = add_working_days(day, -meeting.invite_working_days, plan.calendar)
    invited_on = max(invited_on, _working_day(plan.campaign.first, plan))
    flow = _of_phase(day, plan)
    subject = f"{meeting.key} {meeting.starts:%Y-%m-%dT%H:%M}"
    return Action(day=invited_on, flow=flow, kind=ActionKind.INVITE, subject=subject)


def _follow_ups(obligation: Obligation, plan: Plan) -> Iterator[Action]:
    """Yield what follows the end of each period's grace: the bulletin, or the coverage."""
    own = _FLOWS.get(obligation.form)
    for period in obligation.periods if own or obligation.form in _OF_PHASE else ():
        due = due_date(obligation, period, plan)
        day = add_working_days(due, obligation.grace_days + 1, plan.calendar)
        kind = _BULLETINS.get(obligation.form, ActionKind.COVERAGE)
        subject = str(period) if kind is not ActionKind.COVERAGE else f"{obligation.key} {period}"
        yield Action(day=day, flow=own or _of_phase(day, plan), kind=kind, subject=subject)


def _results(plan: Plan) -> Iterator[Action]:
    if plan.appraisal.midway_on:
        day = _working_day(plan.appraisal.midway_on, plan)
        yield Action(day=day, flow=PhaseFlow.FIVE_EVALUATIONS, kind=ActionKind.MIDWAY_REPORT)
    if plan.appraisal.result_on:
        day = _working_day(plan.appraisal.result_on, plan)
        yield Action(day=day, flow=PhaseFlow.YEAR_END, kind=ActionKind.CONSOLIDATE)
    yield Action(day=plan.campaign.last, flow=PhaseFlow.YEAR_END, kind=ActionKind.ARCHIVE)


def _of_phase(day: dt.date, plan: Plan) -> PhaseFlow:
    if day <= plan.phases[0].last:
        return PhaseFlow.MOBILIZATION
    return PhaseFlow.YEAR_END if day >= plan.phases[-1].first else PhaseFlow.MONTHLY_STUDY


def _working_day(day: dt.date, plan: Plan) -> dt.date:
    return day if is_working_day(day, plan.calendar) else add_working_days(day, 1, plan.calendar)
