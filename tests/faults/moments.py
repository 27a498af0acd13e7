"""What must hold at the very moment of a fault, before anything has recovered."""

import hashlib
import re
import shutil
import sqlite3
import tempfile
from pathlib import Path

from adapters.files.archive import hash_of_encrypted
from adapters.files.encryption import archive_key
from adapters.files.home import Home
from tests.faults.oracle import files_below
from tests.faults.rig import Story

_RECEIPT = re.compile(r"HZ\d\d-(\d{6}) 回执")


def judge_moment(home: Home, story: Story) -> list[str]:
    """Return what must not be even in the middle of the work."""
    there = _hashes(home)
    lost = {what[2] for what in story.expected if what[0] == "drop"} - there
    answered = _answered(home)
    receipts = [found for path in home.returned.rglob("*") if (found := _RECEIPT.match(path.name))]
    early = [receipt[0] for receipt in receipts if int(receipt[1]) not in answered]
    return [
        *(f"the bytes {sha256} are nowhere at the moment of the fault" for sha256 in lost),
        *(f"{receipt} is out and not recorded" for receipt in early),
    ]


def _hashes(home: Home) -> set[str]:
    """Return the beginnings of the hashes of all files that are in inbox, spool or archive."""
    hashes = set()
    for folder in (home.inbox, home.state / "spool", home.archive):
        for name in files_below(folder):
            path = folder / name
            if path.suffix == ".age":
                hashes.add(hash_of_encrypted(path, archive_key(home))[:8])
            elif path.suffix != ".tmp":
                hashes.add(hashlib.sha256(path.read_bytes()).hexdigest()[:8])
    return hashes


def _answered(home: Home) -> set[int]:
    """Return the answered drops, read from a copy: to open the store would mend it."""
    with tempfile.TemporaryDirectory() as folder:
        for path in home.state.glob("zuofeng.db*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, folder)
        connection = sqlite3.connect(Path(folder, "zuofeng.db"))
        rows = connection.execute("SELECT id FROM drops WHERE state <> 'claimed'").fetchall()
        connection.close()
    return {number for (number,) in rows}
