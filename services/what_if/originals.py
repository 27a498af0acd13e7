"""Lists the stored reports that can be judged once more: what was accepted as what, what returned.

Their originals stay in the archive.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from adapters.files.home import Home
from adapters.store.reports import accepted_by
from adapters.store.tables import drops, problems, submissions
from campaign.definitions.duties import DutyKey
from campaign.problems.codes import Code, Problem, make_problem
from campaign.values.dispositions import Disposition
from campaign.values.seal import Identity
from services.intake.claim import Claim
from services.intake.claim_files import claim_of_row


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """A stored report: its claim, what it was accepted as (None: returned), what was found."""

    claim: Claim
    accepted_as: Identity | None
    key: DutyKey
    confidential: bool
    found: tuple[Problem, ...]


def load_originals(connection: Connection, home: Home, day: dt.date) -> tuple[Original, ...]:
    """Return the reports that counted at the end of a day, and those returned by then."""
    d, s = drops.c, submissions.c
    columns = (s.unit.label("of"), s.form.label("as_form"), s.period.label("slot"))
    accepted = connection.execute(
        select(drops, *columns, s.form_version, s.serial.label("number"))
        .join(submissions, s.drop_id == d.id)
        .where(accepted_by(day))
        .order_by(s.received_at, s.drop_id)
    ).all()
    last = {(row.of, row.as_form, row.slot): row for row in accepted}
    after = day + dt.timedelta(days=1)
    returned = connection.execute(
        select(drops)
        .where(d.outcome == Disposition.RETURNED, d.answered_at < after)
        .order_by(d.received_at, d.id)
    ).all()
    found = _problems(connection, after)
    kept = [_original(home, row, _identity(row), key, found) for key, row in last.items()]
    for row in returned:
        key = row.unit or "", row.form or "", row.period or ""
        kept.append(_original(home, row, None, key, found))
    return tuple(kept)


def _original(
    home: Home,
    row: Any,
    identity: Identity | None,
    key: DutyKey,
    found: Mapping[int, list[Problem]],
) -> Original:
    return Original(
        claim=claim_of_row(home, row, row.name),
        accepted_as=identity,
        key=key,
        confidential=row.confidential,
        found=tuple(found.get(row.id, ())),
    )


def _identity(row: Any) -> Identity:
    """Return what a report was accepted as, by the office's word or by its own."""
    return Identity(
        form=row.as_form,
        version=row.form_version,
        unit=row.of,
        period="" if row.slot == row.number else row.slot,
        serial=row.number,
    )


def _problems(connection: Connection, after: dt.date) -> dict[int, list[Problem]]:
    p = problems.c
    query = select(problems).join(drops).where(drops.c.answered_at < after)
    found: dict[int, list[Problem]] = {}
    for row in connection.execute(query.order_by(p.drop_id, p.position)):
        facts = json.loads(row.facts)
        again = make_problem(
            Code(row.code), sheet=row.sheet, at=(row.row, row.column), value=row.value, **facts
        )
        found.setdefault(row.drop_id, []).append(again)
    return found
