"""Keeps every original byte for byte under its hash; those of confidential matters encrypted."""

import hashlib
import os
from pathlib import Path

from tasks.home import Home
from tasks.keys import decrypt, encrypt

ENCRYPTED = ".enc"
_CHUNK = 1 << 20


def archive_path(home: Home, sha256: str, suffix: str, confidential: bool) -> Path:
    """Return where an original lies: <first two>/<sha256><suffix>, and .enc if encrypted."""
    name = f"{sha256}{suffix}{ENCRYPTED if confidential else ''}"
    return home.archive / sha256[:2] / name


def archive_plain(home: Home, spooled: Path, sha256: str, suffix: str) -> None:
    """Give the spooled copy, which is on the disk already, its name in the archive."""
    path = archive_path(home, sha256, suffix, confidential=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.hardlink_to(spooled)
    except FileExistsError:
        return  # the same bytes came before
    sync_folder(path.parent)


def archive_encrypted(home: Home, data: bytes, sha256: str, suffix: str, key: bytes) -> None:
    """Write an original encrypted; the hash in its name is that of the readable bytes."""
    path = archive_path(home, sha256, suffix, confidential=True)
    if not path.exists():
        write_durably(path, encrypt(key, data))


def read_archived(home: Home, sha256: str, suffix: str, confidential: bool, key: bytes) -> bytes:
    """Return an original's bytes as they were sent; raises FileNotFoundError if it is gone."""
    data = archive_path(home, sha256, suffix, confidential).read_bytes()
    return decrypt(key, data) if confidential else data


def write_durably(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: temporary name, fsync, rename, fsync of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def copy_durably(source: Path, target: Path) -> str:
    """Copy a file as ``write_durably`` does, but for the folder's fsync; return its SHA-256."""
    digest = hashlib.sha256()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with source.open("rb") as reader, temporary.open("wb") as writer:
        while chunk := reader.read(_CHUNK):
            digest.update(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    temporary.replace(target)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
