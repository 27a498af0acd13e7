"""Intake (收表): from the files in the inbox to rows in the store and an answer for each drop."""

from collections.abc import Sequence

from prefect import flow, get_run_logger

from adapters.files.home import find_home
from adapters.mail.smtp import is_configured
from adapters.worker_pool import warm_up
from flows.runtime import open_for_run
from services.context import AppContext
from services.intake.claim import Claim
from services.intake.examination import init_worker
from services.intake.process_inbox import open_readers
from services.intake.receipt import Receipt, totals
from services.redaction import redact_logs
from tasks import ingest as steps
from tasks.artifacts import show_progress, show_replies, start_progress
from tasks.hooks import alarm_office
from tasks.notify import send_mail_now
from tasks.office_task import as_it_is
from tasks.run_names import named

BATCH = 250
"""Files per task run: many enough that Prefect's own cost does not show."""


@flow(
    name="intake",
    description="收表：收取收件箱中的文件，逐份检查、入库、回执，不合格的退回修改",
    flow_run_name=named("收表"),
    on_failure=[alarm_office],
    on_crashed=[alarm_office],
    persist_result=False,
)
async def intake() -> None:
    """Take in what lies in the inbox, answer every file, and say what became of each."""
    home = find_home(None)
    warm_up(init_worker)  # the reading processes, while the definitions are read
    context = await open_for_run(home)
    claims = await steps.collect_files(as_it_is(context))
    if claims:
        replies = await _answer(context, claims)
        await show_replies(replies, context.definitions.roster)
    await steps.clean_spool(as_it_is(context))
    context.engine.dispose()
    if not is_configured():  # a mail server may be slow: it has a flow of its own
        await send_mail_now(home)


async def _answer(context: AppContext, claims: Sequence[Claim]) -> list[Receipt]:
    batches = [claims[start : start + BATCH] for start in range(0, len(claims), BATCH)]
    shown = await start_progress(len(claims)) if len(batches) > 1 else None
    replies: list[Receipt] = []
    with redact_logs(), open_readers(context, len(claims)) as readers:
        for number, batch in enumerate(batches, start=1):
            given = await steps.answer_claims(
                as_it_is(context), as_it_is(readers), as_it_is(batch), number
            )
            replies += given
            get_run_logger().info("batch %d of %d: %s", number, len(batches), totals(given))
            if shown:
                await show_progress(shown, min(number * BATCH, len(claims)), len(claims))
    return replies
