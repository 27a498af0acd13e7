"""Watches the inbox, and starts a run of intake when there is something to take in.

A process of its own that imports no Prefect: four looks a second must cost next to nothing. It
outlives servers that restart and shares that go away, and logs both.
"""

import datetime as dt
import hashlib
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from adapters.files.home import Home, find_home
from adapters.prefect_api import connect
from adapters.store.engine import Engine, OperationalError, open_store
from adapters.store.sql.timestamps import now_in
from campaign.definitions.errors import DefinitionError, Fault
from campaign.definitions.limits import Limits
from campaign.values.receipt_order import CLOCK_STEP
from services.definitions.loading import load_plan
from services.intake.claim_files import overdue
from services.intake.inbox import (
    ForeignInboxError,
    InboxListing,
    LastingObstacle,
    Obstacle,
    ObstacleKind,
    alarm_clock,
    is_put_back,
    list_inbox,
)
from services.intake.locked_files import alarm_locked, alarm_obstacles
from services.notify.alarms import alarm_broken, mailing_definitions
from services.stack.definition_watch import file_states
from services.stack.run_trigger import RunTrigger

DEPLOYMENT, RUN_LABEL = "intake/intake", "收表"
_POLL_SECONDS = 0.25
_STUCK = dt.timedelta(minutes=10)
_ZONE = "Asia/Shanghai"

_log = logging.getLogger("zuofeng.watcher")


@dataclass(slots=True)
class WatcherSettings:
    """The plan's limits and time zone, read again when the plan changes; the last sound counts."""

    home: Home
    limits: Limits = field(default_factory=Limits)
    zone: str = _ZONE
    file_state: tuple[int, int] = (0, 0)

    def read(self) -> None:
        """Read the plan if its file has changed."""
        file_state = _file_state(self.home.inputs / "plan.toml")
        if file_state == self.file_state:
            return
        self.file_state = file_state
        try:
            plan = load_plan(self.home)
        except DefinitionError:
            return  # the run that reads all definitions reports it
        self.limits, self.zone = plan.limits, plan.campaign.time_zone


