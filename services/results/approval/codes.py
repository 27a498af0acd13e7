"""Verify by a personal code that a member of the leading group approves, returns or decides.

A code stands nowhere but in the roster, as a hash. A wrong one is an event; after five of them
within an hour further tries wait, right or wrong, so that nobody can guess. Where what is typed
is stored, as in the Prefect UI, a one-time code stands for the personal one.
"""

import datetime as dt
from dataclasses import dataclass, field

from adapters.store.engine import Connection, writing
from adapters.store.events import Event, append, load_events
from adapters.store.results.register import Result
from campaign.definitions.roster import Member, Roster
from campaign.results.lifecycle import ResultAct
from campaign.values.acts import Actor
from campaign.values.approval_codes import code_matches
from campaign.values.text import name_key
from services.context import AppContext
from services.errors import WrongActError
from services.results.approval.one_time_codes import issue_codes, use_code
from services.results.register.register import find_result, require_possible
from services.texts.results import result_wordings

REFUSED = "result.code_refused"
MOST_WRONG = 5
WITHIN = dt.timedelta(hours=1)


class WrongCodeError(Exception):
    """The code is not the member's, or too many were wrong; the act was refused."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """The name, code, and note or reason with which a member of the leading group acts.

    The code is the personal one, or a ``one_time`` one; neither is accepted as the other.
    """

    member: str
    code: str = field(repr=False)
    why: str = ""
    one_time: bool = False


def prove(
    context: AppContext, id_: str, act: ResultAct, signature: Signature, now: dt.datetime
) -> Actor:
    """Verify a member's code for an act that is possible now, and return the member as actor.

    Raises WrongActError, WrongCodeError, UnknownResultError. It has a transaction of its own: a
    wrong code is recorded although the act is refused.
    """
    member = _member(context.definitions.roster, signature.member)
    with writing(context.engine) as connection:
        result = find_result(connection, id_)
        require_possible(result, act)
        _require_patience(connection, member, now)
        is_right = _is_right(connection, member, signature, (result, act), now)
        if not is_right:
            _note_refusal(connection, member, result.id, {"refused": act}, now)
    if not is_right:
        raise WrongCodeError(_refused(member, signature))
    return Actor(name=member.name, reason=signature.why)


def one_time_codes(
    context: AppContext, signature: Signature, count: int, now: dt.datetime
) -> tuple[tuple[str, ...], dt.datetime]:
    """Issue one-time codes to a member with the right personal code; return them and their expiry.

    Raises WrongActError if the member is unknown or has no code, WrongCodeError if it is wrong.
    """
    member = _member(context.definitions.roster, signature.member)
    with writing(context.engine) as connection:
        _require_patience(connection, member, now)
        if code_matches(signature.code, member.code_hash):
            return issue_codes(connection, member, count, now)
        _note_refusal(connection, member, member.name, {"refused": "code"}, now)
    raise WrongCodeError(_refused(member, signature))


def _is_right(
    connection: Connection,
    member: Member,
    signature: Signature,
    purpose: tuple[Result, ResultAct],
    now: dt.datetime,
) -> bool:
    if signature.one_time:
        return use_code(connection, member, signature.code, purpose, now)
    return code_matches(signature.code, member.code_hash)


def _refused(member: Member, signature: Signature) -> str:
    wordings = result_wordings().approval
    if not signature.one_time:
        return wordings.wrong_code.format(name=member.name)
    if code_matches(signature.code, member.code_hash):
        return wordings.own_code
    return wordings.wrong_one_time_code.format(name=member.name)


def _require_patience(connection: Connection, member: Member, now: dt.datetime) -> None:
    if wait := _wait_until(connection, member, now):
        wording = result_wordings().approval.too_many_codes
        raise WrongCodeError(wording.format(until=f"{wait:%H:%M}"))


def _note_refusal(
    connection: Connection,
    member: Member,
    subject: str,
    detail: dict[str, object],
    now: dt.datetime,
) -> None:
    at, actor = now, member.name
    append(connection, [Event(at=at, actor=actor, kind=REFUSED, subject=subject, detail=detail)])


def _member(roster: Roster, name: str) -> Member:
    named = [m for m in roster.leading_group if name_key(m.name) == name_key(name)]
    wordings = result_wordings().approval
    if not named:
        members = "、".join(m.name for m in roster.leading_group if m.code_hash)
        members = members or wordings.no_members
        raise WrongActError(wordings.not_a_member.format(name=name, members=members))
    if not named[0].code_hash:
        raise WrongActError(wordings.no_code.format(name=named[0].name))
    return named[0]


def _wait_until(connection: Connection, member: Member, now: dt.datetime) -> dt.datetime | None:
    """Return when a member may try again after too many wrong codes, None if at once."""
    refusals = load_events(connection, [REFUSED], actor=member.name)
    recent = [event.at for event in refusals if event.at > now - WITHIN][-MOST_WRONG:]
    return recent[0] + WITHIN if len(recent) == MOST_WRONG else None
