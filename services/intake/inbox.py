"""Lists the inbox: which files are there, since when, and which of them are complete."""

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from adapters.files.completeness import is_complete
from adapters.files.file_names import shown_name
from adapters.files.home import CONFIDENTIAL, RETURNED_IN_CONFIDENTIAL, Home
from adapters.store.engine import Connection, Engine, writing
from adapters.store.intake.drops import files_in_inbox
from adapters.store.intake.inbox import (
    SeenFile,
    last_listed_at,
    note_listing,
    replace_seen_files,
    seen_files,
)
from campaign.definitions.limits import Limits
from campaign.definitions.roster import Roster
from campaign.values.text import name_key

_IGNORED_NAMES = frozenset({"desktop.ini", "thumbs.db"})
_IGNORED_SUFFIXES = (".tmp", ".part", ".crdownload")
_RETURNED = f"{CONFIDENTIAL}/{RETURNED_IN_CONFIDENTIAL}"
_DOWNTIME = dt.timedelta(seconds=60)
_NOTED_EVERY = dt.timedelta(seconds=20)  # four listings a second need not cost four writes
_LOCKED_FOR = dt.timedelta(minutes=10)  # a clerk who has it open closes it within that time


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxFile:
    """A file in the inbox. ``path`` is relative to it, with forward slashes."""

    path: str
    size: int
    mtime_ns: int

    @property
    def key(self) -> str:
        """The path's hash, under which the store knows it: a name may be confidential."""
        return hashlib.sha256(self.path.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def name(self) -> str:
        """The file's name without its folders, as its sender may be shown it."""
        return shown_name(self.path.rpartition("/")[2])

    @property
    def confidential(self) -> bool:
        """Whether it lies in the folder for confidential forms."""
        return name_key(self.path.split("/")[0]) == CONFIDENTIAL

    def folder_unit(self, roster: Roster) -> str:
        """Return the code of the unit whose folder it lies in, "" if none."""
        for part in self.path.split("/")[:-1]:
            if unit := roster.unit(part):
                return unit.code
        return ""


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
    since when the file that waits longest has not changed.
    """

    ready: tuple[ReadyFile, ...]
    unsettled: int
    locked: tuple[ReadyFile, ...] = ()
    quiet_since: dt.datetime | None = None


def scan(home: Home) -> list[InboxFile]:
    """Return every file below the inbox that is not to be ignored, oldest first.

    Raises OSError where the inbox is not there: a share that is gone is no empty inbox. Links are
    ignored, because what they point to may be none of the sender's.
    """
    return sorted(_files(home.inbox, ""), key=lambda seen: (seen.mtime_ns, seen.path))


def _files(folder: str | Path, above: str) -> Iterator[InboxFile]:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{above}{entry.name}"
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not (entry.name.startswith(".") or path == _RETURNED):
                        yield from _files(entry.path, f"{path}/")
                elif entry.is_file(follow_symlinks=False) and not _ignored(entry.name.lower()):
                    stat = entry.stat(follow_symlinks=False)
                    yield InboxFile(path=path, size=stat.st_size, mtime_ns=stat.st_mtime_ns)
            except OSError:
                continue  # taken away between the listing and now, or not given by its share


def list_inbox(engine: Engine, home: Home, limits: Limits, now: dt.datetime) -> InboxListing:
    """List the inbox once and note since when each file is there and unchanged.

    A file is ready when its size and time have not changed for ``settle_seconds``, or, where it
    does not show its end, for ``incomplete_seconds``, and it can be opened. Raises OSError where
    the inbox is not there.
    """
    seen = scan(home)
    with writing(engine) as connection:
        waiting = _without_claimed(connection, seen)
        known = _remember(connection, waiting, now)
    by_state: dict[_State, list[ReadyFile]] = {state: [] for state in _State}
    for item in waiting:
        seen_file = known[item.key]
        state = _state(home.inbox / item.path, now - seen_file.unchanged_since, limits)
        received_at, estimated = seen_file.first_seen_at, seen_file.estimated
        by_state[state].append(ReadyFile(seen=item, received_at=received_at, estimated=estimated))
    return InboxListing(
        ready=tuple(by_state[_State.READY]),
        unsettled=len(by_state[_State.UNSETTLED]),
        locked=tuple(by_state[_State.LOCKED]),
        quiet_since=min((known[item.key].unchanged_since for item in waiting), default=None),
    )


class _State(Enum):
    READY = auto()
    UNSETTLED = auto()
    BUSY = auto()
    LOCKED = auto()


def _state(path: Path, quiet: dt.timedelta, limits: Limits) -> _State:
    """Return whether a file is whole; one that cannot be opened is busy, and after long locked."""
    seconds = quiet.total_seconds()
    if seconds < limits.settle_seconds:
        return _State.UNSETTLED
    try:
        with path.open("rb") as file:
            whole = seconds >= limits.incomplete_seconds or is_complete(file)
    except OSError:
        return _State.LOCKED if quiet >= _LOCKED_FOR else _State.BUSY
    return _State.READY if whole else _State.UNSETTLED


def _ignored(name: str) -> bool:
    return (
        name.startswith((".", "~$")) or name in _IGNORED_NAMES or name.endswith(_IGNORED_SUFFIXES)
    )


def _without_claimed(connection: Connection, seen: Iterable[InboxFile]) -> list[InboxFile]:
    claimed = files_in_inbox(connection)
    return [item for item in seen if (item.key, item.size, str(item.mtime_ns)) not in claimed]


def _remember(
    connection: Connection, seen: Iterable[InboxFile], now: dt.datetime
) -> Mapping[str, SeenFile]:
    """Return since when each file is there, and note the files that are new, changed or gone."""
    before = seen_files(connection)
    listed_at = last_listed_at(connection)
    known: dict[str, SeenFile] = {}
    changed: list[SeenFile] = []
    for item in seen:
        row = before.get(item.key)
        if row is None or (row.size, row.mtime_ns) != (item.size, str(item.mtime_ns)):
            row = _seen(item, row, listed_at, now)
            changed.append(row)
        known[item.key] = row
    gone = before.keys() - known.keys() | {row.path_key for row in changed} & before.keys()
    replace_seen_files(connection, gone, changed)
    if listed_at is None or now - listed_at >= _NOTED_EVERY:
        note_listing(connection, now, first=listed_at is None)
    return known


def _seen(
    item: InboxFile, before: SeenFile | None, listed_at: dt.datetime | None, now: dt.datetime
) -> SeenFile:
    if before:
        first_seen, estimated = before.first_seen_at, before.estimated
    else:
        first_seen, estimated = _first_seen(item, listed_at, now)
    return SeenFile(
        path_key=item.key,
        size=item.size,
        mtime_ns=str(item.mtime_ns),
        first_seen_at=first_seen,
        unchanged_since=now,
        estimated=estimated,
    )


def _first_seen(
    item: InboxFile, listed_at: dt.datetime | None, now: dt.datetime
) -> tuple[dt.datetime, bool]:
    """Return when a new file came: now, or after downtime its own time since the last listing."""
    if listed_at is None or now - listed_at <= _DOWNTIME:
        return now, False
    modified = dt.datetime.fromtimestamp(item.mtime_ns / 1e9, tz=now.tzinfo)
    return min(max(modified, listed_at), now), True
