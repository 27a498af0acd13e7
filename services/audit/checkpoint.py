"""Keeps how far a verification found everything in order, signed, so that the next can go on."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.files.atomic_write import write_durably
from adapters.files.chain_key import ChainKey, Head, read_chain_key, sign
from adapters.files.home import Home


class ForgedCheckpointError(Exception):
    """The checkpoint is not as it was written, or the key is another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """The chain's head up to which all was in order, and the rows of each table then."""

    head: Head
    counts: Mapping[str, int]


def keep_checkpoint(home: Home, checkpoint: Checkpoint) -> None:
    """Write a checkpoint in place of the one before."""
    if key := read_chain_key(home):
        text = _text(checkpoint)
        write_durably(_path(home), f"{text}\n{sign(key, text)}\n".encode())
        _path(home).chmod(0o600)


def load_checkpoint(home: Home) -> Checkpoint | None:
    """Return the last checkpoint, None if none was written.

    Raises ForgedCheckpointError if it is not what was written.
    """
    try:
        text, _, signature = _path(home).read_text(encoding="utf-8").strip().rpartition("\n")
    except FileNotFoundError:
        return None
    key = read_chain_key(home)
    if key is None or not _is_signed(key, text, signature):
        raise ForgedCheckpointError
    stored = json.loads(text)
    head = Head(position=stored["position"], hash=stored["hash"])
    return Checkpoint(head=head, counts=stored["counts"])


def _is_signed(key: ChainKey, text: str, signature: str) -> bool:
    return hmac.compare_digest(sign(key, text).encode(), signature.encode())


def _text(checkpoint: Checkpoint) -> str:
    head, counts = checkpoint.head, dict(checkpoint.counts)
    stored = {"position": head.position, "hash": head.hash, "counts": counts}
    return json.dumps(stored, sort_keys=True)


def _path(home: Home) -> Path:
    return home.state / "verified.json"
