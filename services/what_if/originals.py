"""Loads the stored reports that can be judged again: what was accepted as what, what returned.

Their originals stay in the archive.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.files.home import Home
from adapters.store.engine import Connection
from adapters.store.intake.drops import RecordedDrop
from adapters.store.intake.originals import (
    AcceptedOriginal,
    accepted_originals,
    problems_found_by,
    returned_originals,
)
from campaign.definitions.duties import DutyKey
from campaign.problems.codes import Problem
from campaign.values.seal import Identity
from services.intake.claim import Claim
from services.intake.claim_files import claim_of_drop


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """A stored report: its claim, its identity when accepted (None: returned), its problems.

    ``key`` has "" for what was not recognised.
    """

    claim: Claim
    accepted_as: Identity | None
    key: DutyKey
    confidential: bool
    problems: tuple[Problem, ...]


def load_originals(connection: Connection, home: Home, day: dt.date) -> tuple[Original, ...]:
    """Return the reports that counted at the end of a day, then those returned by then."""
    problems = problems_found_by(connection, day)
    accepted = [
        _original(home, original.drop, _identity(original), problems)
        for original in accepted_originals(connection, day)
    ]
    returned = [
        _original(home, drop, None, problems) for drop in returned_originals(connection, day)
    ]
    return (*accepted, *returned)


def _original(
    home: Home, drop: RecordedDrop, identity: Identity | None, problems: Mapping[int, list[Problem]]
) -> Original:
    return Original(
        claim=claim_of_drop(home, drop, drop.name),
        accepted_as=identity,
        key=(drop.unit or "", drop.form or "", drop.period or ""),
        confidential=drop.confidential,
        problems=tuple(problems.get(drop.id, ())),
    )


def _identity(original: AcceptedOriginal) -> Identity:
    """Return the identity with which a report was accepted, by the office or as it states."""
    return Identity(
        form=original.form,
        version=original.form_version,
        unit=original.unit,
        period="" if original.period == original.serial else original.period,
        serial=original.serial,
    )
