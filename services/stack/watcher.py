"""Watches the inbox, and starts a run of intake when there is something to take in.

A process of its own that imports no Prefect: a look each second must cost next to nothing. It
outlives servers that restart and shares that go away, and says so in its log.
"""

import datetime as dt
import hashlib
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from adapters.files.home import Home, find_home
from adapters.prefect_api import connect
from adapters.store.engine import Engine, OperationalError, open_store
from adapters.store.timestamps import now_in
from campaign.definitions.errors import DefinitionError
from campaign.definitions.limits import Limits
from services.definitions.loading import load_plan
from services.intake.claim_files import overdue
from services.intake.inbox import InboxListing, list_inbox
from services.intake.locked_files import alarm_locked
from services.notify.alarms import mailing_definitions
from services.stack.run_trigger import RunTrigger

DEPLOYMENT, WORK = "intake/intake", "收表"
LOOK_SECONDS = 0.25
_STUCK = dt.timedelta(minutes=10)
_ZONE = "Asia/Shanghai"

_log = logging.getLogger("zuofeng.watcher")


@dataclass(slots=True)
class Rules:
    """What the plan says about looking, read again when it changes; the last sound one counts."""

    home: Home
    limits: Limits = field(default_factory=Limits)
    zone: str = _ZONE
    state: tuple[int, int] = (0, 0)

    def read(self) -> None:
        """Read the plan if it is another than before."""
        state = _state(self.home.inputs / "plan.toml")
        if state == self.state:
            return
        self.state = state
        try:
            plan = load_plan(self.home)
        except DefinitionError:
            return  # the run that reads all definitions reports it
        self.limits, self.zone = plan.limits, plan.campaign.time_zone


@dataclass(slots=True)
class Watch:
    """What the watcher has at hand, and what it has said already."""

    home: Home
    engine: Engine
    bell: RunTrigger
    rules: Rules
    said_stuck: dt.datetime | None = None
    trouble: str = ""
    locked: set[str] = field(default_factory=set)

    def look_once(self) -> None:
        """Look, start a run if something waits, and say what is in the way."""
        try:
            self._look()
        except OSError as error:
            self._say(f"the inbox cannot be reached: {error.strerror}")
        except OperationalError:
            self._say("the store does not answer")
        except DefinitionError:
            self._say("the plan is broken")
        except httpx.HTTPError as error:
            self._say(f"the Prefect server does not answer: {type(error).__name__}")
        else:
            self._say("")

    def _look(self) -> None:
        self.rules.read()
        now = now_in(self.rules.zone)
        found = list_inbox(self.engine, self.home, self.rules.limits, now)
        late = overdue(self.engine, now)
        self._mind_the_stuck(found, now)
        self._mind_the_locked(found, now)
        if self.bell.ring(digest(self.home, found, late), now):
            _log.info("run started: %d files, %d left over", len(found.ready), len(late))

    def _mind_the_stuck(self, found: InboxListing, now: dt.datetime) -> None:
        """Say, every ten minutes, that files lie there and nobody takes them."""
        since = max(filter(None, (found.quiet_since, self.said_stuck)), default=now)
        if found.quiet_since and now - since >= _STUCK:
            _log.error(
                "stuck: %d files wait", len(found.ready) + found.unsettled + len(found.locked)
            )
            self.said_stuck = now

    def _mind_the_locked(self, found: InboxListing, now: dt.datetime) -> None:
        """Tell the office of files that nobody can open: no run starts for them alone."""
        new = [item for item in found.locked if item.seen.key not in self.locked]
        if new:
            plan, roster = mailing_definitions(self.home)
            alarm_locked(self.engine, plan, roster, new, now)
        self.locked = {item.seen.key for item in found.locked}

    def _say(self, trouble: str) -> None:
        """Say what is wrong when it begins, and when it is over."""
        if trouble and trouble != self.trouble:
            _log.error("%s; trying again", trouble)
        elif self.trouble and not trouble:
            _log.warning("back to work after: %s", self.trouble)
        self.trouble = trouble


def digest(home: Home, found: InboxListing, late: Sequence[int]) -> str:
    """Name what waits: files, claims left over, and the definitions; "" if nothing does.

    Whoever mends the definitions need not wait for the next attempt.
    """
    if not found.ready and not late:
        return ""
    files = sorted((r.seen.key, r.seen.size, r.seen.mtime_ns) for r in found.ready)
    definitions = [
        home.inputs / "plan.toml",
        home.inputs / "roster.xlsx",
        *sorted((home.inputs / "forms").glob("*.toml")),
    ]
    named = repr((files, list(late), [_state(path) for path in definitions]))
    return hashlib.sha256(named.encode()).hexdigest()


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns


def main() -> None:
    """Watch the inbox of the home that the environment names, until somebody ends the process."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    home = find_home(None)
    with connect(os.environ) as api:
        watch = Watch(home, open_store(home), RunTrigger(api, DEPLOYMENT, WORK), Rules(home))
        while True:
            watch.look_once()
            time.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    main()
