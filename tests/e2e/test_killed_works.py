"""Works of the agenda under real processes: killed half-way, or two at once; each is done once."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from collections import Counter

import pytest

from adapters.store.tables import actions, events, outbox
from campaign.deadlines.agenda import PhaseFlow
from services.agenda.actions import due_actions
from services.audit.verify import verify
from tests.support.office import CHECKOUT, Bureau

FIRST = dt.datetime.fromisoformat("2026-04-01T07:30:00+08:00")
RUN = """
import datetime as dt, os, signal, sys
from pathlib import Path
from campaign.deadlines.agenda import ActionKind, PhaseFlow
from services.agenda import actions
from services.handlers import HANDLERS
from adapters.files.home import Home
from services.context import open_context

home, moment, dies_in = sys.argv[1:]
now = dt.datetime.fromisoformat(moment)
context = open_context(Home(Path(home)))
due = actions.due_actions(context, PhaseFlow.MOBILIZATION, now.date(), now)
due = sorted(due, key=lambda action: action.kind is not ActionKind.ISSUE)  # numbered files
if dies_in:
    setattr(actions, dies_in, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
print("ready", flush=True)
sys.stdin.readline()
for action in due:
    actions.run_action(context, action, HANDLERS[action.kind], now)
"""


@pytest.fixture
def first_day(bureau: Bureau) -> Bureau:
    """Give a bureau on the campaign's first day."""
    bureau.now = FIRST
    bureau.later(seconds=0)
    return bureau


@pytest.fixture(params=["sqlite", "postgresql"])
def first_day_anywhere(
    request: pytest.FixtureRequest, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> Bureau:
    """Give such a bureau on each database."""
    if request.param == "postgresql":
        monkeypatch.setenv("ZUOFENG_DATABASE_URL", request.getfixturevalue("postgres_url"))
    bureau.now = FIRST
    bureau.later(seconds=0)
    return bureau


def start(bureau: Bureau, dies_in: str = "") -> subprocess.Popen[str]:
    """Start a process that knows what is due and waits for a word to do it."""
    arguments = [str(bureau.home.root), bureau.now.isoformat(), dies_in]
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, *arguments],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    return process


def finish(*processes: subprocess.Popen[str]) -> list[int]:
    """Let processes go at once, and return how they ended."""
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=120)
    return [process.returncode for process in processes]


def everything_once(bureau: Bureau) -> None:
    """Assert that each unit got each mail once, with files that are there, and one of each form."""
    assert due_actions(bureau.context, PhaseFlow.MOBILIZATION, bureau.now.date(), bureau.now) == ()
    noted = Counter(row.subject for row in bureau.rows(events) if row.kind == "action.done")
    assert len(noted) == 2 and set(noted.values()) == {1}
    sent = Counter((row.kind, row.unit) for row in bureau.rows(outbox))
    assert len(sent) >= 2 * 18 and set(sent.values()) == {1}
    attached = {name for row in bureau.rows(outbox) for name in json.loads(row.attachments)}
    assert [name for name in attached if not (bureau.home.root / name).is_file()] == []
    issued = {p.relative_to(bureau.home.root).as_posix() for p in bureau.home.issued.glob("*/*")}
    assert [name for name in issued if "E002" in name] == []
    assert list(bureau.home.root.rglob("*.tmp")) == []
    assert verify(bureau.context.engine, bureau.home, bureau.now) == []


@pytest.mark.parametrize("dies_in", ["writing", "append"])
def test_what_dies_between_its_papers_and_its_messages_is_done_again_and_sent_once(
    first_day: Bureau, dies_in: str
) -> None:
    assert finish(start(first_day, dies_in)) == [-signal.SIGKILL]
    assert list(first_day.home.issued.glob("*/*.xlsx")), "the papers were written"
    assert first_day.rows(outbox) == []
    assert [row for row in first_day.rows(actions) if row.state == "done"] == []

    assert finish(start(first_day)) == [0]

    everything_once(first_day)


def test_two_runs_of_one_morning_at_the_same_time_do_each_work_once(
    first_day_anywhere: Bureau,
) -> None:
    assert finish(*(start(first_day_anywhere) for _ in range(2))) == [0, 0]
    everything_once(first_day_anywhere)
