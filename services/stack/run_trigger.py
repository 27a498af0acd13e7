"""Starts flow runs for what waits: one at a time, and one for the same files unless it failed."""

import datetime as dt
from dataclasses import dataclass

import httpx

from adapters.prefect_api import is_final, is_under_way, start_run
from adapters.run_names import run_name

_FIRST_PAUSE, _LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(minutes=10)


@dataclass(slots=True)
class RunTrigger:
    """Starts runs of a deployment (flow/name), which staff know by ``label``.

    A run that ends and leaves files where they are is followed by another after a minute, then
    after two, four and so on, up to ten.
    """

    api: httpx.Client
    deployment: str
    label: str
    waiting: str = ""
    started: int = 0
    not_before: dt.datetime | None = None
    run_id: str = ""

    def trigger_run(self, waiting: str, now: dt.datetime) -> bool:
        """Start a run for what waits ("" for nothing) if it is time to; return whether it was.

        ``waiting`` and the number of attempts name the run: two watchers, or one that was
        restarted, start one run for the same files. Raises httpx.HTTPError where the server does
        not answer.
        """
        if waiting != self.waiting:
            self.waiting, self.started, self.not_before = waiting, 0, None
        if self.run_id:
            if is_under_way(self.api, self.run_id):
                return False
            self.run_id = ""
            self.not_before = now + self._pause() if self.started else None
        if not waiting or (self.not_before and _is_ahead(self.not_before, now)):
            return False
        run = start_run(
            self.api, self.deployment, f"{waiting}:{self.started}", run_name(self.label, now)
        )
        self.started += 1
        if is_final(run):
            return False  # an earlier watcher's: the next call starts another
        self.run_id = str(run["id"])
        return True

    def _pause(self) -> dt.timedelta:
        doubled: int = 2 ** min(self.started - 1, 10)
        return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)


def _is_ahead(moment: dt.datetime, now: dt.datetime) -> bool:
    """Return whether a time is still to come, and no further off than a clock that went right."""
    return now < moment <= now + _LONGEST_PAUSE
