"""One sweep of the inbox, Prefect-free and in stages: collect, examine, record, answer, clean."""

import datetime as dt
import gc
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from traceback import format_tb
from typing import TypeVar

from adapters.store.engine import OperationalError, reading
from adapters.worker_pool import Died, Failed, Readers, warm_up
from campaign.problems.codes import Code, make_problem
from services.context import AppContext
from services.examiner import ExaminerContext
from services.intake.answering.receipt import Receipt
from services.intake.claim import Claim
from services.intake.claim_files import (
    abandoned,
    claim_files,
    clear_spool,
    copy_again,
    still_claimed,
)
from services.intake.examining.examination import Examined, examine_in_worker, init_worker, refused
from services.intake.inbox import alarm_clock, list_inbox
from services.intake.locked_files import alarm_locked, alarm_obstacles
from services.intake.quarantine import defer, quarantine_file
from services.intake.recording import record
from services.intake.removal import remove, remove_answered

PortionItem = TypeVar("PortionItem")

RECORDED_TOGETHER = 50
"""Files in one transaction: few enough to keep other writers waiting for milliseconds only."""

_log = logging.getLogger("zuofeng.intake")


@contextmanager
def open_readers(context: AppContext, files: int) -> Iterator[Readers]:
    """Start the worker processes that examine so many files, as many as memory allows for.

    Until they end, garbage is collected after each portion of verdicts only, when little of it is
    alive: the collector would look through definitions and claims over and over.
    """
    limits = context.definitions.plan.limits
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (1024 * 1024)
    most = min(os.cpu_count() or 1, memory_mb // limits.reader_memory_mb, files)
    with Readers(max(1, most), limits, init_worker, (context.examiner,)) as readers:
        gc.disable()
        try:
            yield readers
        finally:
            gc.enable()


def collect_files(context: AppContext, clock: Callable[[], dt.datetime]) -> list[Claim]:
    """Claim every file that is whole, waiting for those that have only just stopped changing.

    Returns as soon as there is something to answer. Files that are still being copied when
    ``incomplete_seconds`` are over are left for the next time.
    """
    plan, limits = context.definitions.plan, context.definitions.plan.limits
    until = time.monotonic() + limits.incomplete_seconds + limits.settle_seconds
    alarm_clock(context.engine, plan, clock())
    claims = abandoned(context.engine, context.home, clock())
    while True:
        listing = list_inbox(context.engine, context.home, limits, clock())
        alarm_locked(context.engine, plan, context.definitions.roster, listing.locked, clock())
        alarm_obstacles(context.engine, plan, listing.obstacles, clock())
        if listing.ready or listing.unsettled:
            warm_up(init_worker)  # while the files settle and are copied
        claims += claim_files(
            context.engine, context.home, context.definitions.roster, listing.ready, clock()
        )
        if not listing.unsettled or time.monotonic() > until or claims:
            return claims
        time.sleep(limits.settle_seconds / 2)


Verdict = tuple[Claim, Examined | Failed | Died]
"""A claim and what examining its file gave.

Failed is a fault of the software, Died one of the machine, not of the file.
"""


def examine_claims(
    context: AppContext, readers: Readers, claims: Sequence[Claim]
) -> Iterator[Verdict]:
    """Examine claims that nobody has answered yet; yields their verdicts as they come.

    Changes nothing but copies that had gone from the spool: it may be done again.
    """
    with reading(context.engine) as connection:
        claimed = still_claimed(connection, claims)
    waiting = [claim for claim in claims if claim.drop_id in claimed]
    copy_again(context.home, waiting)
    for claim, result in readers.map(examine_in_worker, waiting):
        if isinstance(result, Died) and result.blames_file:
            yield claim, unreadable(claim, context.examiner)
        else:
            yield claim, result


def record_verdicts(
    context: AppContext, verdicts: Iterable[Verdict], clock: Callable[[], dt.datetime]
) -> list[Receipt]:
    """Record verdicts, few at a time in one transaction each; return the answers given by this.

    Quarantines what the software failed on, and puts off what the machine failed on. What is
    answered already is left out, so that it may be done again where it failed half-way.
    """
    return [
        receipt
        for portion in _portions(verdicts, RECORDED_TOGETHER)
        for receipt in _record_portion(context, portion, clock)
    ]


def hand_out_answers(
    context: AppContext, claims: Sequence[Claim], clock: Callable[[], dt.datetime]
) -> None:
    """Hand out the answers to those of these files that are recorded; may be done again.

    The files leave the inbox when their answers are there.
    """
    remove(context.engine, context.home, claims, clock())


def answer_claims(
    context: AppContext, readers: Readers, claims: Sequence[Claim], clock: Callable[[], dt.datetime]
) -> Iterator[list[Receipt]]:
    """Examine, record and answer claims, stage by stage; yields the answers, some at a time.

    Files are taken away while the next ones are being examined.
    """
    for portion in _portions(examine_claims(context, readers, claims), RECORDED_TOGETHER):
        yield record_verdicts(context, portion, clock)
        hand_out_answers(context, [claim for claim, _ in portion], clock)
    remove_answered(context.engine, context.home, clock())  # what another worker left undone


def clean_spool(context: AppContext, clock: Callable[[], dt.datetime]) -> None:
    """Finish what a sweep that died left behind: answered files, copies that nobody needs."""
    remove_answered(context.engine, context.home, clock())
    clear_spool(context.engine, context.home)


def process_inbox(context: AppContext, clock: Callable[[], dt.datetime]) -> Iterator[list[Receipt]]:
    """Take in and answer files until nothing is left; yields the receipts as they are given.

    Raises OSError where inbox or disk fail, OperationalError where the store does.
    """
    clean_spool(context, clock)
    while claims := collect_files(context, clock):
        with open_readers(context, len(claims)) as readers:
            yield from answer_claims(context, readers, claims, clock)


def _portions(items: Iterable[PortionItem], size: int) -> Iterator[list[PortionItem]]:
    rest = iter(items)
    while portion := list(islice(rest, size)):
        yield portion


def _record_portion(
    context: AppContext, verdicts: Sequence[Verdict], clock: Callable[[], dt.datetime]
) -> list[Receipt]:
    receipts = []
    gc.collect(1)
    for claim, result in verdicts:
        if isinstance(result, Failed):
            receipts += _quarantine(context, claim, result, clock)
        elif isinstance(result, Died):
            receipts += defer(context, [(claim, result)], clock())
    examined = [result for _, result in verdicts if isinstance(result, Examined)]
    return receipts + (_record(context, examined, clock) if examined else [])


def _record(
    context: AppContext, examined: Sequence[Examined], clock: Callable[[], dt.datetime]
) -> list[Receipt]:
    """Record a portion; where the software fails on it, file by file, so that one file fails."""
    try:
        return record(context, examined, clock())
    except (OSError, OperationalError):
        raise  # the disk or the database: no file's fault, and tried again later
    except Exception as error:  # noqa: BLE001 - examined file by file, and quarantined
        if len(examined) > 1:
            return [receipt for item in examined for receipt in _record(context, [item], clock)]
        failed = Failed(type(error).__name__, "".join(format_tb(error.__traceback__)))
        return _quarantine(context, examined[0].claim, failed, clock)


def _quarantine(
    context: AppContext, claim: Claim, failed: Failed, clock: Callable[[], dt.datetime]
) -> list[Receipt]:
    _log.error(
        "receipt %s could not be processed: %s\n%s", claim.receipt, failed.kind, failed.trace
    )
    return quarantine_file(context, [(claim, failed.kind)], clock())


def unreadable(claim: Claim, examiner: ExaminerContext) -> Examined:
    """Return the verdict on a file that kills whatever reads it."""
    return refused(claim, examiner, (make_problem(Code.FILE_UNREADABLE),))
