"""Worker processes that read files, where the death of one file takes along no other.

A parser can abort its process, loop for ever or eat all memory; and a process may die of what is no
fault of its file: the system kills it when memory is short, or a busy machine gives it no time.
Files go out in chunks, because a message costs more than a small file. The file at which a process
died is done again last, alone in a new process; only its second death is told.
"""

import multiprocessing
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType, TracebackType
from typing import Any, Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from adapters.worker_process import OUT_OF_MEMORY, OUT_OF_TIME, Bounds, Failed, begin, do_jobs
from campaign.definitions.limits import Limits

__all__ = ["Death", "Died", "Failed", "Readers", "warm_up"]

T = TypeVar("T")
R = TypeVar("R")

_MB = 1024 * 1024
_MOST_RESTARTS = 3
_PATIENCE = 4  # times a file's CPU time, by the clock: a busy machine gives a part of it
_SUSPECTS_PATIENCE = 20  # times a file's CPU time, for all suspects of one call together
_PRELOAD = ("adapters.worker_pool", "adapters.workbooks.gate", "adapters.workbooks.reader")
_KILLS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)


class Death(StrEnum):
    """How a file's process ended, alone with it."""

    ABORTED = "aborted"
    SLOW = "slow"
    """It took more CPU time than a file may."""
    MEMORY = "memory"
    """It took more memory than a file may."""
    KILLED = "killed"
    """Somebody else ended it: the system, for want of memory, or a person."""
    TIMEOUT = "timeout"
    """The clock ran out while it had little CPU time: the machine was busy or asleep."""


@dataclass(frozen=True, slots=True)
class Died:
    """The file's process did not survive it, twice."""

    reason: Death

    @property
    def blames_file(self) -> bool:
        """Whether it is the file's own fault, not that of the machine."""
        return self.reason not in (Death.KILLED, Death.TIMEOUT)


@dataclass(frozen=True, slots=True)
class _Sent(Generic[T]):
    """Files on their way, by which pool, what comes back, and the slot of their progress."""

    items: Sequence[T]
    pool: ProcessPool
    future: "ProcessFuture[list[bytes | Failed]]"
    slot: int


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
        context = _Context()
        self._slots = 2 * processes
        self._progress = context.RawArray("i", self._slots)
        bounds = Bounds(limits.reader_memory_mb * _MB, limits.reader_seconds)
        self._begin_args = (bounds, self._progress, prepare, prepare_args)
        self._sendings = count()
        self._restarts = 0
        warm_up(prepare)
        self._pool = self._open(processes)

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

        After a death the others of its chunk are done a second time, and so is the item itself,
        last of all: the job must bear that. Suspects for which no time is left are yielded as dead
        by ``Death.TIMEOUT``.
        """
        chunk = max(1, min(chunk, -(-len(items) // self._processes)))
        waiting = deque(items[start : start + chunk] for start in range(0, len(items), chunk))
        running: deque[_Sent[T]] = deque()
        suspects: list[T] = []
        while waiting or running:
            while waiting and len(running) < self._slots:
                running.append(self._send(job, waiting.popleft()))
            sent = running.popleft()
            outcome = self._outcome(sent)
            if outcome is None:
                waiting.appendleft(sent.items)
            elif isinstance(outcome, list):
                yield from zip(sent.items, map(_result, outcome), strict=True)
            else:
                reached = self._progress[sent.slot]
                suspects.append(sent.items[reached])
                others = [*sent.items[:reached], *sent.items[reached + 1 :]]
                waiting.extendleft([others] if others else [])
        yield from self._again_alone(job, suspects)

    def _again_alone(
        self, job: Callable[[T], R], suspects: Sequence[T]
    ) -> Iterator[tuple[T, R | Died | Failed]]:
        """Yield each suspect with what came of it, alone in a new process."""
        until = time.monotonic() + _SUSPECTS_PATIENCE * self._limits.reader_seconds
        for item in suspects:
            if time.monotonic() > until:
                yield item, Died(Death.TIMEOUT)
                continue
            self._renew(1)
            outcome = None
            while outcome is None:
                outcome = self._outcome(self._send(job, [item]))
            yield item, _result(outcome[0]) if isinstance(outcome, list) else outcome
        if suspects:
            self._renew(self._processes)

    def _send(self, job: Callable[[T], R], items: Sequence[T]) -> _Sent[T]:
        if not self._pool.active:
            self._reopen()
        slot = next(self._sendings) % self._slots
        self._progress[slot] = 0
        patience = float(_PATIENCE * self._limits.reader_seconds)
        future = self._pool.schedule(do_jobs, args=(job, items, slot), timeout=patience)
        return _Sent(items, self._pool, future, slot)

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

    def _open(self, processes: int) -> ProcessPool:
        pool = ProcessPool(
            max_workers=processes,
            initializer=begin,
            initargs=self._begin_args,
            context=_Context(),
        )
        _ = pool.active  # starts the processes now, not with the first file
        return pool

    def _renew(self, processes: int) -> None:
        _shut(self._pool)
        self._pool = self._open(processes)

    def _reopen(self) -> None:
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            _shut(self._pool)
            raise RuntimeError("the reading processes end before they read anything")
        self._renew(self._processes)


def warm_up(prepare: Callable[..., None] | None = None) -> None:
    """Start the process from which readers fork on its imports, without waiting."""
    modules = [*_PRELOAD, *([prepare.__module__] if prepare else [])]
    multiprocessing.set_forkserver_preload(modules)
    forkserver.ensure_running()


def _result(returned: bytes | Failed) -> Any:
    return returned if isinstance(returned, Failed) else pickle.loads(returned)  # noqa: S301 - ours


def _verdict(error: BaseException) -> Died:
    if isinstance(error, TimeoutError):
        return Died(Death.TIMEOUT)
    if not isinstance(error, ProcessExpired):
        raise error
    if error.exitcode == OUT_OF_MEMORY:
        return Died(Death.MEMORY)
    if error.exitcode == -OUT_OF_TIME:
        return Died(Death.SLOW)
    return Died(Death.KILLED if -error.exitcode in _KILLS else Death.ABORTED)


def _shut(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble's own types leave it out
    pool.join()


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
