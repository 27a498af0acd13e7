"""Reading processes: what one file does to its process happens to no other file.

The job is ``operator.call`` and every item a call, so that a case is one line.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from operator import call
from pathlib import Path
from typing import Any

import pytest

from adapters import worker_pool
from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from adapters.worker_pool import Death, Died, Failed, Readers
from campaign.definitions.limits import Limits

CALL: Callable[[Any], Any] = call
LIMITS = Limits(reader_seconds=3, reader_memory_mb=800)
ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys, time
from functools import partial
from operator import call
print("main", flush=True)
from os import getpid
from campaign.definitions.limits import Limits
from adapters.worker_pool import Readers
if __name__ == "__main__":
    with Readers(2, Limits()) as readers:
        pids = {pid for _, pid in readers.map(call, [partial(getpid)] * 50, chunk=1)}
        print("workers", *pids, flush=True)
        list(readers.map(call, [partial(time.sleep, 600)] * 4, chunk=1))
"""


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(2, LIMITS) as opened:
        yield opened


def _hog() -> Callable[[], object]:
    return partial(bytearray, 4_000_000_000)


def _stray_cell(make: Any) -> Callable[[], object]:
    """The cell that makes the parser abort, given to it past the gate."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    passed = inspect(make.xlsx(rows), LIMITS)
    assert isinstance(passed, Passed)
    far = make.xlsx(rows + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    return partial(read_workbook, far, passed, LIMITS)


def _endless_table(make: Any) -> Callable[[], object]:
    """The table in which the parser loops for ever, without heeding any signal of Python's."""
    passed = inspect(make.ods(), LIMITS)
    assert isinstance(passed, Passed)
    endless = make.replaced(make.ods(), "content.xml", "</table:table>", "")
    return partial(read_workbook, endless, passed, LIMITS)


DEADLY: dict[str, tuple[Callable[[Any], Callable[[], object]], Death]] = {
    "a stray cell that aborts the parser": (_stray_cell, Death.ABORTED),
    "a table in which the parser loops": (_endless_table, Death.SLOW),
    "an abort": (lambda make: partial(os.abort), Death.ABORTED),
    "a quiet exit": (lambda make: partial(os._exit, 0), Death.TIMEOUT),
    "a sleep beyond the limit": (lambda make: partial(time.sleep, 600), Death.TIMEOUT),
    "too much memory": (lambda make: _hog(), Death.MEMORY),
    "the system, for want of memory": (
        lambda make: partial(signal.raise_signal, signal.SIGKILL),
        Death.KILLED,
    ),
    "a person": (lambda make: partial(signal.raise_signal, signal.SIGTERM), Death.KILLED),
    "a broken address": (lambda make: partial(signal.raise_signal, signal.SIGSEGV), Death.ABORTED),
    "a machine that gives it no time": (
        lambda make: partial(signal.raise_signal, signal.SIGSTOP),
        Death.TIMEOUT,
    ),
}


@pytest.mark.parametrize(("deadly", "reason"), DEADLY.values(), ids=DEADLY.keys())
def test_only_the_guilty_file_dies(
    make: Any,
    readers: Readers,
    deadly: Callable[[Any], Callable[[], object]],
    reason: Death,
) -> None:
    guilty = deadly(make)
    items = [partial(int, number) for number in range(12)]
    found = list(readers.map(CALL, [*items[:5], guilty, *items[5:]]))
    assert len(found) == 13
    assert {item: result for item, result in found if item is not guilty} == {
        item: number for number, item in enumerate(items)
    }
    assert [result for item, result in found if item is guilty] == [Died(reason)]


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGABRT, signal.SIGSTOP])
@pytest.mark.parametrize("chunk", [1, 25])
def test_a_first_death_is_not_held_against_the_file(
    readers: Readers, tmp_path: Path, death: int, chunk: int
) -> None:
    """Another program takes the memory once, or the parser stumbles over what came before."""
    victim = partial(_die_once, tmp_path / "died", death)
    items = [partial(int, 1), victim, *[partial(int, 2)] * 5]
    results = [result for _, result in readers.map(CALL, items, chunk=chunk)]
    assert results[-1] == "read"
    assert results.count(2) == 5 and results.count(1) == 1


def _die_once(marker: Path, death: int) -> str:
    if not marker.exists():
        marker.touch()
        signal.raise_signal(death)
    return "read"


