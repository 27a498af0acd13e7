"""How every flow begins: the definitions are read, and broken ones are told to the office."""

import asyncio

from prefect import get_run_logger

from adapters.files.home import Home
from campaign.definitions.errors import DefinitionError
from services.context import AppContext, open_context
from services.notify.alarms import report_broken
from services.redaction import redact_logs
from tasks.artifacts import show_faults


async def open_for_run(home: Home) -> AppContext:
    """Open the office; raises DefinitionError after showing and reporting every fault."""
    try:
        with redact_logs():
            return await asyncio.to_thread(open_context, home)
    except DefinitionError as error:
        get_run_logger().error("broken definitions:\n%s", error)
        await show_faults(error.faults)
        await asyncio.to_thread(report_broken, home, error.faults)
        raise
