"""Files that stay locked in the inbox: the office is told once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.files.home import CONFIDENTIAL
from adapters.mail.office_alert import alert_office, office_letterhead
from adapters.store.engine import Engine
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.values.message import Letterhead
from services.intake.inbox import ReadyFile

LOCKED = "locked"


@dataclass(frozen=True, kw_only=True, slots=True)
class LockedFile:
    """The facts of ``locked``: since when a file lies in which folder, and never its name."""

    letterhead: Letterhead
    folder: str
    since: dt.datetime


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
        facts = LockedFile(
            letterhead=office_letterhead(plan, now), folder=folder, since=item.received_at
        )
        what = f"{item.seen.key}:{item.received_at.isoformat()}"
        told += alert_office(engine, plan, LOCKED, what, facts, now)
    return told
