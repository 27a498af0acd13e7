"""Mail (发信): pending messages of the outbox are sent, deferred ones tried again."""

from asyncio import sleep as pause

from prefect import get_run_logger

from flows.runtime import office_flow
from tasks.notify import send_mail_now

_PORTIONS = 4
PAUSE_SECONDS = 61.0
"""Between portions of a minute each: a run is over before the next one is planned."""


@office_flow("发信", "发出待发的邮件，重发上次未发出的")
async def send_mail() -> None:
    """Send the due messages; those refused or beyond a minute's limit wait for a later run."""
    log = get_run_logger()
    for portion in range(_PORTIONS):
        if portion:
            await pause(PAUSE_SECONDS)
        sending = await send_mail_now()
        log.info("sent %d, deferred %d, failed %d", sending.sent, sending.deferred, sending.failed)
        if sending.alarms:
            log.warning("%d remarks for the office: see zuofeng outbox", len(sending.alarms))
        if not sending.waiting:
            return
    log.info("%d wait for the next run: mail.per_minute", sending.waiting)
