"""Walks the inbox by handles of its folders, follows no link, and names what it could not list."""

import errno
import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from adapters.files.file_names import decoded_name, shown_name
from adapters.files.home import CONFIDENTIAL
from adapters.files.inbox_handles import open_inbox, open_subfolder
from adapters.files.inbox_names import is_left_file, is_left_folder, is_open, owned_name
from campaign.definitions.roster import Roster
from campaign.values.text import name_key

_SHORT = 16  # characters of a key: enough to tell the folders of one inbox apart
DEEPEST = 32
"""Levels of folders below the inbox: each holds a handle while those below it are walked."""

_MOST_PARTS = 8  # of a path that people are to read
_ENTRY_ERRORS = (OSError, ValueError, OverflowError)
_NO_FOLDER = frozenset({errno.ELOOP, errno.ENOTDIR})
"""Errors of a folder that was exchanged for a link or a file after it had been listed."""


class ObstacleKind(StrEnum):
    """Why something in the inbox is not taken in, or does not leave it."""

    UNLISTABLE = "unlistable"
    TOO_DEEP = "too_deep"
    LINK = "link"
    SPECIAL = "special"
    UNREADABLE = "unreadable"
    UNREMOVABLE = "unremovable"


def path_key(path: str) -> str:
    """Return a path's hash, under which the store knows it: a name may be confidential."""
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()


def _is_confidential(path: str) -> bool:
    return name_key(decoded_name(path.split("/")[0])) == CONFIDENTIAL


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxFile:
    """A file in the inbox. ``path`` is relative to it, with forward slashes.

    ``is_open`` tells that an office program's owner file lies beside it.
    """

    path: str
    size: int
    mtime_ns: int
    is_open: bool = False

    @property
    def key(self) -> str:
        """The path's hash, under which the store knows it."""
        return path_key(self.path)

    @property
    def folder_keys(self) -> str:
        """The keys of the folders above it, outermost first, shortened."""
        folders = self.path.split("/")[:-1]
        paths = ("/".join(folders[: depth + 1]) for depth in range(len(folders)))
        return " ".join(path_key(path)[:_SHORT] for path in paths)

    @property
    def folder(self) -> str:
        """The path of the folder in which it lies, "" for the inbox itself."""
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The file's name without its folders, as its sender may be shown it."""
        return shown_name(self.path.rpartition("/")[2])

    @property
    def confidential(self) -> bool:
        """Whether it lies in the folder for confidential forms."""
        return _is_confidential(self.path)

    def folder_unit(self, roster: Roster) -> str:
        """Return the code of the unit whose folder it lies in, "" if none."""
        for part in self.path.split("/")[:-1]:
            if unit := roster.unit(decoded_name(part)):
                return unit.code
        return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle:
    """An entry of the inbox that was not listed or is no file: what lies below it is unknown."""

    path: str
    kind: ObstacleKind

    @property
    def key(self) -> str:
        """The path's hash, as of a file."""
        return path_key(self.path)

    @property
    def readable_path(self) -> str:
        """The path as those who run the software may read it, shortened in the middle."""
        parts = [shown_name(part) for part in self.path.split("/")]
        return "/".join(parts if len(parts) <= _MOST_PARTS else [*parts[:3], "……", parts[-1]])

    @property
    def shown_path(self) -> str:
        """The path as a letter may name it: nothing that lies below the confidential folder."""
        hidden = "/" in self.path and _is_confidential(self.path)
        return f"{CONFIDENTIAL}/……" if hidden else self.readable_path


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """The files of the inbox at one moment, and what stood in the way of listing it."""

    files: list[InboxFile] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)
    _hindered: set[str] = field(default_factory=set)

    def hinder(self, path: str, kind: ObstacleKind) -> None:
        """Note an obstacle."""
        self.obstacles.append(obstacle := Obstacle(path=path, kind=kind))
        self._hindered.add(obstacle.key[:_SHORT])

    def may_hide(self, key: str, folder_keys: str | None) -> bool:
        """Return whether a file that was not listed may lie there all the same.

        It may if something was in the way at its place or at a folder above it; of a file of
        which these are not known (None) if anything was.
        """
        if not self._hindered or folder_keys is None:
            return bool(self._hindered)
        return not self._hindered.isdisjoint((key[:_SHORT], *folder_keys.split()))


@dataclass(slots=True)
class _Level:
    """A folder under way: its handle, its path with a slash, and the folders in it still to do."""

    handle: int
    path: str
    folders: list[str] = field(default_factory=list)


def walk_inbox(root: Path, left_out: Collection[str]) -> Walk:
    """Walk all folders below the inbox but the paths that are left out.

    Names that programs and systems leave behind are passed over. Whatever fails on an entry costs
    that entry only. Raises OSError where the inbox is not there or cannot be listed.
    """
    walk = Walk()
    levels = [_Level(open_inbox(root), "")]
    try:
        _list(walk, levels[0], left_out)
        while levels:
            if levels[-1].folders:
                _enter(walk, levels, left_out)
            else:
                os.close(levels.pop().handle)
    finally:
        for level in levels:
            os.close(level.handle)
    return walk


def _enter(walk: Walk, levels: list[_Level], left_out: Collection[str]) -> None:
    """Open and list the next folder of the deepest level, as a level of its own."""
    above = levels[-1]
    name = above.folders.pop()
    path = f"{above.path}{name}"
    if len(levels) > DEEPEST:
        walk.hinder(path, ObstacleKind.TOO_DEEP)
        return
    try:
        levels.append(level := _Level(open_subfolder(above.handle, name), f"{path}/"))
        _list(walk, level, left_out)
    except FileNotFoundError:
        return  # taken away between the listing and now
    except _ENTRY_ERRORS as error:
        number = error.errno if isinstance(error, OSError) else None
        walk.hinder(path, ObstacleKind.LINK if number in _NO_FOLDER else ObstacleKind.UNLISTABLE)


def _list(walk: Walk, level: _Level, left_out: Collection[str]) -> None:
    """List a folder's files, and its folders for later. Raises OSError where it is not given."""
    with os.scandir(level.handle) as listing:
        entries = list(listing)
    owned = {owned_name(entry.name) for entry in entries if entry.name[0] in ".~"} - {""}
    for entry in entries:
        path = f"{level.path}{entry.name}"
        try:
            if entry.is_dir(follow_symlinks=False):
                if not is_left_folder(decoded_name(entry.name)) and path not in left_out:
                    level.folders.append(entry.name)
            elif not is_left_file(entry.name):
                _note(walk, entry, path, bool(owned) and is_open(entry.name, owned))
        except FileNotFoundError:
            continue  # taken away between the listing and now
        except _ENTRY_ERRORS:
            walk.hinder(path, ObstacleKind.UNREADABLE)


def _note(walk: Walk, entry: os.DirEntry[str], path: str, open_elsewhere: bool) -> None:
    if entry.is_file(follow_symlinks=False):
        stat = entry.stat(follow_symlinks=False)
        walk.files.append(
            InboxFile(
                path=path, size=stat.st_size, mtime_ns=stat.st_mtime_ns, is_open=open_elsewhere
            )
        )
    elif entry.is_symlink():
        if not is_left_folder(entry.name):
            walk.hinder(path, ObstacleKind.LINK)
    else:
        walk.hinder(path, ObstacleKind.SPECIAL)
