"""Keeps 汇总 and 原件库 below outputs/reports/ up to date: only what changed is written anew.

One process at a time does it. A workbook that somebody has open stays as it is until the next
time, and holds up nothing.
"""

import datetime as dt
import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from adapters.files.atomic_write import write_whole
from adapters.files.home import SUMMARIES, Home
from services.context import AppContext
from services.reports.digests import current_digests
from services.reports.originals_library import update_originals
from services.reports.source import TableSource
from services.reports.state import (
    ReportState,
    UpdatedReports,
    WorkbookKey,
    load_state,
    mark_of_all,
    save_state,
)
from services.reports.summary_workbook import summary_file_name, summary_workbook

_log = logging.getLogger("zuofeng.reports")


def update_reports(
    context: AppContext, day: dt.date, *, everything: bool = False
) -> UpdatedReports:
    """Write the workbooks whose facts changed, or all, and place the originals."""
    with _alone(context.home):
        mark = mark_of_all(context.engine, context.definitions, day)
        state = ReportState() if everything else load_state(context.home)
        source = TableSource(engine=context.engine, definitions=context.definitions, day=day)
        digests, written, busy = dict[WorkbookKey, str](), [], []
        for key, digest in current_digests(source).items():
            name = summary_file_name(source.definitions.forms[key[0]], key[1], source.definitions)
            is_there = (context.home.reports / SUMMARIES / name).is_file()
            if is_there and state.digests.get(key) == digest:
                digests[key] = digest
            elif _write(context.home, name, source, key):
                digests[key] = digest
                written.append(name)
            else:
                busy.append(name)
        placed = update_originals(context.engine, context.home, context.definitions)
        done = "" if busy or placed.busy else mark
        save_state(context.home, ReportState(mark=done, digests=digests))
    return UpdatedReports(
        written=tuple(written),
        busy=tuple(busy),
        originals=placed.new + placed.moved,
        originals_busy=placed.busy,
    )


def _write(home: Home, name: str, source: TableSource, key: WorkbookKey) -> bool:
    """Write a workbook; return whether that was possible."""
    data = summary_workbook(source, source.definitions.forms[key[0]], key[1])
    source.forget(*key)
    folder = home.reports / SUMMARIES
    temporary = folder / f".{name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, data)
    except OSError as error:  # open on somebody's screen, or the share is away
        temporary.unlink(missing_ok=True)
        _log.warning("a workbook cannot be written: %s", error.strerror)
        return False
    return True


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Wait until no other process brings the reports of this home up to date."""
    with (home.state / "reports.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
