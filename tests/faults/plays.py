"""What the software is let do in a child process while something goes wrong around it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from adapters.files.atomic_write import clear_temporaries
from adapters.files.home import Home
from adapters.worker_pool import Readers
from services.context import AppContext, open_context
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


def send(root: Path, now: dt.datetime) -> None:
    """Send what is in the outbox."""
    context = open_context(Home(root))
    definitions = context.definitions
    send_pending(context.engine, context.home, definitions.plan, definitions.roster, lambda: now)
