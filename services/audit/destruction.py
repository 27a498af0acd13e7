"""Destroys private contents past their retention: private values, encrypted originals, copies.

The office decides it; the event names each file, who and why. Ended at any moment, it is gone on
with by the next call.
"""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from adapters.files.archive import archive_path
from adapters.files.atomic_write import sync_folder
from adapters.files.chain_key import Head
from adapters.files.home import RETURNED_IN_CONFIDENTIAL, Home
from adapters.store.engine import Connection, Engine, reading, writing
from adapters.store.events import Event, append, last_event
from adapters.store.intake.private_contents import (
    PrivateDrop,
    delete_private_sheets,
    destroyed_drops,
    due_drops,
    erase_deleted,
)
from adapters.store.integrity.destructions import PRIVATE_DESTROYED, destruction_detail
from campaign.definitions.plan import Retention
from campaign.values.acts import Actor
from services.audit.finding import AuditCheck, AuditFinding
from services.intake.answering.answer_files import discard_answers
from services.texts.verify import verify_texts

_log = logging.getLogger("zuofeng.retention")


@dataclass(frozen=True, kw_only=True, slots=True)
class Destroyed:
    """What a call destroyed: receipts, files removed, files that a share did not let go.

    ``is_erased`` says that the store's file holds nothing of it any more; ``head`` is the chain's.
    """

    receipts: tuple[str, ...]
    files: int
    locked: int
    is_erased: bool
    head: Head


def find_due(engine: Engine, retention: Retention, now: dt.datetime) -> list[PrivateDrop]:
    """Return the files whose private contents the plan lets go by now."""
    with reading(engine) as connection:
        return _due(connection, retention, now)


def destroy_private(
    engine: Engine, home: Home, retention: Retention, actor: Actor, now: dt.datetime
) -> Destroyed:
    """Destroy the private contents that are due, and finish what a call before left undone."""
    with writing(engine) as connection:
        due = _due(connection, retention, now)
        if due:
            destroyed = delete_private_sheets(connection, due)
            detail = {
                "why": actor.reason,
                "before": retention.private_received_before(now),
                "receipts": destruction_detail(destroyed),
            }
            subject = now.date().isoformat()
            act = Event(
                at=now, actor=actor.name, kind=PRIVATE_DESTROYED, subject=subject, detail=detail
            )
            append(connection, [act])
    with writing(engine) as connection:  # nobody archives the same bytes anew meanwhile
        files, locked = _remove(home, *destroyed_drops(connection))
    is_erased = erase_deleted(engine)
    with reading(engine) as connection:
        head = last_event(connection)
    receipts = tuple(drop.receipt for drop in due)
    return Destroyed(receipts=receipts, files=files, locked=locked, is_erased=is_erased, head=head)


def check_destroyed(connection: Connection, home: Home) -> Iterator[AuditFinding]:
    """Yield a finding for each file that remains of what is on record as destroyed."""
    texts = verify_texts()
    for path in _remaining(home, *destroyed_drops(connection)):
        yield AuditFinding(
            check=AuditCheck.ORIGINALS,
            subject=path.relative_to(home.root).as_posix(),
            what=texts.findings.destroyed_remains,
            mend=texts.remedies.destroy_again,
        )


def _due(connection: Connection, retention: Retention, now: dt.datetime) -> list[PrivateDrop]:
    before = retention.private_received_before(now)
    return due_drops(connection, before) if before else []


def _remove(home: Home, drops: Sequence[PrivateDrop], needed: Set[str]) -> tuple[int, int]:
    """Remove the files of destroyed drops; count the removed and those that cannot be now."""
    done = locked = 0
    folders = set()
    discard_answers(home, {drop.id for drop in drops})
    for path in _remaining(home, drops, needed):
        try:
            path.unlink()
        except OSError as error:  # open on somebody's screen: the next call tries again
            _log.warning("a file of %s cannot be removed: %s", path.parent.name, error.strerror)
            locked += 1
            continue
        done += 1
        folders.add(path.parent)
    for folder in folders:
        sync_folder(folder)
    return done, locked


def _remaining(home: Home, drops: Sequence[PrivateDrop], needed: Set[str]) -> Iterator[Path]:
    """Yield the originals and returned copies of destroyed drops that are still there.

    Originals of hashes that other drops need are left out.
    """
    receipts = {drop.receipt for drop in drops}
    originals = (
        archive_path(home, drop.sha256, drop.suffix, confidential=True)
        for drop in drops
        if drop.sha256 not in needed
    )
    yield from (path for path in dict.fromkeys(originals) if path.exists())
    copies = home.confidential_inbox / RETURNED_IN_CONFIDENTIAL
    for path in sorted(copies.iterdir()) if copies.is_dir() else ():
        if path.name.partition(" ")[0] in receipts and path.is_file():
            yield path
