"""Run the stages of a sweep: each is safe to run twice, and is retried if it failed.

Claims that a run took and did not answer are taken over by a later one when their lease ends;
what is answered already is left out. Between the stages values pass in memory, never by Prefect.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from uuid import UUID

from prefect import get_run_logger

from adapters.worker_pool import Readers, warm_up
from services.context import AppContext
from services.intake import process_inbox
from services.intake.answering.receipt import Receipt, totals
from services.intake.claim import Claim
from services.intake.examining.examination import init_worker
from services.intake.inbox import scan
from services.intake.process_inbox import Verdict, open_readers
from services.redaction import redact_logs
from tasks.artifacts import show_progress, show_receipts, start_progress
from tasks.office_task import Returned, office_task

BATCH = 250
"""Files per task run: many enough that Prefect's own cost does not show."""

Claims = Sequence[Claim]

_TAGS = ["收表"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimBatch:
    """Claims that go through the stages together, numbered from 1."""

    number: int
    claims: Claims


@dataclass(kw_only=True, slots=True)
class Sweep:
    """A sweep: its batches, the processes that examine them, and its receipts so far."""

    context: AppContext
    examiners: Readers
    batches: Sequence[ClaimBatch]
    progress: UUID | None
    receipts: list[Receipt] = field(default_factory=list)

    async def note(self, batch: ClaimBatch, receipts: Sequence[Receipt]) -> None:
        """Log the receipts of a batch, and show the progress of a long sweep."""
        self.receipts += receipts
        log, count = get_run_logger(), len(self.batches)
        log.info("batch %d of %d: %s", batch.number, count, totals(receipts))
        if self.progress:
            await show_progress(self.progress, batch.number / count)


@asynccontextmanager
async def open_sweep(context: AppContext, claims: Claims) -> AsyncIterator[Sweep]:
    """Open a sweep over claims with its processes; show the receipts at the end."""
    batches = [
        ClaimBatch(number=number, claims=claims[start : start + BATCH])
        for number, start in enumerate(range(0, len(claims), BATCH), start=1)
    ]
    progress = await start_progress(len(claims)) if len(batches) > 1 else None
    with redact_logs(), open_readers(context, len(claims)) as examiners:
        sweep = Sweep(context=context, examiners=examiners, batches=batches, progress=progress)
        yield sweep
    await show_receipts(sweep.receipts, context.definitions.roster)


@asynccontextmanager
async def one_ahead(
    stage: Callable[[Sweep, ClaimBatch], Coroutine[object, object, Returned]], sweep: Sweep
) -> AsyncIterator[AsyncIterator[tuple[ClaimBatch, Returned]]]:
    """Yield each batch with its result of a stage, which meanwhile works on the next batch.

    If something else fails, the stage's current batch is awaited and its result dropped.
    """
    coming = asyncio.create_task(stage(sweep, sweep.batches[0]))

    async def results() -> AsyncIterator[tuple[ClaimBatch, Returned]]:
        nonlocal coming
        for batch, following in zip_longest(sweep.batches, sweep.batches[1:]):
            result = await coming
            if following:
                coming = asyncio.create_task(stage(sweep, following))
            yield batch, result

    try:
        yield results()
    finally:
        await asyncio.gather(coming, return_exceptions=True)


def warm_up_examiners() -> None:
    """Start the process from which examiners fork, while the definitions are read."""
    warm_up(init_worker)


async def has_files(context: AppContext) -> bool:
    """Return whether anything lies in the inbox."""
    return bool(await asyncio.to_thread(scan, context.home))


@office_task("收取", "等文件复制完整，逐份登记收件，留存副本。", tags=_TAGS, retries=2)
def collect_files(context: AppContext) -> list[Claim]:
    """Claim every file that was copied completely."""
    return process_inbox.collect_files(context, context.now)


@office_task(
    "检查",
    "逐份检查报表，列出须修改之处。",
    tags=_TAGS,
    retries=2,
    run_name="检查-第{batch.number}批",
)
def examine_files(sweep: Sweep, batch: ClaimBatch) -> list[Verdict]:
    """Examine a batch's files in worker processes; nothing is recorded yet."""
    return list(process_inbox.examine_claims(sweep.context, sweep.examiners, batch.claims))


@office_task(
    "登记",
    "登记检查结论和报表内容，原件存档；程序办不了的列为待处理。",
    tags=_TAGS,
    retries=2,
    run_name="登记-第{batch.number}批",
)
def record_verdicts(sweep: Sweep, batch: ClaimBatch, verdicts: Sequence[Verdict]) -> list[Receipt]:
    """Record a batch's verdicts; return the answers given by this run."""
    return process_inbox.record_verdicts(sweep.context, verdicts, sweep.context.now)


@office_task(
    "回执",
    "把回执和退回件放入各单位文件夹，并从收件箱移走已答复的文件。",
    tags=_TAGS,
    retries=2,
    run_name="回执-第{batch.number}批",
)
def hand_out_answers(sweep: Sweep, batch: ClaimBatch) -> None:
    """Hand out the answers to a batch's recorded files."""
    process_inbox.hand_out_answers(sweep.context, batch.claims, sweep.context.now)


@office_task("清理", "移走上次中断时已答复的文件，清除无用的副本。", tags=_TAGS, retries=2)
def clean_spool(context: AppContext) -> None:
    """Finish the leftovers of an interrupted sweep."""
    process_inbox.clean_spool(context, context.now)
