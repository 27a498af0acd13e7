"""Servers that answer for ever: a message has one deadline, and no sender is held for good."""

import datetime as dt
import time
from collections.abc import Callable, Iterator

import pytest

import adapters.mail.smtp
from adapters.mail.smtp import CONNECT_SECONDS, MESSAGE_SECONDS
from adapters.store.outbox.messages import LEASE
from services.notify import sending
from services.notify.sending import SendingResult
from tests.support.mail.outbox_fixture import Mailroom
from tests.support.mail.smtp_server import HOST, Postbox, StartServer
from tests.support.mail.tarpit import Tarpit

DEADLINE_SECONDS = 0.5
SetTarpit = Callable[[str, str], Tarpit]


@pytest.fixture
def set_tarpit(monkeypatch: pytest.MonkeyPatch) -> Iterator[SetTarpit]:
    """Give what starts a tarpit, lets the environment name it, and shortens all deadlines."""
    running: list[Tarpit] = []

    def start(slow: str, security: str = "none") -> Tarpit:
        tarpit = Tarpit(slow)
        running.append(tarpit)
        settings = {"HOST": HOST, "PORT": str(tarpit.port), "SECURITY": security}
        for name, value in settings.items():
            monkeypatch.setenv(f"ZUOFENG_SMTP_{name}", value)
        return tarpit

    for limit in ("CONNECT_SECONDS", "MESSAGE_SECONDS", "_QUIT_SECONDS"):
        monkeypatch.setattr(adapters.mail.smtp, limit, DEADLINE_SECONDS)
    yield start
    for tarpit in running:
        tarpit.stop()


def test_the_time_limits_of_a_message_together_are_shorter_than_its_lease() -> None:
    together = dt.timedelta(seconds=CONNECT_SECONDS + MESSAGE_SECONDS)
    assert together < sending._LEAST_LEASE < LEASE


@pytest.mark.parametrize("slow", ["mail", "rcpt", "data"])
def test_a_message_that_gets_no_whole_answer_is_put_off(
    mailroom: Mailroom, slow: str, set_tarpit: SetTarpit
) -> None:
    tarpit = set_tarpit(slow, "none")
    mailroom.put("a", "b")
    began = time.monotonic()
    assert mailroom.send() == SendingResult(deferred=2)
    assert time.monotonic() - began < 10 * DEADLINE_SECONDS
    assert set(mailroom.states().values()) == {"pending"}
    assert "没有答完" in mailroom.row("a").error
    assert tarpit.letters == []


@pytest.mark.parametrize(
    ("slow", "security"), [("banner", "none"), ("ehlo", "none"), ("handshake", "ssl")]
)
def test_a_server_that_never_lets_anybody_in_leaves_everything_pending(
    mailroom: Mailroom, slow: str, security: str, set_tarpit: SetTarpit
) -> None:
    set_tarpit(slow, security)
    mailroom.put("a", "b")
    began = time.monotonic()
    result = mailroom.send()
    assert time.monotonic() - began < 10 * DEADLINE_SECONDS
    assert result.sent == result.failed == 0
    assert set(mailroom.states().values()) == {"pending"}


def test_a_message_whose_acceptance_never_ends_is_sent_once(
    mailroom: Mailroom, set_tarpit: SetTarpit, start_mail_server: StartServer
) -> None:
    tarpit = set_tarpit(".", "none")
    mailroom.put("a")
    assert mailroom.send() == SendingResult(sent=1)
    assert len(tarpit.letters) == 1
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.wait(days=1)
    assert mailroom.send() == SendingResult() and postbox.letters == []


def test_taking_leave_is_no_reason_to_wait(mailroom: Mailroom, set_tarpit: SetTarpit) -> None:
    tarpit = set_tarpit("quit", "none")
    mailroom.put("a", "b")
    began = time.monotonic()
    assert mailroom.send() == SendingResult(sent=2)
    assert time.monotonic() - began < 10 * DEADLINE_SECONDS
    assert len(tarpit.letters) == 2
