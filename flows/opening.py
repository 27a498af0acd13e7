"""How every flow begins: the definitions are read, and broken ones are told to the office."""

import asyncio

from prefect import get_run_logger

from campaign.definitions import DefinitionError
from tasks.alarms import report_broken
from tasks.artifacts import show_faults
from tasks.context import Office, open_office
from tasks.discretion import discreet
from tasks.home import Home


async def open_for_run(home: Home) -> Office:
    """Open the office; raises DefinitionError after showing and reporting every fault."""
    try:
        with discreet():
            return await asyncio.to_thread(open_office, home)
    except DefinitionError as error:
        get_run_logger().error("broken definitions:\n%s", error)
        await show_faults(error.faults)
        await asyncio.to_thread(report_broken, home, error.faults)
        raise
