"""Mail servers that refuse, hang up, take and say nothing, never end an answer, or are down."""

import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from random import Random

import pytest

import adapters.mail.smtp
from adapters.files.home import Home
from adapters.store.engine import open_store
from tests.faults.framework import Fault, Try
from tests.faults.letters import judge_messages, mail_server
from tests.faults.oracle import Judgement
from tests.faults.planted import planted_here
from tests.support.mail.outbox_fixture import Mailroom
from tests.support.mail.smtp_server import HOST, TAKE_AND_VANISH, VANISH, Postbox
from tests.support.mail.tarpit import Tarpit

_MESSAGES = 8
_ROUNDS = 6
_DEADLINE_SECONDS = 0.4
_LATER = (
    "451 4.7.1 Greylisted",
    "450 4.2.1 Mailbox busy",
    "421 4.3.2 Shutting down",
    "452 4.3.1 Insufficient system storage",
    "550 Mailbox daily sending quota exceeded",
)
_STAGES = ("sender", "recipient", "data")
_SLOW = ("banner", "ehlo", "mail", "rcpt", "data", ".", "quit")


def _faulty_servers(attempt: Try) -> Judgement:
    """Let a few rounds meet faulty servers, and the next ones a sound one."""
    home = Home(attempt.rig.folder / "tries" / f"mail {attempt.seed}")
    room = Mailroom(open_store(home), home)
    mail = room.plan.mail.model_copy(update={"attempts": 48})
    room.plan = room.plan.model_copy(update={"mail": mail})
    room.put(*(f"drop:{number}" for number in range(_MESSAGES)))
    for number in range(_MESSAGES):
        _name(room, number)
    with pytest.MonkeyPatch.context() as patch, planted_here(attempt.rig.planted):
        for limit in ("CONNECT_SECONDS", "MESSAGE_SECONDS", "_QUIT_SECONDS"):
            patch.setattr(adapters.mail.smtp, limit, _DEADLINE_SECONDS)
        judgement = _play(room, attempt.random, patch)
    room.engine.dispose()
    return judgement


def _name(room: Mailroom, number: int) -> None:
    """Give each message a subject of its own, to know its letter by."""
    with room.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE outbox SET subject = ? WHERE key = ?", (f"第{number}封", f"drop:{number}")
        )


def _play(room: Mailroom, random: Random, patch: pytest.MonkeyPatch) -> Judgement:
    letters: list[EmailMessage] = []
    causes = 0
    for _ in range(_ROUNDS):
        if random.random() < 1 / 3:
            letters += _meet_tarpit(room, random, patch)
        else:
            postbox = _spoiled(random)
            _meet(room, postbox, patch)
            causes += _unheard(room, postbox)
            letters += postbox.letters
        room.wait(minutes=random.choice((5, 20, 70)))
    began = time.monotonic()
    sound = Postbox()
    for _ in range(3):
        room.wait(days=1)
        _meet(room, sound, patch)
    judgement = Judgement(seconds=time.monotonic() - began)
    sound.letters += letters
    judge_messages(judgement, room.engine, sound, causes)
    return judgement


def _unheard(room: Mailroom, postbox: Postbox) -> int:
    """Return how many letters were taken, and the sender was told of an interruption instead."""
    rows = (room.row(key) for key, state in room.states().items() if state == "pending")
    interrupted = {row.subject for row in rows if row.error}
    return sum(str(letter["Subject"]) in interrupted for letter in postbox.letters)


def _spoiled(random: Random) -> Postbox:
    """Return a server that refuses, hangs up or says nothing a few times."""
    postbox = Postbox()
    for _ in range(random.randrange(5)):
        stage = random.choice(_STAGES)
        answers = (*_LATER, VANISH, TAKE_AND_VANISH) if stage == "data" else _LATER
        getattr(postbox, f"answers_to_{stage}").append(random.choice(answers))
    return postbox


def _meet(room: Mailroom, postbox: Postbox, patch: pytest.MonkeyPatch) -> None:
    with mail_server(postbox):
        _name_server(patch, postbox.port)
        room.send()


def _meet_tarpit(room: Mailroom, random: Random, patch: pytest.MonkeyPatch) -> list[EmailMessage]:
    """Send by a server that never ends an answer, or by none; return what it took all the same."""
    tarpit = Tarpit(random.choice(_SLOW))
    _name_server(patch, tarpit.port)
    if random.random() < 1 / 4:
        tarpit.stop()
    room.send()
    tarpit.stop()
    letters = []
    for data in tarpit.letters:
        letter = message_from_bytes(data.replace(b"\r\n..", b"\r\n."), policy=default)
        assert isinstance(letter, EmailMessage)
        letters.append(letter)
    return letters


def _name_server(patch: pytest.MonkeyPatch, port: int) -> None:
    for name, value in {"HOST": HOST, "PORT": str(port), "SECURITY": "none"}.items():
        patch.setenv(f"ZUOFENG_SMTP_{name}", value)


FAULTS = (
    Fault(
        "mail servers that refuse, hang up, never end an answer or are down",
        "Each message is sent when a sound server is there again, none is given up; only one whose"
        " acceptance nobody heard goes again, with the same Message-ID and bytes.",
        _faulty_servers,
        few=4,
        share=0.5,
    ),
)
