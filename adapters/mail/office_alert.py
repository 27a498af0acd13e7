"""A message to the office about something that needs a person, queued once for each cause."""

import datetime as dt

from adapters.mail.messages import MailFacts, render_message
from adapters.store.engine import Engine, writing
from adapters.store.outbox import Post, enqueue
from campaign.definitions.plan import Plan
from campaign.values.message import Letterhead


def alert_office(
    engine: Engine, plan: Plan, kind: str, cause: str, facts: MailFacts, now: dt.datetime
) -> bool:
    """Queue a message to the office unless one for the same cause exists; return whether queued."""
    post = Post(
        key=f"{kind}:{cause}",
        kind=kind,
        unit=plan.campaign.office,
        recipient=plan.mail.office_address,
        message=render_message(kind, facts),
    )
    with writing(engine) as connection:
        return enqueue(connection, [post], plan.mail, now) == 1


def office_letterhead(plan: Plan, now: dt.datetime) -> Letterhead:
    """Return the letterhead of a message to the office."""
    return Letterhead(
        addressee=plan.campaign.office,
        issuer=plan.mail.sender_name,
        campaign=plan.campaign.name,
        written_at=now,
    )
