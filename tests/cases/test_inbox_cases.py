"""Cases from practice at the inbox: what is deleted, left behind, open elsewhere, or locked."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.store.tables import drops, outbox, submissions
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from services.intake.inbox import list_inbox
from tests.support.office import CHECKOUT, Bureau, make_home

MINUTE = dt.timedelta(minutes=1)
OWNER = b"\x0d\xe5\xbc\xa0\xe4\xb8\x89" + b" " * 158  # 165 bytes: the length and the user's name

RECYCLED = (
    *("ZB01/#recycle/六月.xlsx", "ZB01/@Recycle/六月.xlsx", "$RECYCLE.BIN/S-1-5-21/$R1A2B3C.xlsx"),
    *(".Trash-1000/files/六月.xlsx", ".recycle/ZB01/六月.xlsx", "RECYCLER/六月.xlsx"),
    *("ZB01/回收站/六月.xlsx", "trashbox/六月.xlsx", "保密/#recycle/深/六月.xlsx"),
    *("Network Trash Folder/六月.xlsx", "#snapshot/2026/六月.xlsx", "lost+found/#123.xlsx"),
)
LEFT_BEHIND = (
    *("ZB01/@eaDir/六月.xlsx/SYNOFILE_THUMB_M.jpg", "ZB01/@eaDir/六月.xlsx@SynoEAStream"),
    *("ZB04/六月.xlsx:Zone.Identifier", "ZB04/六月.xlsxZone.Identifier"),
    *("ZB04/六月.xlsx\uf03aZone.Identifier", "ZB10/Icon\r", "ZB10/._六月.xlsx"),
    "ZB10/System Volume Information/IndexerVolumeGuid",
    *("ZB10/六月.xlsx.crdownload", "ZB10/六月.xlsx.baiduyun.p.downloading", "ZB10/六月.xlsx.xltd"),
    *("ZB10/~syncthing~六月.xlsx.tmp", "ZB10/六月.xlsx.nextcloud", "ZB10/ED4A9F10"),
    *("ZB10/六月.xlsx~", "ZB10/备份 六月.xlk", "ZB10/~WRL0001.tmp", "ZB10/六月.xlsx.bak"),
)
OF_CLERKS = (
    *("ZB01/六月@终稿.xlsx", "ZB01/#1 六月.xlsx", "ZB01/@六月/六月.xlsx", "ZB01/备份 六月.xlsx"),
    *("ZB01/六月.sync-conflict-20260701-100000-ABCDEFG.xlsx", "ZB01/回收旧桌椅/六月.xlsx"),
    *("ZB01/六月(坚果云冲突 - 张三).xlsx", "ZB01/六月 (SFConflict a@b.c 2026-07-01-10-00-00).xlsx"),
)


@pytest.mark.parametrize("path", RECYCLED + LEFT_BEHIND)
def test_what_was_deleted_or_left_behind_is_neither_taken_in_nor_removed_nor_answered(
    bureau: Bureau, readers: Readers, path: str
) -> None:
    """Deleted into a recycle bin as a right report would be: it must not become the last one."""
    bureau.drop(path, bureau.study("ZB01"))

    assert bureau.sweep(readers) == []

    assert bureau.inbox() == [path]
    assert bureau.rows(drops) == bureau.rows(outbox) == []


def test_files_of_clerks_with_similar_names_are_taken_in(bureau: Bureau, readers: Readers) -> None:
    for number, path in enumerate(OF_CLERKS):
        rows = bureau.study_rows("ZB01", seed=number + 1)
        bureau.drop(path, bureau.study("ZB01", rows=rows))

    assert len(bureau.sweep(readers)) == len(OF_CLERKS)
    assert bureau.inbox() == []


@pytest.mark.parametrize("owner", ["~$六月.xlsx", ".~六月.xlsx", ".~lock.六月.xlsx#"])
def test_a_workbook_that_is_open_in_the_inbox_is_left_alone_until_it_is_closed(
    bureau: Bureau, readers: Readers, owner: str
) -> None:
    bureau.drop(f"ZB03/{owner}", OWNER)
    path = bureau.drop("ZB03/六月.xlsx", bureau.study("ZB03", rows={}))
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    assert [receipt.unit for receipt in bureau.sweep(readers)] == ["ZB01"], "nobody else waits"
    for minute in range(1, 30):  # the clerk goes on typing, and saves every five minutes
        bureau.now += MINUTE
        if minute % 5 == 0:
            path.write_bytes(bureau.study("ZB03", rows=bureau.study_rows("ZB03", seed=minute)))
        assert bureau.sweep(readers) == []
    (bureau.home.inbox / "ZB03" / owner).unlink()
    bureau.now += MINUTE

    [receipt] = bureau.sweep(readers)

    assert (receipt.unit, receipt.disposition) == ("ZB03", Disposition.ACCEPTED)


def test_an_owner_file_that_a_crash_left_holds_up_a_workbook_for_ten_minutes(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB03/~$六月.xlsx", OWNER)
    bureau.drop("ZB03/六月.xlsx", bureau.study("ZB03"))
    for _ in range(9):
        assert bureau.sweep(readers) == []
        bureau.now += MINUTE
    bureau.now += MINUTE

    [receipt] = bureau.sweep(readers)

    assert receipt.disposition is Disposition.ACCEPTED
    assert bureau.inbox() == ["ZB03/~$六月.xlsx"], "which the program itself removes"
    assert [row for row in bureau.rows(outbox) if row.kind == "locked"] == []


def test_an_open_workbook_keeps_no_sweep_waiting(bureau: Bureau) -> None:
    bureau.drop("ZB03/~$六月.xlsx", OWNER)
    bureau.drop("ZB03/六月.xlsx", bureau.study("ZB03"))
    limits = bureau.context.definitions.plan.limits
    list_inbox(bureau.context.engine, bureau.home, limits, bureau.now)

    listing = list_inbox(bureau.context.engine, bureau.home, limits, bureau.now + MINUTE)

    assert (listing.ready, listing.unsettled, listing.locked) == ((), 0, ())


_BOUND_BY_MODES = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps=-all")
"""Takes from root what lets it open everything: it is like any other account then."""


def run(bureau: Bureau, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the software as an account for which the modes of folders hold."""
    code = "import sys; sys.argv[0] = 'zuofeng'; from cli.main import main; sys.exit(main())"
    return subprocess.run(
        [
            *(_BOUND_BY_MODES if os.geteuid() == 0 else ()),
            *(sys.executable, "-c", code, *command.split(), "--home", str(bureau.home.root)),
        ],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "COLUMNS": "200"},
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def folder(bureau: Bureau) -> Iterator[Path]:
    """Give a clerk's own folder in a unit's folder, with a report; another unit has one, too."""
    bureau.drop("ZB01/六月/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02"))
    bureau.context.engine.dispose()
    folder = bureau.home.inbox / "ZB01" / "六月"
    yield folder
    folder.chmod(0o700)


