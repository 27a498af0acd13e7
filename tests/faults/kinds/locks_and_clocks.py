"""A store that another process holds, two sweeps at once, and clocks that go wrong."""

import datetime as dt
import subprocess
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from services.intake.claim_files import LEASE
from tests.faults import plays
from tests.faults.disturbances import count_acts, disturbed
from tests.faults.fork_server import ForkServer
from tests.faults.framework import Fault, Try
from tests.faults.moments import judge_moment
from tests.faults.oracle import Judgement, judge_home
from tests.faults.recovery import LATER, recover
from tests.support.office import NOW

_HOLD_SECONDS = (0.05, 0.15, 0.4, 0.8)
_HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=0.1, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError:
    print("busy", flush=True)
else:
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
_JUMPS = ("hours=-30", "hours=-5", "minutes=-40", "minutes=40", "hours=5", "days=30", "days=4000")


def hold_store(store: Path, seconds: float) -> None:
    """Let another process hold the store's write lock for a time, from now on."""
    command = [sys.executable, "-S", "-c", _HOLD, str(store), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()


def _locked_store(attempt: Try) -> Judgement:
    """Hold the store from an act on files on, for shorter or longer than the sweep waits."""
    rig, story = attempt.rig, attempt.rig.filing
    template = rig.copy(story.template)
    acts = rig.once("acts", lambda: rig.server.run(count_acts, plays.sweep, template.root, NOW))
    home = rig.copy(story.template)
    seconds = attempt.random.choice(_HOLD_SECONDS)
    disturbance = (hold_store, (home.state / "zuofeng.db", seconds))
    moment = 1 + int(attempt.spread * acts)
    job = plays.sweep_impatiently
    rig.server.run(*rig.job(disturbed), moment, disturbance, job, home.root, NOW)
    at_once = judge_moment(home, story)
    judgement = recover(attempt, home, story, plays.sweep, NOW + LATER)
    judgement.wrong += at_once
    return judgement


def _two_sweeps(attempt: Try) -> Judgement:
    """Sweep twice at the same time, from one start."""
    rig, story = attempt.rig, attempt.rig.filing
    home = rig.copy(story.template)
    other = rig.once("second server", ForkServer)
    rig.server.run(plays.see, home.root, NOW)
    first = rig.server.start(*rig.job(plays.go_on), home.root, NOW)
    second = other.start(*rig.job(plays.go_on), home.root, NOW)
    rig.server.release(first)
    time.sleep(attempt.spread * 0.2)
    ended = [other.finish(second), rig.server.finish(first)]
    judgement = recover(attempt, home, story, plays.sweep, NOW + LATER)
    judgement.wrong += [f"a sweep beside another fails: {e.error}" for e in ended if e.code]
    return judgement


def _wrong_clock(attempt: Try) -> Judgement:
    """Let the clock jump at one of its readings, and back at another, every second time."""
    rig, story, random = attempt.rig, attempt.rig.filing, attempt.random
    home = rig.copy(story.template)
    unit, _, amount = random.choice(_JUMPS).partition("=")
    jumps = {int(attempt.spread * 12): dt.timedelta(**{unit: int(amount)})}
    if attempt.seed % 2:
        jumps[random.randrange(12)] = dt.timedelta(0)
    rig.server.run(*rig.job(plays.sweep_by_clock), home.root, NOW, jumps)
    judgement = recover(attempt, home, story, plays.sweep, NOW + LATER)
    _excuse(judgement, is_long=unit == "days")
    return judgement


def _excuse(judgement: Judgement, is_long: bool) -> None:
    """Leave out the alarm, and, by a clock that is a month wrong, what was late or too early."""

    def is_excused(text: str) -> bool:
        return text.startswith("message clock") or (
            is_long and text.startswith(("drop", "message", "file", "submission"))
        )

    judgement.wrong = [text for text in judgement.wrong if not is_excused(text)]
    if is_long:
        judgement.lost = [text for text in judgement.lost if text.startswith("drop")]


def _summer_time_ends(attempt: Try) -> Judgement:
    """Claim in the hour that comes twice, and take over when the lease has really ended."""
    rig, story = attempt.rig, attempt.rig.filing
    home = rig.copy(story.template)
    zone = ZoneInfo("America/New_York")
    begins = dt.datetime(2026, 11, 1, 4, 30, tzinfo=dt.UTC)
    claimed = begins + dt.timedelta(minutes=int(attempt.spread * 120))
    rig.server.run(*rig.job(plays.claim), home.root, claimed.astimezone(zone))
    too_early = claimed + LEASE - dt.timedelta(minutes=1)
    rig.server.run(*rig.job(plays.go_on), home.root, too_early.astimezone(zone))
    early = judge_home(home, story.expected)
    began = time.monotonic()
    over = claimed + LEASE + dt.timedelta(minutes=1)
    rig.server.run(*rig.job(plays.go_on), home.root, over.astimezone(zone))
    judgement = judge_home(home, story.expected)
    judgement.seconds = time.monotonic() - began
    _excuse(judgement, is_long=True)
    if not any("lies in the inbox" in text for text in early.wrong):
        judgement.wrong.append("a claim was taken over before its lease had ended")
    return judgement


FAULTS = (
    Fault(
        "a store whose write lock another process holds",
        "The sweep waits or ends with an error; no file is blamed. Afterwards each file is answered"
        " once.",
        _locked_store,
        few=3,
        share=0.5,
    ),
    Fault(
        "two sweeps at the same time",
        "Each file is answered by one of them, once; none fails.",
        _two_sweeps,
        few=2,
        share=0.3,
    ),
    Fault(
        "a clock that jumps ahead or back during a sweep, and is put right",
        "Each file is answered once, none waits for the wrong time; the office is told. By a clock"
        " that is wrong by a month a report may be judged late or early, or kept for the office.",
        _wrong_clock,
        few=3,
        share=0.5,
    ),
    Fault(
        "the hour that comes twice when summer time ends",
        "A claim is taken over when its lease has ended, not an hour before or after.",
        _summer_time_ends,
        few=2,
        share=0.1,
    ),
)
