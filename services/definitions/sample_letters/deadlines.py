"""Sample letters about deadlines: blank workbooks, reminders, the digest, the reporting rate."""

import datetime as dt
from collections.abc import Iterator

from adapters.mail.messages import Letter
from campaign.deadlines.completeness import Debtor, reporting_rates
from campaign.deadlines.reminders import Reminder
from campaign.deadlines.status import SubmissionStatus
from campaign.definitions.definitions import Definitions
from campaign.monitoring.lost_rows import LostRows
from campaign.monitoring.rectification import OverdueRectification
from services.definitions.sample_letters.bulletins import DEMAND
from services.definitions.sample_letters.frame import DAY, FILES, MOMENT, statuses_of


def deadlines(definitions: Definitions) -> Iterator[Letter]:
    """Return a letter of each kind, with everything and bare."""
    owed = [status for status in statuses_of(definitions) if status.owes]
    yield from _workbooks(definitions)
    yield from _reminders(owed)
    yield from _coverage(definitions, owed)


def _workbooks(definitions: Definitions) -> Iterator[Letter]:
    facts = {"with_topics": True, "folder": "outputs/issued/ZB01", "inbox": "inputs/inbox/ZB01"}
    unit = definitions.roster.units[0]
    for form in definitions.forms.values():
        period = next((d.period for d in definitions.duties if d.obligation.form == form.key), None)
        # stand for Issue, whose module brings what writes workbooks
        dated = {"form": form, "unit": unit, "period": period, "due": DAY}
        at_any_time = {**dated, "period": None, "due": None}
        yield Letter(kind="issued", facts={**facts, "issues": [dated, at_any_time]})


def _reminders(owed: list[SubmissionStatus]) -> Iterator[Letter]:
    for status in owed:
        reminder = Reminder(unit=status.duty.unit, statuses=(status,), overdue=tuple(owed))
        for day in (status.duty.due - dt.timedelta(days=1), status.duty.due, dt.date.max):
            yield Letter(kind="reminder", facts={"reminder": reminder, "day": day})


def digests(definitions: Definitions) -> Iterator[Letter]:
    """Return a digest with everything and one with nothing."""
    owed = [status for status in statuses_of(definitions) if status.owes]
    unit = owed[0].duty.unit
    debtor = Debtor(unit=unit, statuses=tuple(owed))
    late = OverdueRectification(
        unit=unit, number="ZB01-001", office="综合科", due_on=DAY, status="整改中"
    )
    head = "1234-0123456789abcdef0123456789abcdef"
    loss = LostRows(
        receipt="HZ26-000009", unit=unit, form="月报表", period="2026年6月", text="第1版有2行。"
    )
    hidden = LostRows(receipt="HZ26-000010")
    constants = {"definitions": definitions, "day": DAY, "most": 1, "head": head}
    full = {
        "rates": reporting_rates(statuses_of(definitions)),
        "debtors": [debtor, debtor],
        "own": [debtor],
        "without_address": [unit],
        "waiting": {
            "undelivered": ((unit, 2), ("", 1)),
            "held": 3,
            "pending": 1,
            "quarantined": (("HZ26-000009", MOMENT),),
        },
        "overdue": [late, late],
        "unentered": [DEMAND, DEMAND],
        "losses": [hidden, loss],
        "private_due": 4,
    }
    yield Letter(kind="digest", facts={**constants, **full})
    yield Letter(kind="digest", facts={**constants, **dict.fromkeys(full, ()), "waiting": {}})


def _coverage(definitions: Definitions, owed: list[SubmissionStatus]) -> Iterator[Letter]:
    rate = reporting_rates(statuses_of(definitions))[0]
    facts = {"name": "动员部署", "duty": owed[0].duty, "rate": rate}
    for lacking in (owed, []):
        more = {"late": len(lacking), "lacking": lacking}
        yield Letter(kind="coverage", facts={**facts, **more}, attachments=FILES[:1])
