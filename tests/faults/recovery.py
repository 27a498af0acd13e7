"""The start after a fault, timed, and the judgement on what it leaves."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from adapters.files.home import Home
from tests.faults.fork_server import StuckError
from tests.faults.framework import Try
from tests.faults.oracle import Judgement, judge_home
from tests.faults.rig import Story

LATER = dt.timedelta(seconds=60)
"""By the clock of the home: a fault takes no longer, unless it is about time."""


def recover(
    attempt: Try, home: Home, story: Story, play: Callable[..., Any], *args: object
) -> Judgement:
    """Start anew after a fault, timed, and judge what came of it."""
    rig = attempt.rig
    began = time.monotonic()
    try:
        rig.server.run(*rig.job(play), home.root, *args)
    except (RuntimeError, StuckError) as error:
        return Judgement(wrong=[f"does not recover: {error}"])
    seconds = time.monotonic() - began
    judgement = judge_home(home, story.expected)
    judgement.seconds = seconds
    return judgement
