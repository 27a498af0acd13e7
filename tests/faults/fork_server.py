"""Processes that have everything imported, so that a thousand can be started and killed.

A child begins stopped: whoever started it may take hold of it first, and then lets it go.
"""

import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NoReturn, Self

from tests.support.office import CHECKOUT

LONGEST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code (negative for a signal) and what it returned or raised."""

    code: int
    result: Any = None
    error: str = ""


class StuckError(Exception):
    """A child does not come to an end."""


class ForkServer:
    """Starts one child at a time; to be used as a context."""

    def __init__(self) -> None:
        self._ours, theirs = Pipe()
        command = [sys.executable, "-m", "tests.faults.fork_server", str(theirs.fileno())]
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], env=environment, cwd=CHECKOUT
        )
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.close()
        self._process.wait()

    def start(self, job: Callable[..., Any], *args: object) -> int:
        """Start a child that will run a function of an importable module; return its number."""
        self._ours.send((job, args))
        pid: int = self._ours.recv()
        return pid

    def release(self, pid: int) -> None:
        """Let a child go, if it has not ended, without waiting for its end."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)

    def finish(self, pid: int) -> Ended:
        """Let a child go and wait for its end. Raises StuckError if there is none."""
        self.release(pid)
        if not self._ours.poll(LONGEST_SECONDS):
            os.kill(pid, signal.SIGKILL)
            self._ours.recv()
            raise StuckError
        code, said = self._ours.recv()
        result, error = pickle.loads(said) if said else (None, "")
        return Ended(code, result, error)

    def run(self, job: Callable[..., Any], *args: object) -> Any:
        """Return what a function returns in a child. Raises RuntimeError where it fails."""
        ended = self.finish(self.start(job, *args))
        if ended.code:
            raise RuntimeError(ended.error or f"the child ended with {ended.code}")
        return ended.result


def serve(connection: Connection) -> None:
    """Fork a child for each job that comes, and tell its number and how it ended."""
    while True:
        try:
            job, args = connection.recv()
        except (EOFError, ConnectionResetError):
            return
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            _run(job, args, writer)
        os.close(writer)
        os.waitpid(pid, os.WUNTRACED)
        connection.send(pid)
        with os.fdopen(reader, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(pid, 0)
        connection.send((os.waitstatus_to_exitcode(status), said))


def _run(job: Callable[..., Any], args: tuple[object, ...], writer: int) -> NoReturn:
    code = 1
    try:
        signal.raise_signal(signal.SIGSTOP)
        said = pickle.dumps((job(*args), ""))
        code = 0
    except BaseException:  # noqa: BLE001 - told to whoever started the child
        said = pickle.dumps((None, traceback.format_exc()))
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(said)
    os._exit(code)


if __name__ == "__main__":
    import tests.faults.plays  # noqa: F401 - what children need is imported once

    serve(Connection(int(sys.argv[1])))
