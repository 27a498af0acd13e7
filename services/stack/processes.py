"""The processes of a stack: started in sessions of their own, found by a mark, stopped to the last.

The mark is an environment variable that every child inherits, so that nothing is missed: neither
a reading process whose parent was killed, nor what a supervisor that was killed left behind.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LOG_MB = 5


@dataclass(frozen=True, kw_only=True)
class Program:
    """What is started; ``log`` takes its output."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    umask: int = -1


def start(program: Program) -> "subprocess.Popen[bytes]":
    """Start a program in a session of its own, its output at the end of its log."""
    with program.log.open("ab") as log:
        return subprocess.Popen(
            program.command,
            env=dict(program.environment),
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=program.umask,
        )


def bound_log(log: Path) -> None:
    """Keep a log from growing without end: its older part goes to <name>.1.

    The file stays the same, because the program that writes to it has it open.
    """
    if log.stat().st_size > _LOG_MB << 20:
        log.with_name(f"{log.name}.1").write_bytes(log.read_bytes())
        os.truncate(log, 0)


def marked(variable: str, value: str) -> list[int]:
    """Return the processes, but for this one, that have a variable in their environment."""
    mark = f"{variable}={value}".encode("utf-8", "surrogateescape")
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue  # gone meanwhile, or somebody else's
    return found


def stop_marked(variable: str, value: str, grace_seconds: float) -> None:
    """Ask all marked processes to end, and kill those that are still there after a while."""
    until = time.monotonic() + grace_seconds
    signal_all(marked(variable, value), signal.SIGTERM)
    while left := marked(variable, value):
        if time.monotonic() > until:
            signal_all(left, signal.SIGKILL)
        time.sleep(0.1)


def end_group(process: "subprocess.Popen[bytes]", grace_seconds: float) -> None:
    """Ask a program and what it started to end, and kill them if they do not in time."""
    _signal_group(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(grace_seconds)
    kill_group(process.pid)
    process.wait()


def kill_group(pid: int) -> None:
    """Kill a program and what it started."""
    _signal_group(pid, signal.SIGKILL)


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def signal_all(pids: Sequence[int], number: signal.Signals) -> None:
    """Send a signal to processes, some of which may be gone."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
