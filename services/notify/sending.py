"""Send the outbox's pending messages by the mail server, or as files if none is configured."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from adapters.files.home import Home
from adapters.mail.mime import AttachmentMissingError, compose, write_eml
from adapters.mail.refusals import QUOTA_REACHED, QuotaReachedError, SmtpVerdict
from adapters.mail.smtp import (
    MailServer,
    ServerError,
    SmtpConnection,
    mail_server,
    smtp_connection,
)
from adapters.store.engine import Engine, writing
from adapters.store.integrity.given_files import record_files
from adapters.store.outbox import readdress
from adapters.store.outbox.delivery_attempts import (
    LeasedMessage,
    due,
    give_back,
    lease_messages,
    note_deferred,
    note_failed,
    note_sent,
    room,
    wait_as_long_as_others,
    wait_until,
)
from campaign.definitions.definitions import mail_addresses
from campaign.definitions.plan import Mail, Plan
from campaign.definitions.roster import Roster
from services.notify.undelivered import report_undelivered

SendingClock = Callable[[], dt.datetime]

_BATCH = 20
_FILES_BATCH = 200
_LEAST_LEASE = dt.timedelta(minutes=5)
"""The least remaining lease for beginning a message: more than all its time limits together."""

_MORNING = dt.time(8)
"""When a provider's new day has begun and staff are about to read."""

_STILL_NEWS = dt.timedelta(days=7)
"""The time that a message waits for its unit to get an address, before it is only reported."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SendingResult:
    """The counts of one run; ``alarms`` are Chinese sentences on what the office has to mend.

    ``waiting`` messages could be sent at once if the plan did not limit them to so many a minute.
    """

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    waiting: int = 0
    alarms: tuple[str, ...] = ()


def send_pending(
    engine: Engine, home: Home, plan: Plan, roster: Roster, clock: SendingClock
) -> SendingResult:
    """Send the messages that are due; safe to run twice and by several senders at once.

    Raises DefinitionError if the mail server is configured wrongly.
    """
    server = mail_server()
    with writing(engine) as connection:
        now = clock()
        readdress(connection, mail_addresses(plan, roster), now, now - _STILL_NEWS)
        report_undelivered(connection, plan, roster, now)
    run = _Run(engine, home, plan.mail, clock)
    if server is None:
        run.write_files()
    else:
        run.send(server)
    return run.result()


@dataclass(slots=True)
class _Run:
    """One run over the outbox and its counts so far."""

    engine: Engine
    home: Home
    mail: Mail
    clock: SendingClock
    counts: Counter[str] = field(default_factory=Counter)
    alarms: dict[str, None] = field(default_factory=dict)

    def result(self) -> SendingResult:
        return SendingResult(
            sent=self.counts["sent"],
            deferred=self.counts["deferred"],
            failed=self.counts["failed"],
            waiting=self.counts["waiting"],
            alarms=tuple(self.alarms),
        )

    def write_files(self) -> None:
        """Write every message as .eml; a crash before the note writes the same file again."""
        while messages := self._claim(_FILES_BATCH):
            written = [(message, path) for message in messages if (path := self._write(message))]
            with writing(self.engine) as connection:
                record_files(connection, [path for _, path in written])
                note_sent(connection, [message for message, _ in written], self.clock())
            self.counts["sent"] += len(written)

    def send(self, server: MailServer) -> None:
        """Send over one connection; a server that takes nothing leaves everything pending."""
        with writing(self.engine) as connection:
            now = self.clock()
            wait_as_long_as_others(connection, QUOTA_REACHED, now)
            if not due(connection, now):
                return
        try:
            with smtp_connection(server, self.mail.sender) as link:
                while messages := self._claim_portion():
                    self._send_batch(link, messages)
        except ServerError as error:
            self._alarm(str(error))
            with writing(self.engine) as connection:
                now = self.clock()
                until = now + dt.timedelta(minutes=self.mail.retry_minutes)
                wait_until(connection, str(error), until, now)
        except QuotaReachedError as error:
            self._alarm(str(error))
            with writing(self.engine) as connection:
                now = self.clock()
                wait_until(connection, str(error), _next_morning(now), now)

    def _send_batch(self, link: SmtpConnection, messages: tuple[LeasedMessage, ...]) -> None:
        remaining = list(messages)
        try:
            while remaining and remaining[0].lease_until - self.clock() > _LEAST_LEASE:
                link.open()
                self._send_one(link, remaining.pop(0))
        finally:
            with writing(self.engine) as connection:
                give_back(connection, remaining)

    def _send_one(self, link: SmtpConnection, message: LeasedMessage) -> None:
        try:
            composed = compose(message, self.home, self.mail)
        except AttachmentMissingError as error:
            self._failed(message, str(error))
            return
        try:
            verdict, reply = link.hand_over(message.recipient, composed)
        except QuotaReachedError:
            with writing(self.engine) as connection:
                give_back(connection, [message])
            raise
        if verdict is SmtpVerdict.TAKEN:
            with writing(self.engine) as connection:
                note_sent(connection, [message], self.clock())
            self.counts["sent"] += 1
        elif verdict is SmtpVerdict.NEVER:
            self._failed(message, reply)
        elif verdict is SmtpVerdict.LATER and message.attempts >= self.mail.attempts:
            self._failed(message, f"{reply}，已尝试{message.attempts}次")
        else:
            self._defer(message, reply, is_setup=verdict is SmtpVerdict.SETUP)

    def _write(self, message: LeasedMessage) -> Path | None:
        try:
            return write_eml(message, self.home, self.mail)
        except AttachmentMissingError as error:
            self._failed(message, str(error))
            return None

    def _claim_portion(self) -> tuple[LeasedMessage, ...]:
        """Lease no more messages than the minute has room for, and count those that must wait."""
        limit = self.mail.per_minute
        if not limit:
            return self._claim(_BATCH)
        with writing(self.engine) as connection:
            now = self.clock()
            capacity = room(connection, limit, now) - self.counts["deferred"]
            if capacity <= 0:
                self.counts["waiting"] = due(connection, now)
                return ()
            return lease_messages(connection, now, min(capacity, _BATCH))

    def _claim(self, most: int) -> tuple[LeasedMessage, ...]:
        with writing(self.engine) as connection:
            return lease_messages(connection, self.clock(), most)

    def _defer(self, message: LeasedMessage, reason: str, is_setup: bool) -> None:
        if is_setup:
            self._alarm(reason)
        with writing(self.engine) as connection:
            note_deferred(connection, message, reason, self.mail, self.clock())
        self.counts["deferred"] += 1

    def _failed(self, message: LeasedMessage, reason: str) -> None:
        self._alarm(
            f"发给{message.unit or '党办'}的邮件“{message.message.subject}”未送达：{reason}"
        )
        with writing(self.engine) as connection:
            note_failed(connection, message, reason, self.clock())
        self.counts["failed"] += 1

    def _alarm(self, text: str) -> None:
        self.alarms[text] = None


def _next_morning(now: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(now.date() + dt.timedelta(days=1), _MORNING, now.tzinfo)
