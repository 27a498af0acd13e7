"""A deployment of a test's own on a real Prefect server, and the runs that begin of it."""

import datetime as dt
import itertools
import time
from typing import Any

import httpx

from services.stack.watcher import InboxWatch
from tests.support.office import Bureau

MINUTE = dt.timedelta(minutes=1)


_numbers = itertools.count()


class Runs:
    """A deployment and its runs, of a flow of its own for each test."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api
        self.flow = f"intake-{next(_numbers)}"
        flow = self.post("flows/", {"name": self.flow})["id"]
        deployment = {"name": "intake", "flow_id": flow, "entrypoint": "flows.intake:intake"}
        self.deployment = self.post("deployments/", deployment)["id"]

    def post(self, path: str, content: dict[str, Any]) -> Any:
        """Ask again while the server's own database is busy."""
        for _ in range(60):
            answer = self.api.post(path, json=content)
            if not answer.is_server_error:
                break
            time.sleep(1)
        return answer.raise_for_status().json()

    @property
    def name(self) -> str:
        return f"{self.flow}/intake"

    def all(self) -> list[str]:
        query = {"deployments": {"id": {"any_": [self.deployment]}}}
        return [run["id"] for run in self.post("flow_runs/filter", query)]

    def set(self, state: str) -> None:
        """Put every run into a state."""
        for run in self.all():
            order = {"state": {"type": state, "name": state.title()}, "force": True}
            self.post(f"flow_runs/{run}/set_state", order)

    def state(self) -> list[str]:
        return [self.api.get(f"flow_runs/{run}").json()["state_type"] for run in self.all()]


def settle(bureau: Bureau, watch: InboxWatch) -> None:
    """Look, and once more after the files have been quiet for long enough."""
    watch.check()
    bureau.now += dt.timedelta(seconds=30)
    watch.check()
