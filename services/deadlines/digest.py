"""The office's digest of a working day: what is due, who owes, what waits for somebody.

Facts come from the store inside the transaction that queues the day's reminders, so that messages
held a moment ago are counted too.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.mail.digest_facts import (
    Digest,
    DigestDebtor,
    DigestMatter,
    DigestTally,
    DigestWaiting,
)
from adapters.mail.messages import render_message
from adapters.store.engine import Connection
from adapters.store.intake.drops import quarantined_drops
from adapters.store.outbox import DIGEST, MessageState, Post, counts
from adapters.store.outbox.search import count_pending_since, undelivered_by_unit
from adapters.store.reports import load_reports_of
from campaign.deadlines.completeness import Debtor, debtors, lacking, reporting_rates
from campaign.deadlines.owed_text import owed_lines
from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.definitions import Definitions, addresses
from campaign.definitions.plan import Plan
from campaign.definitions.roster import UNKNOWN_UNIT
from campaign.definitions.working_days import add_working_days, is_working_day
from campaign.monitoring.rectification import (
    LEDGER,
    OverdueRectification,
    overdue_rectifications,
    unentered,
)
from campaign.values.message import Letterhead
from services.monitoring.inspection_findings import demands_so_far, unentered_in_words

MOST_LINES = 100
"""In one list of a digest; ``zuofeng status`` has them all."""

_PENDING_LONG = dt.timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """What waits for somebody: receipts of files set aside, messages by state, units unreached.

    ``aside`` are files set aside for more than a working day, ``pending`` messages for an hour.
    """

    aside: tuple[tuple[str, dt.datetime], ...]
    pending: int
    held: int
    undelivered: tuple[tuple[str, int], ...]


def digest_post(
    connection: Connection,
    definitions: Definitions,
    statuses: Sequence[SubmissionStatus],
    day: dt.date,
    now: dt.datetime,
) -> Post | None:
    """Return the digest of a day, None on days off, after the campaign, or without any news."""
    plan = definitions.plan
    if day > plan.campaign.last or not is_working_day(day, plan.calendar):
        return None
    facts = _facts(connection, definitions, statuses, day, now)
    if facts.is_empty:
        return None
    return Post(
        key=f"{DIGEST}:{day.isoformat()}",
        kind=DIGEST,
        unit=plan.campaign.office,
        recipient=plan.mail.office_address,
        message=render_message(DIGEST, facts),
    )


def waiting_on(connection: Connection, plan: Plan, day: dt.date, now: dt.datetime) -> Waiting:
    """Return what waits for somebody."""
    return Waiting(
        aside=tuple(
            (drop.receipt, drop.answered_at)
            for drop in quarantined_drops(connection)
            if drop.receipt and drop.answered_at
            if add_working_days(drop.answered_at.date(), 1, plan.calendar) < day
        ),
        pending=count_pending_since(connection, now - _PENDING_LONG),
        held=counts(connection)[MessageState.HELD],
        undelivered=tuple(sorted(undelivered_by_unit(connection).items())),
    )


def _facts(
    connection: Connection,
    definitions: Definitions,
    statuses: Sequence[SubmissionStatus],
    day: dt.date,
    now: dt.datetime,
) -> Digest:
    plan = definitions.plan
    waits = waiting_on(connection, plan, day, now)
    ledgers = load_reports_of(connection, definitions, LEDGER, day)
    near = lacking(statuses, plan, day)
    owing = debtors(near, plan.campaign.office, definitions.office_forms)
    own, others = _divided(owing, plan.campaign.office)
    mine = owed_lines(own, definitions) if own else ()
    lines = [_debtor(debtor, definitions) for debtor in others]
    matters = [_matter(matter, definitions, day) for matter in overdue_rectifications(ledgers, day)]
    missing = unentered_in_words(unentered(demands_so_far(connection), ledgers), definitions)
    return Digest(
        letterhead=Letterhead(
            addressee=plan.campaign.office,
            issuer=plan.mail.sender_name,
            campaign=plan.campaign.name,
            written_at=dt.datetime.combine(day, now.timetz()),
        ),
        tallies=tuple(_tally(near)),
        debtors=tuple(lines[:MOST_LINES]),
        more_debtors=max(0, len(lines) - MOST_LINES),
        own=mine[:MOST_LINES],
        more_own=max(0, len(mine) - MOST_LINES),
        without_address=tuple(_without_address(others, definitions)),
        undelivered=tuple(
            (definitions.roster.name_of(code) or UNKNOWN_UNIT, n) for code, n in waits.undelivered
        ),
        held=waits.held,
        pending=waits.pending,
        aside=tuple(DigestWaiting(receipt=receipt, since=at) for receipt, at in waits.aside),
        matters=tuple(matters[:MOST_LINES]),
        more_matters=max(0, len(matters) - MOST_LINES),
        unentered=tuple((one.unit, one.number, one.item) for one in missing[:MOST_LINES]),
        more_unentered=max(0, len(missing) - MOST_LINES),
    )


def _divided(owing: Sequence[Debtor], office: str) -> tuple[Debtor | None, list[Debtor]]:
    own = next((debtor for debtor in owing if debtor.unit == office), None)
    return own, [debtor for debtor in owing if debtor.unit != office]


def _tally(near: Sequence[SubmissionStatus]) -> list[DigestTally]:
    return [
        DigestTally(
            name=tally.name,
            period=tally.label,
            due=tally.due_on,
            total=tally.due,
            filed=sum(tally.counts[s] for s in (DutyState.ON_TIME, DutyState.LATE, DutyState.NIL)),
            waived=tally.counts[DutyState.WAIVED],
            outstanding=tally.outstanding,
            overdue=tally.counts[DutyState.MISSING],
        )
        for tally in reporting_rates(near)
    ]


def _debtor(debtor: Debtor, definitions: Definitions) -> DigestDebtor:
    unit = definitions.roster.unit(debtor.unit)
    return DigestDebtor(
        unit=definitions.roster.name_of(debtor.unit),
        head=unit.head if unit else "",
        telephone=unit.telephone if unit else "",
        lines=owed_lines(debtor, definitions),
        overdue=len(debtor.overdue),
    )


def _without_address(owing: Sequence[Debtor], definitions: Definitions) -> list[str]:
    known = addresses(definitions.plan, definitions.roster)
    return [
        definitions.roster.name_of(debtor.unit) for debtor in owing if not known.get(debtor.unit)
    ]


def _matter(matter: OverdueRectification, definitions: Definitions, day: dt.date) -> DigestMatter:
    return DigestMatter(
        unit=definitions.roster.name_of(matter.unit),
        number=matter.number,
        office=matter.office,
        due=matter.due_on,
        days_late=(day - matter.due_on).days,
        status=matter.status,
    )
