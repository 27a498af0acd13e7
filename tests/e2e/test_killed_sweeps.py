"""Sweeps that are killed at any moment: nothing is lost, nothing is answered twice."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from adapters.store.tables import drops, outbox, submissions
from adapters.workbooks.filler import SheetRows
from services.intake.claim_files import release_leases, spool
from services.stack.processes import find_processes
from services.stack.settings import STACK
from tests.support.office import Bureau
from tests.support.servers.prefect_server import eventually

FILES, KILLS = 60, 10
ZUOFENG = Path(sys.executable).with_name("zuofeng")


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_kills_a_sweep_when_every_file_is_answered_once(bureau: Bureau, seed: int) -> None:
    random = Random(seed)

    for burst in range(KILLS):
        _drop_burst(bureau, range(burst * FILES // KILLS, (burst + 1) * FILES // KILLS))
        process = _intake(bureau)
        _wait_for_a_claim(bureau, process)
        time.sleep(random.choice((0.0, 0.4, 0.8, 1.2, 1.6)))
        process.kill()
        process.wait()
        assert eventually(
            lambda: not find_processes(STACK, str(bureau.home.root))
        )  # nor its readers
        release_leases(bureau.context.engine)
    _intake(bureau).wait()

    assert bureau.inbox() == [] and list(spool(bureau.home).iterdir()) == []
    answered = bureau.rows(drops)
    assert {drop.state for drop in answered} == {"answered"}
    assert len(answered) == len({drop.path_key for drop in answered}) == FILES
    receipts = Counter(message.drop_id for message in bureau.rows(outbox) if message.drop_id)
    assert set(receipts) == {drop.id for drop in answered} and set(receipts.values()) == {1}
    accepted = [drop for drop in answered if drop.disposition == "receipt"]
    assert len(bureau.rows(submissions)) == len(accepted)
    verified = subprocess.run([ZUOFENG, "verify", "--home", bureau.home.root], check=False)
    assert verified.returncode == 0


def _drop_burst(bureau: Bureau, numbers: Iterable[int]) -> None:
    units = [unit.code for unit in bureau.context.definitions.roster.units][:10]
    for number in numbers:
        unit, month = units[number % len(units)], 6 + number // len(units)
        path = f"{unit}/{month}月.xlsx"
        if month <= 10:
            rows: SheetRows | None = None if number % 3 else {}
            bureau.drop(path, bureau.study(unit, f"2026-{month:02d}", rows=rows))
        else:
            bureau.drop(path, f"不是表格 {number}".encode())


def _wait_for_a_claim(bureau: Bureau, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the process has claimed something new, or taken over what another left."""
    before = {(drop.id, drop.lease_until) for drop in bureau.rows(drops)}
    while process.poll() is None:
        if {(drop.id, drop.lease_until) for drop in bureau.rows(drops)} - before:
            return
        time.sleep(0.01)


def _intake(bureau: Bureau) -> "subprocess.Popen[bytes]":
    bureau.context.engine.dispose()
    return subprocess.Popen(
        [ZUOFENG, "intake", "--home", bureau.home.root],
        env={**os.environ, STACK: str(bureau.home.root)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