def test_a_suspect_is_read_alone_in_a_new_process_after_all_others(readers: Readers) -> None:
    items = [partial(os.abort), *[partial(os.getpid)] * 30, partial(os.abort)]
    results = [result for _, result in readers.map(CALL, items, chunk=5)]
    assert results[-2:] == [Died(Death.ABORTED)] * 2
    assert all(isinstance(result, int) for result in results[:-2])


def test_only_a_files_own_fault_is_held_against_it() -> None:
    assert {death for death in Death if Died(death).blames_file} == {
        Death.ABORTED,
        Death.MEMORY,
        Death.SLOW,
    }


def test_many_suspects_do_not_hold_up_what_comes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "_SUSPECTS_PATIENCE", 0)
    with Readers(2, LIMITS) as readers:
        items = [partial(os.abort), partial(int, 1), partial(os.abort)]
        results = [result for _, result in readers.map(CALL, items)]
        assert results == [1, Died(Death.TIMEOUT), Died(Death.TIMEOUT)]
        assert list(readers.map(abs, [-7])) == [(-7, 7)]


def test_many_deaths_in_one_chunk_are_each_found(readers: Readers) -> None:
    items = [partial(os.abort), partial(int, 1), _hog(), partial(int, 2), partial(os.abort)]
    found = dict(readers.map(CALL, items))
    assert [found[item] for item in items] == [
        Died(Death.ABORTED),
        1,
        Died(Death.MEMORY),
        2,
        Died(Death.ABORTED),
    ]


def test_an_exception_is_no_death_and_has_its_frames_but_not_its_message(readers: Readers) -> None:
    items = [partial(int, 1), partial(int, "甲"), partial(int, 3)]
    results = [result for _, result in readers.map(CALL, items)]
    assert results[0::2] == [1, 3]
    assert isinstance(results[1], Failed)
    assert results[1].kind == "ValueError"
    assert "in _try" in results[1].trace and "甲" not in results[1].trace


def test_a_result_that_cannot_be_sent_is_a_fault_of_the_software(readers: Readers) -> None:
    items = [partial(int, 1), partial(threading.Lock), partial(int, 3)]
    results = [result for _, result in readers.map(CALL, items)]
    assert results[0::2] == [1, 3]
    assert isinstance(results[1], Failed)


@pytest.mark.parametrize("chunk", [1, 7, 25, 1_000])
def test_every_item_is_answered_once_whatever_the_chunk(readers: Readers, chunk: int) -> None:
    found = list(readers.map(abs, list(range(-100, 0)), chunk=chunk))
    assert sorted(found) == [(number, -number) for number in range(-100, 0)]


def test_no_items_give_no_answers(readers: Readers) -> None:
    assert list(readers.map(abs, [])) == []


def test_processes_that_are_killed_between_two_batches_are_replaced() -> None:
    with Readers(2, LIMITS) as readers:
        for _ in range(3):
            pids = {pid for _, pid in readers.map(CALL, [partial(os.getpid)] * 20, chunk=1)}
            for pid in pids:
                assert isinstance(pid, int)
                os.kill(pid, signal.SIGKILL)
            assert list(readers.map(abs, [-7, -8])) == [(-7, 7), (-8, 8)]


def test_every_process_is_prepared(tmp_path: Path) -> None:
    with Readers(1, LIMITS, os.chdir, (str(tmp_path),)) as readers:
        items = [partial(os.getcwd), partial(os.abort), partial(os.getcwd)]
        results = [result for _, result in readers.map(CALL, items, chunk=1)]
    assert results == [str(tmp_path), str(tmp_path), Died(Death.ABORTED)]


def test_processes_that_cannot_be_prepared_are_no_fault_of_the_files(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    with (
        Readers(1, LIMITS, os.chdir, (missing,)) as readers,
        pytest.raises(RuntimeError, match="before they read anything"),
    ):
        list(readers.map(abs, [-1]))


def test_ctrl_c_ends_parent_and_processes(tmp_path: Path) -> None:
    """As a terminal does it: the signal goes to the whole group."""
    script = tmp_path / "main.py"
    script.write_text(SCRIPT)
    running = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stdout
    assert running.stdout.readline() == "main\n"
    pids = [int(word) for word in running.stdout.readline().split()[1:]]
    assert pids
    os.killpg(running.pid, signal.SIGINT)
    rest, errors = running.communicate(timeout=60)
    assert "KeyboardInterrupt" in errors
    assert "main" not in rest  # no process has imported the parent's main module
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
