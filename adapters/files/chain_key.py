"""Makes and reads the key that chains events, and notes the last event that was written.

``outputs/state/chain.key`` holds 32 random bytes, and the event after which they chain: those up
to it are from before there was a key (version 0.2.0) and are chained by plain SHA-256. Made once,
only its owner can read it, and it belongs into the backup of outputs/state/: without it nobody can
tell any more whether events were rewritten.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from adapters.files.atomic_write import sync_folder, temporary_path
from adapters.files.home import Home, private_folder
from campaign.definitions.errors import DefinitionError, Fault

CHAIN_KEY = "chain.key"
_NEW, _HEAD = ".chain.key.new", "chain.head"
_KEY_BYTES = 32
_SHORT = 32  # hex digits of a hash that are enough to tell events and keys apart


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """An event of the chain: its position, and the hash that stands for all up to it."""

    position: int
    hash: str

    def __str__(self) -> str:
        return f"{self.position}-{self.hash[:_SHORT]}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChainKey:
    """The secret that chains events after ``before``, the last event without a key."""

    secret: bytes = field(repr=False)
    before: Head


def fingerprints(home: Home) -> dict[str, str]:
    """Return what tells the home's keys from others and nothing about them, by their files' names.

    A key that was not made yet is left out.
    """
    digests = {}
    for name in ("archive.key", CHAIN_KEY, "seal.key"):
        with suppress(FileNotFoundError):
            content = (home.state / name).read_bytes()
            digests[name] = hashlib.sha256(b"fingerprint\0" + content).hexdigest()[:_SHORT]
    return digests


def read_chain_key(home: Home) -> ChainKey | None:
    """Return the key, None if there is none. Raises DefinitionError if its file is damaged."""
    return _read(home.state / CHAIN_KEY)


def proposed_chain_key(home: Home) -> ChainKey | None:
    """Return the key that waits for its name, None if there is none that is whole."""
    with suppress(DefinitionError):
        return _read(home.state / _NEW)
    return None


def _read(path: Path) -> ChainKey | None:
    try:
        secret, position, hash_ = path.read_text(encoding="ascii").split()
        key = ChainKey(
            secret=bytes.fromhex(secret), before=Head(position=int(position), hash=hash_)
        )
    except FileNotFoundError:
        return None
    except ValueError:
        raise _damaged(path) from None
    if len(key.secret) != _KEY_BYTES:
        raise _damaged(path)
    return key


def propose_chain_key(home: Home, before: Head) -> ChainKey:
    """Write a new key that counts once ``keep_chain_key`` has given it its name."""
    key = ChainKey(secret=secrets.token_bytes(_KEY_BYTES), before=before)
    path = private_folder(home.state) / _NEW
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{key.secret.hex()}\n{before.position} {before.hash}\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def keep_chain_key(home: Home) -> None:
    """Give the proposed key its name; a crash before it is made good by the next call."""
    with suppress(FileNotFoundError):  # another process was first
        (home.state / _NEW).rename(home.state / CHAIN_KEY)
    sync_folder(home.state)


def sign(key: ChainKey, text: str) -> str:
    """Return the signature of a text by the key."""
    return hmac.digest(key.secret, f"text\0{text}".encode(), "sha256").hex()


def note_head(home: Home, head: Head) -> None:
    """Note the last event, so that one cut off later is missed; no failure is of consequence."""
    path = temporary_path(home.state / _HEAD)
    with suppress(OSError):  # a disk that is full: the next event notes its own
        path.write_text(f"{head.position} {head.hash}\n", encoding="ascii")
        path.replace(home.state / _HEAD)


def noted_head(home: Home) -> Head | None:
    """Return the event that was noted last, None if there is no legible note."""
    with suppress(OSError, ValueError):
        position, hash_ = (home.state / _HEAD).read_text(encoding="ascii").split()
        return Head(position=int(position), hash=hash_)
    return None


def _damaged(path: Path) -> DefinitionError:
    message = "密钥文件已损坏，请从备份恢复；不要删除，否则不能再判断事件记录有没有被改写"
    return DefinitionError([Fault(source=f"outputs/state/{path.name}", path="", message=message)])
