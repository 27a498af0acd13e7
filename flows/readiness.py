"""What a flow makes sure of before it says who has reported: that nothing waits in the inbox."""

import asyncio

from adapters.files.home import Home
from flows.intake import intake
from services.intake.inbox import scan


async def process_inbox_first(home: Home) -> None:
    """Take in what lies in the inbox, as after downtime, when every late run starts at once."""
    if await asyncio.to_thread(scan, home):
        await intake()
