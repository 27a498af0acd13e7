"""Disks that take nothing more, or fail: at any system call, or really full."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.files.home import Home
from tests.faults import plays
from tests.faults.framework import Fault, Try, UnableError
from tests.faults.kinds.crash_points import calls_of
from tests.faults.moments import judge_moment
from tests.faults.oracle import Judgement
from tests.faults.recovery import LATER, recover
from tests.faults.rig import NAME
from tests.faults.system_calls import fail_from
from tests.support.office import NOW

ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)
_TMPFS_KB = 8192


def _failing_disk(attempt: Try) -> Judgement:
    """Let everything that fills the disk fail from a call on; then the disk is well again."""
    rig, story = attempt.rig, attempt.rig.filing
    calls = calls_of(attempt, story, plays.sweep, NOW)
    home = rig.copy(story.template)
    moment = int(attempt.spread * len(calls))
    error = attempt.random.choice(ERRORS)
    fail_from(rig.server, calls, moment, error, *rig.job(plays.sweep), home.root, NOW)
    at_once = judge_moment(home, story)
    judgement = recover(attempt, home, story, plays.sweep, NOW + LATER)
    judgement.wrong += at_once
    return judgement


def _full_disk(attempt: Try) -> Judgement:
    """Leave so much room on a small disk that a sweep ends somewhere; then make room."""
    rig, story = attempt.rig, attempt.rig.filing
    with _small_disk(rig.folder) as disk:
        root = disk / NAME
        shutil.copytree(story.template, root)
        ballast = disk / "ballast"
        room = int(attempt.spread * 600)
        _fill(ballast, room)
        pid = rig.server.start(*rig.job(plays.sweep), root, NOW)
        rig.server.finish(pid)
        at_once = judge_moment(Home(root), story)
        ballast.unlink()
        judgement = recover(attempt, Home(root), story, plays.sweep, NOW + LATER)
        judgement.wrong += at_once
        return judgement


def _fill(ballast: Path, room_kb: int) -> None:
    """Fill the disk of a file, but for so much room."""
    disk = os.statvfs(ballast.parent)
    free = disk.f_bavail * disk.f_frsize
    with ballast.open("wb") as file:
        file.write(b"\0" * max(0, free - (room_kb << 10)))


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """Mount a small disk in memory. Raises UnableError where this account may not."""
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    options = ["-t", "tmpfs", "-o", f"size={_TMPFS_KB}k", "tmpfs", str(disk)]
    mounted = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise UnableError(f"a small disk of its own needs root and mount: {mounted.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


FAULTS = (
    Fault(
        "a disk that fails from a system call on (full, over quota, broken, read-only)",
        "No file is blamed for it. Once the disk is well, each file is answered once, as if nothing"
        " had happened.",
        _failing_disk,
        few=4,
    ),
    Fault(
        "a disk that is really full (a small one in memory)",
        "The same.",
        _full_disk,
        few=2,
        share=0.3,
    ),
)
