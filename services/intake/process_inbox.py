"""One sweep of the inbox, Prefect-free: look, claim, examine in worker processes, record, tidy."""

import datetime as dt
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from traceback import format_tb

from adapters.store.engine import OperationalError, reading
from adapters.worker_pool import Died, Failed, Readers, warm_up
from campaign.problems.codes import Code, make_problem
from services.context import AppContext, ExaminerContext
from services.intake.claim import Claim
from services.intake.claim_files import (
    abandoned,
    claim_files,
    clear_spool,
    copy_again,
    remove,
    remove_answered,
    still_claimed,
)
from services.intake.examination import Examined, examine_in_worker, init_worker, refused
from services.intake.inbox import list_inbox
from services.intake.locked_files import alarm_locked
from services.intake.quarantine import quarantine_file
from services.intake.receipt import Receipt
from services.intake.recording import record

RECORDED_TOGETHER = 50
"""Files in one transaction: few enough to keep other writers waiting for milliseconds only."""

_log = logging.getLogger("zuofeng.intake")


@contextmanager
def open_readers(context: AppContext, files: int) -> Iterator[Readers]:
    """Start the worker processes that examine so many files."""
    limits = context.definitions.plan.limits
    with Readers(
        max(1, min(os.cpu_count() or 1, files)), limits, init_worker, (context.examiner,)
    ) as readers:
        yield readers


def collect_files(context: AppContext, clock: Callable[[], dt.datetime]) -> list[Claim]:
    """Claim every file that is whole, waiting for those that have only just stopped changing.

    Returns as soon as there is something to answer. Files that are still being copied when
    ``incomplete_seconds`` are over are left for the next time.
    """
    plan, limits = context.definitions.plan, context.definitions.plan.limits
    until = time.monotonic() + limits.incomplete_seconds + limits.settle_seconds
    claims = abandoned(context.engine, context.home, clock())
    while True:
        found = list_inbox(context.engine, context.home, limits, clock())
        alarm_locked(context.engine, plan, context.definitions.roster, found.locked, clock())
        if found.ready or found.unsettled:
            warm_up(init_worker)  # while the files settle and are copied
        claims += claim_files(
            context.engine, context.home, context.definitions.roster, found.ready, clock()
        )
        if not found.unsettled or time.monotonic() > until or claims:
            return claims
        time.sleep(limits.settle_seconds / 2)


def answer_claims(
    context: AppContext, readers: Readers, claims: Sequence[Claim], clock: Callable[[], dt.datetime]
) -> Iterator[list[Receipt]]:
    """Examine and record claims; yields the answers as they are given, some at a time."""
    with reading(context.engine) as connection:
        mine = still_claimed(connection, claims)
    waiting = [item for item in claims if item.drop_id in mine]
    copy_again(context.home, waiting)
    examined: list[Examined] = []
    for item, result in readers.map(examine_in_worker, waiting):
        if isinstance(result, Failed):
            yield _set_aside(context, item, result, clock)
            remove(context.engine, context.home, [item], clock())
        else:
            examined.append(verdict_of(item, result, context.examiner))
        if len(examined) == RECORDED_TOGETHER:
            yield _close(context, examined, clock)
            examined = []
    if examined:
        yield _close(context, examined, clock)
    remove_answered(context.engine, context.home, clock())  # what another has left


def clean_spool(context: AppContext, clock: Callable[[], dt.datetime]) -> None:
    """Finish what a sweep that died left behind: answered files, copies that nobody needs."""
    remove_answered(context.engine, context.home, clock())
    clear_spool(context.engine, context.home)


def process_inbox(context: AppContext, clock: Callable[[], dt.datetime]) -> Iterator[list[Receipt]]:
    """Take in and answer until nothing is left; yields the answers as they are given."""
    clean_spool(context, clock)
    while claims := collect_files(context, clock):
        with open_readers(context, len(claims)) as readers:
            yield from answer_claims(context, readers, claims, clock)


def _close(
    context: AppContext, examined: Sequence[Examined], clock: Callable[[], dt.datetime]
) -> list[Receipt]:
    """Record a batch and take its files away, while the next ones are being examined."""
    replies = _record(context, examined, clock)
    remove(context.engine, context.home, [item.claim for item in examined], clock())
    return replies


def _record(
    context: AppContext, examined: Sequence[Examined], clock: Callable[[], dt.datetime]
) -> list[Receipt]:
    """Record a batch; where the software fails on it, file by file, so that one file fails."""
    try:
        return record(context, examined, clock())
    except (OSError, OperationalError):
        raise  # the disk or the database: no file's fault, and tried again later
    except Exception as error:  # noqa: BLE001 - it is told apart by file, and set aside
        if len(examined) > 1:
            return [reply for item in examined for reply in _record(context, [item], clock)]
        failed = Failed(type(error).__name__, "".join(format_tb(error.__traceback__)))
        return _set_aside(context, examined[0].claim, failed, clock)


def _set_aside(
    context: AppContext, item: Claim, failed: Failed, clock: Callable[[], dt.datetime]
) -> list[Receipt]:
    _log.error("receipt %s could not be processed: %s\n%s", item.receipt, failed.kind, failed.trace)
    return quarantine_file(context, [(item, failed.kind)], clock())


def verdict_of(item: Claim, result: Examined | Died, examiner: ExaminerContext) -> Examined:
    """Return what was examined; a file that killed its process is unreadable."""
    if isinstance(result, Examined):
        return result
    return refused(item, examiner, (make_problem(Code.FILE_UNREADABLE),))
