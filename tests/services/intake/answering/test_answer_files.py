"""An answer is on the disk before it is recorded, and on the share only afterwards."""

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.store.tables import drops, outbox
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from services.intake import claim_files, process_inbox, recording, removal
from services.intake.answering.answer_files import answers_folder
from services.intake.process_inbox import answer_claims, clean_spool
from services.intake.quarantine import requeue
from tests.support.office import Bureau


class _KilledError(BaseException):
    """The process ends here."""


def die(*_: object, **__: object) -> None:
    raise _KilledError


def share(bureau: Bureau) -> list[str]:
    """Return what units find on the share, sorted."""
    names = (path.name for path in bureau.home.returned.rglob("*") if path.is_file())
    return sorted(name.partition(" ")[2] for name in names if name != ".gitkeep")


def two_reports(bureau: Bureau) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02", rows={}))


GIVEN = ["回执.html", "回执.html", "退回修改 六月.xlsx"]


@pytest.mark.parametrize("moment", ["hand_out_answers", "_remove"])
def test_what_dies_after_the_record_hands_out_the_answers_later(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    two_reports(bureau)
    with monkeypatch.context() as killed:
        killed.setattr(removal, moment, die)
        with pytest.raises(_KilledError):
            bureau.sweep(readers)
    assert {drop.state for drop in bureau.rows(drops)} == {"answered"}
    assert share(bureau) == ([] if moment == "hand_out_answers" else GIVEN)
    assert len(bureau.inbox()) == 2

    clean_spool(bureau.context, lambda: bureau.now)

    assert share(bureau) == GIVEN and bureau.inbox() == []
    assert list(answers_folder(bureau.home).iterdir()) == []
    assert len(bureau.rows(outbox)) == 2


def test_nobody_finds_an_answer_that_was_not_recorded(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_reports(bureau)
    with monkeypatch.context() as killed:
        killed.setattr(recording, "_write", die)
        with pytest.raises(_KilledError):
            bureau.sweep(readers)
    assert share(bureau) == [] and list(answers_folder(bureau.home).iterdir()) != []
    clean_spool(bureau.context, lambda: bureau.now)
    assert share(bureau) == []

    bureau.now += claim_files.LEASE * 2
    assert len(bureau.sweep(readers)) == 2
    assert share(bureau) == GIVEN


def test_a_file_in_quarantine_leaves_no_answer_behind(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02", rows={}))

    def fail(*_: object, **__: object) -> None:
        raise KeyError("a fault of the software")

    with monkeypatch.context() as broken:
        broken.setattr(recording, "_write", fail)
        [receipt] = bureau.sweep(readers)
    assert receipt.disposition is Disposition.QUARANTINED
    assert share(bureau) == [] and list(answers_folder(bureau.home).iterdir()) == []

    claims = requeue(bureau.context, bureau.now)
    list(answer_claims(bureau.context, readers, claims, lambda: bureau.now))
    assert share(bureau) == ["回执.html", "退回修改.xlsx"], "its name was forgotten"


@pytest.fixture
def other_filesystem(tmp_path: Path) -> Iterator[Path]:
    """Give a folder into which nothing of this test's home can be renamed."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        folder = Path(name)
        assert folder.stat().st_dev != tmp_path.stat().st_dev
        yield folder


def test_a_share_on_another_filesystem_gets_copies(
    bureau: Bureau, readers: Readers, other_filesystem: Path
) -> None:
    bureau.home.returned.symlink_to(other_filesystem)
    two_reports(bureau)
    bureau.sweep(readers)
    assert sorted(path.name.partition(" ")[2] for path in other_filesystem.glob("*/*")) == GIVEN
    assert list(answers_folder(bureau.home).iterdir()) == []


def test_an_answer_that_the_share_does_not_take_waits_with_its_file_and_the_others_do_not(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_reports(bureau)
    replace = Path.replace

    def refuse(path: Path, target: Any) -> Any:
        if "退回修改" in str(target) and bureau.home.returned in Path(target).parents:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        return replace(path, target)

    with monkeypatch.context() as locked:
        locked.setattr(Path, "replace", refuse)
        assert len(bureau.sweep(readers)) == 2
        assert share(bureau) == ["回执.html"] and bureau.inbox() == ["ZB02/六月.xlsx"]
    assert bureau.sweep(readers) == []

    process_inbox.clean_spool(bureau.context, lambda: bureau.now)
    assert share(bureau) == GIVEN and bureau.inbox() == []


def test_a_copy_keeps_a_name_with_signs_of_every_kind_and_as_long_as_a_name_may_be(
    bureau: Bureau, readers: Readers
) -> None:
    name = "一 半%2F另%20 一半 50% " + "长" * 60
    bureau.drop(f"ZB02/{name}.xlsx", bureau.study("ZB02", rows={}))
    bureau.sweep(readers)
    copy, receipt = sorted(share(bureau), key=len, reverse=True)
    assert receipt == "回执.html"
    assert copy.startswith("退回修改 一 半%2F另%20 一半 50% 长长长") and copy.endswith("长.xlsx")
    assert {path.parent.name for path in bureau.home.returned.glob("*/*.xlsx")} == {"ZB02"}


def test_what_an_attempt_left_that_was_not_recorded_is_not_handed_out_with_the_next_one(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB02", rows={}))
    with monkeypatch.context() as killed:
        killed.setattr(recording, "_write", die)
        with pytest.raises(_KilledError):
            bureau.sweep(readers)
    folder = answers_folder(bureau.home)
    [left] = folder.glob("*.xlsx")
    left.rename(left.with_name(left.name.replace("六月", "从前")))

    bureau.now += claim_files.LEASE * 2
    assert len(bureau.sweep(readers)) == 1
    assert share(bureau) == ["回执.html", "退回修改 六月.xlsx"]
    assert list(folder.iterdir()) == []
