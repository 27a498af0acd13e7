"""Verifies store and archive for ``zuofeng verify``: nothing lost, twice, or altered."""

import datetime as dt

from adapters.files.chain_key import Head
from adapters.files.home import Home
from adapters.store.engine import Engine, reading
from adapters.store.integrity.row_records import load_row_records
from services.audit.chain import check_chain, check_head
from services.audit.contents import check_contents
from services.audit.files import check_files
from services.audit.finding import AuditFinding
from services.audit.originals import (
    archived_names,
    check_originals,
    unknown_names,
)
from services.audit.records import check_records
from services.audit.results import check_results
from services.audit.rows import check_keys, check_rows
from services.progress import ProgressReporter

__all__ = ["AuditFinding", "verify"]


def verify(
    engine: Engine,
    home: Home,
    now: dt.datetime,
    progress: ProgressReporter | None = None,
    against: Head | None = None,
) -> list[AuditFinding]:
    """Return every disagreement; changes nothing, and may run beside the software.

    The archive is listed before the store is read: whatever it holds by then has its row.
    ``progress`` is called after each original with the number read, and of all. ``against`` is a
    head that the chain must contain.
    """
    names = archived_names(home)
    with reading(engine) as connection:
        records = load_row_records(connection)
        return [
            *check_chain(connection, home, None),
            *(check_head(connection, against) if against else ()),
            *check_records(connection, home, now),
            *check_rows(connection, records),
            *check_keys(home, records),
            *check_files(connection, home, records),
            *check_contents(connection),
            *check_results(connection, home),
            *check_originals(connection, home, progress or (lambda done, total: None)),
            *unknown_names(connection, names),
        ]
