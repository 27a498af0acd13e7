"""What results ask for on a morning: to be announced when approved, published when notice is over.

These works are not in the plan's agenda, because people decide when they come; like those they
are carried out once each, known by their keys.
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
    """Return what there is to do about results on a day and was not done before."""
    with reading(context.engine) as connection:
        rows = result_statuses(connection, (ResultState.NOTICE, ResultState.PUBLISHED))
        done = _done(connection)
    found = (work for row in rows for work in _works_of(row, today))
    return tuple(work for work in found if work.key not in done)


def _works_of(row: ResultStatus, today: dt.date) -> Iterator[Action]:
    if row.state == ResultState.NOTICE:
        yield _work(row.notice.first, ActionKind.PUBLIC_NOTICE, row.id)
    if row.state == ResultState.PUBLISHED or today > row.notice.last:
        yield _work(row.notice.last + dt.timedelta(days=1), ActionKind.PUBLISH, row.id)


def _work(day: dt.date, kind: ActionKind, id_: str) -> Action:
    return Action(day=day, flow=PhaseFlow.YEAR_END, kind=kind, subject=id_)


def _done(connection: Connection) -> set[str]:
    states = states_of_flow(connection, PhaseFlow.YEAR_END)
    return {key for key, state in states.items() if state == ActionState.DONE}
