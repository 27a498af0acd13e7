"""Keeps every original byte for byte under its hash, those of confidential matters encrypted."""

import errno
import fcntl
import hashlib
import os
import shutil
from pathlib import Path

from adapters.files.atomic_write import open_durably, sync_folder, temporary_path
from adapters.files.encryption import ArchiveKey, decrypt, decrypt_stream, encrypt_stream
from adapters.files.home import Home

ENCRYPTED = ".age"
_FICLONE = 0x40049409
"""The ioctl by which a file shares the blocks of another, on btrfs and XFS."""
_NO_LINKS = frozenset(
    {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)
"""Errors for which a copy takes the place of a link: another filesystem, or no hard links."""


def archive_path(home: Home, sha256: str, suffix: str, confidential: bool) -> Path:
    """Return where an original lies: <first two>/<sha256><suffix>, and .age if encrypted."""
    name = f"{sha256}{suffix}{ENCRYPTED if confidential else ''}"
    return home.archive / sha256[:2] / name


def archive_plain(home: Home, spooled: Path, sha256: str, suffix: str) -> None:
    """Link the spooled copy, which is durable already, under its name in the archive.

    The link is durable once ``durably`` has ended. An archive on another filesystem, such as a
    network drive, gets a copy, which is durable at once. Raises OSError where the disk refuses.
    """
    path = archive_path(home, sha256, suffix, confidential=False)
    try:
        path.hardlink_to(spooled)
    except FileExistsError:
        return  # the same bytes came before
    except FileNotFoundError:
        if path.parent.is_dir():
            raise  # the copy in the spool is gone
        path.parent.mkdir(parents=True, exist_ok=True)
        archive_plain(home, spooled, sha256, suffix)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        path.parent.mkdir(parents=True, exist_ok=True)
        _copy(spooled, path)


def _copy(spooled: Path, path: Path) -> None:
    """Copy to another filesystem, or to one without links, whole under its name or not at all."""
    if path.exists():
        return
    temporary = temporary_path(path)
    with spooled.open("rb") as source, temporary.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def copy_archived(original: Path, target: Path) -> None:
    """Copy an original for people, whole under its name or not at all.

    Never a link: what is done to the copy must not reach the archive. The blocks are shared where
    the filesystem can do that. Raises OSError where the original is gone or the disk refuses.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with original.open("rb") as source, temporary.open("wb") as file:
            try:
                fcntl.ioctl(file.fileno(), _FICLONE, source.fileno())
            except OSError:
                shutil.copyfileobj(source, file)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def archive_encrypted(home: Home, spooled: Path, sha256: str, suffix: str, key: ArchiveKey) -> None:
    """Write an original encrypted; the hash in its name is that of the readable bytes.

    It may be larger than the memory. What is archived already stays as it is: the same bytes
    encrypted again would differ. Raises FileNotFoundError where the copy in the spool is gone and
    the archive has none yet, OSError where the disk does not take it.
    """
    path = archive_path(home, sha256, suffix, confidential=True)
    if not path.exists():
        with spooled.open("rb") as source, open_durably(path) as target:
            encrypt_stream(key, source, target)


def restore_encrypted(home: Home, sha256: str, suffix: str, key: ArchiveKey, target: Path) -> None:
    """Write an encrypted original's readable bytes, durably, once all of it is verified.

    Raises as ``read_archived`` does.
    """
    path = archive_path(home, sha256, suffix, confidential=True)
    with path.open("rb") as source, open_durably(target) as file:
        decrypt_stream(key, source, file)


def hash_of_encrypted(path: Path, key: ArchiveKey) -> str:
    """Return the SHA-256 of an encrypted original's readable bytes, holding few of them at a time.

    Raises FileNotFoundError where it is gone, DecryptionError as ``decrypt`` does.
    """
    sink = _HashSink()
    with path.open("rb") as source:
        decrypt_stream(key, source, sink)
    return sink.digest.hexdigest()


class _HashSink:
    """Takes what would be written to a file, and keeps nothing but its hash."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: every part is hashed when it is written."""


def read_archived(
    home: Home, sha256: str, suffix: str, confidential: bool, key: ArchiveKey
) -> bytes:
    """Return an original's bytes as they were sent.

    Raises FileNotFoundError if it is gone, DecryptionError as ``decrypt`` does.
    """
    data = archive_path(home, sha256, suffix, confidential).read_bytes()
    return decrypt(key, data) if confidential else data
