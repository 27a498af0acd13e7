"""Writes files so that neither a crash nor a power failure leaves half of one behind."""

import ctypes
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_TEMPORARY = re.compile(r"\..+\.(\d+)\.tmp")

_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def durably(*folders: Path) -> Iterator[None]:
    """Make durable, when the block ends, all that it wrote below these folders.

    One call for a filesystem costs less than the fsync of a single file, its folder not counted.
    Raises OSError where the disk did not take something: nothing may then rely on it.
    """
    handles = []
    try:
        for folder in folders:  # opened before the writing: errors count from then on
            folder.mkdir(parents=True, exist_ok=True)
            handles.append(os.open(folder, os.O_RDONLY))
        yield
        for handle in {os.fstat(handle).st_dev: handle for handle in handles}.values():
            _sync_filesystem(handle)
    finally:
        for handle in handles:
            os.close(handle)


def temporary_path(path: Path) -> Path:
    """Return where this process writes what gets a path's name when it is whole."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def clear_temporaries(folder: Path) -> None:
    """Remove what processes that are gone left half written below a folder.

    To be called at a start: it looks at every name below the folder.
    """
    for place, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            match = _TEMPORARY.fullmatch(name)
            if match and not _is_alive(int(match[1])):
                _remove(Path(place, name))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under its name only when it is whole; ``durably`` makes it durable."""
    temporary = temporary_path(path)
    try:
        temporary.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
    temporary.replace(path)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: temporary name, fsync, rename, fsync of the folder."""
    with open_durably(path) as file:
        file.write(data)


@contextmanager
def open_durably(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that has its name, durably, only if the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_path(path)
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # another account's
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):  # a share that takes nothing now: at the next start
        path.unlink(missing_ok=True)


def _sync_filesystem(handle: int) -> None:
    if not hasattr(_libc, "syncfs"):  # not Linux: all filesystems at once
        os.sync()
    elif _libc.syncfs(handle) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
