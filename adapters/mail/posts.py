"""Address letters: a post to a unit from the bureau, a post to the office from the software.

Every message gets its letterhead and its address here.
"""

import datetime as dt
from dataclasses import replace

from adapters.mail.messages import Letter, render_message
from adapters.store.engine import Engine, writing
from adapters.store.outbox import Post, enqueue
from campaign.definitions.definitions import Definitions
from campaign.definitions.plan import Plan
from campaign.values.message import Letterhead


def post_to_unit(
    definitions: Definitions,
    code: str,
    letter: Letter,
    key: str,
    written_at: dt.datetime,
    *,
    mass: bool = False,
) -> Post:
    """Return a letter of the bureau to a unit; the code "" addresses it to the office.

    The template also knows ``plan``, ``roster`` and ``forms``. Raises jinja2's errors.
    """
    plan, roster = definitions.plan, definitions.roster
    letterhead = Letterhead(
        addressee=roster.name_of(code) or plan.campaign.office,
        issuer=plan.campaign.issuer,
        campaign=plan.campaign.name,
        written_at=written_at,
    )
    facts = {**known_facts(definitions), **letter.facts}
    return Post(
        key=key,
        kind=letter.kind,
        unit=code,
        recipient=_address(definitions, code),
        message=render_message(replace(letter, facts=facts), letterhead),
        attachments=letter.attachments,
        mass=mass,
    )


def known_facts(definitions: Definitions) -> dict[str, object]:
    """Return the facts that every template of a letter to a unit may use."""
    return {"plan": definitions.plan, "roster": definitions.roster, "forms": definitions.forms}


def _address(definitions: Definitions, code: str) -> str:
    if code in ("", definitions.plan.campaign.office):
        return definitions.plan.mail.office_address
    unit = definitions.roster.unit(code)
    return unit.email if unit else ""


def post_to_office(plan: Plan, letter: Letter, key: str, written_at: dt.datetime) -> Post:
    """Return a letter of the software to the office, addressed by the plan alone.

    Raises jinja2's errors.
    """
    letterhead = Letterhead(
        addressee=plan.campaign.office,
        issuer=plan.mail.sender_name,
        campaign=plan.campaign.name,
        written_at=written_at,
    )
    return Post(
        key=key,
        kind=letter.kind,
        unit=plan.campaign.office,
        recipient=plan.mail.office_address,
        message=render_message(letter, letterhead),
        attachments=letter.attachments,
    )


def alert_office(engine: Engine, plan: Plan, letter: Letter, cause: str, now: dt.datetime) -> bool:
    """Queue a letter to the office unless one for the same cause exists; return whether queued.

    Raises jinja2's errors.
    """
    post = post_to_office(plan, letter, f"{letter.kind}:{cause}", now)
    with writing(engine) as connection:
        return enqueue(connection, [post], plan.mail, now) == 1
