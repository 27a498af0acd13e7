"""The installation's two secrets: the key that seals issued workbooks, the key of the archive.

Each is 32 random bytes, made once, in a file that only its owner can read. Whoever loses the
first cannot recognise the workbooks already issued; whoever loses the second cannot read the
confidential originals: both belong into the backup of outputs/state/.
"""

import os
import secrets
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from campaign.definitions import DefinitionError, Fault
from tasks.home import Home, private_folder

_LENGTH = 32
_NONCE_LENGTH = 12
_VERSION = b"\x01"


def seal_key(home: Home) -> bytes:
    """Return the key that seals issued workbooks; it is made at the first call."""
    return _key(private_folder(home.state) / "seal.key")


def archive_key(home: Home) -> bytes:
    """Return the key of confidential originals and private columns; made at the first call."""
    return _key(private_folder(home.state) / "archive.key")


def encrypt(key: bytes, data: bytes) -> bytes:
    """Return data encrypted: a version byte, a random nonce, AES-256-GCM's text and tag."""
    nonce = secrets.token_bytes(_NONCE_LENGTH)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, data, _VERSION)


def decrypt(key: bytes, sealed: bytes) -> bytes:
    """Return what was encrypted.

    Raises ``cryptography.exceptions.InvalidTag`` where the key is another or a byte was changed,
    ValueError for a version that this software does not know.
    """
    if sealed[:1] != _VERSION:
        raise ValueError("the encrypted data has an unknown version")
    nonce, text = sealed[1 : 1 + _NONCE_LENGTH], sealed[1 + _NONCE_LENGTH :]
    return AESGCM(key).decrypt(nonce, text, _VERSION)


def _key(path: Path) -> bytes:
    if not path.exists():
        _create(path)
    key = path.read_bytes()
    if len(key) != _LENGTH:
        message = "密钥文件已损坏，请从备份恢复；不要删除，否则已发的表、已加密的原件都不能识别"
        raise DefinitionError(
            [Fault(source=f"outputs/state/{path.name}", path="", message=message)]
        )
    return key


def _create(path: Path) -> None:
    """Write a new key whole before it has its name; the first of two processes wins."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        new.chmod(0o600)
        path.hardlink_to(new)
    except FileExistsError:
        pass  # another process was first; its key is the key
    finally:
        new.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
