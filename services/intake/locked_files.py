"""Files that stay locked in the inbox: the office is told once."""

import datetime as dt
from collections.abc import Sequence

from adapters.files.home import CONFIDENTIAL
from adapters.mail.messages import Letter
from adapters.mail.posts import alert_office
from adapters.store.engine import Engine
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from services.intake.inbox import ReadyFile

LOCKED = "locked"


def alarm_locked(
    engine: Engine, plan: Plan, roster: Roster, locked: Sequence[ReadyFile], now: dt.datetime
) -> int:
    """Tell the office of files that cannot be opened, each once as long as it lies there.

    Returns of how many it was told now.
    """
    told = 0
    for item in locked:
        unit = roster.unit(item.seen.folder_unit(roster))
        folder = CONFIDENTIAL if item.seen.confidential else unit.name if unit else ""
        letter = Letter(kind=LOCKED, facts={"folder": folder, "since": item.received_at})
        cause = f"{item.seen.key}:{item.received_at.isoformat()}"
        told += alert_office(engine, plan, letter, cause, now)
    return told
