"""Sending: whatever servers and senders do, no message is lost and none goes out twice."""

import os
from collections import Counter

import pytest

from adapters.store.engine import writing
from adapters.store.outbox.delivery_attempts import make_due
from services.notify.sending import SendingResult
from tests.support.mail.outbox_fixture import Mailroom
from tests.support.mail.smtp_server import TAKE_AND_VANISH, VANISH, Postbox, StartServer


def test_a_server_that_takes_everything_gets_each_message_once(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.put(*(f"drop:{number}" for number in range(45)))
    assert mailroom.send() == SendingResult(sent=45)
    assert mailroom.send() == SendingResult()
    assert len(postbox.letters) == len({letter["Message-ID"] for letter in postbox.letters}) == 45
    assert len(postbox.clients) == 1
    assert set(mailroom.states().values()) == {"sent"}
    assert Counter(mailroom.kinds()) == {"message.pending": 45, "message.sent": 45}


@pytest.mark.parametrize("answer", ["451 4.7.1 Greylisted", VANISH])
def test_what_a_server_puts_off_is_sent_later_and_once(
    mailroom: Mailroom, answer: str, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_data=[answer])
    start_mail_server(postbox)
    mailroom.put("a", "b")
    assert mailroom.send() == SendingResult(sent=1, deferred=1)
    assert mailroom.send() == SendingResult(), "not before its time"
    mailroom.wait(minutes=5)
    assert mailroom.send() == SendingResult(sent=1)
    assert len(postbox.letters) == 2
    assert mailroom.states() == {"a": "sent", "b": "sent"}
    assert "message.deferred" in mailroom.kinds()


def test_a_message_whose_acceptance_nobody_heard_goes_once_more_under_the_same_id(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_data=[TAKE_AND_VANISH])
    start_mail_server(postbox)
    mailroom.put("a")
    assert mailroom.send() == SendingResult(deferred=1)
    mailroom.wait(minutes=5)
    assert mailroom.send() == SendingResult(sent=1)
    mailroom.wait(days=1)
    assert mailroom.send() == SendingResult()
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


def test_each_attempt_waits_longer_up_to_an_hour_and_the_last_one_fails(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["450 4.2.1 Mailbox busy"] * 4)
    start_mail_server(postbox)
    mailroom.put("a")
    waits = []
    for _ in range(3):
        assert mailroom.send() == SendingResult(deferred=1)
        again = mailroom.row("a").next_attempt_at
        waits.append((again - mailroom.now).total_seconds() / 60)
        mailroom.now = again
    assert waits == [5, 10, 20]
    last = mailroom.send()
    assert (last.failed, last.sent) == (1, 0) and "已尝试4次" in last.alarms[0]
    assert mailroom.row("a").state == "failed"


def test_a_refused_recipient_fails_at_once_and_does_not_hold_up_the_others(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["550 5.1.1 User unknown"])
    start_mail_server(postbox)
    mailroom.put("a", "b")
    sending = mailroom.send()
    assert (sending.sent, sending.failed) == (1, 1)
    assert "User unknown" in sending.alarms[0] and "ZB01" in sending.alarms[0]
    assert mailroom.states() == {"a": "failed", "b": "sent"}
    assert "550" in mailroom.row("a").error


def test_a_sender_that_the_server_does_not_know_fails_no_message(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_sender=["553 5.7.1 Sender not owned"] * 12)
    start_mail_server(postbox)
    mailroom.put("a", "b")
    for _ in range(6):
        sending = mailroom.send()
        assert sending.deferred == 2 and "mail.sender" in sending.alarms[0]
        mailroom.wait(hours=1)
    assert mailroom.send() == SendingResult(sent=2)


@pytest.mark.parametrize(
    "answer",
    [
        "554 MI:STC smtp4,please see http://mail.163.com/help/help_spam_16.htm",
        "550 Mailbox daily sending quota exceeded",
    ],
)
@pytest.mark.parametrize("stage", ["sender", "recipient", "data"])
def test_a_quota_of_the_day_leaves_everything_pending_until_the_next_with_one_alarm(
    mailroom: Mailroom, answer: str, stage: str, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.put("a")
    assert mailroom.send() == SendingResult(sent=1)
    refusals = getattr(postbox, f"answers_to_{stage}")
    refusals += [answer] * 9
    mailroom.put("b", "c", "d")

    [alarm] = mailroom.send().alarms

    assert "邮箱服务商限制了今天的发信量" in alarm
    assert mailroom.states() == {"a": "sent", "b": "pending", "c": "pending", "d": "pending"}
    assert len(refusals) == 8, "the others were not even tried"
    for key in "bcd":
        assert mailroom.row(key).attempts == 0 and "限制了今天" in mailroom.row(key).error
    mailroom.wait(hours=10)
    mailroom.put("e")
    assert mailroom.send() == SendingResult(), "not today, and what is new waits with the others"
    assert len(refusals) == 8
    refusals.clear()
    mailroom.wait(hours=13)
    assert mailroom.send() == SendingResult(sent=4)
    assert len(postbox.letters) == len({letter["Message-ID"] for letter in postbox.letters}) == 5


def test_a_quota_that_the_office_has_seen_to_is_tried_again_at_once(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    start_mail_server(Postbox(answers_to_data=["550 Daily sending quota exceeded"]))
    mailroom.put("a")
    mailroom.send()
    with writing(mailroom.engine) as connection:
        make_due(connection, mailroom.now)
    assert mailroom.send() == SendingResult(sent=1)


def test_a_wrong_password_leaves_everything_pending_and_says_so(
    mailroom: Mailroom, start_mail_server: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox = Postbox()
    start_mail_server(postbox, "ssl", login=True)
    right = os.environ["ZUOFENG_SMTP_PASSWORD"]
    monkeypatch.setenv("ZUOFENG_SMTP_PASSWORD", "wrong")
    mailroom.put("a", "b")
    for _ in range(10):
        sending = mailroom.send()
        assert sending.sent == sending.failed == 0 and "拒绝登录" in sending.alarms[0]
        mailroom.wait(minutes=5)
    assert set(mailroom.states().values()) == {"pending"}
    monkeypatch.setenv("ZUOFENG_SMTP_PASSWORD", right)
    assert mailroom.send() == SendingResult(sent=2)


def test_a_server_that_is_down_loses_nothing_however_long(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox).stop()
    mailroom.put("a")
    for _ in range(20):
        sending = mailroom.send()
        assert sending.sent == sending.failed == 0 and "连接不上" in sending.alarms[0]
        mailroom.wait(minutes=5)
    assert mailroom.row("a").attempts == 0
    start_mail_server(postbox)
    assert mailroom.send() == SendingResult(sent=1)
    assert mailroom.row("a").error is None


def test_a_server_that_stops_in_the_middle_gets_the_rest_later(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    controller = start_mail_server(postbox)

    def close_the_door() -> None:
        if len(postbox.letters) == 3:
            postbox.answers_to_recipient = ["421 4.3.2 Shutting down"]
            assert controller.server is not None
            controller.loop.call_soon(controller.server.close)

    postbox.on_data = close_the_door
    mailroom.put(*"abcdef")
    sending = mailroom.send()
    assert (sending.sent, sending.deferred) == (3, 1) and "连接不上" in sending.alarms[0]
    assert Counter(mailroom.states().values()) == {"sent": 3, "pending": 3}
    postbox.on_data = lambda: None
    start_mail_server(postbox)
    mailroom.wait(minutes=5)
    assert mailroom.send() == SendingResult(sent=3)
    assert len(postbox.letters) == 6
