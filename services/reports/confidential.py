"""Opens originals by receipt, and confidential matters to whoever says who and why: on record."""

import datetime as dt
from dataclasses import dataclass

from adapters.files.archive import read_archived
from adapters.files.file_names import shown_name
from adapters.store.engine import reading, writing
from adapters.store.events import Event, append
from adapters.store.intake.drops import RecordedDrop, drop_of_receipt
from campaign.definitions.table_words import Audience
from campaign.tables import Table, TableView
from campaign.values.acts import Actor
from services.context import AppContext

OPENED_ORIGINAL, OPENED_TABLE = "original.opened", "table.opened"
"""The kinds of the events that something confidential was opened; the subject names it."""


class UnknownReceiptError(Exception):
    """No file was ever received under this receipt number."""


class ConfidentialError(Exception):
    """What was asked for is confidential, and nobody says who wants it and why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginalFile:
    """An original: its name as it was sent, or by its receipt if that is confidential."""

    name: str
    data: bytes


def open_original(
    context: AppContext, receipt: str, actor: Actor | None, now: dt.datetime
) -> OriginalFile:
    """Return the original of a receipt; opening one that is kept encrypted is recorded first.

    Raises UnknownReceiptError, ConfidentialError if it is kept encrypted and ``actor`` is None,
    FileNotFoundError if it is gone, DecryptionError as ``decrypt`` does.
    """
    with reading(context.engine) as connection:
        drop = drop_of_receipt(connection, receipt)
    if drop is None:
        raise UnknownReceiptError(receipt)
    encrypted = drop.is_kept_encrypted
    if encrypted:
        _record(context, OPENED_ORIGINAL, receipt, actor, now)
    key = context.examiner.archive_key
    data = read_archived(context.home, drop.sha256, drop.suffix, encrypted, key)
    return OriginalFile(name=_name(drop, receipt), data=data)


def open_table(context: AppContext, table: Table, actor: Actor, now: dt.datetime) -> TableView:
    """Return all of a confidential table, once it is recorded who asked for it and why."""
    _record(context, OPENED_TABLE, table.schema.name, actor, now)
    return table.for_audience(Audience.CONFIDENTIAL)


def _record(
    context: AppContext, kind: str, subject: str, actor: Actor | None, now: dt.datetime
) -> None:
    if actor is None:
        raise ConfidentialError(subject)
    detail = {"why": actor.reason}
    act = Event(at=now, actor=actor.name, kind=kind, subject=subject, detail=detail)
    with writing(context.engine) as connection:
        append(connection, [act])


def _name(drop: RecordedDrop, receipt: str) -> str:
    name = "" if drop.is_kept_encrypted else shown_name(drop.name)
    return f"{receipt} {name}" if name else f"{receipt}{drop.suffix}"
