"""Delivers blank workbooks into the folders of those who file them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from adapters.store.engine import Engine, writing
from adapters.store.integrity.given_files import record_files
from adapters.workbooks.blanks.workbook import Issue, issue_workbook, seal_identity
from campaign.definitions.definitions import Definitions
from services.issuing.folder import Delivery, DeliveryOutcome, deliver, path_of
from services.issuing.selection import folder_of
from services.issuing.serial_numbers import number_events


def numbered(
    engine: Engine,
    definitions: Definitions,
    issues: Sequence[Issue],
    key: bytes,
    now: dt.datetime,
    *,
    fresh: bool = False,
) -> tuple[Issue, ...]:
    """Return the workbooks, those of event forms with their numbers (new ones if ``fresh``)."""
    plan = definitions.plan
    return number_events(
        engine, issues, lambda issue: seal_identity(issue, key, plan).serial, fresh=fresh, now=now
    )


def deliver_all(
    issues: Sequence[Issue], definitions: Definitions, key: bytes, folder: Path
) -> Iterator[Delivery]:
    """Write each workbook below the folder of the unit that files it, never over another file.

    Yields each delivery once its file is written. Raises OSError if one cannot be written.
    """
    plan, roster = definitions.plan, definitions.roster
    for issue in issues:
        path = path_of(folder / folder_of(issue, definitions), issue)
        data = issue_workbook(issue, key=key, plan=plan, roster=roster)
        serial = seal_identity(issue, key, plan).serial
        yield Delivery(issue=issue, serial=serial, path=path, outcome=deliver(path, data))


def record_deliveries(engine: Engine, deliveries: Sequence[Delivery]) -> None:
    """Put on record the blanks that were written below the home, for verification."""
    written = [item.path for item in deliveries if item.outcome is DeliveryOutcome.WRITTEN]
    if written:
        with writing(engine) as connection:
            record_files(connection, written)
