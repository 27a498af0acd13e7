"""The reminders of a day: who is reminded is decided in the core, here they are put into words.

A day's reminders are done once, and never after those of a later day. What was not sent before
(nobody released it, the mail server or the machine was down) is written anew, so that nobody ever
reads how things stood some days ago.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from adapters.mail.messages import Letter
from adapters.mail.posts import post_to_unit
from adapters.store.duty_histories import statuses_on
from adapters.store.engine import Connection, Engine, reading, writing
from adapters.store.events import Event, append, subjects_of
from adapters.store.outbox import (
    DIGEST,
    OF_ITS_DAY,
    REMINDER,
    MessageState,
    Post,
    enqueue,
    messages_in,
    supersede,
)
from campaign.deadlines.reminders import Reminder, reminders
from campaign.deadlines.status import SubmissionStatus
from campaign.definitions.definitions import Definitions, mail_addresses
from campaign.values.acts import SOFTWARE
from services.deadlines.digest import digest_post

DONE = "reminders.done"
"""The kind of the event that a day's reminders were seen to; its subject is the day."""

_DAY = dt.timedelta(days=1)
_NOT_SENT = (MessageState.PENDING, MessageState.HELD, MessageState.NO_ADDRESS, MessageState.FAILED)
_WAITING = (MessageState.PENDING, MessageState.HELD)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminding:
    """What there is to remind of on a day, and what came of it.

    ``stale`` is the later day, or the same, whose reminders were seen to before. ``superseded``
    are the messages that these replace. ``queued`` counts the messages that were new.
    """

    day: dt.date
    statuses: tuple[SubmissionStatus, ...]
    reminders: tuple[Reminder, ...]
    superseded: tuple[int, ...] = ()
    stale: dt.date | None = None
    queued: int = 0

    def unreachable(self, definitions: Definitions) -> tuple[str, ...]:
        """Return the units that are to be reminded and have no address."""
        known = mail_addresses(definitions.plan, definitions.roster)
        return tuple(each.unit for each in self.reminders if not known.get(each.unit))


def find_reminders(connection: Connection, definitions: Definitions, day: dt.date) -> Reminding:
    """Return who would be reminded of what on a day; changes nothing."""
    plan = definitions.plan
    last = last_day_done(connection)
    unsent = _unsent(connection, mail_addresses(plan, definitions.roster), day)
    seen_to = min(last, day - _DAY) if last else day - _DAY
    statuses = statuses_on(connection, definitions, day)
    own = [s for s in statuses if s.duty.obligation.form not in definitions.office_forms]
    found = reminders(own, plan, day, lambda unit: min(seen_to, unsent.since.get(unit, seen_to)))
    return Reminding(
        day=day,
        statuses=statuses,
        reminders=found,
        superseded=unsent.replaced_by({each.unit for each in found}),
        stale=last if last and last >= day else None,
    )


def remind(engine: Engine, definitions: Definitions, day: dt.date, now: dt.datetime) -> Reminding:
    """Put a day's reminders and the office's digest into the outbox, unless that was done.

    Whatever dies meanwhile, a second run adds what the first did not, and nothing else.
    """
    with reading(engine) as connection:
        found = find_reminders(connection, definitions, day)
    if found.stale:
        return found
    mail = definitions.plan.mail
    posts = [_post(reminder, definitions, day, now) for reminder in found.reminders]
    with writing(engine) as connection:
        last = last_day_done(connection)
        if last and last >= day:
            return replace(found, stale=last)
        supersede(connection, found.superseded, now)
        queued = enqueue(connection, posts, mail, now)
        digest = digest_post(connection, definitions, found.statuses, day, now)
        enqueue(connection, [digest] if digest else [], mail, now)
        detail = {"reminders": len(posts), "digest": digest is not None}
        act = Event(at=now, actor=SOFTWARE, kind=DONE, subject=day.isoformat(), detail=detail)
        append(connection, [act])
    return replace(found, queued=queued)


def last_day_done(connection: Connection) -> dt.date | None:
    """Return the last day whose reminders were seen to; days are done in their order."""
    days = subjects_of(connection, DONE)
    return dt.date.fromisoformat(days[-1]) if days else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Unsent:
    """What earlier days left unsent: the units of reminders by id, which of them are waiting.

    ``since`` says of the units that wait for news since when they do; ``digests`` are stale.
    """

    units: Mapping[int, str]
    waiting: frozenset[int]
    since: Mapping[str, dt.date]
    digests: tuple[int, ...]

    def replaced_by(self, reminded: Iterable[str]) -> tuple[int, ...]:
        """Return what is stale now: what would still go out, or has a newer one beside it."""
        again = set(reminded)
        stale = [n for n, unit in self.units.items() if n in self.waiting or unit in again]
        return (*stale, *self.digests)


def _unsent(connection: Connection, known: Mapping[str, str], day: dt.date) -> _Unsent:
    unsent = messages_in(connection, _NOT_SENT, OF_ITS_DAY)
    earlier = [row for row in unsent if _day_of(row.key) < day]
    rows = [row for row in earlier if row.kind == REMINDER]
    reachable = [
        row
        for row in rows
        if row.state in _WAITING or known.get(row.unit) not in (None, "", row.recipient)
    ]
    since: dict[str, dt.date] = {}
    for row in reachable:
        before = _day_of(row.key) - _DAY
        since[row.unit] = min(since.get(row.unit, before), before)
    return _Unsent(
        units={row.id: row.unit for row in rows},
        waiting=frozenset(row.id for row in reachable),
        since=since,
        digests=tuple(row.id for row in earlier if row.kind == DIGEST),
    )


def _key(unit: str, day: dt.date) -> str:
    return f"{REMINDER}:{day.isoformat()}:{unit}"


def _day_of(key: str) -> dt.date:
    return dt.date.fromisoformat(key.split(":")[1])


def _post(reminder: Reminder, definitions: Definitions, day: dt.date, now: dt.datetime) -> Post:
    letter = Letter(kind=REMINDER, facts={"reminder": reminder, "day": day})
    written_at = dt.datetime.combine(day, now.timetz())
    key = _key(reminder.unit, day)
    return post_to_unit(definitions, reminder.unit, letter, key, written_at, mass=True)
