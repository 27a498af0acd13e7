"""Starts, finds and ends the processes of a stack, to the last grandchild.

They are found by an environment variable that every child inherits, so that nothing is missed:
neither a reading process whose parent was killed, nor what a killed supervisor left behind.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_LOG_MB = 5


@dataclass(frozen=True, kw_only=True)
class Program:
    """A program to start; ``log`` takes its output, ``umask`` -1 leaves the parent's.

    It inherits the open files ``descriptors`` under their numbers.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    umask: int = -1
    descriptors: Sequence[int] = ()


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
            pass_fds=program.descriptors,
        )


def bound_log(log: Path) -> None:
    """Move a log of more than 5 MB to <name>.1, in place of an older one.

    The file itself is emptied, not renamed: the program that writes to it has it open.
    """
    if log.stat().st_size > _LOG_MB << 20:
        log.with_name(f"{log.name}.1").write_bytes(log.read_bytes())
        os.truncate(log, 0)


def find_processes(variable: str, value: str) -> list[psutil.Process]:
    """Return the processes, but for this one, that have a variable of that value."""
    return [
        process
        for process in psutil.process_iter()
        if process.pid != os.getpid() and _has_variable(process, variable, value)
    ]


def _has_variable(process: psutil.Process, variable: str, value: str) -> bool:
    try:
        has_value: bool = process.environ().get(variable) == value
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False  # gone meanwhile, or somebody else's
    return has_value


def stop_processes(variable: str, value: str, grace_seconds: float) -> None:
    """End all processes with a variable of that value; kill those that do not end in time."""
    until = time.monotonic() + grace_seconds
    signal_all(find_processes(variable, value), signal.SIGTERM)
    while left := find_processes(variable, value):
        if time.monotonic() > until:
            signal_all(left, signal.SIGKILL)
        time.sleep(0.1)


def signal_all(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    """Send a signal to processes, some of which may be gone."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def end_group(process: "subprocess.Popen[bytes]", grace_seconds: float) -> None:
    """End a program and what it started in its session; kill them if they do not end in time."""
    _signal_group(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(grace_seconds)
    kill_group(process.pid)
    process.wait()


def kill_group(pid: int) -> None:
    """Kill a program and what it started in its session."""
    _signal_group(pid, signal.SIGKILL)


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return
