"""Alarms the office, once each, of what nobody can open in the inbox, and what stays there."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from adapters.files.home import CONFIDENTIAL
from adapters.mail.messages import Letter
from adapters.mail.posts import alert_office
from adapters.store.engine import Engine, writing
from adapters.store.intake.inbox import note_alarmed
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from services.intake.inbox import LastingObstacle, ReadyFile

LOCKED, OBSTACLES = "locked", "obstacles"
_MOST_NAMED = 20  # in one letter; the others are counted


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


def alarm_obstacles(
    engine: Engine, plan: Plan, obstacles: Sequence[LastingObstacle], now: dt.datetime
) -> int:
    """Alarm the office, in one letter, of obstacles that last and were not in an earlier one.

    Returns how many are new; what ends and comes again is new.
    """
    new = [obstacle for obstacle in obstacles if obstacle.lasts(now) and not obstacle.alarmed]
    if not new:
        return 0
    new.sort(key=lambda obstacle: obstacle.seen.path)
    rows = [
        {"path": item.seen.shown_path, "what": item.what, "since": item.since}
        for item in new[:_MOST_NAMED]
    ]
    facts = {"obstacles": rows, "more": len(new) - len(rows)}
    named = "\n".join(f"{item.seen.key}:{item.seen.kind}:{item.since}" for item in new)
    cause = hashlib.sha256(named.encode()).hexdigest()[:16]
    alert_office(engine, plan, Letter(kind=OBSTACLES, facts=facts), cause, now)
    with writing(engine) as connection:
        note_alarmed(connection, [(item.seen.key, item.seen.kind) for item in new])
    return len(new)
