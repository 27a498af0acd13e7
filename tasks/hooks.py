"""Alert the office, by a message in the outbox, when a run fails or dies."""

import asyncio

from prefect import Flow
from prefect.client.schemas.objects import FlowRun, State

from adapters.files.home import find_home
from adapters.store.engine import open_store
from adapters.store.sql.timestamps import now_in
from campaign.definitions.errors import DefinitionError
from services.errors import WrongActError
from services.notify.alarms import alarm_failed, mailing_definitions
from services.redaction import WorkFailedError


async def alarm_office(flow: Flow[..., object], flow_run: FlowRun, state: State[object]) -> None:
    """Alert the office; Prefect passes the arguments by their names."""
    ended = await _ending(state)
    if ended:
        title = (flow.description or flow.name).partition("：")[0]
        await asyncio.to_thread(_alarm, title, flow_run.name, ended)


async def _ending(state: State[object]) -> str:
    """Return how a run ended; "" for broken definitions, which are reported on opening."""
    if not state.is_failed():
        return "异常中断"
    error = await state.aresult(raise_on_failure=False)
    if isinstance(error, DefinitionError):
        return ""
    is_worded = isinstance(error, WorkFailedError | WrongActError)
    return f"失败（{error}）" if is_worded else "失败"


def _alarm(title: str, run: str, ended: str) -> None:
    home = find_home(None)
    try:
        plan, _ = mailing_definitions(home)
    except DefinitionError:
        return  # while the plan itself is broken, nobody knows the office's address
    engine = open_store(home)
    alarm_failed(engine, plan, (title, run, ended), now_in(plan.campaign.time_zone))
    engine.dispose()
