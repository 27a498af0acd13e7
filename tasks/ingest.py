"""The steps of intake as Prefect tasks: each is safe to run twice, and retried where it failed.

Claims that a step took and did not answer are taken over by a later sweep when their lease ends;
what is answered already is left out. Work runs in threads, so that heartbeats go on meanwhile.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from prefect import task

from adapters.store.timestamps import now_in
from adapters.worker_pool import Readers
from services.context import AppContext
from services.intake import process_inbox
from services.intake.claim import Claim
from services.intake.receipt import Receipt
from services.redaction import redact_logs
from tasks.office_task import OPTIONS


@task(
    name="清理收件箱",
    task_run_name="清理收件箱",
    description="移走已答复的文件，清除无用的副本。",
    **OPTIONS,
)
async def clean_spool(context: AppContext) -> None:
    """Finish what a sweep that died left behind."""
    with redact_logs():
        await asyncio.to_thread(process_inbox.clean_spool, context, _clock(context))


@task(
    name="收取文件",
    task_run_name="收取文件",
    description="等文件复制完整，登记并留存副本。",
    **OPTIONS,
)
async def collect_files(context: AppContext) -> list[Claim]:
    """Claim every file that is whole."""
    with redact_logs():
        return await asyncio.to_thread(process_inbox.collect_files, context, _clock(context))


@task(
    name="检查和答复",
    description="逐份检查、入库、写回执；不合格的退回修改。",
    task_run_name="检查和答复-第{number}批",
    **OPTIONS,
)
async def answer_claims(
    context: AppContext, readers: Readers, claims: Sequence[Claim], number: int
) -> list[Receipt]:
    """Examine and record a batch of claims; return the answers that this run gave."""
    with redact_logs():
        return await asyncio.to_thread(_answer, context, readers, claims)


def _answer(context: AppContext, readers: Readers, claims: Sequence[Claim]) -> list[Receipt]:
    given = process_inbox.answer_claims(context, readers, claims, _clock(context))
    return [reply for replies in given for reply in replies]


def _clock(context: AppContext) -> Callable[[], dt.datetime]:
    return partial(now_in, context.definitions.plan.campaign.time_zone)
