"""Holds the archive against the store: every original there, unchanged, and nothing else."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, or_, select

from adapters.files.archive import ENCRYPTED, archive_path, hash_of_encrypted
from adapters.files.encryption import ArchiveKey, DecryptionError, archive_key
from adapters.files.home import Home
from adapters.store.tables import definition_files, drops
from campaign.values.dispositions import Disposition
from services.audit.finding import AuditCheck, AuditFinding

ProgressReporter = Callable[[int, int], None]

_FROM_BACKUP = "请从备份恢复该文件，并查明原因。"
_TEMPORARY = re.compile(r"\..*\.tmp")  # left by a crash while writing; never an original


def archived_names(home: Home) -> list[str]:
    """Return the paths of all archived files, relative to the archive, in order."""
    files = (path for path in home.archive.glob("**/*") if path.is_file())
    return sorted(
        path.relative_to(home.archive).as_posix()
        for path in files
        if not _TEMPORARY.fullmatch(path.name)
    )


def check_originals(
    connection: Connection, home: Home, progress: ProgressReporter
) -> Iterator[AuditFinding]:
    """Read every original that was answered and compare it with its hash."""
    encrypted = or_(drops.c.confidential, drops.c.outcome == Disposition.QUARANTINED)
    columns = (drops.c.sha256, drops.c.suffix, encrypted.label("encrypted"))
    query = select(*columns).where(drops.c.state != "claimed").distinct().order_by(*columns)
    rows = connection.execute(query).all()
    key = _key(home)
    if key is None and any(row.encrypted for row in rows):
        yield AuditFinding(
            check=AuditCheck.ORIGINALS,
            subject="outputs/state/archive.key",
            what="存档密钥不存在，保密原件无法解密。",
            mend="请从备份恢复密钥文件，不要另建。",
        )
        rows = [row for row in rows if not row.encrypted]
    for number, row in enumerate(rows, start=1):
        path = archive_path(home, row.sha256, row.suffix, row.encrypted)
        wrong = _wrong(path, row, key if row.encrypted else None)
        if wrong:
            yield _finding(path.relative_to(home.root), wrong, _FROM_BACKUP)
        progress(number, len(rows))


def unknown_names(connection: Connection, names: Iterable[str]) -> Iterator[AuditFinding]:
    """Name the archived files that no row knows, and confidential ones that lie there readable.

    What was set aside lies there encrypted, because nobody knew yet whether it is confidential;
    beside it there may be the plain copy of a file that turned out not to be.
    """
    columns = (drops.c.sha256, drops.c.suffix, drops.c.confidential, drops.c.outcome)
    confidential: dict[str, bool] = {}
    for row in connection.execute(select(*columns)):
        name = f"{row.sha256[:2]}/{row.sha256}{row.suffix}"
        certain = row.confidential and row.outcome not in (None, Disposition.QUARANTINED)
        confidential[name] = confidential.get(name, True) and certain
    for row in connection.execute(select(definition_files)):
        confidential[f"{row.sha256[:2]}/{row.sha256}{row.suffix}"] = False
    for name in names:
        plain = name.removesuffix(ENCRYPTED)
        path = Path("outputs/archive") / name
        if plain not in confidential:
            yield _finding(path, "存档中有登记之外的文件。", "请查明来源后移出存档，不要直接删除。")
        elif plain == name and confidential[name]:
            yield _finding(path, "保密原件有未加密的副本。", "请核实加密的一份完好后删除此副本。")


def _key(home: Home) -> ArchiveKey | None:
    """Return the archive's key without making one where it was lost."""
    return archive_key(home) if (home.state / "archive.key").is_file() else None


def _wrong(path: Path, row: Any, key: ArchiveKey | None) -> str:
    """Return what is wrong with an original, "" if it is what was sent."""
    try:
        if key is None:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        else:
            found = hash_of_encrypted(path, key)
    except FileNotFoundError:
        return "存档中没有这份原件。"
    except DecryptionError:
        return "解密失败：文件被改动，或者密钥不是当时的密钥。"
    return "" if found == row.sha256 else "内容与存档时的校验值不符，文件被改动或已损坏。"


def _finding(path: Path, what: str, mend: str) -> AuditFinding:
    return AuditFinding(check=AuditCheck.ORIGINALS, subject=path.as_posix(), what=what, mend=mend)
