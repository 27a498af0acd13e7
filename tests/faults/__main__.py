"""Tries every fault many times and writes the results for docs/reliability.md.

python -m tests.faults [--tries N] [--only WORDS] [--planted MISTAKE] [--output FILE]
"""

import argparse
import datetime as dt
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from tests.faults.catalogue import FAULTS
from tests.faults.framework import Fault, Tally, try_fault
from tests.faults.rig import Rig


def main() -> int:
    """Try what is asked for; return 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--tries", type=int, default=100, help="of each fault")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--only", default="", help="faults whose name holds these words")
    parser.add_argument("--planted", default="", help="a mistake of tests/faults/planted.py")
    parser.add_argument("--output", type=Path, help="a file for the results, as JSON")
    options = parser.parse_args()
    rows = []
    for fault in (fault for fault in FAULTS if options.only in fault.name):
        with Rig(options.planted) as rig:
            tally = _try(rig, fault, options)
        rows.append(tally)
    if options.output:
        text = json.dumps(_results(rows, options), ensure_ascii=False, indent=1)
        options.output.write_text(f"{text}\n", encoding="utf-8")
    return 1 if any(row.findings for row in rows) else 0


def _try(rig: Rig, fault: Fault, options: argparse.Namespace) -> Tally:
    tries = max(1, round(options.tries * fault.share))
    tally = try_fault(rig, fault, range(options.first, options.first + tries))
    for line in tally.findings:
        sys.stdout.write(f"  {line}\n")
    row = tally.as_row()
    counts = {name: row[name] for name in ("tries", "lost", "doubled", "wrong", "repeated")}
    times = f"median {row['median_seconds']} s, worst {row['worst_seconds']} s"
    sys.stdout.write(f"{fault.name}: {tally.unable or counts}; {times}\n")
    sys.stdout.flush()
    return tally


def _planted(output: Path) -> list[dict[str, str]]:
    """Return what is known of planted mistakes: it is found by hand, one by one."""
    if not output.exists():
        return []
    planted: list[dict[str, str]] = json.loads(output.read_text(encoding="utf-8"))["planted"]
    return planted


def _results(rows: list[Tally], options: argparse.Namespace) -> dict[str, Any]:
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.system()} {platform.release()}, {os.cpu_count()} processors",
        "python": platform.python_version(),
        "first_seed": options.first,
        "faults": [row.as_row() for row in rows],
        "planted": _planted(options.output),
    }


if __name__ == "__main__":
    sys.exit(main())
