"""Verifies store and archive for ``zuofeng verify``: nothing lost, twice, or altered."""

import datetime as dt
from dataclasses import dataclass

from adapters.files.chain_key import Head
from adapters.files.home import Home
from adapters.store.audit import submissions_of
from adapters.store.engine import Connection, Engine, auditing, reading
from adapters.store.events import last_event, last_event_before
from adapters.store.integrity.destructions import load_destructions
from adapters.store.integrity.row_digests import count_rows
from adapters.store.integrity.row_records import RowRecords, load_row_records
from services.audit.chain import check_chain, check_head
from services.audit.checkpoint import Checkpoint
from services.audit.contents import check_contents
from services.audit.destruction import check_destroyed
from services.audit.files import check_files
from services.audit.finding import AuditFinding
from services.audit.originals import (
    archived_names,
    check_originals,
    unknown_names,
)
from services.audit.records import check_records
from services.audit.results import check_results
from services.audit.rows import check_counts, check_keys, check_rows
from services.progress import ProgressReporter

__all__ = ["AuditFinding", "Verification", "verify", "verify_all", "verify_since"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """How many a verification compared: events, watched rows, files given out, originals."""

    events: int
    rows: int
    files: int
    originals: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """The disagreements, and how far the store was read: a checkpoint if there are none."""

    findings: list[AuditFinding]
    checkpoint: Checkpoint
    extent: Extent


def verify(
    engine: Engine,
    home: Home,
    now: dt.datetime,
    progress: ProgressReporter | None = None,
    against: Head | None = None,
) -> list[AuditFinding]:
    """Return every disagreement, as ``verify_all`` does."""
    return verify_all(engine, home, now, progress or _ignore, against).findings


def verify_all(
    engine: Engine,
    home: Home,
    now: dt.datetime,
    progress: ProgressReporter,
    against: Head | None = None,
) -> Verification:
    """Find every disagreement; changes nothing, and may run beside the software.

    The archive is listed before the store is read: whatever it holds by then has its row.
    ``progress`` is called after each original with the number read, and of all. ``against`` is a
    head that the chain must contain.
    """
    names, counting = archived_names(home), _Counting(progress)
    with auditing(engine) as connection:
        records = load_row_records(connection)
        findings = [
            *check_chain(connection, home, records),
            *(check_head(connection, against) if against else ()),
            *check_records(connection, home, now),
            *check_rows(connection, records),
            *check_keys(home, records),
            *check_files(connection, home, records),
            *check_contents(connection),
            *check_results(connection, home),
            *check_originals(connection, home, counting),
            *check_destroyed(connection, home),
            *unknown_names(connection, names),
        ]
        checkpoint = _checkpoint(connection)
    extent = _extent(checkpoint, sum(checkpoint.counts.values()), records, counting)
    return Verification(findings=findings, checkpoint=checkpoint, extent=extent)


def verify_since(
    engine: Engine,
    home: Home,
    since: Checkpoint,
    progress: ProgressReporter,
    against: Head | None = None,
) -> Verification:
    """Find what disagrees of all that came or changed after an event.

    An older row that somebody edited since shows if the software changed it after that, or in the
    next verification of all. Counts of a checkpoint show rows that were deleted or put in.
    """
    counting = _Counting(progress)
    with auditing(engine) as connection:
        records = load_row_records(connection, since.head.position)
        drops, submissions = (map(int, records.changed[t]) for t in ("drops", "submissions"))
        destroyed = load_destructions(connection, since.head.position)
        reports = {*submissions, *submissions_of(connection, destroyed)}
        findings = [
            *check_head(connection, since.head),
            *check_chain(connection, home, records, since.head),
            *(check_head(connection, against) if against else ()),
            *check_rows(connection, records),
            *check_counts(connection, records, since.counts),
            *check_keys(home, records),
            *check_files(connection, home, records),
            *check_contents(connection, reports),
            *check_originals(connection, home, counting, list(drops)),
            *check_destroyed(connection, home),
        ]
        checkpoint = _checkpoint(connection)
    changed = sum(map(len, records.changed.values()))
    extent = _extent(checkpoint, changed, records, counting, since.head.position)
    return Verification(findings=findings, checkpoint=checkpoint, extent=extent)


def since_day(engine: Engine, day: dt.date) -> Checkpoint:
    """Return where to begin to verify what came from a day on."""
    with reading(engine) as connection:
        return Checkpoint(head=last_event_before(connection, day), counts={})


class _Counting:
    """Counts the originals that were read, beside reporting the progress."""

    def __init__(self, progress: ProgressReporter) -> None:
        self.read, self._progress = 0, progress

    def __call__(self, done: int, total: int) -> None:
        self.read = done
        self._progress(done, total)


def _extent(
    checkpoint: Checkpoint, rows: int, records: RowRecords, counting: _Counting, after: int = 0
) -> Extent:
    """Return how much was compared, of the events after a position."""
    events, files = checkpoint.head.position - after, len(records.files)
    return Extent(events=events, rows=rows, files=files, originals=counting.read)


def _checkpoint(connection: Connection) -> Checkpoint:
    return Checkpoint(head=last_event(connection), counts=count_rows(connection))


def _ignore(_done: int, _total: int) -> None:
    """Report to nobody."""
