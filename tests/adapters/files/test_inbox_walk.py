"""The walk through the inbox: deep, odd, linked and locked places, none of which costs another."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.files import inbox_walk
from adapters.files.inbox_walk import DEEPEST, ObstacleKind, Walk, walk_inbox

FAR = 1 << 62  # nanoseconds, the year 2116; the file system takes no more


def obstacles(walk: Walk) -> dict[str, ObstacleKind]:
    return {obstacle.path: obstacle.kind for obstacle in walk.obstacles}


def files(walk: Walk) -> list[str]:
    return sorted(file.path for file in walk.files)


def open_handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Path]:
    """Give an inbox that is removed by what deep chains of folders do not stop."""
    (tmp_path / "inbox").mkdir()
    yield tmp_path / "inbox"
    subprocess.run(["rm", "-rf", str(tmp_path / "inbox")], check=True)


def chain(root: Path, levels: int) -> None:
    """Make a chain of folders, as a clerk's loop of mkdir and cd does."""
    handle = os.open(root, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("深", dir_fd=handle)
        below = os.open("深", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    os.close(os.open("底.xlsx", os.O_CREAT | os.O_WRONLY, dir_fd=handle))
    os.close(handle)


@pytest.mark.parametrize("levels", [DEEPEST + 1, 1_100, 3_000])
def test_a_chain_of_folders_of_any_length_is_told_and_costs_no_other_file(
    inbox: Path, levels: int
) -> None:
    (inbox / "浅.xlsx").write_bytes(b"1")
    chain(inbox, levels)
    before = open_handles()

    walk = walk_inbox(inbox, ())

    assert files(walk) == ["浅.xlsx"]
    assert obstacles(walk) == {"/".join(["深"] * (DEEPEST + 1)): ObstacleKind.TOO_DEEP}
    assert open_handles() == before


def test_the_deepest_level_is_still_taken_in(inbox: Path) -> None:
    chain(inbox, DEEPEST)

    walk = walk_inbox(inbox, ())

    assert files(walk) == ["/".join(["深"] * DEEPEST + ["底.xlsx"])] and not walk.obstacles


@pytest.mark.parametrize("target", ["folder", "file", "nothing", "itself"])
@pytest.mark.parametrize("name", ["保密", "ZB01", "六月.xlsx"])
def test_links_are_told_and_not_followed(tmp_path: Path, name: str, target: str) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    inbox.mkdir()
    outside.mkdir()
    (outside / "秘密.xlsx").write_bytes(b"1")
    places = {"folder": outside, "file": outside / "秘密.xlsx", "nothing": tmp_path / "无"}
    (inbox / name).symlink_to(places.get(target, inbox / name))

    walk = walk_inbox(inbox, ())

    assert (files(walk), obstacles(walk)) == ([], {name: ObstacleKind.LINK})


def test_the_inbox_itself_may_be_a_link_of_the_office(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "六月.xlsx").write_bytes(b"1")
    (tmp_path / "inbox").symlink_to(tmp_path / "share")

    assert files(walk_inbox(tmp_path / "inbox", ())) == ["六月.xlsx"]


def test_what_is_no_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("插座")

    assert set(obstacles(walk_inbox(tmp_path, ())).values()) == {ObstacleKind.SPECIAL}


def test_names_in_any_bytes_are_listed(tmp_path: Path) -> None:
    for name in ("六月.xlsx".encode("gbk"), b"\xff\xfe.xlsx", "好.xlsx".encode()):
        (tmp_path / os.fsdecode(name)).write_bytes(b"1")

    assert len(files(walk_inbox(tmp_path, ()))) == 3


@pytest.mark.parametrize("error", [PermissionError, OSError, ValueError, OverflowError])
def test_whatever_fails_on_one_entry_costs_that_entry_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    for name in ("一.xlsx", "坏.xlsx", "三.xlsx"):
        (tmp_path / name).write_bytes(b"1")
    given = inbox_walk._note

    def note(walk: Walk, entry: os.DirEntry[str], *rest: Any) -> None:
        if entry.name == "坏.xlsx":
            raise error("odd")
        given(walk, entry, *rest)

    monkeypatch.setattr(inbox_walk, "_note", note)

    walk = walk_inbox(tmp_path, ())

    assert files(walk) == ["一.xlsx", "三.xlsx"]
    assert obstacles(walk) == {"坏.xlsx": ObstacleKind.UNREADABLE}


def test_a_file_that_is_taken_away_meanwhile_is_nothing_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "六月.xlsx").write_bytes(b"1")

    def gone(*_: Any) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(inbox_walk, "_note", gone)

    assert walk_inbox(tmp_path, ()) == Walk()


def test_an_inbox_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        walk_inbox(tmp_path / "无", ())
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        walk_inbox(tmp_path / "file", ())


@pytest.mark.parametrize("mtime_ns", [-FAR, -1, 0, FAR])
def test_files_of_any_time_are_listed(tmp_path: Path, mtime_ns: int) -> None:
    path = tmp_path / "六月.xlsx"
    path.write_bytes(b"1")
    os.utime(path, ns=(mtime_ns, mtime_ns))

    [file] = walk_inbox(tmp_path, ()).files

    assert file.mtime_ns == path.stat().st_mtime_ns


def test_an_owner_file_marks_its_file_in_its_own_folder_only(tmp_path: Path) -> None:
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "六月.xlsx").write_bytes(b"1")
    (tmp_path / "一" / "~$六月.xlsx").write_bytes(b"1")

    walk = walk_inbox(tmp_path, ())

    assert {file.path: file.is_open for file in walk.files} == {
        "一/六月.xlsx": True,
        "二/六月.xlsx": False,
    }


@pytest.mark.parametrize("seed", range(30))
def test_exchanging_folders_for_links_at_any_moment_never_leads_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    (outside / "内").mkdir(parents=True)
    (outside / "内" / "秘密.xlsx").write_bytes(b"secret")
    for folder in ("一/内", "二/内", "三"):
        (inbox / folder).mkdir(parents=True)
        (inbox / folder / "六月.xlsx").write_bytes(b"1")
    random, calls = Random(seed), [0]
    given = os.open

    def exchange(*args: Any, **options: Any) -> int:
        calls[0] += 1
        if random.random() < 0.4:
            victim = inbox / random.choice(["一", "二", "三", "一/内", "二/内"])
            if victim.is_dir() and not victim.is_symlink():
                victim.rename(tmp_path / f"away{calls[0]}")
                victim.symlink_to(random.choice([outside, outside / "内"]))
        return given(*args, **options)

    monkeypatch.setattr(os, "open", exchange)

    walk = walk_inbox(inbox, ())

    assert not [file for file in walk.files if "秘密" in file.path]
