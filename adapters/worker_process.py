"""What runs in a reading process: bounds for each file, and a sign of which one is being read."""

import gc
import os
import pickle
import resource
import signal
import traceback
from collections.abc import Callable, MutableSequence, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

OUT_OF_MEMORY = 77  # any exit code that nothing else uses
OUT_OF_TIME = signal.SIGPROF  # by which a process ends that a file has taken too much CPU time

Progress = MutableSequence[int]
"""Shared with the parent: which of its files a running chunk has reached, by the chunk's slot."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The job raised for this file: a fault of the software.

    ``kind`` is the exception's type and ``trace`` its frames. The message stays behind: it may
    quote the file.
    """

    kind: str
    trace: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a file may take: memory of its process, and seconds of CPU time."""

    memory_bytes: int
    cpu_seconds: int


_progress: Progress | None = None
_cpu_seconds = 0.0


def begin(
    bounds: Bounds,
    progress: Progress,
    prepare: Callable[..., None] | None,
    prepare_args: tuple[object, ...],
) -> None:
    """Bound a new process, and make it end at once when it is told to, even in native code."""
    global _progress, _cpu_seconds
    _progress, _cpu_seconds = progress, float(bounds.cpu_seconds)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(OUT_OF_TIME, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory_bytes, bounds.memory_bytes))
    if prepare:
        prepare(*prepare_args)
    gc.disable()  # it would look through all that was prepared, over and over: a fifth of the time
    gc.freeze()


def do_jobs(job: Callable[[T], R], items: Sequence[T], slot: int) -> list[bytes | Failed]:
    """Do the job for each item of a chunk; note in its slot which one is being done."""
    done = []
    for number, item in enumerate(items):
        if _progress is not None:
            _progress[slot] = number
        signal.setitimer(signal.ITIMER_PROF, _cpu_seconds)
        done.append(_try(job, item))
        signal.setitimer(signal.ITIMER_PROF, 0)
    gc.collect()
    return done


def _try(job: Callable[[T], R], item: T) -> bytes | Failed:
    """Return what the job returned, pickled here, where a failure to do so has its frames."""
    try:
        return pickle.dumps(job(item))
    except MemoryError:  # what the file took may not all come back: go on in a new process
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - crosses a process's border as a value
        return Failed(type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
