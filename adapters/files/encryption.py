"""Makes, reads and uses the installation's two secrets: the seal key and the archive key.

The seal key signs issued workbooks (32 random bytes). The archive key opens confidential originals
and private columns; it is an age identity (https://age-encryption.org/v1), so that
``age -d -i outputs/state/archive.key FILE`` opens any of them without this software. Both are made
at first use, in files that only their owner can read, and belong into the backup of outputs/state/:
without the first no issued workbook is recognised, without the second no original is read.
"""

import io
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

import pyrage

from adapters.files.atomic_write import sync_folder
from adapters.files.home import Home, private_folder
from campaign.definitions.errors import DefinitionError, Fault

_SEAL_KEY_BYTES = 32


class DecryptionError(Exception):
    """The key is another than that which encrypted, or a byte was changed, lost or added."""


class Sink(Protocol):
    """What decrypted data can be written to."""

    def write(self, data: bytes, /) -> int:
        """Take a verified part, and return its size."""

    def flush(self) -> None:
        """Hand on what was taken so far."""


@dataclass(frozen=True, slots=True)
class ArchiveKey:
    """An age X25519 identity as text; it is never printed, and can be sent to worker processes."""

    secret: str = field(repr=False)


def seal_key(home: Home) -> bytes:
    """Return the key that seals issued workbooks, and make it at the first call.

    Raises DefinitionError if the key file is damaged.
    """
    path = private_folder(home.state) / "seal.key"
    if not path.exists():
        _create(path, secrets.token_bytes(_SEAL_KEY_BYTES))
    key = path.read_bytes()
    if len(key) != _SEAL_KEY_BYTES:
        raise _damaged(path)
    return key


def archive_key(home: Home) -> ArchiveKey:
    """Return the key of confidential originals and private columns, and make it at the first call.

    Raises DefinitionError if the key file is damaged.
    """
    path = private_folder(home.state) / "archive.key"
    if not path.exists():
        _create(path, _identity_file(pyrage.x25519.Identity.generate()))
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    identities = [line for line in lines if line and not line.startswith("#")]
    try:
        (identity,) = map(pyrage.x25519.Identity.from_str, identities)
    except (pyrage.IdentityError, ValueError) as error:
        raise _damaged(path) from error
    return ArchiveKey(str(identity))


def encrypt(key: ArchiveKey, data: bytes) -> bytes:
    """Return data as an age file, different at each call; about 0.2 ms and 200 bytes more."""
    encrypted: bytes = pyrage.encrypt(data, [_identity(key).to_public()])
    return encrypted


def decrypt(key: ArchiveKey, encrypted: bytes) -> bytes:
    """Return what was encrypted. Raises DecryptionError for another key or a changed byte."""
    try:
        data: bytes = pyrage.decrypt(encrypted, [_identity(key)])
    except pyrage.DecryptError as error:
        raise DecryptionError(str(error)) from error
    return data


def encrypt_stream(key: ArchiveKey, source: BinaryIO, target: BinaryIO) -> None:
    """Write to ``target`` what ``encrypt`` returns, holding a small part of it at a time.

    Raises OSError where reading or writing fails.
    """
    try:
        pyrage.encrypt_io(source, target, [_identity(key).to_public()])
    except pyrage.EncryptError as error:  # pyrage's word for a failed first write
        raise OSError(str(error)) from error


def decrypt_stream(key: ArchiveKey, source: io.BufferedReader, target: Sink) -> None:
    """Write what was encrypted to ``target``, each part once it is verified.

    Whether the end is missing shows only at the end. Raises DecryptionError as ``decrypt`` does,
    OSError where reading or writing fails.
    """
    source.peek()  # a disk that does not answer says so here; pyrage would call the header broken
    try:
        pyrage.decrypt_io(source, target, [_identity(key)])
    except pyrage.DecryptError as error:
        raise DecryptionError(str(error)) from error
    except OSError as error:
        if error.errno is None:  # not the system's: pyrage's word for a part that is not authentic
            raise DecryptionError(str(error)) from error
        raise


def _identity(key: ArchiveKey) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str(key.secret)


def _identity_file(identity: pyrage.x25519.Identity) -> bytes:
    """Return an identity in the format of age-keygen."""
    return f"# public key: {identity.to_public()}\n{identity}\n".encode()


def _damaged(path: Path) -> DefinitionError:
    message = "密钥文件已损坏，请从备份恢复；不要删除，否则已发的表、已加密的原件都不能识别"
    return DefinitionError([Fault(source=f"outputs/state/{path.name}", path="", message=message)])


def _create(path: Path, content: bytes) -> None:
    """Write a new key whole before it has its name; the first of two processes wins."""
    suffix = f".{os.getpid()}.tmp"
    handle, name = tempfile.mkstemp(suffix, f".{path.name}.", path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(0o600)
        path.hardlink_to(new)
    except FileExistsError:
        pass  # another process was first; its key is the key
    finally:
        new.unlink()
    sync_folder(path.parent)
