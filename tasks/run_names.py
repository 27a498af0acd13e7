"""Name runs and task runs in the Prefect UI by their action and its day."""

import datetime as dt
from collections.abc import Callable

from prefect.runtime import flow_run

from adapters.run_names import run_name
from campaign.deadlines.agenda import LABELS, Action, ActionKind
from campaign.definitions.plan import Plan
from campaign.values.periods import parse_period

_OF_PERIOD = (ActionKind.STUDY_BULLETIN, ActionKind.INSPECTION_BULLETIN)
_OF_OBLIGATION = (ActionKind.WINDOW, ActionKind.COVERAGE)
_OF_RESULT = (ActionKind.PUBLIC_NOTICE, ActionKind.PUBLISH)


def flow_run_name(title: str) -> Callable[[], str]:
    """Return a function that names a run by its title and ``as_of``, or else its planned time."""

    def name() -> str:
        planned = flow_run.scheduled_start_time
        if not (as_of := flow_run.parameters.get("as_of")):
            return run_name(title, planned)
        day = dt.date.fromisoformat(str(as_of))
        year = "" if day.year == planned.year else f"{day.year}年"
        return f"{title}-{year}{day:%-m月%-d日}（指定日期）"

    return name


def approval_run_name() -> str:
    """Return the name of a run that waits for the approval of a result."""
    return f"审批考评成果-{flow_run.parameters['result']:.8}"


def action_run_name(action: Action, plan: Plan) -> str:
    """Return the name of an action's task run: its kind, its subject, its day."""
    parts = (LABELS[action.kind], _subject(action, plan), f"{action.day:%-m月%-d日}")
    return "-".join(part for part in parts if part)


def _subject(action: Action, plan: Plan) -> str:
    key, _, _ = action.subject.partition(" ")
    if action.kind in _OF_PERIOD:
        return parse_period(action.subject).label
    if action.kind in _OF_OBLIGATION:
        return next((item.name for item in plan.obligations if item.key == key), "")
    if action.kind is ActionKind.INVITE:
        return next((meeting.name for meeting in plan.meetings if meeting.key == key), "")
    return action.subject[:8] if action.kind in _OF_RESULT else ""
