"""Remembers by which facts each workbook was written, so that only what changed is written anew.

What a sweep needs of the reports is here, without what writes them. The file can be removed at
any time: everything is then written once more.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.files.atomic_write import write_whole
from adapters.files.home import ORIGINALS, Home
from adapters.store.engine import Engine, reading
from adapters.store.process_rows import ids_in_force
from campaign.definitions.definitions import Definitions
from services.context import AppContext

EDITION = 1
"""To be raised when workbooks of the same facts look otherwise than before."""

WorkbookKey = tuple[str, str]
"""The key of a form and a period, "" for all events of the year."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportState:
    """The digests of the facts by which workbooks were written, by form and period.

    ``mark`` is the digest of all facts when nothing was left to do.
    """

    mark: str = ""
    digests: Mapping[WorkbookKey, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdatedReports:
    """The names of the workbooks written, of those in use, and how many originals were placed."""

    written: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    originals: int = 0
    originals_busy: int = 0


def is_outdated(context: AppContext, day: dt.date) -> bool:
    """Return whether anything changed since all was brought up to date; takes milliseconds.

    A home that was restored has no library of originals yet.
    """
    if not (context.home.reports / ORIGINALS).is_dir():
        return True
    mark = mark_of_all(context.engine, context.definitions, day)
    return load_state(context.home).mark != mark


def load_state(home: Home) -> ReportState:
    """Return what was written before; nothing where the file is gone or cannot be read."""
    try:
        facts = json.loads(_path(home).read_bytes())
        digests = {(form, period): digest for form, period, digest in facts["workbooks"]}
        return ReportState(mark=str(facts["mark"]), digests=digests)
    except (OSError, ValueError, KeyError, TypeError):
        return ReportState()


def save_state(home: Home, state: ReportState) -> None:
    """Keep what was written."""
    rows = [[*key, digest] for key, digest in state.digests.items()]
    document = {"mark": state.mark, "workbooks": rows}
    write_whole(_path(home), json.dumps(document, ensure_ascii=False).encode())


def mark_of_all(engine: Engine, definitions: Definitions, day: dt.date) -> str:
    """Return the digest of everything that workbooks depend on; takes milliseconds."""
    with reading(engine) as connection:
        ids = ids_in_force(connection)
    return digest_of((EDITION, str(day), definitions.content_hash, ids))


def digest_of(facts: Iterable[object]) -> str:
    """Return a digest of facts that are the same in every process."""
    return hashlib.sha256(repr(list(facts)).encode()).hexdigest()


def _path(home: Home) -> Path:
    return home.state / "reports.json"
