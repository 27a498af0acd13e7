"""A real Prefect server for the session, and what tests ask it.

Prefect is imported by the fixture only, because its import costs every other test a second.
"""

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

Found = TypeVar("Found")
_PATIENCE_SECONDS = 60


class PrefectServer:
    """What a test asks the server: runs, logs, artifacts, and every word in its database."""

    def __init__(self, api_url: str, database: Path) -> None:
        self.api_url = api_url
        self._database = database
        self._api = httpx.Client(base_url=f"{api_url}/", trust_env=False)

    def last_run(self) -> dict[str, Any]:
        """Return the run that started last, as the API tells it."""
        query = {
            "flow_runs": {"state": {"type": {"not_any_": ["SCHEDULED"]}}},
            "sort": "START_TIME_DESC",
            "limit": 1,
        }
        run: dict[str, Any] = self._ask("flow_runs/filter", query)[0]
        return run

    def log(self, run: dict[str, Any]) -> str:
        """Return a run's log when all of it has arrived: its last line tells how it ended."""
        query = {
            "logs": {"flow_run_id": {"any_": [run["id"]]}, "task_run_id": {"is_null_": True}},
            "limit": 200,
        }

        def end() -> bool:
            return any("Finished in state" in log["message"] for log in self._ask(path, query))

        path = "logs/filter"
        eventually(end)
        query["logs"].pop("task_run_id")  # type: ignore[attr-defined]  # it is a dictionary
        return "\n".join(log["message"] for log in self._ask(path, query))

    def task_runs(self, run: dict[str, Any], least: int) -> list[dict[str, Any]]:
        """Return a run's task runs when so many of them are over."""
        wanted = {"flow_runs": {"id": {"any_": [run["id"]]}}}

        def over() -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = self._ask("task_runs/filter", wanted)
            done = [each for each in found if each["state_type"] == "COMPLETED"]
            return found if len(done) >= least else []

        return eventually(over)

    def artifacts(self, key: str, run: dict[str, Any]) -> list[dict[str, Any]]:
        """Return a run's artifacts of a key."""
        query = {
            "artifacts": {"key": {"any_": [key]}, "flow_run_id": {"any_": [run["id"]]}},
        }
        found: list[dict[str, Any]] = self._ask("artifacts/filter", query)
        return found

    def everything(self) -> str:
        """Return every value of every table of its database."""
        return dump(self._database)

    def _ask(self, path: str, query: dict[str, Any]) -> Any:
        return self._api.post(path, json=query).raise_for_status().json()


def dump(database: Path) -> str:
    """Return every value of every table of an SQLite database, Unicode escapes resolved."""
    words = []
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            words += [_text(value) for value in row if value is not None]
    connection.close()
    return "\n".join(words)


def _text(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    try:
        return text + json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text


def eventually(ask: Callable[[], Found]) -> Found:
    """Ask until the answer is not empty: the server records logs and task runs a little later."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not (found := ask()) and time.monotonic() < until:
        time.sleep(0.2)
    assert found
    return found


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[PrefectServer]:
    """Give a server of the session's own, with the settings that the flows run under."""
    from prefect import settings
    from prefect.logging.handlers import APILogHandler
    from prefect.testing.utilities import prefect_test_harness

    changes = {
        settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,  # a second for each run
        settings.PREFECT_SERVER_ANALYTICS_ENABLED: False,
        settings.PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW: "ignore",
    }
    handler = APILogHandler()  # as PREFECT_LOGGING_EXTRA_LOGGERS does when a process starts
    logging.getLogger("zuofeng").addHandler(handler)
    with (
        settings.temporary_settings(changes),
        prefect_test_harness(server_startup_timeout=180),
    ):
        url = settings.PREFECT_SERVER_DATABASE_CONNECTION_URL.value()
        database = Path(str(url).partition("///")[2])
        yield PrefectServer(settings.PREFECT_API_URL.value(), database)
    logging.getLogger("zuofeng").removeHandler(handler)
