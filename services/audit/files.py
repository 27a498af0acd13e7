"""Checks the files that people got and rely on against their hashes at the time.

Receipts, score sheets and blanks lie where units take them away; letters go after their months of
retention. A blank may be filled in where it lies, as long as it stays that unit's.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from adapters.files.encryption import seal_key
from adapters.files.home import Home
from adapters.store.engine import Connection
from adapters.store.events import load_events
from adapters.store.integrity.row_records import RowRecords
from adapters.workbooks.gate import Passed, inspect, inspect_size
from adapters.workbooks.reader import read_workbook
from adapters.worker_pool import Readers
from campaign.definitions.limits import Limits
from campaign.recognition.recognition import read_seal_rows
from campaign.values.raw_workbook import RawWorkbook
from campaign.values.seal import SHEET_NAME, read_seal
from services.audit.finding import AuditCheck, AuditFinding
from services.audit.retention import REMOVED
from services.texts.verify import verify_texts


def check_files(connection: Connection, home: Home, records: RowRecords) -> Iterator[AuditFinding]:
    """Check that each file on record is as it was given out, or went where such files go."""
    removals = [event.at_text for event in load_events(connection, [REMOVED])]
    last_removal = max(removals, default="")
    wordings, changed_blanks = verify_texts().findings, []
    for name, (sha256, at) in sorted(records.files.items()):
        path = home.root / name
        what = _wrong(path, sha256)
        if what == wordings.file_gone and _may_be_gone(home, path, at < last_removal):
            continue
        if what == wordings.file_changed and path.is_relative_to(home.issued):
            changed_blanks.append(path)
        elif what:
            yield _finding(name, what)
    for path in _strange_blanks(home, changed_blanks):
        yield _finding(path.relative_to(home.root).as_posix(), wordings.blank_unsealed)


def _wrong(path: Path, sha256: str) -> str:
    """Return what is wrong with a file, "" if nothing is."""
    wordings = verify_texts().findings
    if path.is_symlink():
        return wordings.file_is_link
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return wordings.file_gone
    return "" if digest == sha256 else wordings.file_changed


def _may_be_gone(home: Home, path: Path, is_old: bool) -> bool:
    """Return whether a file may have gone by itself: taken away by its unit, or old."""
    if path.is_relative_to(home.mail):
        return is_old
    return path.is_relative_to(home.returned) or path.is_relative_to(home.issued)


def _strange_blanks(home: Home, paths: list[Path]) -> Iterator[Path]:
    """Yield the blanks that do not bear a genuine seal of the unit that their names name.

    Anybody may have put anything in their place: they are read in a process that may die.
    """
    if not paths:
        return
    limits = Limits()
    named = [(path, seal_key(home), limits) for path in paths]
    with Readers(1, limits) as readers:
        for (path, *_), unit in readers.map(read_sealed_unit, named):
            if not isinstance(unit, str) or not unit or not path.stem.endswith(f" {unit}"):
                yield path


def read_sealed_unit(blank: tuple[Path, bytes, Limits]) -> str:
    """Return the unit of a workbook's genuine seal, "" if it has none."""
    path, key, limits = blank
    if inspect_size(path.stat().st_size, limits):
        return ""
    data = path.read_bytes()
    passed = inspect(data, limits)
    workbook = read_workbook(data, passed, limits) if isinstance(passed, Passed) else None
    sheet = workbook.sheet(SHEET_NAME) if isinstance(workbook, RawWorkbook) else None
    identity = read_seal(key, read_seal_rows(sheet)) if sheet else None
    return identity.unit if identity else ""


def _finding(name: str, what: str) -> AuditFinding:
    mend = verify_texts().remedies.restore_or_rename
    return AuditFinding(check=AuditCheck.FILES, subject=name, what=what, mend=mend)
