"""Tells the office which messages reached nobody, so that it tells the units by other means."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence

from adapters.mail.messages import Letter
from adapters.mail.posts import post_to_office
from adapters.store.engine import Connection
from adapters.store.outbox import MessageState, OutboxMessage, enqueue
from adapters.store.outbox.search import (
    note_reported,
    units_reported_without_address,
    unreported,
)
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster

KIND = "undelivered"
_STATUS = re.compile(r"【(.+?)】")


def report_undelivered(
    connection: Connection, plan: Plan, roster: Roster, now: dt.datetime
) -> bool:
    """Put a message to the office into the outbox if there is something to tell.

    At most one an hour while messages fail. That a unit has no address is told once, until its
    address changes: what cannot reach it later is counted in the daily digest. The office is not
    told by mail about its own mail.
    """
    if not plan.mail.office_address:
        return False
    rows = unreported(connection, but=KIND)
    known = units_reported_without_address(connection) if rows else set()
    news = [row for row in rows if row.state == MessageState.FAILED or row.unit not in known]
    told = bool(news) and _queue(connection, news, plan, roster, now)
    settled = rows if told else [row for row in rows if row not in news]
    note_reported(connection, [row.id for row in settled], now)
    return told


def _queue(
    connection: Connection,
    news: Sequence[OutboxMessage],
    plan: Plan,
    roster: Roster,
    now: dt.datetime,
) -> bool:
    lines = Counter((row.unit, _status(row.subject), row.error or "") for row in news)
    letter = Letter(kind=KIND, facts={"messages": list(lines.items()), "roster": roster})
    urgent = any(row.state == MessageState.FAILED for row in news)
    key = f"{KIND}:{now:%Y-%m-%dT%H}" if urgent else f"{KIND}:{now:%Y-%m-%d}"
    return enqueue(connection, [post_to_office(plan, letter, key, now)], plan.mail, now) > 0


def _status(subject: str) -> str:
    found = _STATUS.match(subject)
    return found[1] if found else subject
