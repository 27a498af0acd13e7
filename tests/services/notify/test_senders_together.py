"""Several senders, one that dies, and the limit of a minute: nothing is lost or goes twice."""

import subprocess
import sys
import threading

from adapters.files.home import CHECKOUT
from adapters.store.engine import writing
from adapters.store.outbox.delivery_attempts import lease_messages
from adapters.store.outbox.messages import LEASE
from services.notify.sending import SendingResult
from tests.support.mail.outbox_fixture import Mailroom
from tests.support.mail.smtp_server import Postbox, StartServer


def test_two_senders_at_once_send_each_message_once(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.put(*(f"drop:{number}" for number in range(60)))
    results: list[SendingResult] = []
    threads = [threading.Thread(target=lambda: results.append(mailroom.send())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(result.sent for result in results) == 60
    assert len(postbox.letters) == len({letter["Message-ID"] for letter in postbox.letters}) == 60


def test_a_sender_that_is_killed_after_the_acceptance_repeats_the_same_message(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.put("a")
    script = """
import sys
from pathlib import Path
from adapters.files.home import Home
from adapters.store.engine import open_store
from tests.support.mail.outbox_fixture import Mailroom
home = Home(Path(sys.argv[1]))
Mailroom(open_store(home), home).send()
"""
    command = [sys.executable, "-c", script, str(mailroom.home.root)]
    sender = subprocess.Popen(command, cwd=CHECKOUT)
    postbox.on_data = sender.kill
    assert sender.wait() == -9
    postbox.on_data = lambda: None
    assert mailroom.send() == SendingResult(), "its lease has not ended"
    mailroom.wait(seconds=LEASE.total_seconds())
    assert mailroom.send() == SendingResult(sent=1)
    first, second = postbox.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert mailroom.row("a").attempts == 2


def test_a_batch_that_takes_longer_than_its_leases_sends_nothing_twice(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    rivals: list[int] = []

    def take_long() -> None:
        mailroom.wait(minutes=4)
        with writing(mailroom.engine) as connection:
            rivals.append(len(lease_messages(connection, mailroom.now, 100)))

    mailroom.put(*"abcdefgh")
    postbox.on_data = take_long
    mailroom.send()
    assert len(postbox.letters) == len({letter["Message-ID"] for letter in postbox.letters}) == 8
    assert rivals == [0] * 8


def test_no_more_go_out_in_a_minute_than_the_plan_allows_and_the_rest_later(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.limit(30)
    mailroom.put(*(f"reminder:{number}" for number in range(70)))

    assert mailroom.send() == SendingResult(sent=30, waiting=40)
    mailroom.wait(seconds=59)
    assert mailroom.send() == SendingResult(waiting=40)
    mailroom.wait(seconds=2)
    assert mailroom.send() == SendingResult(sent=30, waiting=10)
    mailroom.wait(minutes=5)
    assert mailroom.send() == SendingResult(sent=10)
    assert len(postbox.letters) == len({letter["Message-ID"] for letter in postbox.letters}) == 70


def test_what_was_refused_or_put_off_counts_as_handed_over(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox(answers_to_recipient=["450 4.2.1 Busy", "550 5.1.1 User unknown"])
    start_mail_server(postbox)
    mailroom.limit(3)
    mailroom.put(*"abcd")
    first = mailroom.send()
    assert (first.sent, first.deferred, first.failed, first.waiting) == (1, 1, 1, 1)


def test_two_senders_together_keep_the_limit(
    mailroom: Mailroom, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    start_mail_server(postbox)
    mailroom.limit(25)
    mailroom.put(*(f"reminder:{number}" for number in range(60)))
    threads = [threading.Thread(target=mailroom.send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(postbox.letters) == 25


def test_files_are_written_without_a_limit(mailroom: Mailroom) -> None:
    mailroom.limit(1)
    mailroom.put(*"abc")
    assert mailroom.send() == SendingResult(sent=3)
