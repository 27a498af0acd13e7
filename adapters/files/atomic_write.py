"""Writes files so that neither a crash nor a power failure leaves half of one behind."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

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


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under its name only when it is whole; ``durably`` makes it durable."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
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
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
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


def _sync_filesystem(handle: int) -> None:
    if not hasattr(_libc, "syncfs"):  # not Linux: all filesystems at once
        os.sync()
    elif _libc.syncfs(handle) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
