"""Issue and use the one-time codes that members of the leading group type into the Prefect UI.

Whatever is typed there stands readable in Prefect's database, for a moment in its tables and for
long in its freed pages; a personal code must not. A one-time code can do no more after it was
used: it is tied to the act and the result for which it was first used.

Codes are kept as hashes in the events that issued them.
"""

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adapters.store.engine import Connection
from adapters.store.events import Event, StoredEvent, append, load_events
from adapters.store.results.register import Result
from campaign.definitions.roster import Member
from campaign.results.lifecycle import ResultAct
from campaign.values.approval_codes import code_matches, hash_code
from campaign.values.one_time_codes import (
    ALPHABET,
    LENGTH,
    code_number,
    format_code,
    normalize_code,
)

ISSUED, USED = "code.issued", "code.used"
VALID = dt.timedelta(days=30)
_SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class _IssuedCode:
    """A code as its event keeps it."""

    number: str
    hash: str
    until: dt.datetime


def issue_codes(
    connection: Connection, member: Member, count: int, now: dt.datetime
) -> tuple[tuple[str, ...], dt.datetime]:
    """Issue codes to a member who has been verified; return them and their expiry."""
    issued_numbers = {code.number for code in _issued(connection, member)}
    codes: dict[str, str] = {}
    while len(codes) < count:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if code_number(code) not in issued_numbers:
            codes[code_number(code)] = code
    until = now + VALID
    hashes = [
        {"number": number, "hash": hash_code(code, secrets.token_bytes(_SALT_BYTES))}
        for number, code in codes.items()
    ]
    detail = {"codes": hashes, "until": until}
    append(connection, [_event(ISSUED, member, member.name, detail, now)])
    return tuple(format_code(code) for code in codes.values()), until


def use_code(
    connection: Connection,
    member: Member,
    typed: str,
    purpose: tuple[Result, ResultAct],
    now: dt.datetime,
) -> bool:
    """Return whether a code is a valid one of the member's, and spend it on this act.

    One that was spent on the same act is valid again while the result has not changed since, so
    that an interrupted act can be repeated.
    """
    code = normalize_code(typed)
    number = code_number(code)
    candidates = [issued for issued in _issued(connection, member) if issued.number == number]
    if not any(code_matches(code, c.hash) and now <= c.until for c in candidates):
        return False
    result, act = purpose
    spent = _uses(connection, member, code_number(code))
    if not spent:
        detail = {"number": code_number(code), "act": act}
        append(connection, [_event(USED, member, result.id, detail, now)])
        return True
    return all(
        (use.subject, use.detail["act"]) == (result.id, act) and use.at >= result.changed_at
        for use in spent
    )


def _issued(connection: Connection, member: Member) -> Iterator[_IssuedCode]:
    for event in load_events(connection, [ISSUED], actor=member.name):
        detail = event.detail
        until = dt.datetime.fromisoformat(detail["until"])
        for code in detail["codes"]:
            yield _IssuedCode(number=code["number"], hash=code["hash"], until=until)


def _uses(connection: Connection, member: Member, number: str) -> list[StoredEvent]:
    events = load_events(connection, [USED], actor=member.name)
    return [event for event in events if event.detail["number"] == number]


def _event(
    kind: str, member: Member, subject: str, detail: Mapping[str, object], now: dt.datetime
) -> Event:
    return Event(at=now, actor=member.name, kind=kind, subject=subject, detail=detail)
