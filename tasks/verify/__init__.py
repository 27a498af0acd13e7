"""Verifies the promises, for whoever answers for them: nothing lost, twice, or touched."""

import datetime as dt

from sqlalchemy import Engine

from tasks.home import Home
from tasks.store import reading
from tasks.verify.contents import check_contents
from tasks.verify.finding import Finding
from tasks.verify.originals import Progress, archived_names, check_originals, unknown_names
from tasks.verify.records import check_records
from tasks.verify.results import check_results

__all__ = ["Finding", "verify"]


def verify(
    engine: Engine, home: Home, now: dt.datetime, progress: Progress | None = None
) -> list[Finding]:
    """Return everything that does not hold; changes nothing, and may run beside the software.

    The archive is listed before the store is read: what is in it then has its row by then.
    ``progress`` is told after each original how many of how many were read.
    """
    names = archived_names(home)
    with reading(engine) as connection:
        return [
            *check_records(connection, home, now),
            *check_contents(connection),
            *check_results(connection, home),
            *check_originals(connection, home, progress or (lambda done, total: None)),
            *unknown_names(connection, names),
        ]
