"""Measures processor time and peak memory of a process and its children, by Linux's /proc."""

import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """The seconds that a piece of work took, by the clock and of the processors."""

    wall_s: float
    cpu_s: float


class Watch:
    """Measures the time used by this process and its children, from its creation on."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), cpu_seconds(os.getpid())

    def used(self) -> Used:
        """Return the time used so far."""
        return Used(
            wall_s=time.perf_counter() - self._wall,
            cpu_s=cpu_seconds(os.getpid()) - self._cpu,
        )


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and all its descendants, dead ones included."""
    return sum(ticks for _, ticks in _tree(pid, _ticks)) / _TICKS


def peak_memory_mb(pid: int) -> float:
    """Return the highest resident memory that one of a process's descendants ever had."""
    return max((kb for child, kb in _tree(pid, _peak_kb) if child != pid), default=0) / 1024


def _tree(pid: int, of: Callable[[int], int | None]) -> Iterator[tuple[int, int]]:
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        if fields := _fields(path):
            children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    waiting = [pid]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        if (value := of(process)) is not None:
            yield process, value


def _fields(path: Path) -> list[str]:
    """Return the fields of a stat file behind the name, none if the process has ended."""
    try:
        return path.read_text(errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _ticks(pid: int) -> int | None:
    fields = _fields(Path(f"/proc/{pid}/stat"))
    return sum(map(int, fields[11:15])) if fields else None


def _peak_kb(pid: int) -> int | None:
    try:
        match = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(match[1]) if match else None
