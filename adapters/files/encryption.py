"""The installation's two secrets: the key that seals issued workbooks, the key of the archive.

Each is 32 random bytes, made once, in a file that only its owner can read. Whoever loses the
first cannot recognise the workbooks already issued; whoever loses the second cannot read the
confidential originals: both belong into the backup of outputs/state/.
"""

import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import GCM

from adapters.files.home import Home, private_folder
from campaign.definitions.errors import DefinitionError, Fault

_LENGTH = 32
_NONCE_LENGTH = 12
_TAG_LENGTH = 16
_CHUNK = 1 << 20
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


def encrypt_pieces(key: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what ``encrypt`` returns, without ever holding more than a piece; up to 64 GiB."""
    nonce = secrets.token_bytes(_NONCE_LENGTH)
    encryptor = Cipher(AES256(key), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(_VERSION)
    yield _VERSION + nonce
    for piece in pieces:
        yield encryptor.update(piece)
    yield encryptor.finalize()
    yield encryptor.tag


def decrypt_pieces(key: bytes, sealed: BinaryIO) -> Iterator[bytes]:
    """Yield what was encrypted, piece by piece, from an open file.

    Nothing of it may be relied on before the last piece: only then a change is noticed, and
    raised as ``decrypt`` does.
    """
    left = os.fstat(sealed.fileno()).st_size - len(_VERSION) - _NONCE_LENGTH - _TAG_LENGTH
    if sealed.read(len(_VERSION)) != _VERSION:
        raise ValueError("the encrypted data has an unknown version")
    if left < 0:
        raise InvalidTag
    decryptor = Cipher(AES256(key), GCM(sealed.read(_NONCE_LENGTH))).decryptor()
    decryptor.authenticate_additional_data(_VERSION)
    while left and (piece := sealed.read(min(left, _CHUNK))):
        left -= len(piece)
        yield decryptor.update(piece)
    yield decryptor.finalize_with_tag(sealed.read(_TAG_LENGTH))


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
