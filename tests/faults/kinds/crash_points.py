"""Processes that are killed at a system call, any that changes a disk or speaks to a server."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from adapters.files.home import Home
from adapters.store.outbox.messages import LEASE
from tests.faults import plays
from tests.faults.framework import Fault, Try, UnableError
from tests.faults.letters import judge_letters, mail_server
from tests.faults.moments import judge_moment
from tests.faults.oracle import Judgement
from tests.faults.recovery import LATER, recover
from tests.faults.rig import FIRST_DAY, Story
from tests.faults.system_calls import NoTracingError, kill_at, trace_calls
from tests.support.mail.smtp_server import Postbox
from tests.support.office import NOW

Play = Callable[..., Any]


def calls_of(attempt: Try, story: Story, play: Play, *args: object) -> list[str]:
    """Return the system calls of a play that nothing disturbs, traced once for all tries."""
    rig = attempt.rig

    def trace() -> list[str]:
        home = rig.copy(story.template)
        return trace_calls(rig.server, rig.folder, *rig.job(play), home.root, *args)

    try:
        calls: list[str] = rig.once(f"calls of {play.__name__}", trace)
    except NoTracingError as error:
        raise UnableError(f"strace: {error}") from error
    return calls


def kill(attempt: Try, story: Story, home: Home, moment: float, play: Play, *args: object) -> None:
    """Kill a play at a moment between its beginning (0) and its end (1)."""
    rig, calls = attempt.rig, calls_of(attempt, story, play, *args)
    kill_at(rig.server, calls, int(moment * len(calls)), *rig.job(play), home.root, *args)


def _killed_sweep(attempt: Try, readers: bool = False) -> Judgement:
    """Kill a sweep, every second time the next one as well, then let one come to its end."""
    rig, story = attempt.rig, attempt.rig.filing
    home = rig.copy(story.template)
    kill(attempt, story, home, attempt.spread, plays.sweep, NOW, readers)
    at_once = judge_moment(home, story)
    if attempt.seed % 2:
        kill(attempt, story, home, attempt.random.random(), plays.sweep, NOW, readers)
    judgement = recover(attempt, home, story, plays.sweep, NOW + LATER)
    judgement.wrong += at_once
    return judgement


def _killed_sweep_with_readers(attempt: Try) -> Judgement:
    return _killed_sweep(attempt, readers=True)


def _killed_issue(attempt: Try) -> Judgement:
    rig, story = attempt.rig, attempt.rig.issuing
    home = rig.copy(story.template)
    kill(attempt, story, home, attempt.spread, plays.issue, FIRST_DAY)
    return recover(attempt, home, story, plays.issue, FIRST_DAY + LATER)


def _killed_sender(attempt: Try) -> Judgement:
    """Kill a sender, then send when the leases of its messages are over."""
    rig, story = attempt.rig, attempt.rig.sending
    with mail_server(Postbox()) as postbox:
        calls_of(attempt, story, plays.send, NOW, postbox.port)
    home = rig.copy(story.template)
    with mail_server(Postbox()) as postbox:
        kill(attempt, story, home, attempt.spread, plays.send, NOW, postbox.port)
        later = NOW + LEASE + dt.timedelta(seconds=1)
        judgement = recover(attempt, home, story, plays.send, later, postbox.port)
        judge_letters(judgement, home, postbox, causes=1)
    return judgement


FAULTS = (
    Fault(
        "a sweep killed at a system call, and the next one too",
        "At each moment every file's bytes are in the inbox, the spool or the archive, and no"
        " receipt is out that is not recorded. After the next start each file is answered once, as"
        " if nothing had happened; nothing half done is left; verify finds nothing.",
        _killed_sweep,
        few=8,
    ),
    Fault(
        "a sweep with its reading processes killed at a system call",
        "The same.",
        _killed_sweep_with_readers,
        few=2,
        share=0.05,
    ),
    Fault(
        "the issue of workbooks killed at a system call",
        "Each workbook, number and letter is there once, as if nothing had happened.",
        _killed_issue,
        few=3,
        share=0.5,
    ),
    Fault(
        "a sender killed at a system call",
        "Each message reaches the mail server. At most the one under way goes twice, with the same"
        " Message-ID and the same bytes.",
        _killed_sender,
        few=3,
        share=0.5,
    ),
)
