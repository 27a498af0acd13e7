"""Lists the inbox: which files are there, since when, and which of them are complete."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from adapters.files.completeness import is_complete
from adapters.files.home import CONFIDENTIAL, RETURNED_IN_CONFIDENTIAL, Home
from adapters.files.inbox_handles import open_in_inbox
from adapters.files.inbox_mark import ForeignInboxError, check_mark
from adapters.files.inbox_walk import InboxFile, Walk, walk_inbox
from adapters.store.engine import Connection, Engine, writing
from adapters.store.intake.drops import files_in_inbox
from adapters.store.intake.inbox import (
    SeenFile,
    last_listed_at,
    note_listing,
    replace_seen_files,
    seen_files,
)
from campaign.definitions.errors import Fault
from campaign.definitions.limits import Limits
from campaign.problems.inbox_faults import InboxFault
from services.intake.inbox.obstacles import (
    FAULTS,
    LOCKED_FOR,
    AnsweredFile,
    LastingObstacle,
    note_obstacles,
)

_LEFT_OUT = frozenset({f"{CONFIDENTIAL}/{RETURNED_IN_CONFIDENTIAL}"})
_SOURCE = "inputs/inbox"
_DOWNTIME = dt.timedelta(seconds=60)
_NOTED_EVERY = dt.timedelta(seconds=20)  # four listings a second need not cost four writes


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadyFile:
    """A file that is complete, and when it was received; ``estimated`` after downtime."""

    seen: InboxFile
    received_at: dt.datetime
    estimated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxListing:
    """The inbox at one moment: files to take in, files whose copying is not finished yet.

    ``locked`` are those that have not changed for long and cannot be opened; ``quiet_since`` is
    since when the file that waits longest has not changed; ``obstacles`` are what was not listed
    or does not leave the inbox.
    """

    ready: tuple[ReadyFile, ...]
    unsettled: int
    locked: tuple[ReadyFile, ...] = ()
    quiet_since: dt.datetime | None = None
    obstacles: tuple[LastingObstacle, ...] = ()


def scan_inbox(home: Home) -> Walk:
    """Return every file below the inbox that is not to be ignored, and what was in the way.

    Raises OSError where the inbox is not there: a share that is gone is no empty inbox. Raises
    ForeignInboxError where it is another home's. Links are not followed, because what they point
    to may be none of the sender's.
    """
    check_mark(home)
    return walk_inbox(home.inbox, _LEFT_OUT)


def scan(home: Home) -> list[InboxFile]:
    """Return every file below the inbox that is not to be ignored, oldest first.

    Raises OSError and ForeignInboxError as ``scan_inbox`` does.
    """
    return _oldest_first(scan_inbox(home).files)


def _oldest_first(files: Iterable[InboxFile]) -> list[InboxFile]:
    return sorted(files, key=lambda seen: (seen.mtime_ns, seen.path))


def list_inbox(engine: Engine, home: Home, limits: Limits, now: dt.datetime) -> InboxListing:
    """List the inbox once and note since when each file and obstacle is there and unchanged.

    A file is ready when its size and time have not changed for ``settle_seconds``, or, where it
    does not show its end, for ``incomplete_seconds``, and it can be opened. Raises OSError and
    ForeignInboxError as ``scan_inbox`` does.
    """
    walk = scan_inbox(home)
    with writing(engine) as connection:
        waiting, answered = _by_claim(walk, files_in_inbox(connection))
        obstacles = note_obstacles(connection, home, walk, answered, now)
        known = _remember(connection, walk, waiting, now)
    by_state: dict[_State, list[ReadyFile]] = {state: [] for state in _State}
    for file in waiting:
        seen = known[file.key]
        state = _state(home, file, now - seen.unchanged_since, limits)
        by_state[state].append(
            ReadyFile(seen=file, received_at=seen.first_seen_at, estimated=seen.estimated)
        )
    return InboxListing(
        ready=tuple(by_state[_State.READY]),
        unsettled=len(by_state[_State.UNSETTLED]),
        locked=tuple(by_state[_State.LOCKED]),
        quiet_since=min((known[file.key].unchanged_since for file in waiting), default=None),
        obstacles=obstacles,
    )


class _State(Enum):
    READY = auto()
    UNSETTLED = auto()
    BUSY = auto()
    LOCKED = auto()


def _state(home: Home, file: InboxFile, quiet: dt.timedelta, limits: Limits) -> _State:
    """Return whether a file is whole; one that cannot be opened is busy, and after long locked.

    One that its sender has open is busy too, but not for ever: a program that crashed leaves its
    owner file behind.
    """
    seconds = quiet.total_seconds()
    if seconds < limits.settle_seconds:
        return _State.UNSETTLED
    if file.is_open and quiet < LOCKED_FOR:
        return _State.BUSY
    try:
        with open_in_inbox(home.inbox, file.path) as opened:
            whole = seconds >= limits.incomplete_seconds or is_complete(opened)
    except OSError:
        return _State.LOCKED if quiet >= LOCKED_FOR else _State.BUSY
    return _State.READY if whole else _State.UNSETTLED


def _by_claim(
    walk: Walk, claimed: Mapping[tuple[str, int, str], tuple[int, str | None]]
) -> tuple[list[InboxFile], list[AnsweredFile]]:
    """Return the files that nobody has claimed, oldest first, and those that are answered."""
    waiting: list[InboxFile] = []
    answered: list[AnsweredFile] = []
    for file in _oldest_first(walk.files):
        drop = claimed.get((file.key, file.size, str(file.mtime_ns)))
        if drop is None:
            waiting.append(file)
        elif answered_at := drop[1]:
            answered.append((file, drop[0], answered_at))
    return waiting, answered


def _remember(
    connection: Connection, walk: Walk, seen: Iterable[InboxFile], now: dt.datetime
) -> Mapping[str, SeenFile]:
    """Return since when each file is there, and note the files that are new, changed or gone.

    What lies where nothing could be listed is not gone.
    """
    before = seen_files(connection)
    listed_at = last_listed_at(connection)
    known: dict[str, SeenFile] = {}
    changed: list[SeenFile] = []
    for file in seen:
        row = before.get(file.key)
        if row is None or not _is_as_seen(file, row, now):
            row = _seen(file, row, listed_at, now)
            changed.append(row)
        known[file.key] = row
    missing = [row for key, row in before.items() if key not in known]
    gone = {row.path_key for row in missing if not walk.may_hide(row.path_key, row.folder_keys)}
    gone |= {row.path_key for row in changed} & before.keys()
    replace_seen_files(connection, gone, changed)
    if listed_at is None or abs(now - listed_at) >= _NOTED_EVERY:
        note_listing(connection, now, first=listed_at is None)
    return known


def _is_as_seen(file: InboxFile, row: SeenFile, now: dt.datetime) -> bool:
    """Return whether a file is unchanged since it was seen, by a clock that was not put back."""
    unchanged = (row.size, row.mtime_ns) == (file.size, str(file.mtime_ns))
    return unchanged and row.unchanged_since <= now


def _seen(
    file: InboxFile, before: SeenFile | None, listed_at: dt.datetime | None, now: dt.datetime
) -> SeenFile:
    if before:
        first_seen, estimated = min(before.first_seen_at, now), before.estimated
    else:
        first_seen, estimated = _first_seen(file, listed_at, now)
    return SeenFile(
        path_key=file.key,
        size=file.size,
        mtime_ns=str(file.mtime_ns),
        first_seen_at=first_seen,
        unchanged_since=now,
        estimated=estimated,
        folder_keys=file.folder_keys,
    )


def _first_seen(
    file: InboxFile, listed_at: dt.datetime | None, now: dt.datetime
) -> tuple[dt.datetime, bool]:
    """Return when a new file came: now, or after downtime its own time since the last listing.

    A file's own time may be any number, also one that no calendar knows.
    """
    if listed_at is None or now - listed_at <= _DOWNTIME:
        return now, False
    seconds = min(max(file.mtime_ns / 1e9, listed_at.timestamp()), now.timestamp())
    return dt.datetime.fromtimestamp(seconds, tz=now.tzinfo), True


def check_inbox(home: Home) -> list[Fault]:
    """Return a fault for everything in the inbox that cannot be taken in, whatever lies below it.

    An inbox that is not there is no fault as long as nothing was started: the start makes it.
    """
    if not home.inbox.exists():
        return []
    try:
        check_mark(home, only_look=True)
        walk = walk_inbox(home.inbox, _LEFT_OUT)
    except ForeignInboxError as error:
        return list(error.faults)
    except OSError as error:
        fault = InboxFault.MISSING.format(reason=error.strerror)
        return [Fault(source=_SOURCE, path="", message=fault)]
    return [
        Fault(source=_SOURCE, path=obstacle.readable_path, message=FAULTS[obstacle.kind])
        for obstacle in sorted(walk.obstacles, key=lambda obstacle: obstacle.path)
    ]
