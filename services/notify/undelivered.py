"""Report to the office the messages that reached nobody, so that it informs the units itself."""

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
    """Queue a message to the office if there are unreported messages; return whether it was.

    At most one an hour while messages fail. A unit without an address is reported once, until its
    address changes: what cannot reach it later is counted in the daily digest. The office's own
    undelivered mail is not reported by mail.
    """
    if not plan.mail.office_address:
        return False
    rows = unreported(connection, but=KIND)
    reported_units = units_reported_without_address(connection) if rows else set()
    unreported_rows = [
        row for row in rows if row.state == MessageState.FAILED or row.unit not in reported_units
    ]
    queued = bool(unreported_rows) and _queue(connection, unreported_rows, plan, roster, now)
    settled = rows if queued else [row for row in rows if row not in unreported_rows]
    note_reported(connection, [row.id for row in settled], now)
    return queued


def _queue(
    connection: Connection,
    rows: Sequence[OutboxMessage],
    plan: Plan,
    roster: Roster,
    now: dt.datetime,
) -> bool:
    lines = Counter((row.unit, _status(row.subject), row.error or "") for row in rows)
    letter = Letter(kind=KIND, facts={"messages": list(lines.items()), "roster": roster})
    urgent = any(row.state == MessageState.FAILED for row in rows)
    key = f"{KIND}:{now:%Y-%m-%dT%H}" if urgent else f"{KIND}:{now:%Y-%m-%d}"
    return enqueue(connection, [post_to_office(plan, letter, key, now)], plan.mail, now) > 0


def _status(subject: str) -> str:
    match = _STATUS.match(subject)
    return match[1] if match else subject
