"""Intake (收表): from the files in the inbox to rows in the store and an answer for each drop."""

from flows.runtime import office_flow
from services.context import AppContext
from tasks.agenda import PhaseRun
from tasks.ingest import (
    Claims,
    clean_spool,
    collect_files,
    examine_files,
    hand_out_answers,
    has_files,
    one_ahead,
    open_sweep,
    record_verdicts,
    warm_up_examiners,
)
from tasks.notify import write_mail_files
from tasks.reports import update_reports
from tasks.run_context import open_for_run


@office_flow("收表", "收取收件箱中的文件，逐份检查、入库、回执，不合格的退回修改")
async def intake() -> None:
    """Take in the files of the inbox, answer each, and show their dispositions."""
    warm_up_examiners()
    async with open_for_run() as context:
        if claims := await collect_files(context):  # 收取
            await _answer(context, claims)
        await clean_spool(context)  # 清理
        await write_mail_files()
        await update_reports(context)  # 汇总


async def _answer(context: AppContext, claims: Claims) -> None:
    async with open_sweep(context, claims) as sweep, one_ahead(examine_files, sweep) as examined:
        async for batch, verdicts in examined:  # 检查
            receipts = await record_verdicts(sweep, batch, verdicts)  # 登记
            await hand_out_answers(sweep, batch)  # 回执
            await sweep.note(batch, receipts)


async def ingest_inbox(run: PhaseRun) -> None:
    """Take in waiting files before a phase's due actions, so that they count."""
    if run.days:
        await ingest_waiting_files(run.context)


async def ingest_waiting_files(context: AppContext) -> None:
    """Run intake if any file lies in the inbox, as after downtime, when all flows start at once."""
    if await has_files(context):
        await intake()
