"""The watcher: what makes it start a run, what keeps it from it, and what it says of trouble."""

import datetime as dt
import re
import subprocess
import sys

import pytest

from adapters.prefect_api import crash_unfinished, skip_overdue
from services.intake.claim_files import claim_files
from services.intake.inbox import list_inbox
from services.stack.run_trigger import RunTrigger
from services.stack.watcher import InboxWatch
from tests.support.office import CHECKOUT, NOW, Bureau
from tests.support.servers.watched_runs import MINUTE, Runs, settle


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


def test_what_was_cut_off_is_called_crashed_and_planned_sweeps_that_are_late_are_skipped(
    runs: Runs,
) -> None:
    path = f"deployments/{runs.deployment}/create_flow_run"
    for _ in range(3):
        runs.post(path, {})
    runs.set("RUNNING")
    assert crash_unfinished(runs.api) >= 3
    assert set(runs.state()) == {"CRASHED"}
    late = {"state": {"type": "SCHEDULED", "state_details": {"scheduled_time": NOW.isoformat()}}}
    runs.post(path, late)
    assert skip_overdue(runs.api, "intake", dt.datetime.now(dt.UTC)) == 1
    assert set(runs.state()) == {"CRASHED"}


@pytest.mark.parametrize(
    "module",
    ["services.stack.watcher", "services.stack.supervisor", "adapters.worker_pool", "cli.main"],
)
def test_what_must_be_quick_imports_no_prefect(module: str) -> None:
    code = f"import sys, {module}\nsys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=False).returncode == 0
