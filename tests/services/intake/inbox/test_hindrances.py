"""What hinders one file, lost copies, shares that refuse, great size, and never the others."""

import datetime as dt
import errno
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from adapters.files.archive import archive_path
from adapters.store.engine import writing
from adapters.store.tables import drops, inbox_files, outbox, problems
from adapters.worker_pool import Readers
from campaign.problems.codes import Code
from campaign.values.dispositions import Disposition
from services.intake import process_inbox, quarantine
from services.intake.claim_files import LEASE
from services.intake.manual_acceptance import accept_file
from services.intake.process_inbox import clean_spool, collect_files
from services.intake.quarantine import requeue
from tests.services.intake.test_manual_acceptance import HAND, fail, identity
from tests.support.office import NOW, Bureau


def refuse(patch: pytest.MonkeyPatch, call: str, path: Path, error: int) -> None:
    """Let a share refuse a call of the system on one file of the inbox."""
    given, where = getattr(os, call), path.parent.stat()

    def refuse_it(name: Any, *args: Any, dir_fd: int | None = None, **options: Any) -> Any:
        there = dir_fd is not None and os.path.samestat(os.fstat(dir_fd), where)
        if there and name == path.name:
            raise OSError(error, os.strerror(error))
        return given(name, *args, dir_fd=dir_fd, **options)

    patch.setattr(os, call, refuse_it)


def claimed_without_copy(bureau: Bureau) -> None:
    """Claim what lies in the inbox, and lose the copies and the worker."""
    collect_files(bureau.context, lambda: bureau.now)
    bureau.now += LEASE
    for claim in collect_files(bureau.context, lambda: bureau.now):
        claim.spooled.unlink()
    bureau.now += LEASE * 2


def test_a_claim_whose_copy_is_gone_is_copied_again_from_the_inbox(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    claimed_without_copy(bureau)
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02"))

    replies = bureau.sweep(readers)

    assert [reply.disposition for reply in replies] == [Disposition.ACCEPTED, Disposition.ACCEPTED]
    assert bureau.inbox() == []


def test_a_claim_whose_bytes_are_lost_is_set_aside_and_the_others_are_answered(
    bureau: Bureau, readers: Readers
) -> None:
    path = bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    claimed_without_copy(bureau)
    path.unlink()
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02"))

    replies = bureau.sweep(readers)

    assert {reply.disposition for reply in replies} == {
        Disposition.QUARANTINED,
        Disposition.ACCEPTED,
    }
    assert requeue(bureau.context, bureau.now) == []


def test_what_the_office_accepted_meanwhile_is_not_taken_up_again(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    with monkeypatch.context() as broken:
        broken.setattr(process_inbox, "examine_in_worker", fail)
        [aside] = bureau.sweep(readers)

    def accept_first(engine: Engine) -> Any:
        monkeypatch.undo()
        accept_file(bureau.context, aside.receipt, identity(bureau, "ZB01"), HAND, bureau.now)
        return writing(engine)

    monkeypatch.setattr(quarantine, "writing", accept_first)

    assert requeue(bureau.context, bureau.now) == []
    assert [drop.state for drop in bureau.rows(drops)] == ["answered", "answered"]


def test_what_is_only_too_large_is_archived_and_not_copied_a_second_time(
    bureau: Bureau, readers: Readers
) -> None:
    path = bureau.drop("ZB01/录像.mp4", b"")
    limit = bureau.context.definitions.plan.limits.max_file_mb
    os.truncate(path, (limit << 20) + 1)
    seconds = bureau.now.timestamp() - 60
    os.utime(path, (seconds, seconds))

    [reply] = bureau.sweep(readers)

    assert [p.code for p in bureau.rows(problems)] == [Code.FILE_TOO_LARGE]
    [drop] = bureau.rows(drops)
    assert archive_path(bureau.home, drop.sha256, ".mp4", confidential=False).exists()
    [receipt] = (bureau.home.returned / "ZB01").iterdir()
    assert receipt.suffix == ".html"
    assert "原件已存档，不再退回副本" in bureau.rows(outbox)[-1].text
    assert reply.disposition is Disposition.RETURNED and bureau.inbox() == []


def test_sizes_beyond_two_gigabytes_have_room_in_every_store(any_store: Engine) -> None:
    row = {"path_key": "k", "mtime_ns": "1", "first_seen_at": NOW, "unchanged_since": NOW}
    with writing(any_store) as connection:
        connection.execute(insert(inbox_files), {**row, "size": 3 * 10**9, "estimated": False})


@pytest.mark.parametrize("error", [errno.EBUSY, errno.EIO, errno.EACCES])
def test_a_file_that_its_share_does_not_give_waits_and_the_others_do_not(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    hindered = bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02"))

    with monkeypatch.context() as share:
        refuse(share, "open", hindered, error)
        assert [reply.unit for reply in bureau.sweep(readers)] == ["ZB02"]

    assert [reply.unit for reply in bureau.sweep(readers)] == ["ZB01"]


@pytest.mark.parametrize("error", [errno.EROFS, errno.EACCES, errno.EBUSY])
def test_a_file_that_cannot_be_removed_is_answered_once_and_removed_later(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    hindered = bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02"))

    with monkeypatch.context() as share:
        refuse(share, "unlink", hindered, error)
        assert len(bureau.sweep(readers)) == 2
        assert bureau.inbox() == ["ZB01/六月.xlsx"]
        assert bureau.sweep(readers) == []

    clean_spool(bureau.context, lambda: bureau.now)
    assert bureau.inbox() == []


@pytest.mark.parametrize("folder", ["ZB01", "保密"])
def test_the_office_is_told_once_of_a_file_that_cannot_be_opened(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    hindered = bureau.drop(f"{folder}/举报件.xlsx", bureau.study("ZB01"))
    refuse(monkeypatch, "open", hindered, errno.EACCES)
    for _ in range(4):
        assert bureau.sweep(readers) == []
        bureau.now += dt.timedelta(minutes=6)

    [alarm] = bureau.rows(outbox)
    assert (alarm.kind, alarm.unit) == ("locked", "党办")
    assert bureau.context.definitions.roster.units[0].name in alarm.text or folder in alarm.text
    assert "举报" not in alarm.text + alarm.subject + alarm.html