@dataclass(slots=True)
class InboxWatch:
    """The inbox, the trigger of runs, and what was logged and alarmed already."""

    home: Home
    engine: Engine
    trigger: RunTrigger
    settings: WatcherSettings
    stuck_logged_at: dt.datetime | None = None
    trouble: str = ""
    locked: set[str] = field(default_factory=set)
    away: LastingObstacle | None = None
    checked_at: dt.datetime | None = None
    foreign: tuple[Fault, ...] = ()

    def check(self) -> None:
        """List the inbox, start a run if something waits, and log what is in the way."""
        try:
            self._check()
        except OSError as error:
            self._log_trouble(f"the inbox cannot be reached: {error.strerror}")
            self._alarm_away()
        except OperationalError:
            self._log_trouble("the store does not answer")
        except ForeignInboxError as error:
            self._log_trouble("the inbox is another home's, or not the one that was marked")
            self._alarm_foreign(error)
        except DefinitionError:
            self._log_trouble("the plan is broken")
        except httpx.HTTPError as error:
            self._log_trouble(f"the Prefect server does not answer: {type(error).__name__}")
        else:
            self._log_trouble("")
            self.away, self.foreign = None, ()

    def _check(self) -> None:
        self.settings.read()
        now = now_in(self.settings.zone)
        self._check_clock(now)
        listing = list_inbox(self.engine, self.home, self.settings.limits, now)
        late = overdue(self.engine, now)
        self._log_stuck_files(listing, now)
        self._alarm_locked_files(listing, now)
        self._alarm_obstacles(listing, now)
        if self.trigger.trigger_run(waiting_digest(self.home, listing, late), now):
            _log.info("run started: %d files, %d left over", len(listing.ready), len(late))

    def _check_clock(self, now: dt.datetime) -> None:
        """Alarm the office of a clock that was put back: runs that are planned then wait for it."""
        if self.checked_at and abs(now - self.checked_at) < CLOCK_STEP:
            return
        self.checked_at = now
        if is_put_back(self.engine, now):
            plan, _ = mailing_definitions(self.home)
            alarm_clock(self.engine, plan, now)

    def _log_stuck_files(self, listing: InboxListing, now: dt.datetime) -> None:
        """Log, every ten minutes, that files wait and no run takes them."""
        since = max(filter(None, (listing.quiet_since, self.stuck_logged_at)), default=now)
        if listing.quiet_since and now - since >= _STUCK:
            count = len(listing.ready) + listing.unsettled + len(listing.locked)
            _log.error("stuck: %d files wait", count)
            self.stuck_logged_at = now

    def _alarm_locked_files(self, listing: InboxListing, now: dt.datetime) -> None:
        """Alarm the office of files that nobody can open: no run starts for them alone."""
        new = [item for item in listing.locked if item.seen.key not in self.locked]
        if new:
            plan, roster = mailing_definitions(self.home)
            alarm_locked(self.engine, plan, roster, new, now)
        self.locked = {item.seen.key for item in listing.locked}

    def _alarm_obstacles(self, listing: InboxListing, now: dt.datetime) -> None:
        """Alarm the office of what cannot be taken in: no run starts for what is not listed."""
        if any(item.lasts(now) and not item.alarmed for item in listing.obstacles):
            plan, _ = mailing_definitions(self.home)
            alarm_obstacles(self.engine, plan, listing.obstacles, now)
            _log.error("obstacles in the inbox: %d", len(listing.obstacles))

    def _alarm_away(self) -> None:
        """Alarm the office, once, of an inbox that cannot be reached for long."""
        now = now_in(self.settings.zone)
        if self.away is None:
            whole = Obstacle(path="", kind=ObstacleKind.UNLISTABLE)
            self.away = LastingObstacle(seen=whole, since=now, alarmed=False)
        if self.away.lasts(now) and not self.away.alarmed:
            try:
                plan, _ = mailing_definitions(self.home)
                alarm_obstacles(self.engine, plan, [self.away], now)
            except (OSError, OperationalError, DefinitionError):
                return  # the plan or the store is away as well: at the next look
            self.away = replace(self.away, alarmed=True)

    def _alarm_foreign(self, error: ForeignInboxError) -> None:
        """Alarm the office, once, of an inbox that is not to be swept."""
        if error.faults == self.foreign:
            return
        try:
            plan, _ = mailing_definitions(self.home)
            alarm_broken(self.engine, plan, error.faults, now_in(self.settings.zone))
        except (OSError, OperationalError, DefinitionError):
            return  # the plan or the store is away as well: at the next look
        self.foreign = error.faults

    def _log_trouble(self, trouble: str) -> None:
        """Log trouble when it begins, and when it is over ("")."""
        if trouble and trouble != self.trouble:
            _log.error("%s; trying again", trouble)
        elif self.trouble and not trouble:
            _log.warning("back to work after: %s", self.trouble)
        self.trouble = trouble


def waiting_digest(home: Home, listing: InboxListing, late: Sequence[int]) -> str:
    """Return a hash of what waits: files, claims left over, and the definitions; "" for nothing.

    Mended definitions change it, so that nobody waits for the next attempt.
    """
    if not listing.ready and not late:
        return ""
    files = sorted((r.seen.key, r.seen.size, r.seen.mtime_ns) for r in listing.ready)
    named = repr((files, list(late), file_states(home)))
    return hashlib.sha256(named.encode()).hexdigest()


def _file_state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns


def main() -> None:
    """Watch the inbox of the home that the environment names, until the process is ended."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    home = find_home(None)
    with connect(os.environ) as api:
        watch = InboxWatch(
            home, open_store(home), RunTrigger(api, DEPLOYMENT, RUN_LABEL), WatcherSettings(home)
        )
        while True:
            watch.check()
            time.sleep(_POLL_SECONDS)


if __name__ == "__main__":
    main()
