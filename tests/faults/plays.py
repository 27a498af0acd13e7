"""What the software is let do in a child process while something goes wrong around it."""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from adapters.files.atomic_write import clear_temporaries
from adapters.files.home import Home
from adapters.store import engine
from adapters.worker_pool import Readers
from campaign.deadlines.agenda import PhaseFlow
from services.agenda.actions import due_actions, run_action
from services.context import AppContext, open_context
from services.handlers import HANDLERS
from services.intake.claim_files import release_leases
from services.intake.examining.examination import init_worker
from services.intake.inbox import list_inbox
from services.intake.process_inbox import (
    answer_claims,
    clean_spool,
    collect_files,
    process_inbox,
)
from services.notify.sending import send_pending
from tests.faults.privileges import obey_modes

DAY = dt.timedelta(days=1)
SETTLED = dt.timedelta(seconds=50)
"""How long before a sweep its files were seen, so that none has to be waited for."""

Clock = Callable[[], dt.datetime]


class ReadingHere(Readers):
    """Examines in this process: to start others takes longer than to sweep."""

    def __init__(self, context: AppContext) -> None:
        init_worker(context.examiner)

    def map(
        self, job: Callable[[Any], Any], items: Sequence[Any], chunk: int = 25
    ) -> Iterator[Any]:
        """Yield every item with what the job returned."""
        return ((item, job(item)) for item in items)


def sweep(root: Path, now: dt.datetime, readers: bool = False) -> None:
    """Start anew and take in and answer all that lies in the inbox."""
    context = open_context(Home(root))
    sweep_by(context, lambda: now, readers)


def sweep_by(context: AppContext, clock: Clock, readers: bool = False) -> None:
    """Take in and answer all that lies in the inbox, by a clock; as ``zuofeng up`` at its start."""
    release_leases(context.engine)
    clear_temporaries(context.home.outputs)
    limits = context.definitions.plan.limits
    list_inbox(context.engine, context.home, limits, clock() - SETTLED)
    if readers:
        list(process_inbox(context, clock))
        return
    clean_spool(context, clock)
    while claims := collect_files(context, clock):
        list(answer_claims(context, ReadingHere(context), claims, clock))


def sweep_by_modes(root: Path, now: dt.datetime) -> None:
    """Sweep as an account that the modes of files bind."""
    obey_modes()
    sweep(root, now)


def sweep_by_clock(root: Path, now: dt.datetime, jumps: dict[int, dt.timedelta]) -> None:
    """Sweep by a clock that goes wrong at some of its readings, and stays so until the next."""
    context = open_context(Home(root))
    offset, readings = dt.timedelta(0), count()

    def clock() -> dt.datetime:
        nonlocal offset
        offset = jumps.get(next(readings), offset)
        return now + offset

    sweep_by(context, clock)


def claim(root: Path, now: dt.datetime) -> None:
    """Claim what lies in the inbox, and answer nothing."""
    context = open_context(Home(root))
    limits = context.definitions.plan.limits
    list_inbox(context.engine, context.home, limits, now - SETTLED)
    collect_files(context, lambda: now)


def see(root: Path, now: dt.datetime) -> None:
    """See the files of the inbox, so that none has to be waited for."""
    context = open_context(Home(root))
    limits = context.definitions.plan.limits
    list_inbox(context.engine, context.home, limits, now - SETTLED)


def go_on(root: Path, now: dt.datetime) -> None:
    """Sweep while others may be at work: leases are not ended."""
    context = open_context(Home(root))
    for claims in iter(lambda: collect_files(context, lambda: now), []):
        list(answer_claims(context, ReadingHere(context), claims, lambda: now))


def sweep_impatiently(root: Path, now: dt.datetime) -> None:
    """Sweep, and wait for the store no longer than a moment."""
    assert "busy_timeout" in engine._PRAGMAS[0]
    engine._PRAGMAS = ("busy_timeout=200", *engine._PRAGMAS[1:])
    sweep(root, now)


def send(root: Path, now: dt.datetime, port: int) -> None:
    """Send what is in the outbox by a mail server of this machine."""
    settings = {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": "none"}
    os.environ |= {f"ZUOFENG_SMTP_{name}": value for name, value in settings.items()}
    context = open_context(Home(root))
    clear_temporaries(context.home.outputs)
    plan, roster = context.definitions.plan, context.definitions.roster
    send_pending(context.engine, context.home, plan, roster, lambda: now)


def issue(root: Path, now: dt.datetime) -> None:
    """Carry out what the agenda has for a phase's first day: blank workbooks and letters."""
    context = open_context(Home(root))
    clear_temporaries(context.home.outputs)
    for action in due_actions(context, PhaseFlow.QUARTERLY_INSPECTION, now.date(), now):
        run_action(context, action, HANDLERS[action.kind], now)
