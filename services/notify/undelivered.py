"""Tells the office which messages reached nobody, so that it tells the units by other means."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence

from adapters.mail.messages import Failures, Undelivered, render_message
from adapters.store.engine import Connection
from adapters.store.outbox import MessageState, OutboxMessage, Post, enqueue
from adapters.store.outbox.search import (
    note_reported,
    units_reported_without_address,
    unreported,
)
from campaign.definitions.plan import Plan
from campaign.definitions.roster import UNKNOWN_UNIT, Roster
from campaign.values.message import Letterhead

KIND = "undelivered"
_STATUS = re.compile(r"【(.+?)】")
_NO_ADDRESS = "名册中没有电子邮箱"


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
    told = bool(news) and _tell(connection, news, plan, roster, now)
    settled = rows if told else [row for row in rows if row not in news]
    note_reported(connection, [row.id for row in settled], now)
    return told


def _tell(
    connection: Connection,
    news: Sequence[OutboxMessage],
    plan: Plan,
    roster: Roster,
    now: dt.datetime,
) -> bool:
    facts = Failures(letterhead=_letterhead(plan, now), messages=_lines(news, roster))
    urgent = any(row.state == MessageState.FAILED for row in news)
    post = Post(
        key=f"{KIND}:{now:%Y-%m-%dT%H}" if urgent else f"{KIND}:{now:%Y-%m-%d}",
        kind=KIND,
        unit=plan.campaign.office,
        recipient=plan.mail.office_address,
        message=render_message(KIND, facts),
    )
    return bool(enqueue(connection, [post], plan.mail, now))


def _lines(rows: Sequence[OutboxMessage], roster: Roster) -> tuple[Undelivered, ...]:
    counts = Counter(
        (roster.name_of(row.unit) or UNKNOWN_UNIT, _status(row.subject), row.error or _NO_ADDRESS)
        for row in rows
    )
    return tuple(
        Undelivered(unit=unit, kind=kind, error=error, count=count)
        for (unit, kind, error), count in counts.items()
    )


def _status(subject: str) -> str:
    found = _STATUS.match(subject)
    return found[1] if found else subject


def _letterhead(plan: Plan, now: dt.datetime) -> Letterhead:
    return Letterhead(
        addressee=plan.campaign.office,
        issuer=plan.mail.sender_name,
        campaign=plan.campaign.name,
        written_at=now,
    )
