"""Removes copies past their retention: returned files and receipts, messages as .eml files.

Originals in the archive and events are never touched; the copies can be made again.
"""

import calendar
import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapters.files.home import RETURNED_IN_CONFIDENTIAL, Home
from adapters.store.engine import Engine, writing
from adapters.store.events import Event, append
from campaign.definitions.plan import Retention
from campaign.values.acts import SOFTWARE

REMOVED = "copies.removed"
"""The kind of the event that old copies were removed; its subject is the day."""

_log = logging.getLogger("zuofeng.retention")


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed:
    """The numbers of files removed, and of those locked on their share."""

    returned: int = 0
    mail: int = 0
    locked: int = 0


def remove_old(engine: Engine, home: Home, retention: Retention, now: dt.datetime) -> Removed:
    """Remove the copies written before the plan's months of retention, and record it as an event.

    A second run of the same moment removes nothing more.
    """
    returned, first = _remove(home.returned, months_before(now, retention.returned_months))
    confidential = home.confidential_inbox / RETURNED_IN_CONFIDENTIAL
    marked, second = _remove(confidential, months_before(now, retention.returned_months))
    mail, third = _remove(home.mail, months_before(now, retention.mail_months))
    returned += marked
    removed = Removed(returned=returned, mail=mail, locked=first + second + third)
    if returned or mail:
        detail = {"returned": returned, "mail": mail}
        day = now.date().isoformat()
        act = Event(at=now, actor=SOFTWARE, kind=REMOVED, subject=day, detail=detail)
        with writing(engine) as connection:
            append(connection, [act])
    return removed


def months_before(now: dt.datetime, months: int) -> dt.datetime:
    """Return the same moment so many months ago, on the month's last day if it has no such day."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last))


def _remove(folder: Path, before: dt.datetime) -> tuple[int, int]:
    """Remove a folder's old files and the folders that they leave empty; count both kinds."""
    done = locked = 0
    for path in list(_old(folder, before.timestamp())):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:  # open on somebody's screen: the next run tries again
            _log.warning("a file of %s cannot be removed: %s", folder.name, error.strerror)
            locked += 1
            continue
        done += 1
        if path.parent != folder and not any(path.parent.iterdir()):
            path.parent.rmdir()
    return done, locked


def _old(folder: Path, before: float) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.name != ".gitkeep" and path.is_file() and path.stat().st_mtime < before:
            yield path
