"""Reading and removing files of an inbox in which others exchange them at any moment."""

import contextlib
import hashlib
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.files.inbox_handles import (
    UnreadableError,
    is_unchanged,
    open_in_inbox,
    read_from_inbox,
    remove_from_inbox,
)

TIME = 1_750_000_000_000_000_000
SECRET, DECOY = b"secret", b"decoy!"


@dataclass(frozen=True)
class State:
    """A file as it was seen."""

    path: str = "ZB01/六月.xlsx"
    size: int = len(DECOY)
    mtime_ns: int = TIME


SEEN = State()
HASH = hashlib.sha256(DECOY).hexdigest()


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, ns=(TIME, TIME))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Give an inbox with one file, and a secret of the same size and time outside it."""
    write(tmp_path / "inbox" / SEEN.path, DECOY)
    write(tmp_path / "outside" / "六月.xlsx", SECRET)
    return tmp_path / "inbox"


def link_file(inbox: Path) -> None:
    (inbox / SEEN.path).unlink()
    (inbox / SEEN.path).symlink_to(inbox.parent / "outside" / "六月.xlsx")


def link_folder(inbox: Path) -> None:
    (inbox / "ZB01").rename(inbox.parent / "away")
    (inbox / "ZB01").symlink_to(inbox.parent / "outside")


def put_pipe(inbox: Path) -> None:
    (inbox / SEEN.path).unlink()
    os.mkfifo(inbox / SEEN.path)


@pytest.mark.parametrize("exchange", [link_file, link_folder, put_pipe])
def test_what_was_exchanged_for_a_link_is_neither_read_nor_removed(
    inbox: Path, exchange: Any
) -> None:
    exchange(inbox)

    with pytest.raises(OSError, match=r"link|directory|argument"):  # noqa: SIM117
        with open_in_inbox(inbox, SEEN.path):
            pass
    with pytest.raises(UnreadableError):
        list(read_from_inbox(inbox, SEEN))
    assert not is_unchanged(inbox, SEEN)
    with contextlib.suppress(OSError):
        remove_from_inbox(inbox, SEEN, hashlib.sha256(SECRET).hexdigest())
    assert (inbox.parent / "outside" / "六月.xlsx").read_bytes() == SECRET


def test_a_file_as_it_was_seen_is_read_and_removed(inbox: Path) -> None:
    assert is_unchanged(inbox, SEEN)
    assert b"".join(read_from_inbox(inbox, SEEN)) == DECOY
    assert remove_from_inbox(inbox, SEEN, HASH)
    assert not (inbox / SEEN.path).exists()
    assert remove_from_inbox(inbox, SEEN, HASH), "it is gone already"
    (inbox / "ZB01").rmdir()
    assert remove_from_inbox(inbox, SEEN, HASH), "with its folder"


def test_another_file_of_the_same_size_and_time_is_not_removed(inbox: Path) -> None:
    write(inbox / SEEN.path, b"other!")

    assert remove_from_inbox(inbox, SEEN, HASH), "the one that was answered is gone"
    assert (inbox / SEEN.path).read_bytes() == b"other!"


def test_a_file_that_grew_or_shrank_or_is_older_is_another(inbox: Path) -> None:
    for data, time in ((DECOY + b"x", TIME), (b"", TIME), (DECOY, TIME - 1)):
        (inbox / SEEN.path).write_bytes(data)
        os.utime(inbox / SEEN.path, ns=(time, time))
        with pytest.raises(UnreadableError):
            list(read_from_inbox(inbox, SEEN))
        assert not is_unchanged(inbox, SEEN)
        assert remove_from_inbox(inbox, SEEN, HASH)
        assert (inbox / SEEN.path).read_bytes() == data


def test_a_file_that_changes_while_it_is_read_is_not_taken(inbox: Path) -> None:
    reader = read_from_inbox(inbox, SEEN)
    next(reader)
    write(inbox / SEEN.path, b"half a")
    os.utime(inbox / SEEN.path, ns=(TIME + 1, TIME + 1))

    with pytest.raises(UnreadableError):
        list(reader)


def test_a_file_that_another_replaces_while_it_is_read_is_not_taken(
    inbox: Path, tmp_path: Path
) -> None:
    reader = read_from_inbox(inbox, SEEN)
    next(reader)
    write(tmp_path / "new", b"newer!")
    (tmp_path / "new").replace(inbox / SEEN.path)

    with pytest.raises(UnreadableError):
        list(reader)


def test_an_inbox_that_is_away_does_not_mean_that_its_files_are_gone(inbox: Path) -> None:
    inbox.rename(inbox.parent / "脱机")

    with pytest.raises(FileNotFoundError):
        remove_from_inbox(inbox, SEEN, HASH)


def test_a_fault_of_the_reader_is_not_taken_for_one_of_the_file(inbox: Path) -> None:
    with pytest.raises(OSError, match="full"):
        for _ in read_from_inbox(inbox, SEEN):
            raise OSError("full")


@pytest.mark.parametrize("seed", range(12))
def test_no_race_gives_away_a_secret_or_removes_what_was_not_read(
    inbox: Path, tmp_path: Path, seed: int
) -> None:
    random, over = Random(seed), threading.Event()
    place, target = inbox / SEEN.path, tmp_path / "outside" / "六月.xlsx"

    def exchange() -> None:
        while not over.is_set():
            step = random.randrange(4)
            new = tmp_path / "new"
            if step == 0:
                new.symlink_to(target)
                new.replace(place)
            elif step == 1:
                write(new, DECOY)
                new.replace(place)
            elif step == 2:
                (inbox / "ZB01").rename(tmp_path / "away")
                (inbox / "ZB01").symlink_to(target.parent)
                (inbox / "ZB01").unlink()
                (tmp_path / "away").rename(inbox / "ZB01")
            else:
                write(new, b"unread")
                new.replace(tmp_path / "inbox" / "ZB01" / "别的.xlsx")

    attacker = threading.Thread(target=exchange)
    attacker.start()
    read = set()
    try:
        for _ in range(400):
            try:
                read.add(b"".join(read_from_inbox(inbox, SEEN)))
                remove_from_inbox(inbox, SEEN, HASH)
            except (OSError, UnreadableError):
                continue
    finally:
        over.set()
        attacker.join()

    assert read <= {DECOY}
    assert target.read_bytes() == SECRET
