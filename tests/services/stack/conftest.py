"""A watcher over a bureau's inbox, and the runs that it starts on a real Prefect server."""

from collections.abc import Iterator

import pytest

from adapters.prefect_api import connect
from services.stack import watcher
from services.stack.run_trigger import RunTrigger
from services.stack.watcher import InboxWatch, WatcherSettings
from tests.support.office import Bureau
from tests.support.servers.prefect_server import PrefectServer
from tests.support.servers.watched_runs import Runs


@pytest.fixture
def runs(prefect_server: PrefectServer) -> Iterator[Runs]:
    with connect({"PREFECT_API_URL": prefect_server.api_url}) as api:
        runs = Runs(api)
        yield runs
        api.delete(f"deployments/{runs.deployment}")


@pytest.fixture
def watch(bureau: Bureau, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> InboxWatch:
    """Give a watcher whose clock is the bureau's."""
    monkeypatch.setattr(watcher, "now_in", lambda zone: bureau.now)
    home = bureau.home
    trigger = RunTrigger(runs.api, runs.name, "收表")
    return InboxWatch(home, bureau.context.engine, trigger, WatcherSettings(home))
