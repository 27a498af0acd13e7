"""Says what a backup file holds, and reads and writes its manifest and its keys.

A backup is a .zip: ``manifest.json``, the store as ``zuofeng.db``, the small files of outputs/state
(keys first of all) in ``keys.age`` under a passphrase, and the home's other files by their paths.
What is on its way, and not read yet or its sender's own copy, may be confidential by name and
content: it is a package of its own, ``moving.age``, encrypted for the home's archive key.
"""

import base64
import datetime as dt
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import ZipFile

import pyrage

from campaign.definitions.errors import Definition

MANIFEST, STORE, KEYS, MOVING = "manifest.json", "zuofeng.db", "keys.age", "moving.age"
FORMAT = 2
SHORTEST_PASSPHRASE = 8
_TOO_DEAR = "Excessive work"
_PAUSES = (1, 5, 15, 30)
"""Seconds between attempts to unlock the keys on a busy machine."""


class BackupError(Exception):
    """A backup that cannot be made or restored; says why and what to do."""


class StoredFile(Definition):
    """A file's SHA-256 and its time of change in nanoseconds, by which the inbox knows it."""

    sha256: str
    mtime_ns: int


class Manifest(Definition):
    """What a backup file holds; ``head`` is the last event's position and hash."""

    format: int
    software: str
    made_at: dt.datetime
    head: str
    folders: list[str]
    files: dict[str, StoredFile]


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """A backup that was made or restored: how many files, of which moment, the chain's head."""

    files: int
    made_at: dt.datetime
    head: str


def lock_keys(keys: Mapping[str, bytes], passphrase: str) -> bytes:
    """Return the files of keys, encrypted so that ``age -d`` opens them with the passphrase."""
    plain = {name: base64.b64encode(data).decode() for name, data in keys.items()}
    locked: bytes = pyrage.passphrase.encrypt(json.dumps(plain).encode(), passphrase)
    return locked


def unlock_keys(locked: bytes, passphrase: str, wrong: str, busy: str) -> dict[str, bytes]:
    """Return the files of keys.

    age measures what a passphrase costs here, and refuses one that seems to take far longer than
    where it was locked: a busy machine is asked again. Raises BackupError with the words ``wrong``
    for another passphrase, ``busy`` where the machine stays too slow.
    """
    for pause in (*_PAUSES, None):
        try:
            plain = json.loads(pyrage.passphrase.decrypt(locked, passphrase))
        except pyrage.DecryptError as error:
            if _TOO_DEAR not in str(error):
                raise BackupError(wrong) from error
            if pause is None:
                raise BackupError(busy) from error
            time.sleep(pause)
        else:
            break
    return {name: base64.b64decode(data) for name, data in plain.items()}


def read_manifest(package: ZipFile, wrong: str) -> Manifest:
    """Return the manifest; raises BackupError with the words ``wrong`` if there is none."""
    try:
        data = package.read(MANIFEST)
    except KeyError as error:
        raise BackupError(wrong) from error
    return Manifest.model_validate_json(data)
