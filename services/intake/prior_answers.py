"""What became of the same bytes and the same report before: kept secret, returned in time."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from adapters.store.engine import Connection
from adapters.store.intake.answers import answers_of_bytes, returned_drops
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import DutyKey, ReturnedReport
from campaign.values.dispositions import Disposition
from services.intake.examining.examination import Examined


@dataclass(slots=True)
class PriorAnswers:
    """The hashes of what was confidential, and the last receipts by hash and unit of returns."""

    confidential: set[str] = field(default_factory=set)
    returned: dict[tuple[str, str], str] = field(default_factory=dict)

    def keep(self, examined: Iterable[Examined]) -> list[Examined]:
        """Return verdicts as confidential as the same bytes ever were, in this batch or before."""
        items = list(examined)
        self.confidential |= {item.claim.sha256 for item in items if item.confidential}
        return [
            replace(item, confidential=True) if item.claim.sha256 in self.confidential else item
            for item in items
        ]


def load_prior_answers(connection: Connection, hashes: Collection[str]) -> PriorAnswers:
    """Read how the files of these hashes were answered before; those in quarantine do not count."""
    prior = PriorAnswers()
    for answer in answers_of_bytes(connection, hashes):
        if answer.confidential:
            prior.confidential.add(answer.sha256)
        if answer.disposition == Disposition.RETURNED:
            prior.returned[answer.sha256, answer.unit] = answer.receipt
    return prior


def load_returns(
    connection: Connection,
    definitions: Definitions,
    examined: Iterable[Examined],
    today: dt.date,
) -> dict[DutyKey, list[ReturnedReport]]:
    """Read when reports were returned before of which one comes too late now, or is overdue."""
    late = set[DutyKey]()
    for item in examined:
        duty = definitions.duty((item.unit, item.form, item.slot))
        if duty and item.claim.received_at.date() > duty.grace:
            late.add(duty.key)
        late |= {duty.key for duty in definitions.duties_of(item.unit) if duty.grace < today}
    returns: dict[DutyKey, list[ReturnedReport]] = {key: [] for key in late}
    if not late:
        return returns
    for drop in returned_drops(connection, {unit for unit, *_ in late}):
        report = ReturnedReport(drop.received_at.date(), drop.answered_at.date())
        returns.get((drop.unit, drop.form, drop.period), []).append(report)
    return returns
