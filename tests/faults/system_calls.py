"""Takes hold of a stopped process by strace: lists its system calls, kills it, lets them fail.

Only the process itself is held, not what it starts. A call at which it is killed is not done.
"""

import errno
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.faults.fork_server import Ended, ForkServer

_WRITING = ("write", "pwrite64", "writev", "fsync", "fdatasync", "syncfs")
_MAKING = ("mkdir", "mkdirat", "link", "linkat")
_NAMING = ("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir")
CHANGING = (*_WRITING, *_MAKING, *_NAMING, "ftruncate", "fallocate", "sendto")
"""What changes a disk or speaks to a server; some exist on some machines only."""

FILLING = (*_WRITING, *_MAKING)
"""What a full disk refuses."""


class NoTracingError(Exception):
    """This machine lets nobody trace a process."""


def trace_calls(
    server: ForkServer, folder: Path, job: Callable[..., Any], *args: object
) -> list[str]:
    """Return the names of all changing system calls of a job, in their order."""
    lines = trace_lines(server, folder, CHANGING, job, *args)
    return [line.partition("(")[0] for line in lines]


def trace_lines(
    server: ForkServer,
    folder: Path,
    calls: Sequence[str],
    job: Callable[..., Any],
    *args: object,
) -> list[str]:
    """Return what strace tells of these system calls of a job, with the paths of handles."""
    output = folder / "calls.txt"
    wanted = f"trace={','.join(f'?{name}' for name in calls)}"
    options = ["-y", "-s", "8", "-e", "signal=none", "-o", str(output), "-e", wanted]
    ended = _run_traced(server, options, job, *args)
    if ended.code:
        raise RuntimeError(ended.error)
    lines = output.read_text(encoding="utf-8").splitlines()
    output.unlink()
    return [line for line in lines if not line.startswith("+++")]


def kill_at(
    server: ForkServer, calls: Sequence[str], moment: int, job: Callable[..., Any], *args: object
) -> Ended:
    """Run a job whose process is killed when it comes to one of the traced calls."""
    name = calls[moment]
    nth = calls[: moment + 1].count(name)
    inject = f"inject={name}:signal=SIGKILL:when={nth}"
    return _run_traced(server, ["-o", os.devnull, "-e", inject], job, *args)


def fail_from(
    server: ForkServer,
    calls: Sequence[str],
    moment: int,
    error: int,
    job: Callable[..., Any],
    *args: object,
) -> Ended:
    """Run a job for which every call that fills the disk fails from a traced call on."""
    before = Counter(calls[:moment])
    name = errno.errorcode[error]
    options = ["-o", os.devnull]
    for call in FILLING:
        options += ["-e", f"inject=?{call}:error={name}:when={before[call] + 1}+"]
    return _run_traced(server, options, job, *args)


def _run_traced(
    server: ForkServer, options: Sequence[str], job: Callable[..., Any], *args: object
) -> Ended:
    pid = server.start(job, *args)
    strace = subprocess.Popen(
        ["strace", "-p", str(pid), *options], stderr=subprocess.PIPE, text=True
    )
    assert strace.stderr
    greeting = strace.stderr.readline()
    if "attached" not in greeting:
        strace.wait()
        server.finish(pid)
        raise NoTracingError(greeting.strip())
    try:
        return server.finish(pid)
    finally:
        strace.communicate()
