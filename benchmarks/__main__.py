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
    """Run what was asked for; 1 where the software does not agree with the reference."""
    asked = _asked()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir()
    console = Console(stderr=asked.json)
    home, files, press = _prepare("home", asked, [_PERIOD], console)
    wrong = _check(home, files, press, console)
    for line in wrong:
        console.print(line, style="red", markup=False)
    findings = [_agreement(len(files), len(wrong))]
    runs = _race(home, files, asked.rounds, console)
    findings += _goals(runs)
    findings.append(_marking(home, files))
    if asked.linear:
        findings.append(_linear(asked, console))
    print_report(console, runs, len(files), findings)
    if asked.json:
        sys.stdout.write(as_json(runs, len(files), findings) + "\n")
    shutil.rmtree(WORK)
    return 1 if wrong else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--workbooks", type=int, default=1000, help="how many, one per unit")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--linear", action="store_true", help="also ten times as many")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser.parse_args()


def _prepare(
    name: str, asked: argparse.Namespace, periods: Sequence[str], console: Console
) -> tuple[Path, list[Path], Press]:
    """Make a home and its workbooks."""
    home, folder = WORK / name, WORK / f"{name}-files"
    folder.mkdir()
    press = open_press(make_home(home, asked.workbooks, periods))
    planted = write_workbooks(press, folder, periods, asked.seed)
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


def _agreement(files: int, wrong: int) -> Finding:
    return Finding(
        goal="7 same rows and faults as a slow reading",
        wanted="all",
        measured=f"{files - wrong} of {files} workbooks",
        met=not wrong,
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
            wanted="15 times or more",
            measured=f"{faster:.1f} times (CPU {faster_cpu:.1f})",
            met=faster >= 15,
        ),
        Finding(
            goal=f"1 time of {BARE}",
            wanted="2.5 times or less",
            measured=f"{longer:.2f} times (CPU {longer_cpu:.2f})",
            met=longer <= 2.5,
        ),
        Finding(
            goal="3 peak memory of a worker",
            wanted="under 400 MB",
            measured=f"{memory:.0f} MB",
            met=memory < 400,
        ),
    ]


def _marking(home: Path, files: Sequence[Path]) -> Finding:
    taken = median_copy_ms(home, files[:_MARKED])
    return Finding(
        goal="6 annotated copy of 100 rows",
        wanted="under 10 ms",
        measured=f"{taken:.1f} ms",
        met=taken < 10,
    )


def _linear(asked: argparse.Namespace, console: Console) -> Finding:
    """Compare ten periods of all units with one, at a home that asks for ten."""
    home, files, _ = _prepare("year", asked, _YEAR, console)
    taken = []
    for some in (files[: asked.workbooks], files):
        with copy_of(home, some) as folder:
            taken.append(run_alone(ours, folder, some))
    times = taken[1].used.wall_s / taken[0].used.wall_s
    memory = [run.memory_mb for run in taken]
    return Finding(
        goal=f"3 {len(files)} workbooks beside {asked.workbooks}",
        wanted="11 times or less",
        measured=f"{times:.1f} times; worker {memory[0]:.0f} and {memory[1]:.0f} MB",
        met=times <= 11,
    )


if __name__ == "__main__":
    sys.exit(main())
