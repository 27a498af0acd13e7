"""The goals beside what was measured: a table to read, JSON to keep."""

import json
import os
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.intake.contestants import Run


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One goal: its target, what was measured, whether the target is met."""

    goal: str
    target: str
    measured: str
    met: bool


def median_wall(runs: Sequence[Run]) -> float:
    """Return the median time of several runs."""
    return statistics.median(run.used.wall_s for run in runs)


def median_cpu(runs: Sequence[Run]) -> float:
    """Return the median processor time of several runs."""
    return statistics.median(run.used.cpu_s for run in runs)


def ratio(one: Sequence[Run], other: Sequence[Run], of: Callable[[Sequence[Run]], float]) -> float:
    """Return how many times as long the first took as the second."""
    return of(one) / of(other)


def print_report(
    console: Console, runs: Mapping[str, Sequence[Run]], files: int, findings: Sequence[Finding]
) -> None:
    """Print the medians per workbook by contestant, then the goals."""
    times = Table(title=f"{files} workbooks, {len(next(iter(runs.values())))} rounds, medians")
    for heading in ("", "ms a workbook", "CPU ms", "rows accepted", "worker MB"):
        times.add_column(heading, justify="left" if not heading else "right")
    for name, rounds in runs.items():
        times.add_row(
            name,
            f"{median_wall(rounds) * 1000 / files:.2f}",
            f"{median_cpu(rounds) * 1000 / files:.2f}",
            str(rounds[0].accepted_rows),
            f"{max(run.memory_mb for run in rounds):.0f}" if rounds[0].memory_mb else "",
        )
    console.print(times)
    goals = Table(title=f"Goals ({machine()})")
    for heading in ("goal", "target", "measured", ""):
        goals.add_column(heading)
    for finding in findings:
        verdict = "[green]met[/]" if finding.met else "[red]missed[/]"
        goals.add_row(finding.goal, finding.target, finding.measured, verdict)
    console.print(goals)


def machine() -> str:
    """Return how many cores the machine has and its load."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def as_json(runs: Mapping[str, Sequence[Run]], files: int, findings: Sequence[Finding]) -> str:
    """Return everything that was measured, as JSON."""
    document = {
        "files": files,
        "machine": machine(),
        "runs": {name: [asdict(run) for run in rounds] for name, rounds in runs.items()},
        "goals": [asdict(finding) for finding in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
