"""The watcher: what makes it start a run, what keeps it from it, and what it says of trouble."""

import datetime as dt
import itertools
import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.files.home import Home
from adapters.prefect_api import connect, crash_unfinished, skip_overdue
from adapters.store.engine import writing
from adapters.store.events import Event, append
from adapters.store.tables import outbox
from services.intake.claim_files import claim_files
from services.intake.inbox import list_inbox, take_over
from services.stack import watcher
from services.stack.run_trigger import RunTrigger
from services.stack.watcher import InboxWatch, WatcherSettings
from tests.support.office import CHECKOUT, NOW, Bureau
from tests.support.servers.prefect_server import PrefectServer

MINUTE = dt.timedelta(minutes=1)


_numbers = itertools.count()


class Runs:
    """A deployment and its runs, of a flow of its own for each test."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api
        self.flow = f"intake-{next(_numbers)}"
        flow = self._post("flows/", {"name": self.flow})["id"]
        deployment = {"name": "intake", "flow_id": flow, "entrypoint": "flows.intake:intake"}
        self.deployment = self._post("deployments/", deployment)["id"]

    def _post(self, path: str, content: dict[str, Any]) -> Any:
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
        return [run["id"] for run in self._post("flow_runs/filter", query)]

    def set(self, state: str) -> None:
        """Put every run into a state."""
        for run in self.all():
            order = {"state": {"type": state, "name": state.title()}, "force": True}
            self._post(f"flow_runs/{run}/set_state", order)

    def state(self) -> list[str]:
        return [self.api.get(f"flow_runs/{run}").json()["state_type"] for run in self.all()]


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


def settle(bureau: Bureau, watch: InboxWatch) -> None:
    """Look, and once more after the files have been quiet for long enough."""
    watch.check()
    bureau.now += dt.timedelta(seconds=30)
    watch.check()


def test_files_start_one_run_however_often_they_are_seen(
    bureau: Bureau, runs: Runs, watch: InboxWatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    watch.check()
    assert runs.all() == []  # it may still be growing
    settle(bureau, watch)
    for state in ("PENDING", "RUNNING"):
        runs.set(state)
        watch.check()
    assert len(runs.all()) == 1


def test_a_watcher_that_is_started_again_starts_no_second_run(
    bureau: Bureau, runs: Runs, watch: InboxWatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    settle(bureau, watch)
    watch.trigger = RunTrigger(runs.api, runs.name, "收表")
    watch.check()
    assert len(runs.all()) == 1


def test_an_empty_inbox_starts_nothing(bureau: Bureau, runs: Runs, watch: InboxWatch) -> None:
    settle(bureau, watch)
    assert runs.all() == []


def test_what_a_run_leaves_is_tried_again_after_a_minute_and_then_after_two(
    bureau: Bureau, runs: Runs, watch: InboxWatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    settle(bureau, watch)
    counts = []
    runs.set("FAILED")
    for _ in range(6):
        watch.check()
        counts.append(len(runs.all()))
        runs.set("FAILED")
        bureau.now += MINUTE
    assert counts == [1, 2, 2, 2, 3, 3]


def test_files_that_come_during_a_run_start_another_when_it_has_ended(
    bureau: Bureau, runs: Runs, watch: InboxWatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    settle(bureau, watch)
    limits, roster = watch.settings.limits, bureau.context.definitions.roster
    ready = list_inbox(watch.engine, bureau.home, limits, bureau.now).ready
    claim_files(watch.engine, bureau.home, roster, ready, bureau.now)
    bureau.drop("ZB02/六月.xlsx", b"y")
    settle(bureau, watch)
    assert len(runs.all()) == 1
    runs.set("COMPLETED")
    watch.check()
    assert len(runs.all()) == 2


def test_claims_that_a_dead_run_left_start_one_when_their_lease_is_over(
    bureau: Bureau, runs: Runs, watch: InboxWatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    limits, roster = watch.settings.limits, bureau.context.definitions.roster
    list_inbox(watch.engine, bureau.home, limits, bureau.now)
    ready = list_inbox(watch.engine, bureau.home, limits, bureau.now + MINUTE).ready
    claim_files(watch.engine, bureau.home, roster, ready, bureau.now)
    settle(bureau, watch)
    assert runs.all() == []
    bureau.now += MINUTE * 11
    watch.check()
    assert len(runs.all()) == 1


def test_mended_definitions_are_tried_at_once(
    bureau: Bureau, runs: Runs, watch: InboxWatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    settle(bureau, watch)
    runs.set("FAILED")
    watch.check()
    form = bureau.home.inputs / "forms" / "study.toml"
    form.write_text(form.read_text() + "\n")
    watch.check()
    assert len(runs.all()) == 2


def test_it_looks_by_the_last_sound_plan_while_the_plan_is_broken(
    bureau: Bureau, runs: Runs, watch: InboxWatch
) -> None:
    plan = bureau.home.inputs / "plan.toml"
    slower = re.sub(r"settle_seconds = \d+", "settle_seconds = 40", plan.read_text())
    plan.write_text(slower)
    watch.check()
    plan.write_text("[")
    bureau.drop("ZB01/六月.xlsx", b"x")
    settle(bureau, watch)
    assert (watch.settings.limits.settle_seconds, runs.all()) == (40, [])
    bureau.now += dt.timedelta(seconds=20)
    watch.check()
    assert len(runs.all()) == 1


def test_a_server_that_is_down_is_said_once_and_waited_for(
    bureau: Bureau, runs: Runs, watch: InboxWatch, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    unused = {"PREFECT_API_URL": "http://127.0.0.1:9/api"}
    with connect(unused) as nobody, caplog.at_level(logging.INFO):
        watch.trigger = RunTrigger(nobody, runs.name, "收表")
        settle(bureau, watch)
        watch.check()
        watch.trigger = RunTrigger(runs.api, runs.name, "收表")
        watch.check()
    assert caplog.text.count("the Prefect server does not answer: ConnectError") == 2  # and over
    assert "back to work" in caplog.text
    assert len(runs.all()) == 1


def test_an_inbox_that_went_away_is_said_once_and_waited_for(
    bureau: Bureau, runs: Runs, watch: InboxWatch, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    away = bureau.home.inbox.rename(bureau.home.root / "脱机")
    with caplog.at_level(logging.INFO):
        settle(bureau, watch)
        away.rename(bureau.home.inbox)
        settle(bureau, watch)
    assert caplog.text.count("ERROR") == 1 and "back to work" in caplog.text
    assert len(runs.all()) == 1


def test_files_that_nobody_takes_are_an_alarm_every_ten_minutes(
    bureau: Bureau, watch: InboxWatch, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    for _ in range(22):
        watch.check()
        bureau.now += MINUTE
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "stuck: 1 files wait",
        "stuck: 1 files wait",
    ]
    assert "六月" not in caplog.text


def test_what_was_cut_off_is_called_crashed_and_planned_sweeps_that_are_late_are_skipped(
    runs: Runs,
) -> None:
    path = f"deployments/{runs.deployment}/create_flow_run"
    for _ in range(3):
        runs.api.post(path, json={}).raise_for_status()
    runs.set("RUNNING")
    assert crash_unfinished(runs.api) >= 3
    assert set(runs.state()) == {"CRASHED"}
    late = {"state": {"type": "SCHEDULED", "state_details": {"scheduled_time": NOW.isoformat()}}}
    runs.api.post(path, json=late).raise_for_status()
    assert skip_overdue(runs.api, "intake", dt.datetime.now(dt.UTC)) == 1
    assert set(runs.state()) == {"CRASHED"}


@pytest.mark.parametrize(
    "module",
    ["services.stack.watcher", "services.stack.supervisor", "adapters.worker_pool", "cli.main"],
)
def test_what_must_be_quick_imports_no_prefect(module: str) -> None:
    code = f"import sys, {module}\nsys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=False).returncode == 0


def letters(bureau: Bureau, kind: str) -> list[str]:
    return [row.text for row in bureau.rows(outbox) if row.kind == kind]


def test_an_inbox_that_is_away_for_ten_minutes_is_told_to_the_office_once(
    bureau: Bureau, watch: InboxWatch
) -> None:
    watch.check()
    away = bureau.home.inbox.rename(bureau.home.root / "脱机")
    for minute in range(30):
        watch.check()
        assert bool(letters(bureau, "obstacles")) is (minute >= 10)
        bureau.now += MINUTE
    away.rename(bureau.home.inbox)
    watch.check()

    [text] = letters(bureau, "obstacles")
    assert "收件箱本身" in text and "文件夹打不开" in text


def test_what_cannot_be_taken_in_is_told_though_no_run_starts_for_it(
    bureau: Bureau, runs: Runs, watch: InboxWatch, caplog: pytest.LogCaptureFixture
) -> None:
    (bureau.home.inbox / "ZB01").symlink_to(bureau.home.root)
    for _ in range(15):
        watch.check()
        bureau.now += MINUTE

    [text] = letters(bureau, "obstacles")
    assert "ZB01" in text and "是链接" in text and "ZB01" not in caplog.text
    assert runs.all() == []


def test_an_inbox_of_another_home_starts_nothing_and_is_told_once(
    bureau: Bureau, runs: Runs, watch: InboxWatch, tmp_path: Path
) -> None:
    bureau.drop("ZB01/六月.xlsx", b"x")
    other = Home(tmp_path / "other")
    other.inputs.mkdir(parents=True)
    other.inbox.symlink_to(bureau.home.inbox)
    watch.check()
    take_over(other)
    for _ in range(3):
        settle(bureau, watch)

    [text] = letters(bureau, "broken")
    assert "--take-over" in text and runs.all() == []
    take_over(bureau.home)
    settle(bureau, watch)
    assert len(runs.all()) == 1


def test_a_clock_that_was_put_back_is_told_and_holds_up_no_second_attempt(
    bureau: Bureau, runs: Runs, watch: InboxWatch
) -> None:
    bureau.now += MINUTE * 600
    bureau.drop("ZB01/六月.xlsx", b"x")
    settle(bureau, watch)
    runs.set("FAILED")
    watch.check()
    with writing(watch.engine) as connection:
        event = Event(at=bureau.now, actor="党办", kind="test", subject="", detail={})
        append(connection, [event])
    bureau.now -= MINUTE * 600
    settle(bureau, watch)
    settle(bureau, watch)

    assert len(runs.all()) == 2
    assert len(letters(bureau, "clock")) == 1
