"""A mail server for tries, and what must hold of the letters that it took."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import Engine, select

from adapters.files.home import Home
from adapters.store.engine import open_store, reading
from adapters.store.tables import outbox
from tests.faults.oracle import Judgement
from tests.support.mail.smtp_server import HOST, Postbox, free_port


@contextmanager
def mail_server(postbox: Postbox) -> Iterator[Postbox]:
    """Let a mail server run on a free port, with what it will answer."""
    postbox.port = free_port()
    controller = Controller(postbox, hostname=HOST, port=postbox.port)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()


def judge_letters(judgement: Judgement, home: Home, postbox: Postbox, causes: int) -> None:
    """Judge that each message of a home reached the server, and twice for a cause only."""
    engine = open_store(home)
    judge_messages(judgement, engine, postbox, causes)
    engine.dispose()


def judge_messages(judgement: Judgement, engine: Engine, postbox: Postbox, causes: int) -> None:
    """Judge that each message of a store is sent, and reached the server.

    ``causes`` is the number of acceptances that nobody can have heard.
    """
    with reading(engine) as connection:
        rows = list(connection.execute(select(outbox)))
    open_rows = [row for row in rows if row.state != "sent"]
    judgement.wrong += [f"message {row.key} is {row.state}: {row.error}" for row in open_rows]
    by_id: dict[str, list[bytes]] = {}
    for letter in postbox.letters:
        by_id.setdefault(str(letter["Message-ID"]), []).append(letter.as_bytes())
    subjects = Counter(_subject(copies[0]) for copies in by_id.values())
    wanted = Counter(" ".join(row.subject.split()) for row in rows if row.state == "sent")
    judgement.lost += [f"letter {name}" for name in (wanted - subjects)]
    judgement.doubled += [f"letter {name}" for name in (subjects - wanted)]
    judgement.repeated += sum(len(copies) - 1 for copies in by_id.values())
    if judgement.repeated > causes:
        judgement.doubled.append(f"{judgement.repeated} letters sent again for {causes} causes")
    if any(len(set(copies)) > 1 for copies in by_id.values()):
        judgement.wrong.append("a letter was sent again with other bytes")


def _subject(letter: bytes) -> str:
    from email import message_from_bytes
    from email.policy import default

    found: Any = message_from_bytes(letter, policy=default)["Subject"]
    return " ".join(str(found).split())
