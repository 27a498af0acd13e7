"""Runs each contestant in a process of its own, on its own copy of the same files."""

import datetime as dt
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Used, Watch, peak_memory_mb

WORK = Path(__file__).parents[1] / "work"
_SETTLED = dt.timedelta(seconds=10)
_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """The time of one run, the rows it accepted, and the memory of its greediest worker."""

    used: Used
    accepted_rows: int = 0
    memory_mb: float = 0.0


Contestant = Callable[[Path, Sequence[Path]], Run]
"""Takes the home to work in and the files; runs once in a new process."""


def run_alone(contestant: Contestant, home: Path, files: Sequence[Path]) -> Run:
    """Run a contestant in a new process, so that nobody inherits another's memory."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(contestant, home, files, sender))
    process.start()
    sender.close()
    run: Run = receiver.recv()
    process.join()
    return run


def _run(
    contestant: Contestant,
    home: Path,
    files: Sequence[Path],
    sender: "multiprocessing.connection.Connection",
) -> None:
    sender.send(contestant(home, files))
    sender.close()


@contextmanager
def copy_of(home: Path, files: Sequence[Path]) -> Iterator[Path]:
    """Make a new home with the files in its inbox, and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(dir=WORK, prefix="run-"))
    shutil.copytree(home, folder, dirs_exist_ok=True)
    for file in files:
        shutil.copyfile(file, folder / "inputs" / "inbox" / file.name)
    os.sync()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def ours(folder: Path, _files: Sequence[Path]) -> Run:
    """Take in the files by a sweep without Prefect.

    The two seconds in which files must not change are not waited for; both looks are counted.
    """
    from adapters.files.home import Home
    from adapters.store.sql.timestamps import now_in
    from services.context import open_context
    from services.intake.inbox import list_inbox
    from services.intake.process_inbox import process_inbox

    watch = Watch()
    context = open_context(Home(folder))
    limits = context.definitions.plan.limits
    list_inbox(context.engine, context.home, limits, now_in(_ZONE) - _SETTLED)
    memory_mb = 0.0
    for _ in process_inbox(context, lambda: now_in(_ZONE)):
        memory_mb = max(memory_mb, peak_memory_mb(os.getpid()))
    used = watch.used()
    return Run(used=used, memory_mb=memory_mb, accepted_rows=_accepted_rows(folder))


def _accepted_rows(folder: Path) -> int:
    import sqlite3

    with sqlite3.connect(folder / "outputs" / "state" / "zuofeng.db") as connection:
        query = "SELECT sum(json_array_length(rows)) FROM submission_sheets"
        return int(connection.execute(query).fetchone()[0])


def bare(folder: Path, files: Sequence[Path]) -> Run:
    """Take in the files by calamine, pydantic and SQLite on two processes."""
    from benchmarks.intake.minimal import take_in

    watch = Watch()
    accepted = take_in(files, folder / "bare.db")
    return Run(used=watch.used(), accepted_rows=accepted)


def pandas(folder: Path, files: Sequence[Path]) -> Run:
    """Take in the files by pandas[openpyxl], pandera and to_sql in one process."""
    from benchmarks.intake.pandas import take_in

    watch = Watch()
    accepted = take_in(files, folder / "pandas.db")
    return Run(used=watch.used(), accepted_rows=accepted)
