"""Whose an inbox is: one home at a time, however homes are copied, emptied, moved and restored."""

import json
import os
import shutil
from pathlib import Path

import pytest

from adapters.files import inbox_mark
from adapters.files.home import Home
from adapters.files.inbox_mark import MARK, ForeignInboxError, check_mark, take_over


def make(root: Path, share: Path | None = None) -> Home:
    """Make a home, its inbox a share's if one is named."""
    home = Home(root)
    home.inputs.mkdir(parents=True)
    if share:
        share.mkdir(exist_ok=True)
        home.inbox.symlink_to(share)
    else:
        home.inbox.mkdir()
    return home


def on(patch: pytest.MonkeyPatch, host: str) -> None:
    patch.setattr(inbox_mark, "_host", lambda: host)


def test_a_home_marks_its_inbox_once_and_goes_on(tmp_path: Path) -> None:
    home = make(tmp_path / "a")
    check_mark(home)
    before = (home.inbox / MARK).stat().st_mtime_ns
    check_mark(home)

    assert (home.inbox / MARK).stat().st_mtime_ns == before
    assert (home.state.stat().st_mode & 0o777) == 0o700


def test_looking_alone_marks_nothing(tmp_path: Path) -> None:
    home = make(tmp_path / "a")
    check_mark(home, only_look=True)

    assert list(home.inbox.iterdir()) == [] and not home.outputs.exists()


@pytest.mark.parametrize("host", ["here", "elsewhere"])
def test_a_second_home_on_one_inbox_is_refused_and_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    first, second = make(tmp_path / "a", tmp_path / "s"), make(tmp_path / "b", tmp_path / "s")
    on(monkeypatch, "here")
    check_mark(first)
    on(monkeypatch, host)

    for _ in range(2):
        with pytest.raises(ForeignInboxError, match="zuofeng intake --take-over") as error:
            check_mark(second)
        assert str(first.root) in str(error.value)
    on(monkeypatch, "here")
    check_mark(first)


def test_the_inbox_can_be_taken_over_and_the_other_home_is_refused_then(tmp_path: Path) -> None:
    first, second = make(tmp_path / "a", tmp_path / "s"), make(tmp_path / "b", tmp_path / "s")
    check_mark(first)
    take_over(second)
    check_mark(second)

    with pytest.raises(ForeignInboxError):
        check_mark(first)
    take_over(first)
    check_mark(first)


def test_inputs_that_were_copied_with_their_inbox_make_a_new_home(tmp_path: Path) -> None:
    first = make(tmp_path / "a")
    check_mark(first)
    (tmp_path / "b").mkdir()
    shutil.copytree(first.inputs, tmp_path / "b" / "inputs")

    check_mark(Home(tmp_path / "b"))
    check_mark(first)


def test_a_home_whose_outputs_were_removed_begins_anew(tmp_path: Path) -> None:
    home = make(tmp_path / "a")
    check_mark(home)
    shutil.rmtree(home.outputs)

    check_mark(home)
    check_mark(home)


def test_a_home_that_was_moved_or_whose_other_is_gone_goes_on(tmp_path: Path) -> None:
    first = make(tmp_path / "a", tmp_path / "s")
    check_mark(first)
    first.root.rename(tmp_path / "moved")
    check_mark(Home(tmp_path / "moved"))
    shutil.rmtree(tmp_path / "moved")

    check_mark(make(tmp_path / "b", tmp_path / "s"))


@pytest.mark.parametrize("host", ["here", "new machine"])
def test_a_restored_home_goes_on_and_the_one_it_was_copied_from_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    old = make(tmp_path / "a", tmp_path / "s")
    on(monkeypatch, "here")
    check_mark(old)
    shutil.copytree(old.root, tmp_path / "b", symlinks=True)
    on(monkeypatch, host)
    for _ in range(2):
        check_mark(Home(tmp_path / "b"))
    on(monkeypatch, "here")

    with pytest.raises(ForeignInboxError):
        check_mark(old)


def test_a_home_restored_on_a_new_machine_marks_its_new_inbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make(tmp_path / "a")
    on(monkeypatch, "old")
    check_mark(home)
    on(monkeypatch, "new")
    (home.inbox / MARK).unlink()

    check_mark(home)
    assert (home.inbox / MARK).exists()


def test_a_share_that_is_not_mounted_is_no_empty_inbox(tmp_path: Path) -> None:
    home = make(tmp_path / "a")
    check_mark(home)
    home.inbox.rename(tmp_path / "the share")
    home.inbox.mkdir()

    with pytest.raises(ForeignInboxError, match="没有挂接"):
        check_mark(home)
    home.inbox.rmdir()
    (tmp_path / "the share").rename(home.inbox)
    check_mark(home)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'{"id": 1}', b"\xff\xfe" * 6_000, b"[" * 9_000]
)
def test_a_mark_that_nobody_can_read_is_written_anew(tmp_path: Path, data: bytes) -> None:
    home = make(tmp_path / "a")
    (home.inbox / MARK).write_bytes(data)

    check_mark(home)
    assert json.loads((home.inbox / MARK).read_bytes())["root"] == str(home.root)


def test_a_mark_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    home = make(tmp_path / "a")
    (tmp_path / "precious").write_bytes(b"1")
    (home.inbox / MARK).symlink_to(tmp_path / "precious")

    check_mark(home)
    assert (tmp_path / "precious").read_bytes() == b"1"


def test_a_mark_that_is_a_pipe_or_a_folder_holds_nobody_up(tmp_path: Path) -> None:
    home = make(tmp_path / "a")
    os.mkfifo(home.inbox / MARK)
    check_mark(home)
    (home.inbox / MARK).unlink()
    (home.inbox / MARK).mkdir()
    check_mark(home)


def test_an_inbox_that_takes_no_mark_is_swept_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make(tmp_path / "a")
    given = os.open

    def refuse(path: str, flags: int, *args: int, dir_fd: int | None = None) -> int:
        if path == MARK and flags & os.O_CREAT:
            raise PermissionError
        return given(path, flags, *args, dir_fd=dir_fd)

    with monkeypatch.context() as share:
        share.setattr(os, "open", refuse)
        check_mark(home)
        with pytest.raises(PermissionError):
            take_over(home)
    check_mark(home)


def test_an_inbox_that_is_away_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check_mark(Home(tmp_path))
