"""Open and close the context of a flow run, and report definitions that are broken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prefect import get_run_logger

from adapters.files.home import Home, find_home
from campaign.definitions.errors import DefinitionError
from services.context import AppContext, open_context
from services.notify.alarms import report_broken
from services.redaction import redact_logs
from tasks.artifacts import show_faults


@asynccontextmanager
async def open_for_run() -> AsyncIterator[AppContext]:
    """Open the context of the home that the environment names, for one run.

    Raises DefinitionError after showing every fault and reporting them to the office.
    """
    context = await _open(find_home(None))
    try:
        yield context
    finally:
        context.engine.dispose()


async def _open(home: Home) -> AppContext:
    try:
        with redact_logs():
            return await asyncio.to_thread(open_context, home)
    except DefinitionError as error:
        get_run_logger().error("broken definitions:\n%s", error)
        await show_faults(error.faults)
        await asyncio.to_thread(report_broken, home, error.faults)
        raise
