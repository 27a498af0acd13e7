"""Nothing is recorded, claimed or removed that the disk may not have taken."""

import datetime as dt
import errno
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.files import atomic_write
from adapters.files.atomic_write import clear_temporaries, durably, write_whole
from adapters.store.tables import drops, outbox, submissions
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from services.intake.inbox import list_inbox
from services.intake.process_inbox import answer_claims, collect_files
from tests.support.office import Bureau


def _fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk take nothing more, which no test can do to a real one."""

    def fail(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic_write, "_sync_filesystem", fail)


def test_a_file_that_the_disk_did_not_take_is_not_claimed(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    _fill_disk(monkeypatch)

    with pytest.raises(OSError, match="No space left"):
        bureau.sweep(readers)

    assert bureau.rows(drops) == []
    assert bureau.inbox() == ["ZB01/六月.xlsx"]


def test_an_answer_that_the_disk_did_not_take_is_not_recorded_and_comes_later(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    limits = bureau.context.definitions.plan.limits
    list_inbox(bureau.context.engine, bureau.home, limits, bureau.now - dt.timedelta(seconds=50))
    claims = collect_files(bureau.context, lambda: bureau.now)
    with monkeypatch.context() as broken:
        _fill_disk(broken)
        with pytest.raises(OSError, match="No space left"):
            list(answer_claims(bureau.context, readers, claims, lambda: bureau.now))

    assert [row.state for row in bureau.rows(drops)] == ["claimed"]
    assert bureau.rows(submissions) == bureau.rows(outbox) == []
    assert bureau.inbox() == ["ZB01/六月.xlsx"]

    [[reply]] = answer_claims(bureau.context, readers, claims, lambda: bureau.now)
    assert reply.disposition is Disposition.ACCEPTED
    assert bureau.inbox() == []


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "回执.html"
    with durably(tmp_path / "other"):
        write_whole(path, b"first")
        write_whole(path, b"second")

    assert path.read_bytes() == b"second"
    assert [file.name for file in path.parent.iterdir()] == ["回执.html"]


@pytest.fixture
def other_filesystem(tmp_path: Path) -> Iterator[Path]:
    """Give a folder that no file of this test's home can be linked into."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        folder = Path(name)
        assert folder.stat().st_dev != tmp_path.stat().st_dev
        yield folder


def test_an_archive_on_another_filesystem_gets_copies(
    bureau: Bureau, readers: Readers, other_filesystem: Path
) -> None:
    bureau.home.archive.symlink_to(other_filesystem)
    data = bureau.study("ZB01")
    bureau.drop("ZB01/六月.xlsx", data)
    bureau.drop("ZB01/又一份.xlsx", data)

    outcomes = {reply.disposition for reply in bureau.sweep(readers)}

    assert outcomes == {Disposition.ACCEPTED, Disposition.DUPLICATE}
    [original] = [path for path in other_filesystem.rglob("*") if path.is_file()]
    assert original.read_bytes() == data


def test_an_archive_without_hard_links_gets_copies(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))

    [reply] = bureau.sweep(readers)

    assert reply.disposition is Disposition.ACCEPTED
    assert len(list(bureau.home.archive.rglob("*.xlsx"))) == 1


def test_what_processes_that_are_gone_left_half_written_is_cleared_and_nothing_else(
    tmp_path: Path,
) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = [f".回执.html.{gone.pid}.tmp", f"深/.a.age.{gone.pid}.tmp", f".backup-x.{gone.pid}.tmp"]
    others = [
        f".回执.html.{os.getpid()}.tmp",
        ".回执.html.tmp",
        f"回执.{gone.pid}.tmp",
        "回执.html",
    ]
    for name in (*left[:2], f"{left[2]}/store.db", *others):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"half")

    clear_temporaries(tmp_path)

    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == sorted(others)
    assert not (tmp_path / left[2]).exists()
