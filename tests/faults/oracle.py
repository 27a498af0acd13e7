"""What must hold in a home after a fault is over: the same as if it had not happened.

Facts are read from the store, the archive and the share as anybody could read them, and compared
with those of a home in which nothing went wrong.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from adapters.files.archive import archive_path, hash_of_encrypted
from adapters.files.encryption import archive_key
from adapters.files.home import Home
from adapters.files.inbox_mark import MARK
from adapters.store.engine import open_store, reading
from adapters.store.tables import (
    drops,
    issued,
    outbox,
    problems,
    submission_sheets,
    submissions,
)
from services.audit.verify import verify
from tests.support.office import NOW

Facts = Mapping[tuple[str, ...], list[Any]]
"""What is there once: what it is and which, and what is true of it, as often as it is there."""

_RECEIPT = re.compile(r"HZ\d\d-\d{6}")


@dataclass
class Judgement:
    """What a fault did: sentences that name what was lost, doubled or wrong.

    ``repeated`` counts what was done twice for a cause: a message whose acceptance nobody heard.
    ``tries`` may be many of one seed. ``seconds`` is the time from the end of the fault until
    everything was in order.
    """

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    repeated: int = 0
    tries: int = 1
    seconds: float = 0.0

    @property
    def findings(self) -> list[str]:
        """All that must not be."""
        kinds = {"lost": self.lost, "doubled": self.doubled, "wrong": self.wrong}
        return [f"{kind}: {text}" for kind, texts in kinds.items() for text in texts]


def judge_home(home: Home, expected: Facts) -> Judgement:
    """Hold a home in which a fault is over against one in which nothing went wrong."""
    judgement = compare(expected, read_facts(home))
    judgement.wrong += leftovers(home)
    return judgement


def compare(expected: Facts, found: Facts) -> Judgement:
    """Return what is missing, what is there too often, and what is not as it should be."""
    judgement = Judgement()
    for what in expected.keys() | found.keys():
        right, there = expected.get(what, []), found.get(what, [])
        name = " ".join(what)
        if not right:
            judgement.wrong.append(f"{name} should not be there")
        elif len(there) < len(right):
            judgement.lost.append(name)
        elif len(there) > len(right):
            judgement.doubled.append(f"{name} is there {len(there)} times")
        elif sorted(map(str, right)) != sorted(map(str, there)):
            judgement.wrong.append(f"{name}: {there} instead of {right}")
    return judgement


def read_facts(home: Home) -> Facts:
    """Return what became of everything that was dropped, and what was sent and handed out."""
    facts: dict[tuple[str, ...], list[Any]] = {}
    engine = open_store(home)
    with reading(engine) as connection:
        for source in (_drops, _submissions, _messages, _issued):
            for what, detail in source(connection, home):
                facts.setdefault(what, []).append(detail)
    engine.dispose()
    for what, detail in _files(home):
        facts.setdefault(what, []).append(detail)
    return facts


_Found = Iterator[tuple[tuple[str, ...], Any]]


def _drops(connection: Connection, home: Home) -> _Found:
    codes: dict[int, Counter[str]] = {}
    for row in connection.execute(select(problems)):
        codes.setdefault(row.drop_id, Counter())[f"{row.code} {row.row} {row.column}"] += 1
    for row in connection.execute(select(drops)):
        archived = _archived(home, row) if row.state == "answered" else False
        answer = (row.state, row.disposition, row.unit, row.form, row.period, archived)
        yield ("drop", row.path_key[:8], row.sha256[:8]), (answer, sorted(codes.get(row.id, {})))


def _archived(home: Home, row: Any) -> bool:
    """Return whether the archive holds the very bytes of a drop."""
    path = archive_path(home, row.sha256, row.suffix, row.confidential)
    if not path.exists():
        return False
    if row.confidential:
        return bool(hash_of_encrypted(path, archive_key(home)) == row.sha256)
    return bool(hashlib.sha256(path.read_bytes()).hexdigest() == row.sha256)


def _submissions(connection: Connection, home: Home) -> _Found:
    contents: dict[int, list[str]] = {}
    for row in connection.execute(select(submission_sheets)):
        contents.setdefault(row.submission_id, []).append(f"{row.sheet} {row.header} {row.rows}")
    for row in connection.execute(select(submissions)):
        digest = hashlib.sha256("\n".join(sorted(contents[row.id])).encode()).hexdigest()
        what = ("submission", row.unit, row.form, row.period, str(row.version))
        yield what, (row.in_force, digest)


def _messages(connection: Connection, home: Home) -> _Found:
    for row in connection.execute(select(outbox)):
        subject = _RECEIPT.sub("HZ", row.subject)
        there = all((home.root / name).is_file() for name in json.loads(row.attachments))
        yield ("message", row.kind, row.unit, row.recipient, subject), there


def _issued(connection: Connection, home: Home) -> _Found:
    for row in connection.execute(select(issued)):
        yield ("issued", row.form, row.unit, str(row.number)), row.serial


def _files(home: Home) -> _Found:
    """Return what was handed out and issued; receipts' numbers may differ."""
    for folder in (home.returned, home.issued, home.reports, home.confidential_inbox):
        for path in folder.rglob("*"):
            if path.is_file():
                name = _RECEIPT.sub("HZ", path.relative_to(home.root).as_posix())
                yield ("file", name), path.stat().st_size > 0


def leftovers(home: Home) -> list[str]:
    """Return what a home in order does not hold: work half done, and disagreements."""
    root = home.root
    found = [f"{name} lies in the inbox" for name in files_below(home.inbox, ("保密/退回",))]
    for folder in ("spool", "answers"):
        found += [f"{name} lies in {folder}" for name in files_below(home.state / folder)]
    found += [f"{path.relative_to(root)} was left" for path in root.rglob("*.tmp")]
    engine = open_store(home)
    with reading(engine) as connection:
        if (state := connection.exec_driver_sql("PRAGMA integrity_check").scalar()) != "ok":
            found.append(f"the store: {state}")
    found += [f"{finding.what}" for finding in verify(engine, home, NOW)]
    engine.dispose()
    return found


def files_below(folder: Path, but: tuple[str, ...] = ()) -> list[str]:
    """Return the paths of files below a folder, without the mark of the inbox."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    names = (path.relative_to(folder).as_posix() for path in paths)
    return sorted(name for name in names if not name.startswith(but or ("\0",)))
