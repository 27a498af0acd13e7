"""Send mail."""

from functools import partial

from adapters.files.home import find_home
from adapters.mail.smtp import is_configured
from adapters.store.engine import open_store
from adapters.store.sql.timestamps import now_in
from services.notify.alarms import mailing_definitions
from services.notify.sending import SendingResult, send_pending
from tasks.office_task import office_task


@office_task("发出邮件", "发出待发的邮件；未设邮件服务器时写成文件。", tags=["发信"], retries=2)
def send_mail_now() -> SendingResult:
    """Send the due messages, even while roster or forms are broken: the office must hear of that.

    Raises DefinitionError if the plan or the mail server's settings are broken.
    """
    home = find_home(None)
    plan, roster = mailing_definitions(home)
    engine = open_store(home)
    try:
        clock = partial(now_in, plan.campaign.time_zone)
        return send_pending(engine, home, plan, roster, clock)
    finally:
        engine.dispose()


async def write_mail_files() -> None:
    """Write messages as files if no server is configured; a server may be slow and has its flow."""
    if not is_configured():
        await send_mail_now()
