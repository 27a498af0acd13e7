"""Queue a day's reminders, which ``campaign.deadlines`` decides, and the office's digest.

A day's reminders are queued once, and never after those of a later day. Messages not sent before
(held, or while the mail server or the machine was down) are replaced, so that nobody reads a
state of some days ago.
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
"""The kind of the event that a day's reminders were queued; its subject is the day."""

_DAY = dt.timedelta(days=1)
_NOT_SENT = (MessageState.PENDING, MessageState.HELD, MessageState.NO_ADDRESS, MessageState.FAILED)
_WAITING = (MessageState.PENDING, MessageState.HELD)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminding:
    """A day's reminders, and what became of them.

    ``stale`` is the later day, or the same, whose reminders were queued before. ``superseded``
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
        addresses = mail_addresses(definitions.plan, definitions.roster)
        return tuple(
            reminder.unit for reminder in self.reminders if not addresses.get(reminder.unit)
        )


def find_reminders(connection: Connection, definitions: Definitions, day: dt.date) -> Reminding:
    """Return the reminders of a day without queueing them.

    Raises UnknownYearError if a day lies in a year whose working days nobody knows.
    """
    plan = definitions.plan
    last_day = last_day_done(connection)
    unsent = _unsent(connection, mail_addresses(plan, definitions.roster), day)
    handled_until = min(last_day, day - _DAY) if last_day else day - _DAY
    statuses = statuses_on(connection, definitions, day)
    unit_statuses = [
        status for status in statuses if status.duty.obligation.form not in definitions.office_forms
    ]
    due_reminders = reminders(
        unit_statuses,
        plan,
        day,
        lambda unit: min(handled_until, unsent.since.get(unit, handled_until)),
    )
    return Reminding(
        day=day,
        statuses=statuses,
        reminders=due_reminders,
        superseded=unsent.replaced_by({reminder.unit for reminder in due_reminders}),
        stale=last_day if last_day and last_day >= day else None,
    )


def remind(engine: Engine, definitions: Definitions, day: dt.date, now: dt.datetime) -> Reminding:
    """Queue a day's reminders and the office's digest, unless that was done.

    If a run is interrupted, a second one adds only what the first did not.
    """
    with reading(engine) as connection:
        reminding = find_reminders(connection, definitions, day)
    if reminding.stale:
        return reminding
    mail = definitions.plan.mail
    posts = [_post(reminder, definitions, day, now) for reminder in reminding.reminders]
    with writing(engine) as connection:
        last_day = last_day_done(connection)
        if last_day and last_day >= day:
            return replace(reminding, stale=last_day)
        supersede(connection, reminding.superseded, now)
        queued = enqueue(connection, posts, mail, now)
        digest = digest_post(connection, definitions, reminding.statuses, day, now)
        enqueue(connection, [digest] if digest else [], mail, now)
        detail = {"reminders": len(posts), "digest": digest is not None}
        event = Event(at=now, actor=SOFTWARE, kind=DONE, subject=day.isoformat(), detail=detail)
        append(connection, [event])
    return replace(reminding, queued=queued)


def last_day_done(connection: Connection) -> dt.date | None:
    """Return the last day whose reminders were queued, None before the first; days go in order."""
    days = subjects_of(connection, DONE)
    return dt.date.fromisoformat(days[-1]) if days else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Unsent:
    """The unsent messages of earlier days: units of reminders by id, the ids that are waiting.

    ``since`` is the day since when a unit has been without news; ``digests`` are stale ids.
    """

    units: Mapping[int, str]
    waiting: frozenset[int]
    since: Mapping[str, dt.date]
    digests: tuple[int, ...]

    def replaced_by(self, reminded_units: Iterable[str]) -> tuple[int, ...]:
        """Return the ids that are stale now: unsent ones, and those with a newer reminder."""
        units = set(reminded_units)
        ids = [id_ for id_, unit in self.units.items() if id_ in self.waiting or unit in units]
        return (*ids, *self.digests)


def _unsent(connection: Connection, addresses: Mapping[str, str], day: dt.date) -> _Unsent:
    unsent = messages_in(connection, _NOT_SENT, OF_ITS_DAY)
    earlier = [row for row in unsent if _day_of(row.key) < day]
    rows = [row for row in earlier if row.kind == REMINDER]
    reachable = [
        row
        for row in rows
        if row.state in _WAITING or addresses.get(row.unit) not in (None, "", row.recipient)
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
