"""Processes that are killed at a system call, any that changes a disk or speaks to a server."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from adapters.files.home import Home
from tests.faults import plays
from tests.faults.fork_server import StuckError
from tests.faults.framework import Fault, Try, UnableError
from tests.faults.oracle import Judgement, judge_home
from tests.faults.rig import Story
from tests.faults.system_calls import NoTracingError, kill_at, trace_calls
from tests.support.office import NOW

LATER = dt.timedelta(seconds=60)
Play = Callable[..., Any]


def calls_of(attempt: Try, story: Story, play: Play, *args: object) -> list[str]:
    """Return the system calls of a play that nothing disturbs, traced once for all tries."""
    rig = attempt.rig

    def trace() -> list[str]:
        home = rig.copy(story.template)
        try:
            return trace_calls(rig.server, rig.folder, *rig.job(play), home.root, *args)
        finally:
            rig.drop(home)

    try:
        calls: list[str] = rig.once(f"calls of {play.__name__} {args}", trace)
    except NoTracingError as error:
        raise UnableError(f"strace: {error}") from error
    return calls


def _kill(attempt: Try, home: Home, play: Play, moment: float, *args: object) -> None:
    """Kill a play at a moment between its beginning (0) and its end (1)."""
    calls = calls_of(attempt, attempt.rig.filing, play, NOW, *args)
    at = int(moment * len(calls))
    rig = attempt.rig
    kill_at(rig.server, calls, at, *rig.job(play), home.root, NOW, *args)


def killed_sweep(attempt: Try) -> Judgement:
    """Kill a sweep, every second time another that would have ended its work, then sweep."""
    return _killed(attempt, readers=False)


def killed_sweep_with_readers(attempt: Try) -> Judgement:
    """Kill a sweep that has started processes which read for it."""
    return _killed(attempt, readers=True)


def _killed(attempt: Try, readers: bool) -> Judgement:
    rig, story = attempt.rig, attempt.rig.filing
    home = rig.copy(story.template)
    _kill(attempt, home, plays.sweep, attempt.spread, readers)
    if attempt.seed % 2:
        _kill(attempt, home, plays.sweep, attempt.random.random(), readers)
    return recover(attempt, home, story)


def recover(attempt: Try, home: Home, story: Story) -> Judgement:
    """Start anew after a fault, and judge what came of it."""
    rig = attempt.rig
    began = time.monotonic()
    try:
        rig.server.run(*rig.job(plays.sweep), home.root, NOW + LATER)
    except (RuntimeError, StuckError) as error:
        return Judgement(wrong=[f"does not recover: {error}"])
    seconds = time.monotonic() - began
    judgement = judge_home(home, story.expected)
    judgement.seconds = seconds
    rig.drop(home)
    return judgement


FAULTS = (
    Fault(
        "a sweep killed at a system call",
        "Each file is answered once, as if nothing had happened; no copy, answer or temporary file"
        " is left; the archive holds its bytes; verify finds nothing.",
        killed_sweep,
        few=8,
    ),
    Fault(
        "a sweep with its reading processes killed at a system call",
        "The same.",
        killed_sweep_with_readers,
        few=1,
        share=0.05,
    ),
)
