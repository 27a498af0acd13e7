"""Remembers by which facts each workbook was written, so that only what changed is written anew.

The file can be removed at any time: everything is then written once more.
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.files.atomic_write import write_whole
from adapters.files.home import Home
from adapters.store.engine import Engine, reading
from adapters.store.process_rows import marks_in_force
from campaign.deadlines.status import DutyState
from campaign.definitions.definitions import Definitions
from campaign.values.periods import PeriodKind
from services.reports.source import TableSource

_EDITION = 1
"""To be raised when workbooks of the same facts look otherwise than before."""

_UNFILED = frozenset({DutyState.MISSING, DutyState.LOCKED})

WorkbookKey = tuple[str, str]
"""The key of a form and a period, "" for all events of the year."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportState:
    """The digests of the facts by which workbooks were written, by form and period.

    ``mark`` is the digest of all facts when nothing was left to do.
    """

    mark: str = ""
    digests: Mapping[WorkbookKey, str] = field(default_factory=dict)


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
        marks = marks_in_force(connection)
    return _digest((_EDITION, str(day), definitions.content_hash, [mark.id for mark in marks]))


def current_digests(source: TableSource) -> dict[WorkbookKey, str]:
    """Return the digest of the facts of every workbook that there should be.

    These are the forms and periods of which something was filed, or something is overdue.
    """
    definitions = source.definitions
    hashes = definitions.file_hashes
    with reading(source.engine) as connection:
        marks = marks_in_force(connection)
    filed: defaultdict[WorkbookKey, list[int]] = defaultdict(list)
    for mark in marks:
        if form := definitions.forms.get(mark.form):
            period = "" if form.period is PeriodKind.EVENT else mark.period
            filed[mark.form, period].append(mark.id)
    stands: defaultdict[WorkbookKey, list[str]] = defaultdict(list)
    overdue: set[WorkbookKey] = set()
    for status in source.statuses:
        key = (status.duty.obligation.form, str(status.duty.period))
        stands[key].append(f"{status.duty.unit} {status.state} {status.duty.due}")
        if status.state in _UNFILED:
            overdue.add(key)
    common = (_EDITION, hashes["plan.toml"], hashes["roster.xlsx"])
    return {
        key: _digest((*common, hashes.get(f"forms/{key[0]}.toml"), filed[key], stands[key]))
        for key in sorted({*filed, *overdue})
    }


def _digest(facts: Iterable[object]) -> str:
    return hashlib.sha256(repr(list(facts)).encode()).hexdigest()


def _path(home: Home) -> Path:
    return home.state / "reports.json"
