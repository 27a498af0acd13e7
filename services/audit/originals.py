"""Checks the archive against the store: every original there, unchanged, and nothing else."""

import hashlib
import re
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from adapters.files.archive import ENCRYPTED, archive_path, hash_of_encrypted
from adapters.files.encryption import ArchiveKey, DecryptionError, archive_key
from adapters.files.home import Home
from adapters.store.audit import archived_files
from adapters.store.definition_files import load_definition_files
from adapters.store.engine import Connection
from adapters.store.intake.drops import DropState
from adapters.store.integrity.destructions import load_destructions
from campaign.values.dispositions import Disposition
from services.audit.finding import AuditCheck, AuditFinding
from services.intake.claim_files import LEASE
from services.progress import ProgressReporter
from services.texts.verify import verify_texts

_TEMPORARY = re.compile(r"\..*\.tmp")  # being written, or left by a crash; never an original


def archived_names(home: Home) -> list[str]:
    """Return the paths of all archived files, relative to the archive, in order."""
    files = (path for path in home.archive.glob("**/*") if path.is_file())
    return sorted(
        path.relative_to(home.archive).as_posix() for path in files if not _is_being_written(path)
    )


def _is_being_written(path: Path) -> bool:
    """Return whether a file has the name of one that is being written, and not for long."""
    if not _TEMPORARY.fullmatch(path.name):
        return False
    try:
        return path.stat().st_mtime > time.time() - LEASE.total_seconds()
    except FileNotFoundError:
        return True  # it has its name by now


def check_originals(
    connection: Connection,
    home: Home,
    progress: ProgressReporter,
    drop_ids: Collection[int] | None = None,
) -> Iterator[AuditFinding]:
    """Read every answered drop's original, or those of some ids, and compare it with its hash.

    Without the archive's key, one finding stands for all encrypted originals. Those on record as
    destroyed are not looked for.
    """
    destroyed = load_destructions(connection)
    originals = sorted(
        {
            (file.sha256, file.suffix, file.is_encrypted)
            for file in archived_files(connection, drop_ids)
            if file.state != DropState.CLAIMED and file.receipt not in destroyed
        }
    )
    texts, key = verify_texts(), _key(home)
    if key is None and any(encrypted for *_, encrypted in originals):
        yield AuditFinding(
            check=AuditCheck.ORIGINALS,
            subject="outputs/state/archive.key",
            what=texts.findings.key_missing,
            mend=texts.remedies.restore_key,
        )
        originals = [original for original in originals if not original[2]]
    for number, (sha256, suffix, encrypted) in enumerate(originals, start=1):
        path = archive_path(home, sha256, suffix, encrypted)
        wrong = _wrong(path, sha256, key if encrypted else None)
        if wrong:
            yield _finding(path.relative_to(home.root), wrong, texts.remedies.restore_file)
        progress(number, len(originals))


def unknown_names(connection: Connection, names: Iterable[str]) -> Iterator[AuditFinding]:
    """Yield a finding for each archived file without a row, and each readable confidential one.

    A quarantined file is archived encrypted, because its form is not known yet; beside it there
    may be the plain copy of a file that turned out not to be confidential.
    """
    confidential: dict[str, bool] = {}
    for file in archived_files(connection):
        name = _archived_name(file.sha256, file.suffix)
        certain = file.confidential and file.disposition not in (None, Disposition.QUARANTINED)
        confidential[name] = confidential.get(name, True) and certain
    for definition in load_definition_files(connection):
        confidential[_archived_name(definition.sha256, definition.suffix)] = False
    texts = verify_texts()
    for name in names:
        plain = name.removesuffix(ENCRYPTED)
        path = Path("outputs/archive") / name
        if plain not in confidential:
            yield _finding(path, texts.findings.original_unknown, texts.remedies.move_original)
        elif plain == name and confidential[name]:
            yield _finding(path, texts.findings.plain_copy, texts.remedies.delete_copy)


def _archived_name(sha256: str, suffix: str) -> str:
    return f"{sha256[:2]}/{sha256}{suffix}"


def _key(home: Home) -> ArchiveKey | None:
    """Return the archive's key without making one where it was lost."""
    return archive_key(home) if (home.state / "archive.key").is_file() else None


def _wrong(path: Path, sha256: str, key: ArchiveKey | None) -> str:
    """Return what is wrong with an original, "" if it is what was sent."""
    wordings = verify_texts().findings
    if path.is_symlink() or path.parent.is_symlink():
        return wordings.file_is_link
    try:
        if key is None:
            with path.open("rb") as file:
                actual = hashlib.file_digest(file, "sha256").hexdigest()
        else:
            actual = hash_of_encrypted(path, key)
    except FileNotFoundError:
        return wordings.original_missing
    except DecryptionError:
        return wordings.not_decrypted
    return "" if actual == sha256 else wordings.original_altered


def _finding(path: Path, what: str, mend: str) -> AuditFinding:
    return AuditFinding(check=AuditCheck.ORIGINALS, subject=path.as_posix(), what=what, mend=mend)