def test_a_folder_that_may_not_be_opened_is_named_at_once_and_the_others_are_taken_in(
    bureau: Bureau, folder: Path
) -> None:
    folder.chmod(0)

    result, checked = run(bureau, "intake"), run(bureau, "check")

    assert result.returncode == 1, result.stderr
    assert "ZB01/六月：文件夹打不开" in result.stderr
    assert [row.unit for row in bureau.rows(submissions)] == ["ZB02"]
    assert checked.returncode == 2 and "ZB01/六月" in checked.stdout
    folder.chmod(0o700)
    assert run(bureau, "intake").returncode == run(bureau, "check").returncode == 0
    assert len(bureau.rows(submissions)) == 2 and bureau.inbox() == []


def test_a_folder_from_which_answered_files_cannot_be_removed_is_named_at_once(
    bureau: Bureau, folder: Path
) -> None:
    folder.chmod(0o500)

    for _ in range(2):
        result = run(bureau, "intake")
        assert result.returncode == 1, result.stderr
        assert "ZB01/六月：里面已经答复的文件移不走" in result.stderr
    assert bureau.inbox() == ["ZB01/六月/六月.xlsx"]
    assert len(bureau.rows(drops)) == len(bureau.rows(submissions)) == 2


def test_a_linked_unit_folder_is_named_and_nothing_below_it_is_taken_in(
    bureau: Bureau, folder: Path, tmp_path: Path
) -> None:
    folder.parent.rename(tmp_path / "elsewhere")
    folder.parent.symlink_to(tmp_path / "elsewhere")
    (bureau.home.inbox / "保密").symlink_to(tmp_path / "elsewhere")

    result, checked = run(bureau, "intake"), run(bureau, "check")

    assert result.returncode == 1, result.stderr
    assert "ZB01：是链接" in result.stderr and "保密：是链接" in result.stderr
    assert "ZB01" in checked.stdout and "保密" in checked.stdout and checked.returncode == 2
    assert (tmp_path / "elsewhere" / "六月" / "六月.xlsx").exists()
    assert [row.unit for row in bureau.rows(submissions)] == ["ZB02"]


def test_a_second_home_on_one_inbox_takes_in_nothing_until_it_is_told_to(
    bureau: Bureau, folder: Path, tmp_path: Path
) -> None:
    assert run(bureau, "intake").returncode == 0
    second = Bureau(make_home(tmp_path / "second"))
    second.context.engine.dispose()
    second.home.inbox.rmdir()
    second.home.inbox.symlink_to(bureau.home.inbox)
    bureau.drop("ZB03/六月.xlsx", bureau.study("ZB03"))

    refused, checked = run(second, "intake"), run(second, "check")

    assert refused.returncode == checked.returncode == 2
    assert "--take-over" in refused.stderr and "--take-over" in checked.stdout
    assert second.rows(drops) == [] and bureau.inbox() == ["ZB03/六月.xlsx"]
    assert run(second, "intake --take-over").returncode == 0
    assert run(bureau, "intake").returncode == 2
