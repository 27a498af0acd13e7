"""Disturbs the folders of a process in the middle of its work, at one of its own acts on files."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

_ACTS = frozenset(
    ("open", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.scandir")
)


class _Counter:
    """Counts the acts of this process on files, and disturbs at one of them."""

    def __init__(self, moment: int, disturb: Callable[[], None]) -> None:
        self.count = 0
        self._moment, self._disturb = moment, disturb
        self._busy = False

    def hear(self, event: str, _args: tuple[Any, ...]) -> None:
        """Be told of an act before it is done."""
        if event not in _ACTS or self._busy:
            return
        self.count += 1
        if self.count == self._moment:
            self._busy = True
            with suppress(FileNotFoundError):  # it is gone already: nothing to disturb
                self._disturb()
            self._busy = False


def count_acts(job: Callable[..., Any], *args: object) -> int:
    """Return the number of acts on files of a job that nothing disturbs."""
    counter = _Counter(0, lambda: None)
    sys.addaudithook(counter.hear)
    job(*args)
    return counter.count


def disturbed(
    moment: int,
    disturbance: tuple[Callable[..., None], tuple[object, ...]],
    job: Callable[..., Any],
    *args: object,
) -> str:
    """Run a job, and disturb it at one of its acts; return what it raised, "" if nothing."""
    disturb, given = disturbance
    sys.addaudithook(_Counter(moment, lambda: disturb(*given)).hear)
    try:
        job(*args)
    except Exception as error:  # noqa: BLE001 - what it does then is judged afterwards
        return repr(error)
    return ""


def move_away(path: Path, to: Path) -> None:
    """Let a file or folder vanish."""
    path.rename(to)


def replace_content(path: Path, data: bytes, marker: Path) -> None:
    """Put another file in the place of one, of the same time, and leave a mark that it was done."""
    if path.exists():
        state = path.stat()
        path.write_bytes(data)
        os.utime(path, ns=(state.st_mtime_ns, state.st_mtime_ns))
        marker.touch()


def replace_by_link(path: Path, to: Path, target: Path) -> None:
    """Exchange a file or folder for a link to something else."""
    path.rename(to)
    path.symlink_to(target)


def replace_by_fifo(path: Path, to: Path) -> None:
    """Exchange a file for a pipe, at which a reader would wait for ever."""
    path.rename(to)
    os.mkfifo(path)
