"""``python -m benchmarks.commands``: the processor time of each command, beside another checkout.

Each command runs in a process of its own, at a new home with the sample definitions and nothing
received, in turns with the other checkout (``--before``), by the same interpreter. Processor time
(user and system) is compared, because other work on the machine changes the time by the clock.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

CHECKOUT = Path(__file__).parents[1]
_RUNS = (
    "--help",
    "status",
    "remind --dry-run",
    "outbox",
    "scores",
    "result list",
    "verify",
    "intake",
    "check",
)
_HELPS = ("accept", "code", "explain", "forms", "rehearse", "up", "withdraw")
COMMANDS = (*_RUNS, *(f"{name} --help" for name in _HELPS))
_MAIN = "from cli.main import main; main()"
_ENDS = {0, 1}
"""A command may end with a finding; anything else is no measurement."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """One command's processor time: the median over the rounds, and the state before, if any."""

    command: str
    cpu_s: float
    before_s: float | None


def main() -> None:
    """Measure what was asked for and print it, as a table or as JSON."""
    asked = _asked()
    console = Console(stderr=asked.json)
    timings = measure([Path.resolve(p) for p in asked.before], asked.rounds)
    if asked.json:
        rows = [{"command": t.command, "cpu_s": t.cpu_s, "before_s": t.before_s} for t in timings]
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
    else:
        console.print(_table(timings))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.commands", description=__doc__)
    parser.add_argument("--before", type=Path, nargs=1, default=[], help="another checkout")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser.parse_args()


def measure(before: Sequence[Path], rounds: int) -> list[Timing]:
    """Return the medians of this checkout, and of the one before where one is given."""
    checkouts = [CHECKOUT, *before]
    seconds: dict[tuple[Path, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        homes = {path: _home(path, Path(folder) / str(n)) for n, path in enumerate(checkouts)}
        for path, home in homes.items():
            cpu_seconds(path, home, "status")  # makes the database, and the compiled modules
        for _ in range(rounds):
            for command in COMMANDS:
                for path, home in homes.items():
                    used = cpu_seconds(path, home, command)
                    seconds.setdefault((path, command), []).append(used)
    return [
        Timing(
            command=command,
            cpu_s=statistics.median(seconds[CHECKOUT, command]),
            before_s=statistics.median(seconds[before[0], command]) if before else None,
        )
        for command in COMMANDS
    ]


def _home(checkout: Path, home: Path) -> Path:
    """Make a home with a checkout's own sample definitions and an empty inbox."""
    shutil.copytree(checkout / "inputs", home / "inputs", ignore=shutil.ignore_patterns("inbox"))
    (home / "inputs" / "inbox").mkdir()
    return home


def cpu_seconds(checkout: Path, home: Path, command: str) -> float:
    """Run one command of a checkout and return its processor time, its children's included.

    Raises RuntimeError where the command ended neither well nor with a finding.
    """
    words = [sys.executable, "-c", _MAIN, *command.split()]
    environment = {
        **os.environ,
        "PYTHONPATH": str(checkout),
        "ZUOFENG_HOME": str(home),
    }
    with _silence() as nowhere, _within(checkout):
        pid = os.posix_spawn(sys.executable, words, environment, file_actions=nowhere)
        _, status, used = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in _ENDS:
        raise RuntimeError(f"{checkout}: zuofeng {command} ended with {status}")
    return used.ru_utime + used.ru_stime


@contextmanager
def _silence() -> Iterator[list[tuple[int, int, int]]]:
    """Give the file actions by which a process prints nothing."""
    with Path(os.devnull).open("w") as nowhere:
        yield [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), stream) for stream in (1, 2)]


@contextmanager
def _within(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _table(timings: Sequence[Timing]) -> Table:
    table = Table("command", "CPU s", "before", "ratio")
    for timing in timings:
        before = timing.before_s
        ratio = f"{timing.cpu_s / before:.2f}" if before else ""
        shown = f"{before:.2f}" if before else ""
        table.add_row(f"zuofeng {timing.command}", f"{timing.cpu_s:.2f}", shown, ratio)
    return table


if __name__ == "__main__":
    main()
