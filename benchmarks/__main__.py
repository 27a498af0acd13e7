"""``make bench``: measures intake beside other ways to do it, on the same files, in one run."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from adapters.files.home import Home
from benchmarks.bureau import make_home
from benchmarks.intake.contestants import (
    WORK,
    Contestant,
    Run,
    bare,
    copy_of,
    ours,
    pandas,
    run_alone,
)
from benchmarks.marking import median_copy_ms
from benchmarks.reference import differences, read_slowly, stored
from benchmarks.report import (
    Finding,
    as_json,
    median_cpu,
    median_wall,
    print_report,
    ratio,
)
from benchmarks.workbooks import Press, open_press, seals_of, write_workbooks

OURS, BARE, PANDAS = "ours", "calamine, pydantic, SQLite", "pandas, pandera, to_sql"
_CONTESTANTS: dict[str, Contestant] = {OURS: ours, BARE: bare, PANDAS: pandas}
_PERIOD = "2026-06"
_YEAR = [f"2026-{month:02d}" for month in range(1, 11)]
_MARKED = 50


def main() -> int:
    """Run the benchmark; 1 where the software does not agree with the reference."""
    options = _options()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir()
    console = Console(stderr=options.json)
    home, files, press = _prepare("home", options, [_PERIOD], console)
    disagreements = _check(home, files, press, console)
    for line in disagreements:
        console.print(line, style="red", markup=False)
    findings = [_agreement(len(files), len(disagreements))]
    runs = _race(home, files, options.rounds, console)
    findings += _goals(runs)
    findings.append(_marking(home, files))
    if options.linear:
        findings.append(_linear(options, console))
    print_report(console, runs, len(files), findings)
    if options.json:
        sys.stdout.write(as_json(runs, len(files), findings) + "\n")
    shutil.rmtree(WORK)
    return 1 if disagreements else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--workbooks", type=int, default=1000, help="how many, one per unit")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--linear", action="store_true", help="also ten times as many")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser.parse_args()


def _prepare(
    name: str, options: argparse.Namespace, periods: Sequence[str], console: Console
) -> tuple[Path, list[Path], Press]:
    """Make a home and its workbooks."""
    home, folder = WORK / name, WORK / f"{name}-files"
    folder.mkdir()
    press = open_press(make_home(home, options.workbooks, periods))
    planted = write_workbooks(press, folder, periods, options.seed)
    files = sorted(folder.iterdir(), key=lambda file: (file.stem[-7:], file.name))
    console.print(f"{len(files)} workbooks, {len(planted)} of them with a fault")
    return home, files, press


def _check(home: Path, files: Sequence[Path], press: Press, console: Console) -> list[str]:
    """Return where the software and the slow reading differ."""
    console.print("reading everything a second time, slowly")
    names = {unit: frozenset(people) for unit, people in press.people.items()}
    expected = read_slowly(files, seals_of(press, [_PERIOD]), names)
    with copy_of(home, files) as folder:
        run_alone(ours, folder, files)
        database = Home(folder).state / "zuofeng.db"
        return differences(expected, stored(database, files))


def _race(home: Path, files: Sequence[Path], rounds: int, console: Console) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {name: [] for name in _CONTESTANTS}
    for number in range(1, rounds + 1):
        for name, contestant in _CONTESTANTS.items():
            with copy_of(home, files) as folder:
                run = run_alone(contestant, folder, files)
            runs[name].append(run)
            console.print(f"round {number}: {name}: {run.used.wall_s:.2f} s")
    return runs


def _agreement(files: int, disagreements: int) -> Finding:
    return Finding(
        goal="7 same rows and faults as a slow reading",
        target="all",
        measured=f"{files - disagreements} of {files} workbooks",
        met=not disagreements,
    )


def _goals(runs: dict[str, list[Run]]) -> list[Finding]:
    faster = ratio(runs[PANDAS], runs[OURS], median_wall)
    faster_cpu = ratio(runs[PANDAS], runs[OURS], median_cpu)
    longer = ratio(runs[OURS], runs[BARE], median_wall)
    longer_cpu = ratio(runs[OURS], runs[BARE], median_cpu)
    memory = max(run.memory_mb for run in runs[OURS])
    return [
        Finding(
            goal=f"1 throughput of {PANDAS}",
            target="15 times or more",
            measured=f"{faster:.1f} times (CPU {faster_cpu:.1f})",
            met=faster >= 15,
        ),
        Finding(
            goal=f"1 time of {BARE}",
            target="2.5 times or less",
            measured=f"{longer:.2f} times (CPU {longer_cpu:.2f})",
            met=longer <= 2.5,
        ),
        Finding(
            goal="3 peak memory of a worker",
            target="under 400 MB",
            measured=f"{memory:.0f} MB",
            met=memory < 400,
        ),
    ]


def _marking(home: Path, files: Sequence[Path]) -> Finding:
    milliseconds = median_copy_ms(home, files[:_MARKED])
    return Finding(
        goal="6 annotated copy of 100 rows",
        target="under 10 ms",
        measured=f"{milliseconds:.1f} ms",
        met=milliseconds < 10,
    )


def _linear(options: argparse.Namespace, console: Console) -> Finding:
    """Compare ten periods of all units with one, at a home that asks for ten."""
    home, files, _ = _prepare("year", options, _YEAR, console)
    runs = []
    for measured in (files[: options.workbooks], files):
        with copy_of(home, measured) as folder:
            runs.append(run_alone(ours, folder, measured))
    times = runs[1].used.wall_s / runs[0].used.wall_s
    memory = [run.memory_mb for run in runs]
    return Finding(
        goal=f"3 {len(files)} workbooks beside {options.workbooks}",
        target="11 times or less",
        measured=f"{times:.1f} times; worker {memory[0]:.0f} and {memory[1]:.0f} MB",
        met=times <= 11,
    )


if __name__ == "__main__":
    sys.exit(main())
