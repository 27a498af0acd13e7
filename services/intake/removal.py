"""Takes answered files out of the inbox and the spool, after their answers are handed out."""

import datetime as dt
import logging
from collections.abc import Sequence

from adapters.files.home import Home
from adapters.files.inbox_handles import remove_from_inbox
from adapters.files.inbox_walk import InboxFile
from adapters.store.engine import Engine, reading, writing
from adapters.store.intake import drops
from adapters.store.intake.drops import RecordedDrop
from services.intake.answering.answer_files import hand_out_answers, waiting_answers
from services.intake.claim import Claim, receipt_number
from services.intake.claim_files import spooled_copy
from services.intake.inbox import scan_inbox

_log = logging.getLogger("zuofeng.intake")


def remove_answered(engine: Engine, home: Home, now: dt.datetime) -> int:
    """Hand out answers, and take their files out of the inbox and the spool; return how many.

    A file that was replaced by another of the same name since it was claimed is left alone: it
    is a drop of its own. One that may lie where nothing can be listed is not taken for gone. The
    row is marked only after the answer is out and the file is gone, so that a crash between them
    repeats these and records nothing twice.
    """
    held = hand_out_answers(engine, home, waiting_answers(home))
    with reading(engine) as connection:
        rows = drops.answered_drops_in_inbox(connection)
    free = [row for row in rows if row.id not in held]
    return _remove_all(engine, home, _placed(home, free), now) if free else 0


def _placed(home: Home, rows: Sequence[RecordedDrop]) -> list[tuple[RecordedDrop, str]]:
    """Return drops with the paths of their files, "" for those that are gone.

    Those that may lie where nothing can be listed are left out: they would be taken in again when
    they are seen again.
    """
    walk = scan_inbox(home)
    there = {file.key: file.path for file in walk.files}
    return [
        (row, there.get(row.path_key, ""))
        for row in rows
        if row.path_key in there or not walk.may_hide(row.path_key, row.folder_keys)
    ]


def remove(engine: Engine, home: Home, claims: Sequence[Claim], now: dt.datetime) -> int:
    """Hand out the answers of these claims and delete their files; return how many are gone.

    Files that are gone already are ignored, and so are claims without a recorded answer.
    """
    held = hand_out_answers(engine, home, [claim.drop_id for claim in claims])
    paths = {c.drop_id: c.path for c in claims if c.path and c.drop_id not in held}
    with reading(engine) as connection:
        rows = drops.answered_drops_in_inbox(connection, list(paths))
    return _remove_all(engine, home, [(row, paths[row.id]) for row in rows], now)


def _remove_all(
    engine: Engine, home: Home, answered: Sequence[tuple[RecordedDrop, str]], now: dt.datetime
) -> int:
    removed = [row.id for row, path in answered if _remove(home, row, path)]
    if removed:
        with writing(engine) as connection:
            drops.note_removed(connection, removed, now)
    return len(removed)


def _remove(home: Home, row: RecordedDrop, path: str) -> bool:
    """Remove an answered file from the inbox and the spool; return whether it is gone.

    A file that does not hold the bytes that were answered is a drop of its own.
    """
    file = InboxFile(path=path, size=row.size, mtime_ns=int(row.mtime_ns))
    try:
        if path and not remove_from_inbox(home.inbox, file, row.sha256):
            return False
    except OSError as error:  # locked, or on a share that takes no changes now: later
        receipt = receipt_number(row.id, row.received_at.year)
        _log.error("receipt %s: its file cannot be removed: %s", receipt, error.strerror)
        return False
    spooled_copy(home, row.sha256, row.path_key).unlink(missing_ok=True)
    return True
