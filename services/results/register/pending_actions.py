"""Find the actions that results need on a day: announcement once approved, later publication.

These actions are not in the plan's agenda, because people decide when they come; like those of the
agenda they are carried out once each, known by their keys.
"""

import datetime as dt
from collections.abc import Iterator

from adapters.store.actions import ActionState, states_of_flow
from adapters.store.engine import Connection, reading
from adapters.store.results.register import ResultStatus, result_statuses
from campaign.deadlines.agenda import Action, ActionKind, PhaseFlow
from campaign.results.lifecycle import ResultState
from services.context import AppContext


def actions_of_results(context: AppContext, today: dt.date) -> tuple[Action, ...]:
    """Return the actions for results that are due on a day and not done yet."""
    with reading(context.engine) as connection:
        rows = result_statuses(connection, (ResultState.NOTICE, ResultState.PUBLISHED))
        done = _done(connection)
    pending = (action for row in rows for action in _actions_of(row, today))
    return tuple(action for action in pending if action.key not in done)


def submitted_results(context: AppContext) -> dict[str, dt.datetime]:
    """Return the ids of the results that wait for approval, with the time since when."""
    with reading(context.engine) as connection:
        submitted = result_statuses(connection, [ResultState.SUBMITTED])
    return {result.id: result.changed_at for result in submitted}


def _actions_of(row: ResultStatus, today: dt.date) -> Iterator[Action]:
    if row.state == ResultState.NOTICE:
        yield _action(row.notice.first, ActionKind.PUBLIC_NOTICE, row.id)
    if row.state == ResultState.PUBLISHED or today > row.notice.last:
        yield _action(row.notice.last + dt.timedelta(days=1), ActionKind.PUBLISH, row.id)


def _action(day: dt.date, kind: ActionKind, id_: str) -> Action:
    return Action(day=day, flow=PhaseFlow.YEAR_END, kind=kind, subject=id_)


def _done(connection: Connection) -> set[str]:
    states = states_of_flow(connection, PhaseFlow.YEAR_END)
    return {key for key, state in states.items() if state == ActionState.DONE}
