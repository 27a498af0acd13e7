"""Keeps every original byte for byte under its hash; those of confidential matters encrypted."""

from contextlib import suppress
from pathlib import Path

from tasks.durable import write_durably
from tasks.home import Home
from tasks.keys import decrypt, encrypt

ENCRYPTED = ".enc"


def archive_path(home: Home, sha256: str, suffix: str, confidential: bool) -> Path:
    """Return where an original lies: <first two>/<sha256><suffix>, and .enc if encrypted."""
    name = f"{sha256}{suffix}{ENCRYPTED if confidential else ''}"
    return home.archive / sha256[:2] / name


def archive_plain(home: Home, spooled: Path, sha256: str, suffix: str) -> None:
    """Give the spooled copy, which is on the disk already, its name in the archive.

    The name is durable when the caller has made it so.
    """
    path = archive_path(home, sha256, suffix, confidential=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):  # the same bytes came before
        path.hardlink_to(spooled)


def archive_encrypted(home: Home, data: bytes, sha256: str, suffix: str, key: bytes) -> None:
    """Write an original encrypted; the hash in its name is that of the readable bytes."""
    path = archive_path(home, sha256, suffix, confidential=True)
    if not path.exists():
        write_durably(path, encrypt(key, data))


def read_archived(home: Home, sha256: str, suffix: str, confidential: bool, key: bytes) -> bytes:
    """Return an original's bytes as they were sent; raises FileNotFoundError if it is gone."""
    data = archive_path(home, sha256, suffix, confidential).read_bytes()
    return decrypt(key, data) if confidential else data
