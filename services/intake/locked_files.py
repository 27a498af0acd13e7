"""Alarms the office, once each, of files in the inbox that nobody can open."""

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
    """Alarm the office of files that cannot be opened, once for each as long as it lies there.

    Returns the number of new alarms.
    """
    alarms = 0
    for item in locked:
        unit = roster.unit(item.seen.folder_unit(roster))
        folder = CONFIDENTIAL if item.seen.confidential else unit.name if unit else ""
        letter = Letter(kind=LOCKED, facts={"folder": folder, "since": item.received_at})
        cause = f"{item.seen.key}:{item.received_at.isoformat()}"
        alarms += alert_office(engine, plan, letter, cause, now)
    return alarms
