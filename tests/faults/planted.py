"""Mistakes of the product, planted to see which oracle finds them."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from adapters.files import atomic_write, inbox_handles
from adapters.store import engine
from adapters.store.intake import drops
from adapters.store.outbox.delivery_attempts import note_sent
from services.intake import claim_files, process_inbox, recording
from services.intake.answering import answer_files
from services.notify import sending

Plant = Callable[[pytest.MonkeyPatch], None]


def hands_out_before_the_record(patch: pytest.MonkeyPatch) -> None:
    """Hand answers out while their record is not committed."""
    write = recording._write

    def hand_out_first(context: Any, connection: Any, batch: Any, now: Any) -> None:
        folder = answer_files.answers_folder(context.home)
        for kept in folder.iterdir():
            answer_files._hand_out(context.home, folder, 0, [kept.name])
        write(context, connection, batch, now)

    patch.setattr(recording, "_write", hand_out_first)


def sends_after_the_note(patch: pytest.MonkeyPatch) -> None:
    """Note a message as sent before it is handed over."""
    send_one = sending._Run._send_one

    def note_first(run: Any, link: Any, message: Any) -> None:
        with engine.writing(run.engine) as connection:
            note_sent(connection, [message], run.clock())
        send_one(run, link, message)

    patch.setattr(sending._Run, "_send_one", note_first)


def removes_by_name(patch: pytest.MonkeyPatch) -> None:
    """Remove what has the name and time of an answered file, whatever it holds."""

    def remove(folder: int, state: Any, sha256: str) -> bool:
        os.unlink(state.path.rpartition("/")[2], dir_fd=folder)
        return True

    patch.setattr(inbox_handles, "_remove", remove)


def claims_twice(patch: pytest.MonkeyPatch) -> None:
    """Enter a claim although another worker has made it."""
    claim = drops.claim_drops

    def claim_all(connection: Any, rows: Any) -> Any:
        connection.exec_driver_sql("DROP INDEX IF EXISTS one_claim_per_file")
        return claim(connection, rows)

    patch.setattr(drops, "claim_drops", claim_all)
    patch.setattr(claim_files, "is_unchanged", lambda *_: True)


def takes_nothing_over(patch: pytest.MonkeyPatch) -> None:
    """Leave a claim to the worker that made it, dead or not."""
    patch.setattr(process_inbox, "abandoned", lambda *_: [])


def gives_up_at_once(patch: pytest.MonkeyPatch) -> None:
    """Take a server's "later" for "never"."""
    send_one = sending._Run._send_one

    def give_up(run: Any, link: Any, message: Any) -> None:
        send_one(run, link, replace(message, attempts=1000))

    patch.setattr(sending._Run, "_send_one", give_up)


def archives_nothing(patch: pytest.MonkeyPatch) -> None:
    """Record without archiving the original."""
    patch.setattr(recording, "_archive", lambda *_: None)


def makes_nothing_durable(patch: pytest.MonkeyPatch) -> None:
    """Ask no disk to keep what was written; the order of system calls shows it."""
    patch.setattr(atomic_write, "_sync_filesystem", lambda _: None)


PLANTS: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        hands_out_before_the_record,
        sends_after_the_note,
        removes_by_name,
        claims_twice,
        takes_nothing_over,
        gives_up_at_once,
        archives_nothing,
        makes_nothing_durable,
    )
}


def planted_job(name: str, job: Callable[..., Any], *args: object) -> Any:
    """Run a job of a child in which a mistake is planted."""
    with planted_here(name):
        return job(*args)


@contextmanager
def planted_here(name: str) -> Iterator[None]:
    """Let a mistake be made in this process; "" for none."""
    with pytest.MonkeyPatch.context() as patch:
        if name:
            PLANTS[name](patch)
        yield
