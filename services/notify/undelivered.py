"""Tells the office which messages reached nobody, so that it tells the units by other means."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update

from adapters.mail.messages import Failures, Undelivered, render_message
from adapters.store.outbox import MessageState, Post, enqueue
from adapters.store.tables import outbox
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
    rows = _unreported(connection)
    known = _known_without_address(connection) if rows else set()
    news = [row for row in rows if row.state == MessageState.FAILED or row.unit not in known]
    told = bool(news) and _tell(connection, news, plan, roster, now)
    settled = rows if told else [row for row in rows if row not in news]
    _note_reported(connection, settled, now)
    return told


def _tell(
    connection: Connection, news: Sequence[Any], plan: Plan, roster: Roster, now: dt.datetime
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


def _note_reported(connection: Connection, rows: Sequence[Any], now: dt.datetime) -> None:
    ids = [row.id for row in rows]
    if ids:
        reported = update(outbox).where(outbox.c.id.in_(ids)).values(reported_at=now)
        connection.execute(reported)


def _unreported(connection: Connection) -> Sequence[Any]:
    return connection.execute(
        select(outbox.c.id, outbox.c.unit, outbox.c.subject, outbox.c.state, outbox.c.error)
        .where(
            outbox.c.state.in_([MessageState.FAILED, MessageState.NO_ADDRESS]),
            outbox.c.reported_at.is_(None),
            outbox.c.kind != KIND,
        )
        .order_by(outbox.c.unit, outbox.c.id)
    ).all()


def _known_without_address(connection: Connection) -> set[str]:
    """Return the units of which the office was told, and that have got no address since."""
    o = outbox.c
    reported = (o.state == MessageState.NO_ADDRESS) & o.reported_at.is_not(None)
    query = select(
        o.unit, func.max(o.id).filter(reported), func.max(o.id).filter(o.recipient != "")
    )
    return {
        unit
        for unit, told, addressed in connection.execute(query.group_by(o.unit))
        if told and told > (addressed or 0)
    }


def _lines(rows: Sequence[Any], roster: Roster) -> tuple[Undelivered, ...]:
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
