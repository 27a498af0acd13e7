"""Writes docs/reliability.md from docs/build/reliability.json, the results of ``make faults``."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_DOCS = Path(__file__).parents[1]
_RESULTS = Path(__file__).with_name("reliability.json")
_TOP = """# Reliability

What was done to the software, and what became of it. `make faults N=1000` tries every fault with
many seeds and writes this page; the suite tries a few of each (`tests/faults/`). Faults are made
around real parts: real processes are killed by `strace` at a system call, a real disk is full, a
real mail server refuses. What must hold is judged from outside: store, archive and share are read
and compared with those of a home in which nothing happened, and `verify` must find nothing.

**What it cannot show.** A killed process leaves what the kernel holds; a power cut does not. Which
bytes the disk is asked to keep before which others are recorded is held by a test of the order of
system calls (`tests/faults/test_order_of_calls.py`), not by cutting the power. Only the process
itself is killed at a call, not those that read for it. The store is SQLite here; PostgreSQL has
tests of its own. Moments are drawn, not exhausted. What a wrong clock makes late or early the
software cannot know. Where a machine does not let a fault be made (no `strace`, no `mount`), the
suite fails and the table says so.
"""
_LEGEND = """
*Lost*, *doubled* and *wrong* count findings; all must be 0. *Again* counts what was done twice for
a cause: a letter whose acceptance nobody heard, a file that vanished and came back. Times are from
the end of the fault until everything was in order; for mutants the longest reading.
"""
_COLUMNS = "| fault | tries | lost | doubled | wrong | again | median | worst |"
_HEAD = f"{_COLUMNS}\n|---|---|---|---|---|---|---|---|"


def reliability_document(results: Mapping[str, Any]) -> str:
    """Return the page for the results of a run."""
    parts = (_measured(results), [_LEGEND], _findings(results), _oracles(results))
    return "\n".join([_TOP, *(line for part in parts for line in part), *_planted(results)])


def _measured(results: Mapping[str, Any]) -> Iterator[str]:
    machine, seed = results["machine"], results["first_seed"]
    yield f"## Results of {results['date']}\n"
    yield f"{machine}; Python {results['python']}; seeds from {seed} on.\n"
    yield _HEAD
    for row in results["faults"]:
        yield _row(row)


def _row(row: Mapping[str, Any]) -> str:
    if row["unable"]:
        return f"| {row['fault']} | not tried: {row['unable']} | | | | | | |"
    counts = " | ".join(
        str(row[name]) for name in ("tries", "lost", "doubled", "wrong", "repeated")
    )
    return f"| {row['fault']} | {counts} | {row['median_seconds']} s | {row['worst_seconds']} s |"


def _findings(results: Mapping[str, Any]) -> Iterator[str]:
    for row in results["faults"]:
        for finding in row["findings"]:
            yield f"- {row['fault']}: {finding}"


def _oracles(results: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## What must hold\n"
    for row in results["faults"]:
        yield f"- **{row['fault']}**: {row['oracle']}"


def _planted(results: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## Mistakes that were planted, and which fault found them\n"
    yield "By `python -m tests.faults --planted NAME` (`tests/faults/planted.py`).\n"
    yield "| mistake | found by | as |\n|---|---|---|"
    for row in results["planted"]:
        yield f"| {row['mistake']} | {row['fault']} | {row['finding']} |"


if __name__ == "__main__":
    results = json.loads(_RESULTS.read_text(encoding="utf-8"))
    page = reliability_document(results).rstrip() + "\n"
    (_DOCS / "reliability.md").write_text(page, encoding="utf-8")
