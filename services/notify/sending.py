"""Sends what is pending in the outbox: by the mail server, or as files where none is configured."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.files.home import Home
from adapters.mail.mime import AttachmentMissingError, compose, write_eml
from adapters.mail.smtp import (
    MailServer,
    ServerError,
    SmtpConnection,
    SmtpVerdict,
    mail_server,
    smtp_connection,
)
from adapters.store.engine import Engine, reading, writing
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
    wait_for_server,
)
from campaign.definitions.definitions import mail_addresses
from campaign.definitions.plan import Mail, Plan
from campaign.definitions.roster import Roster
from services.notify.undelivered import report_undelivered

SendingClock = Callable[[], dt.datetime]

_BATCH = 20
_FILES_BATCH = 200
_LEAST_LEASE = dt.timedelta(minutes=5)
"""What must be left of a lease to begin a message: more than all its time limits together."""


_STILL_NEWS = dt.timedelta(days=7)
"""How long a message waits for its unit to get an address before only the office hears of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SendingResult:
    """What came of one run; ``alarms`` are what somebody has to mend, in words.

    ``waiting`` could be sent at once if the plan did not limit how many go out in a minute.
    """

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    waiting: int = 0
    alarms: tuple[str, ...] = ()


def send_pending(
    engine: Engine, home: Home, plan: Plan, roster: Roster, clock: SendingClock
) -> SendingResult:
    """Send what is due; safe to run twice and by several senders at once.

    Raises DefinitionError for a mail server that is configured wrongly.
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
    """One run over the outbox and what it has counted so far."""

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
            written = [each for each in messages if self._write(each)]
            with writing(self.engine) as connection:
                note_sent(connection, written, self.clock())
            self.counts["sent"] += len(written)

    def send(self, server: MailServer) -> None:
        """Send over one connection; a server that takes nothing leaves everything pending."""
        with reading(self.engine) as connection:
            if not due(connection, self.clock()):
                return
        try:
            with smtp_connection(server, self.mail.sender) as link:
                while messages := self._claim_portion():
                    self._send_batch(link, messages)
        except ServerError as error:
            self._alarm(str(error))
            with writing(self.engine) as connection:
                wait_for_server(connection, str(error), self.mail, self.clock())

    def _send_batch(self, link: SmtpConnection, messages: tuple[LeasedMessage, ...]) -> None:
        left = list(messages)
        try:
            while left and left[0].lease_until - self.clock() > _LEAST_LEASE:
                link.open()
                self._send_one(link, left.pop(0))
        finally:
            with writing(self.engine) as connection:
                give_back(connection, left)

    def _send_one(self, link: SmtpConnection, each: LeasedMessage) -> None:
        try:
            composed = compose(each, self.home, self.mail)
        except AttachmentMissingError as error:
            self._failed(each, str(error))
            return
        verdict, words = link.hand_over(each.recipient, composed)
        if verdict is SmtpVerdict.TAKEN:
            with writing(self.engine) as connection:
                note_sent(connection, [each], self.clock())
            self.counts["sent"] += 1
        elif verdict is SmtpVerdict.NEVER:
            self._failed(each, words)
        elif verdict is SmtpVerdict.LATER and each.attempts >= self.mail.attempts:
            self._failed(each, f"{words}，已尝试{each.attempts}次")
        else:
            self._put_off(each, words, is_setup=verdict is SmtpVerdict.SETUP)

    def _write(self, each: LeasedMessage) -> bool:
        try:
            write_eml(each, self.home, self.mail)
        except AttachmentMissingError as error:
            self._failed(each, str(error))
            return False
        return True

    def _claim_portion(self) -> tuple[LeasedMessage, ...]:
        """Claim no more than the minute has room for, and count what must wait for the next."""
        limit = self.mail.per_minute
        if not limit:
            return self._claim(_BATCH)
        with writing(self.engine) as connection:
            now = self.clock()
            left = room(connection, limit, now) - self.counts["deferred"]
            if left <= 0:
                self.counts["waiting"] = due(connection, now)
                return ()
            return lease_messages(connection, now, min(left, _BATCH))

    def _claim(self, most: int) -> tuple[LeasedMessage, ...]:
        with writing(self.engine) as connection:
            return lease_messages(connection, self.clock(), most)

    def _put_off(self, each: LeasedMessage, words: str, is_setup: bool) -> None:
        if is_setup:
            self._alarm(words)
        with writing(self.engine) as connection:
            note_deferred(connection, each, words, self.mail, self.clock())
        self.counts["deferred"] += 1

    def _failed(self, each: LeasedMessage, words: str) -> None:
        self._alarm(f"发给{each.unit or '党办'}的邮件“{each.message.subject}”未送达：{words}")
        with writing(self.engine) as connection:
            note_failed(connection, each, words, self.clock())
        self.counts["failed"] += 1

    def _alarm(self, words: str) -> None:
        self.alarms[words] = None
