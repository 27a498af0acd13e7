"""Opens and removes files of the inbox by handles of its folders, so that no link is followed.

Whoever may write in the inbox may exchange a file or a folder for a link at any moment. Therefore
each folder is opened in the one above it, and what is opened is no link and a regular file.

A file is known by its size and time of change, and by its bytes before it is removed; not by its
inode, whose number some shares (CIFS without serverino, FUSE) give anew at each listing. Only while
a file is held open is its number compared with that of the name: then it stays the same anywhere.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Protocol

_FOLDER = os.O_RDONLY | os.O_DIRECTORY
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY  # a pipe would keep us waiting


_CHUNK = 1 << 18


class FileState(Protocol):
    """A file's path below the inbox, and the size and time of change that it was seen with."""

    @property
    def path(self) -> str:
        """The path, with forward slashes."""

    @property
    def size(self) -> int:
        """The size in bytes."""

    @property
    def mtime_ns(self) -> int:
        """The time of change in nanoseconds."""


class UnreadableError(Exception):
    """A file of the inbox cannot be read now: gone, changed, locked, or not given by its share."""


def open_inbox(root: Path) -> int:
    """Return a handle of the inbox, which the office may have set up as a link. Raises OSError."""
    return os.open(root, _FOLDER)


def open_subfolder(handle: int, name: str) -> int:
    """Return a handle of a folder in a folder. Raises OSError, for a link as for other faults."""
    return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=handle)


@contextmanager
def _folder_below(handle: int, path: str) -> Iterator[int]:
    """Open the folder in which a path below an opened inbox lies; closes both. Raises OSError."""
    try:
        for name in path.split("/")[:-1]:
            above, handle = handle, -1
            try:
                handle = open_subfolder(above, name)
            finally:
                os.close(above)
        yield handle
    finally:
        if handle >= 0:
            os.close(handle)


def _folder_of(root: Path, path: str) -> AbstractContextManager[int]:
    return _folder_below(open_inbox(root), path)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _open_file(folder: int, name: str) -> BufferedReader:
    """Open a regular file in a folder for reading. Raises OSError."""
    handle = os.open(name, _FILE, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), name)
    return os.fdopen(handle, "rb")


@contextmanager
def open_in_inbox(root: Path, path: str) -> Iterator[BufferedReader]:
    """Open a file of the inbox for reading. Raises OSError where it or its folder is a link."""
    with _folder_of(root, path) as folder, _open_file(folder, _name(path)) as file:
        yield file


def read_from_inbox(root: Path, state: FileState) -> Iterator[bytes]:
    """Yield the bytes of a file that stays as it was seen until all are read.

    Raises UnreadableError, so that a full disk of the reader is not taken for it.
    """
    try:
        with _folder_of(root, state.path) as folder, _open_file(folder, _name(state.path)) as file:
            if _is_state(os.fstat(file.fileno()), state):
                while chunk := file.read(_CHUNK):
                    yield chunk
            if not _is_still(folder, file, state):
                raise UnreadableError
    except OSError as error:
        raise UnreadableError from error


def is_unchanged(root: Path, state: FileState) -> bool:
    """Return whether a file lies there with the size and time of change that it was seen with."""
    try:
        with _folder_of(root, state.path) as folder:
            return _is_state(_stat_of_name(folder, _name(state.path)), state)
    except OSError:
        return False


def remove_from_inbox(root: Path, state: FileState, sha256: str) -> bool:
    """Remove a file that holds the very bytes of a hash; return whether it is not there any more.

    Another file of its name is left alone, and so is one that changes at this moment. Raises
    OSError where the inbox is not there, the share takes no changes, or a link is in the way.
    """
    inbox = open_inbox(root)  # an inbox that is away does not mean that its files are gone
    try:
        with _folder_below(inbox, state.path) as folder:
            return _remove(folder, state, sha256)
    except FileNotFoundError:
        return True


def _remove(folder: int, state: FileState, sha256: str) -> bool:
    name = _name(state.path)
    if not _is_state(_stat_of_name(folder, name), state):
        return True
    if not os.access(".", os.W_OK | os.X_OK, dir_fd=folder):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))  # before all is read
    with _open_file(folder, name) as file:
        digest = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
        if digest.hexdigest() != sha256:
            return True
        if not _is_still(folder, file, state):
            return False
        os.unlink(name, dir_fd=folder)
    return True


def _is_still(folder: int, file: BufferedReader, state: FileState) -> bool:
    """Return whether an open file is unchanged and still the one that its name stands for."""
    opened, named = os.fstat(file.fileno()), _stat_of_name(folder, _name(state.path))
    return _is_state(opened, state) and os.path.samestat(opened, named)


def _stat_of_name(folder: int, name: str) -> os.stat_result:
    return os.stat(name, dir_fd=folder, follow_symlinks=False)


def _is_state(stat: os.stat_result, state: FileState) -> bool:
    return (stat.st_size, stat.st_mtime_ns) == (state.size, state.mtime_ns)
