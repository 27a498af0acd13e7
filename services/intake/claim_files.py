"""Claims files of the inbox: a durable private copy, and a row that only one worker can make."""

import datetime as dt
import hashlib
import logging
import os
import time
from collections.abc import Sequence
from pathlib import Path

from adapters.files.atomic_write import durably
from adapters.files.home import Home, private_folder
from adapters.files.inbox_handles import UnreadableError, is_unchanged, read_from_inbox
from adapters.store.engine import Connection, Engine, reading, writing
from adapters.store.intake import drops
from adapters.store.intake.drops import NewDrop, RecordedDrop
from adapters.store.intake.inbox import forget_files
from campaign.definitions.roster import Roster
from campaign.values.seal import find_leading_serial
from campaign.values.text import normalize_text
from services.intake.claim import Claim, receipt_number
from services.intake.inbox import InboxFile, ReadyFile, scan

LEASE = dt.timedelta(minutes=10)
_SPOOL = "spool"
_NAMED_BY = 16  # characters of a path's key that tell two copies of the same bytes apart
_LONGEST_SUFFIX = 16  # characters; the archive's names end with it

_log = logging.getLogger("zuofeng.intake")


def spool(home: Home) -> Path:
    """Return the private folder of the copies of claimed files."""
    return private_folder(home.state / _SPOOL)


def claim_files(
    engine: Engine, home: Home, roster: Roster, ready: Sequence[ReadyFile], now: dt.datetime
) -> list[Claim]:
    """Copy files to the spool and claim them; those that another worker has claimed are left out.

    Raises OSError where the spool takes no more.
    """
    with durably(folder := spool(home)):
        copied = [(item, sha256) for item in ready if (sha256 := _copy(home, item.seen, folder))]
    with writing(engine) as connection:
        new = [_new_drop(item, sha256, roster, now) for item, sha256 in copied]
        taken = drops.claim_drops(connection, new)
        paths = {item.seen.key: item.seen for item in ready}
        # another worker may have answered and removed a file after we copied it: then its row
        # does not keep us from claiming, but the file is gone
        lost = [row for row in taken if not is_unchanged(home.inbox, paths[row.path_key])]
        drops.give_up_claims(connection, [row.id for row in lost])
        forget_files(connection, [item.seen.key for item, _ in copied])
    gone = {row.id for row in lost}
    return [
        _claim(home, row, paths[row.path_key].path, paths[row.path_key].name)
        for row in taken
        if row.id not in gone
    ]


def abandoned(engine: Engine, home: Home, now: dt.datetime) -> list[Claim]:
    """Take over claims whose worker did not answer before its lease ended.

    Their names are read from the inbox, where the files still lie.
    """
    with writing(engine) as connection:
        rows = drops.take_over_claims(connection, now, now + LEASE)
    there = {seen.key: seen for seen in scan(home)} if rows else {}
    return [
        _claim(home, row, seen.path, seen.name) if seen else claim_of_drop(home, row, "")
        for row in rows
        for seen in [there.get(row.path_key)]
    ]


def overdue(engine: Engine, now: dt.datetime) -> list[int]:
    """Return the ids of drops whose claim's lease is over, for ``abandoned`` to take over."""
    with reading(engine) as connection:
        return drops.overdue_claims(connection, now, LEASE)


def still_claimed(connection: Connection, claims: Sequence[Claim]) -> set[int]:
    """Return the ids of the claimed drops that have no answer yet."""
    return drops.still_claimed(connection, [claim.drop_id for claim in claims])


def copy_again(home: Home, claims: Sequence[Claim]) -> None:
    """Copy claimed files from the inbox anew where their copies in the spool are gone."""
    gone = {claim.spooled.name: claim for claim in claims if not claim.spooled.exists()}
    if not gone:
        return
    keys = {name.rpartition("-")[2] for name in gone}
    with durably(folder := spool(home)):
        for seen in scan(home):
            if seen.key[:_NAMED_BY] in keys:
                _copy(home, seen, folder)
    for name, claim in gone.items():
        _log.warning(
            "the copy of receipt %s was gone: made again: %s",
            claim.receipt,
            (folder / name).exists(),
        )


def release_leases(engine: Engine) -> None:
    """End all leases: called at the start on the one machine, when no worker can be alive."""
    with writing(engine) as connection:
        drops.release_all_leases(connection)


def clear_spool(engine: Engine, home: Home) -> None:
    """Remove copies that no claim needs: what a worker that died or came too late left behind.

    Young ones stay, because a copy is made before its claim.
    """
    with reading(engine) as connection:
        rows = drops.drops_needing_copies(connection)
    needed = {spooled_copy(home, row.sha256, row.path_key) for row in rows}
    oldest = time.time() - LEASE.total_seconds()
    for path in spool(home).iterdir():
        if path not in needed and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _copy(home: Home, seen: InboxFile, folder: Path) -> str:
    """Copy a file to the spool and return its hash; "" if it changed or went away meanwhile."""
    temporary = folder / f".{seen.key}.{os.getpid()}.tmp"
    digest = hashlib.sha256()
    try:
        with temporary.open("wb") as writer:
            for chunk in read_from_inbox(home.inbox, seen):
                digest.update(chunk)
                writer.write(chunk)
    except UnreadableError:
        temporary.unlink()
        return ""
    sha256 = digest.hexdigest()
    temporary.replace(folder / _spool_name(sha256, seen.key))
    return sha256


def _new_drop(item: ReadyFile, sha256: str, roster: Roster, now: dt.datetime) -> NewDrop:
    name = item.seen.name
    suffix = Path(name).suffix.lower()
    return NewDrop(
        path_key=item.seen.key,
        name="",
        folder_unit=item.seen.folder_unit(roster),
        size=item.seen.size,
        mtime_ns=str(item.seen.mtime_ns),
        sha256=sha256,
        suffix=suffix if len(suffix) <= _LONGEST_SUFFIX else "",
        serial=find_leading_serial(normalize_text(name).upper()),
        confidential=item.seen.confidential,
        received_at=item.received_at,
        estimated=item.estimated,
        lease_until=now + LEASE,
        folder_keys=item.seen.folder_keys,
    )


def claim_of_drop(home: Home, drop: RecordedDrop, name: str) -> Claim:
    """Return the claim that a drop stands for, wherever its file lies."""
    return _claim(home, drop, "", name)


def draft_claim(home: Home, drop: NewDrop, name: str) -> Claim:
    """Return the claim of a drop that is not on record yet; its id is 0."""
    return _claim(home, drop, "", name)


def _claim(home: Home, row: RecordedDrop | NewDrop, path: str, name: str) -> Claim:
    received_at, id_ = row.received_at, row.id if isinstance(row, RecordedDrop) else 0
    return Claim(
        drop_id=id_,
        receipt=receipt_number(id_, received_at.year),
        path=path,
        spooled=spooled_copy(home, row.sha256, row.path_key),
        name=name,
        suffix=row.suffix,
        named_serial=row.serial or "",
        sha256=row.sha256,
        folder_unit=row.folder_unit,
        confidential=row.confidential,
        received_at=received_at,
        estimated=row.estimated,
    )


def spooled_copy(home: Home, sha256: str, path_key: str) -> Path:
    """Return the path of a claimed file's private copy, whether it exists or not."""
    return home.state / _SPOOL / _spool_name(sha256, path_key)


def _spool_name(sha256: str, path_key: str) -> str:
    return f"{sha256}-{path_key[:_NAMED_BY]}"
