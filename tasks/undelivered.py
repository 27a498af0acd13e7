"""Tells the office which messages reached nobody, so that it tells the units by other means."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from campaign.plan import Plan
from campaign.roster import Roster
from tasks.clock import stamp
from tasks.messages import Failures, Letterhead, Undelivered, render
from tasks.outbox import Post, State, enqueue
from tasks.tables import outbox

KIND = "undelivered"
_STATUS = re.compile(r"【(.+?)】")
_NO_ADDRESS = "名册中没有电子邮箱"


def report_undelivered(
    connection: Connection, plan: Plan, roster: Roster, now: dt.datetime
) -> bool:
    """Put a message to the office into the outbox if there is something to tell.

    At most one an hour while messages fail, one a day for units that have no address. The office
    is not told by mail about its own mail.
    """
    rows = _unreported(connection)
    if not rows or not plan.mail.office_address:
        return False
    facts = Failures(letterhead=_letterhead(plan, now), messages=_lines(rows, roster))
    urgent = any(row.state == State.FAILED for row in rows)
    post = Post(
        key=f"{KIND}:{now:%Y-%m-%dT%H}" if urgent else f"{KIND}:{now:%Y-%m-%d}",
        kind=KIND,
        unit=plan.campaign.office,
        recipient=plan.mail.office_address,
        message=render(KIND, facts),
    )
    if not enqueue(connection, [post], plan.mail, now):
        return False
    ids = [row.id for row in rows]
    connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(reported_at=stamp(now)))
    return True


def _unreported(connection: Connection) -> Sequence[Any]:
    return connection.execute(
        select(outbox.c.id, outbox.c.unit, outbox.c.subject, outbox.c.state, outbox.c.error)
        .where(
            outbox.c.state.in_([State.FAILED, State.NO_ADDRESS]),
            outbox.c.reported_at.is_(None),
            outbox.c.kind != KIND,
        )
        .order_by(outbox.c.unit, outbox.c.id)
    ).all()


def _lines(rows: Sequence[Any], roster: Roster) -> tuple[Undelivered, ...]:
    counts = Counter(
        (_name(row.unit, roster), _status(row.subject), row.error or _NO_ADDRESS) for row in rows
    )
    return tuple(
        Undelivered(unit=unit, kind=kind, error=error, count=count)
        for (unit, kind, error), count in counts.items()
    )


def _name(code: str, roster: Roster) -> str:
    unit = roster.unit(code)
    return unit.name if unit else code or "未识别的单位"


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
