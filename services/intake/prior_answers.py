"""What became of the same bytes and the same report before: kept secret, returned in time."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from adapters.store.bulk_sql import text_list
from adapters.store.tables import drops
from campaign.definitions.definitions import Definitions
from campaign.definitions.duties import DutyKey, Return
from campaign.values.dispositions import Disposition
from services.intake.examination import Examined


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
    """Read what was answered before; nobody knows yet what a file is that was set aside."""
    d = drops.c
    query = (
        select(d.sha256, d.confidential, d.outcome, d.unit, d.receipt)
        .where(d.sha256.in_(text_list(connection, hashes)))
        .where(d.state == "answered", d.outcome != Disposition.QUARANTINED)
        .order_by(d.id)
    )
    found = PriorAnswers()
    for row in connection.execute(query):
        if row.confidential:
            found.confidential.add(row.sha256)
        if row.outcome == Disposition.RETURNED:
            found.returned[row.sha256, row.unit] = row.receipt
    return found


def load_returns(
    connection: Connection,
    definitions: Definitions,
    examined: Iterable[Examined],
    today: dt.date,
) -> dict[DutyKey, list[Return]]:
    """Read when reports were returned before of which one comes too late now, or is overdue."""
    late = set[DutyKey]()
    for item in examined:
        duty = definitions.duty((item.unit, item.form, item.slot))
        if duty and item.claim.received_at.date() > duty.grace:
            late.add(duty.key)
        late |= {duty.key for duty in definitions.duties_of(item.unit) if duty.grace < today}
    found: dict[DutyKey, list[Return]] = {key: [] for key in late}
    if not late:
        return found
    d = drops.c
    query = select(d.unit, d.form, d.period, d.received_at, d.answered_at).where(
        d.outcome == Disposition.RETURNED, d.unit.in_({unit for unit, *_ in late})
    )
    for row in connection.execute(query):
        days = row.received_at.date(), row.answered_at.date()
        found.get((row.unit, row.form, row.period), []).append(days)
    return found
