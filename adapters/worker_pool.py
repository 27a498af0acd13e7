"""Worker processes that read files, where the death of one file takes along no other.

A parser can abort its process, loop for ever or eat all memory. Files go out in chunks, because a
message costs more than a small file; a chunk whose process dies or stays away too long is done
again file by file, so that only the guilty file is called dead.
"""

import gc
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType, TracebackType
from typing import Any, Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from campaign.definitions.limits import Limits

T = TypeVar("T")
R = TypeVar("R")

_MB = 1024 * 1024
_OUT_OF_MEMORY = 77  # any exit code that nothing else uses
_MOST_RESTARTS = 3
_PRELOAD = ("adapters.worker_pool", "adapters.workbooks.gate", "adapters.workbooks.reader")


class Death(StrEnum):
    """How a file ended its process."""

    ABORTED = "aborted"
    TIMEOUT = "timeout"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Died:
    """The file's process did not survive it: the file's own fault."""

    reason: Death


@dataclass(frozen=True, slots=True)
class Failed:
    """The job raised for this file: a fault of the software.

    ``kind`` is the exception's type and ``trace`` its frames. The message stays behind: it may
    quote the file.
    """

    kind: str
    trace: str


@dataclass(frozen=True, slots=True)
class _Sent(Generic[T]):
    """Files on their way, by which pool, and what comes back."""

    items: Sequence[T]
    pool: ProcessPool
    future: "ProcessFuture[list[bytes | Failed]]"


class Readers:
    """A pool of reading processes, to be used as a context; leaving it kills them at once.

    ``prepare`` runs once in every process that starts, with ``prepare_args``; it and the job must
    be functions of importable modules. Ctrl-C does not reach the processes.
    """

    def __init__(
        self,
        processes: int,
        limits: Limits,
        prepare: Callable[..., None] | None = None,
        prepare_args: tuple[object, ...] = (),
    ) -> None:
        self._processes = processes
        self._limits = limits
        self._begin_args = (limits.reader_memory_mb * _MB, prepare, prepare_args)
        self._restarts = 0
        warm_up(prepare)
        self._pool = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _shut(self._pool)

    def map(
        self, job: Callable[[T], R], items: Sequence[T], chunk: int = 25
    ) -> Iterator[tuple[T, R | Died | Failed]]:
        """Yield every item once with what the job returned, chunk by chunk as they come.

        A chunk has ``limits.reader_seconds`` as a single item has. After a death the others of
        its chunk are done a second time: the job must bear that.
        """
        chunk = max(1, min(chunk, -(-len(items) // self._processes)))
        waiting = deque(items[start : start + chunk] for start in range(0, len(items), chunk))
        running: deque[_Sent[T]] = deque()
        while waiting or running:
            while waiting and len(running) < 2 * self._processes:
                running.append(self._send(job, waiting.popleft()))
            sent = running.popleft()
            outcome = self._outcome(sent)
            if outcome is None:
                waiting.appendleft(sent.items)
            elif isinstance(outcome, list):
                yield from zip(sent.items, map(_result, outcome), strict=True)
            elif len(sent.items) == 1:
                yield sent.items[0], outcome
            else:
                waiting.extendleft([item] for item in reversed(sent.items))

    def _send(self, job: Callable[[T], R], items: Sequence[T]) -> _Sent[T]:
        if not self._pool.active:
            self._reopen()
        future = self._pool.schedule(
            _work, args=(job, items), timeout=float(self._limits.reader_seconds)
        )
        return _Sent(items, self._pool, future)

    def _outcome(self, sent: _Sent[T]) -> list[bytes | Failed] | Died | None:
        """Wait for what became of a chunk; None where it must be sent again.

        Looks at the pool between waits, because a pool that breaks forgets what is under way.
        """
        while not sent.future.done():
            if not sent.pool.active:
                return None
            wait([sent.future], timeout=1)
        error = sent.future.exception()
        if isinstance(error, BrokenProcessPool):
            return None
        self._restarts = 0
        return sent.future.result() if error is None else _verdict(error)

    def _open(self) -> ProcessPool:
        pool = ProcessPool(
            max_workers=self._processes,
            initializer=_begin,
            initargs=self._begin_args,
            context=_Context(),
        )
        _ = pool.active  # starts the processes now, not with the first file
        return pool

    def _reopen(self) -> None:
        _shut(self._pool)
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            raise RuntimeError("the reading processes end before they read anything")
        self._pool = self._open()


def warm_up(prepare: Callable[..., None] | None = None) -> None:
    """Start the process from which readers fork on its imports, without waiting."""
    modules = [*_PRELOAD, *([prepare.__module__] if prepare else [])]
    multiprocessing.set_forkserver_preload(modules)
    forkserver.ensure_running()


def _result(returned: bytes | Failed) -> Any:
    return returned if isinstance(returned, Failed) else pickle.loads(returned)  # noqa: S301 - ours


def _verdict(error: BaseException) -> Died:
    if isinstance(error, ProcessExpired):
        killed = error.exitcode in (_OUT_OF_MEMORY, -signal.SIGKILL)  # SIGKILL: the system's own
        return Died(Death.MEMORY if killed else Death.ABORTED)
    if isinstance(error, TimeoutError):
        return Died(Death.TIMEOUT)
    raise error


def _shut(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble's own types leave it out
    pool.join()


def _begin(
    memory_bytes: int, prepare: Callable[..., None] | None, prepare_args: tuple[object, ...]
) -> None:
    """Bound a new process, and make it end at once when it is told to, even in native code."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    if prepare:
        prepare(*prepare_args)
    gc.disable()  # it would look through all that was prepared, over and over: a fifth of the time
    gc.freeze()


def _work(job: Callable[[T], R], items: Sequence[T]) -> list[bytes | Failed]:
    done = [_try(job, item) for item in items]
    gc.collect()
    return done


def _try(job: Callable[[T], R], item: T) -> bytes | Failed:
    """Return what the job returned, pickled here, where a failure to do so has its frames."""
    try:
        return pickle.dumps(job(item))
    except MemoryError:  # what the file took may not all come back: go on in a new process
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - crosses a process's border as a value
        return Failed(type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


class _Process(ForkServerProcess):
    """A process that does not import the parent's main module, which may take a second to."""

    _hiding = threading.Lock()

    def start(self) -> None:
        with self._hiding:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = main


class _Context(ForkServerContext):
    Process = _Process
