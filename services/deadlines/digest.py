"""Compose the office's digest of a working day: what is due, who owes, what awaits action.

Facts come from the store inside the transaction that queues the day's reminders, so that messages
held a moment ago are counted too.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.mail.messages import Letter
from adapters.mail.posts import post_to_office
from adapters.store.engine import Connection
from adapters.store.events import last_event
from adapters.store.intake.answers import problems_in_force
from adapters.store.intake.drops import quarantined_drops
from adapters.store.intake.private_contents import due_drops
from adapters.store.outbox import DIGEST, MessageState, Post, counts
from adapters.store.outbox.search import count_pending_since, undelivered_by_unit
from adapters.store.reports import load_reports_of
from campaign.deadlines.completeness import debtors, lacking, reporting_rates
from campaign.deadlines.status import SubmissionStatus
from campaign.definitions.definitions import Definitions, mail_addresses, period_label
from campaign.definitions.plan import Plan
from campaign.definitions.working_days import add_working_days, is_working_day
from campaign.monitoring.lost_rows import LostRows
from campaign.monitoring.rectification import LEDGER, overdue_rectifications, unentered
from campaign.problems.codes import Code
from campaign.problems.messages import problem_text
from services.monitoring.inspection_findings import demands_so_far

MOST_LINES = 100
"""In one list of a digest; ``zuofeng status`` has them all."""

_LOSSES = (Code.HISTORY_VERSION_LACKS, Code.HISTORY_ROWS_GONE)
"""What is asked about versions that have less than what they follow."""

_OF_CAMPAIGN = ("rates", "debtors", "own", "without_address", "overdue", "unentered", "losses")
"""The parts of a digest that there are no more after the campaign."""

_PENDING_LONG = dt.timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """The matters that await action: files in quarantine, messages by state, units unreached.

    ``quarantined`` are files there for more than a working day, with the time since when;
    ``pending`` counts messages that have waited an hour; ``undelivered`` counts them by unit.
    """

    quarantined: tuple[tuple[str, dt.datetime], ...]
    pending: int
    held: int
    undelivered: tuple[tuple[str, int], ...]

    def __bool__(self) -> bool:
        return bool(self.quarantined or self.pending or self.held or self.undelivered)


def digest_post(
    connection: Connection,
    definitions: Definitions,
    statuses: Sequence[SubmissionStatus],
    day: dt.date,
    now: dt.datetime,
) -> Post | None:
    """Return the digest of a day, None on days off or without any news.

    After the campaign there is one on Mondays alone, if private contents are due to be destroyed.
    """
    plan = definitions.plan
    if day > plan.campaign.last:
        facts = _facts_after_campaign(connection, plan, day, now)
    elif is_working_day(day, plan.calendar):
        facts = _facts(connection, definitions, statuses, day, now)
    else:
        return None
    if not any(facts.values()):
        return None
    constants = {
        "definitions": definitions,
        "day": day,
        "most": MOST_LINES,
        "head": last_event(connection),
    }
    letter = Letter(kind=DIGEST, facts={**facts, **constants})
    written_at = dt.datetime.combine(day, now.timetz())
    return post_to_office(plan, letter, f"{DIGEST}:{day.isoformat()}", written_at)


def waiting_on(connection: Connection, plan: Plan, day: dt.date, now: dt.datetime) -> Waiting:
    """Return the files and messages that await action on a day.

    Raises UnknownYearError if a day lies in a year whose working days nobody knows.
    """
    return Waiting(
        quarantined=tuple(
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
) -> dict[str, object]:
    """Return the facts of the digest, each part empty if there is nothing to report."""
    plan = definitions.plan
    ledgers = load_reports_of(connection, definitions, LEDGER, day)
    due_statuses = lacking(statuses, plan, day)
    all_debtors = debtors(due_statuses, plan.campaign.office, definitions.office_forms)
    unit_debtors = [debtor for debtor in all_debtors if debtor.unit != plan.campaign.office]
    addresses = mail_addresses(plan, definitions.roster)
    return {
        "rates": reporting_rates(due_statuses),
        "debtors": unit_debtors,
        "own": [debtor for debtor in all_debtors if debtor.unit == plan.campaign.office],
        "without_address": [
            debtor.unit for debtor in unit_debtors if not addresses.get(debtor.unit)
        ],
        "waiting": waiting_on(connection, plan, day, now),
        "overdue": overdue_rectifications(ledgers, day),
        "unentered": unentered(demands_so_far(connection), ledgers),
        "private_due": _private_due(connection, plan, now),
        "losses": _losses(connection, definitions, _since_last_digest(plan, day, now)),
    }


def _facts_after_campaign(
    connection: Connection, plan: Plan, day: dt.date, now: dt.datetime
) -> dict[str, object]:
    due = _private_due(connection, plan, now) if day.weekday() == 0 else 0
    nothing = Waiting(quarantined=(), pending=0, held=0, undelivered=())
    return {**dict.fromkeys(_OF_CAMPAIGN, ()), "waiting": nothing, "private_due": due}


def _private_due(connection: Connection, plan: Plan, now: dt.datetime) -> int:
    """Return how many files have private contents past their retention."""
    before = plan.retention.private_received_before(now)
    return len(due_drops(connection, before)) if before else 0


def _since_last_digest(plan: Plan, day: dt.date, now: dt.datetime) -> dt.datetime:
    last = add_working_days(day, -1, plan.calendar)
    return dt.datetime.combine(last, dt.time(), now.tzinfo)


def _losses(connection: Connection, definitions: Definitions, since: dt.datetime) -> list[LostRows]:
    return [
        LostRows(receipt=answered.receipt)
        if answered.confidential
        else LostRows(
            receipt=answered.receipt,
            unit=answered.unit,
            form=form.title if form else "",
            period=period_label(answered.period),
            text=problem_text(answered.problem),
        )
        for answered in problems_in_force(connection, _LOSSES, since)
        for form in [definitions.forms.get(answered.form)]
    ]
