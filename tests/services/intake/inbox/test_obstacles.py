"""What cannot be listed in the inbox, or does not leave it: told, and never taken for gone."""

import datetime as dt
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from adapters.files.inbox_walk import DEEPEST, ObstacleKind
from adapters.store.engine import reading, writing
from adapters.store.intake.inbox import (
    NotedObstacle,
    note_alarmed,
    noted_obstacles,
    replace_obstacles,
)
from adapters.store.tables import drops, inbox_files, inbox_obstacles, outbox, submissions
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from services.intake.inbox import list_inbox
from services.intake.process_inbox import clean_spool
from tests.support.office import NOW, Bureau

MINUTE = dt.timedelta(minutes=1)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let the system refuse to open a folder, as for an account that may not."""
    given, name, above = os.open, folder.name, folder.parent.stat()

    def refuse(path: Any, flags: int, *args: Any, **options: Any) -> int:
        dir_fd = options.get("dir_fd")
        if path == name and dir_fd is not None and os.path.samestat(os.fstat(dir_fd), above):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return given(path, flags, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", refuse)
        yield


def obstacles(bureau: Bureau) -> list[tuple[str, ObstacleKind]]:
    limits = bureau.context.definitions.plan.limits
    listing = list_inbox(bureau.context.engine, bureau.home, limits, bureau.now)
    return [(item.seen.path, item.seen.kind) for item in listing.obstacles]


def sweep_for(bureau: Bureau, readers: Readers, minutes: int) -> list[Any]:
    """Sweep every minute, and return the receipts."""
    receipts = []
    for _ in range(minutes + 1):
        receipts += bureau.sweep(readers)
        bureau.now += MINUTE
    return receipts


def test_the_office_is_told_once_which_folder_cannot_be_opened(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02"))
    with locked(bureau.home.inbox / "ZB01" / "六月"):
        receipts = sweep_for(bureau, readers, 9)
        assert [receipt.unit for receipt in receipts] == ["ZB02"], "the others as before"
        assert not [row for row in bureau.rows(outbox) if row.kind == "obstacles"]
        sweep_for(bureau, readers, 20)

    [alarm] = [row for row in bureau.rows(outbox) if row.kind == "obstacles"]
    assert alarm.unit == "党办"
    assert "ZB01/六月" in alarm.text and "文件夹打不开" in alarm.text
    [receipt] = bureau.sweep(readers)
    assert (receipt.unit, receipt.disposition) == ("ZB01", Disposition.ACCEPTED)
    assert bureau.rows(inbox_obstacles) == []


def test_an_obstacle_that_ends_and_comes_again_is_told_again(
    bureau: Bureau, readers: Readers
) -> None:
    folder = bureau.home.inbox / "ZB01"
    folder.mkdir()
    for _ in range(2):
        with locked(folder):
            sweep_for(bureau, readers, 12)
        sweep_for(bureau, readers, 1)

    assert len(bureau.rows(outbox)) == 2


def test_a_letter_names_nothing_below_the_confidential_folder(
    bureau: Bureau, readers: Readers
) -> None:
    folder = bureau.home.inbox / "保密" / "举报张三"
    folder.mkdir(parents=True)
    with locked(folder):
        sweep_for(bureau, readers, 12)

    [alarm] = bureau.rows(outbox)
    assert "保密/……" in alarm.text and "张三" not in alarm.text + alarm.subject + alarm.html


def test_many_obstacles_are_one_letter(bureau: Bureau, readers: Readers) -> None:
    for number in range(50):
        (bureau.home.inbox / f"链接{number:02d}").symlink_to(bureau.home.root)
    sweep_for(bureau, readers, 12)

    [alarm] = bureau.rows(outbox)
    assert "50处" in alarm.subject and "另有30处" in alarm.text and "链接19" in alarm.text


def test_a_later_letter_names_only_what_is_new(bureau: Bureau, readers: Readers) -> None:
    for name in ("甲链接", "乙链接"):
        (bureau.home.inbox / name).symlink_to(bureau.home.root)
        sweep_for(bureau, readers, 12)

    first, second = [row.text for row in bureau.rows(outbox)]
    assert "甲链接" in first and "乙链接" in second and "甲链接" not in second


@pytest.mark.parametrize("hindered", ["ZB01", "ZB01/六月"])
def test_an_answered_file_in_a_folder_that_cannot_be_listed_now_is_answered_once(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch, hindered: str
) -> None:
    bureau.drop("ZB01/六月/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02"))
    given = os.unlink

    def refuse(path: Any, *args: Any, **options: Any) -> None:
        if options.get("dir_fd") is not None:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        given(path, *args, **options)

    with monkeypatch.context() as share:
        share.setattr(os, "unlink", refuse)
        assert len(bureau.sweep(readers)) == 2
    (bureau.home.inbox / "ZB02" / "六月.xlsx").unlink()
    with locked(bureau.home.inbox / hindered):
        clean_spool(bureau.context, lambda: bureau.now)
        removed = {row.folder_unit: row.removed_at is not None for row in bureau.rows(drops)}
        assert removed == {"ZB01": False, "ZB02": True}, "gone only where it could be seen"
    bureau.later(minutes=1)

    assert bureau.sweep(readers) == []
    assert len(bureau.rows(drops)) == 2 and bureau.inbox() == []


def test_of_a_drop_of_earlier_versions_nobody_knows_the_folder(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    (bureau.home.inbox / "ZB02").mkdir()
    with monkeypatch.context() as share:
        share.setattr(os, "access", lambda *_args, **_options: False)
        bureau.sweep(readers)
    with writing(bureau.context.engine) as connection:
        connection.execute(drops.update().values(folder_keys=None))
    path.unlink()

    with locked(bureau.home.inbox / "ZB02"):
        clean_spool(bureau.context, lambda: bureau.now)
        assert bureau.rows(drops)[0].removed_at is None
    clean_spool(bureau.context, lambda: bureau.now)
    assert bureau.rows(drops)[0].removed_at is not None


def test_a_file_keeps_its_time_while_its_folder_cannot_be_listed(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    obstacles(bureau)
    bureau.now += dt.timedelta(seconds=1)
    with locked(bureau.home.inbox / "ZB01"):
        sweep_for(bureau, readers, 30)
        assert len(bureau.rows(inbox_files)) == 1

    bureau.sweep(readers)

    [drop] = bureau.rows(drops)
    assert drop.received_at == NOW


def test_the_office_is_told_of_a_folder_from_which_answered_files_do_not_leave(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    with monkeypatch.context() as share:
        share.setattr(os, "access", lambda *_args, **_options: False)
        bureau.sweep(readers)
        assert obstacles(bureau) == [("ZB01", ObstacleKind.UNREMOVABLE)]
        assert bureau.rows(inbox_obstacles) == [], "it may be a matter of a moment"
        sweep_for(bureau, readers, 30)

    [alarm] = [row for row in bureau.rows(outbox) if row.kind == "obstacles"]
    assert "ZB01" in alarm.text and "移不走" in alarm.text
    clean_spool(bureau.context, lambda: bureau.now)
    assert bureau.inbox() == [] and obstacles(bureau) == []


def test_a_file_whose_answer_is_not_handed_out_is_no_fault_of_the_inbox(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.home.returned.mkdir(parents=True, exist_ok=True)
    (bureau.home.returned / "ZB01").write_bytes(b"a file where the folder belongs")
    bureau.sweep(readers)

    assert bureau.inbox() == ["ZB01/六月.xlsx"] and obstacles(bureau) == []


def test_too_deep_a_folder_is_told_and_the_others_are_taken_in(
    bureau: Bureau, readers: Readers
) -> None:
    deep = "/".join(["深"] * (DEEPEST + 1))
    bureau.drop(f"{deep}/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02"))

    receipts = sweep_for(bureau, readers, 12)

    assert [receipt.unit for receipt in receipts] == ["ZB02"]
    assert obstacles(bureau) == [(deep, ObstacleKind.TOO_DEEP)]
    assert "层数过多" in bureau.rows(outbox)[-1].text


@pytest.mark.parametrize("mtime_ns", [-(10**20), -1, 0, 4 * 10**18, 3 * 10**20])
def test_after_downtime_a_file_of_any_time_is_taken_in(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch, mtime_ns: int
) -> None:
    """Times beyond what this disk keeps come from shares."""
    from adapters.files import inbox_handles, inbox_walk

    bureau.sweep(readers)
    bureau.now += dt.timedelta(hours=1)
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    given = inbox_walk.InboxFile
    monkeypatch.setattr(
        inbox_walk, "InboxFile", lambda **facts: given(**{**facts, "mtime_ns": mtime_ns})
    )
    monkeypatch.setattr(
        inbox_handles, "_is_state", lambda found, state: found.st_size == state.size
    )

    [receipt] = bureau.sweep(readers)

    assert receipt.disposition is Disposition.ACCEPTED
    [drop] = bureau.rows(drops)
    assert drop.estimated and NOW <= drop.received_at <= bureau.now


def test_a_file_of_the_same_size_and_time_that_came_after_the_claim_is_answered_too(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bureau.study("ZB01")
    second = bureau.study("ZB01", rows=bureau.study_rows("ZB01", seed=5))
    size = max(len(first), len(second)) + 1
    first, second = (data + b"\0" * (size - len(data)) for data in (first, second))
    path = bureau.drop("ZB01/六月.xlsx", first)
    stat = path.stat()
    with monkeypatch.context() as share:
        share.setattr(os, "access", lambda *_args, **_options: False)
        bureau.sweep(readers)
    path.write_bytes(second)
    os.utime(path, ns=(stat.st_mtime_ns, stat.st_mtime_ns))
    bureau.now += MINUTE

    bureau.sweep(readers)
    bureau.now += MINUTE
    bureau.sweep(readers)

    assert [row.version for row in bureau.rows(submissions)] == [1, 2]
    assert bureau.inbox() == []


def test_every_store_keeps_obstacles(any_store: Engine) -> None:
    noted = NotedObstacle(path_key="k", kind="link", since=NOW, alarmed=False)
    other = NotedObstacle(path_key="k", kind="unlistable", since=NOW, alarmed=False)
    with writing(any_store) as connection:
        replace_obstacles(connection, [], [noted, other])
        note_alarmed(connection, [("k", "link")])
    with writing(any_store) as connection:
        replace_obstacles(connection, [other], [])
    with reading(any_store) as connection:
        [row] = noted_obstacles(connection)
        assert row.alarmed and row.kind == "link"
        assert connection.execute(select(drops.c.folder_keys)).all() == []
