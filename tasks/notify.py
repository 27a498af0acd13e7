"""The step that sends mail, as a Prefect task."""

import asyncio
from functools import partial

from prefect import task

from adapters.files.home import Home
from adapters.store.engine import open_store
from adapters.store.timestamps import now_in
from services.notify.alarms import mailing_definitions
from services.notify.sending import SendingResult, send_pending
from services.redaction import redact_logs
from tasks.office_task import OPTIONS


@task(
    name="发出邮件",
    task_run_name="发出邮件",
    description="发出待发的邮件；未设邮件服务器时写成文件。",
    **OPTIONS,
)
async def send_mail_now(home: Home) -> SendingResult:
    """Send what is due, also while roster or forms are broken: the office must hear of that."""
    with redact_logs():
        return await asyncio.to_thread(_send, home)


def _send(home: Home) -> SendingResult:
    plan, roster = mailing_definitions(home)
    engine = open_store(home)
    sending = send_pending(engine, home, plan, roster, partial(now_in, plan.campaign.time_zone))
    engine.dispose()
    return sending
