"""Keeps every original byte for byte under its hash; those of confidential matters encrypted."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from adapters.files.atomic_write import sync_folder, write_pieces_durably
from adapters.files.encryption import decrypt, decrypt_pieces, encrypt_pieces
from adapters.files.home import Home

ENCRYPTED = ".enc"
_CHUNK = 1 << 20
_NO_LINKS = frozenset(
    {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)
"""What a system says that cannot link: another filesystem, or one without hard links."""


def archive_path(home: Home, sha256: str, suffix: str, confidential: bool) -> Path:
    """Return where an original lies: <first two>/<sha256><suffix>, and .enc if encrypted."""
    name = f"{sha256}{suffix}{ENCRYPTED if confidential else ''}"
    return home.archive / sha256[:2] / name


def archive_plain(home: Home, spooled: Path, sha256: str, suffix: str) -> None:
    """Give the spooled copy, which is on the disk already, its name in the archive.

    The name is durable when the caller has made it so. An archive on another filesystem, such as
    a network drive, gets a copy, which is durable at once.
    """
    path = archive_path(home, sha256, suffix, confidential=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.hardlink_to(spooled)
    except FileExistsError:
        return  # the same bytes came before
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _copy(spooled, path)


def _copy(spooled: Path, path: Path) -> None:
    """Copy to another filesystem, or to one without links, whole under its name or not at all."""
    if path.exists():
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with spooled.open("rb") as source, temporary.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def archive_encrypted(home: Home, spooled: Path, sha256: str, suffix: str, key: bytes) -> None:
    """Write an original encrypted; the hash in its name is that of the readable bytes.

    It may be larger than the memory: what is too large to be read is kept all the same. Raises
    FileNotFoundError where the copy in the spool is gone and the archive has none yet.
    """
    path = archive_path(home, sha256, suffix, confidential=True)
    if not path.exists():
        with spooled.open("rb") as source:
            write_pieces_durably(path, encrypt_pieces(key, _pieces(source)))


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: source.read(_CHUNK), b"")


def lay_out_encrypted(home: Home, sha256: str, suffix: str, key: bytes, target: Path) -> None:
    """Write an encrypted original's readable bytes, durably; raises as ``read_archived`` does."""
    with archive_path(home, sha256, suffix, confidential=True).open("rb") as sealed:
        write_pieces_durably(target, decrypt_pieces(key, sealed))


def hash_of_encrypted(path: Path, key: bytes) -> str:
    """Return the SHA-256 of what an encrypted original says; raises as ``decrypt`` does."""
    digest = hashlib.sha256()
    with path.open("rb") as sealed:
        for piece in decrypt_pieces(key, sealed):
            digest.update(piece)
    return digest.hexdigest()


def read_archived(home: Home, sha256: str, suffix: str, confidential: bool, key: bytes) -> bytes:
    """Return an original's bytes as they were sent; raises FileNotFoundError if it is gone."""
    data = archive_path(home, sha256, suffix, confidential).read_bytes()
    return decrypt(key, data) if confidential else data
