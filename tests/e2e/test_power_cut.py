"""What ends zuofeng up, or a run, without asking: the power, a run's own end."""

import signal
from collections import Counter
from pathlib import Path

from sqlalchemy import Engine, select

from adapters.store.engine import open_store, reading
from adapters.store.tables import drops
from services.stack.processes import signal_all
from tests.support.office import make_home
from tests.support.servers.running_stack import Stack, messages, running, wait_for


def test_after_a_power_cut_the_next_start_ends_what_was_begun(tmp_path: Path) -> None:
    files = 60
    first = Stack(make_home(tmp_path / "市民政局 党办").root)
    first.wait_until_ready()
    for number in range(files):
        first.drop(f"ZB01/{number}.txt", str(number).encode())
    engine = open_store(first.home)
    wait_for(lambda: states(engine)["claimed"])
    first.kill()

    second = Stack(first.home.root)
    second.wait_until_ready()
    wait_for(lambda: not second.inbox())
    wait_for(lambda: second.runs("intake", "COMPLETED"))

    [cut_off] = second.runs("intake", "CRASHED")
    assert "服务停止时中断" in cut_off["state"]["message"]
    assert states(engine) == {"answered": files}
    assert len(second.receipts()) == files

    for number in range(200):  # enough to keep a run busy
        second.drop(f"ZB02/{number}.txt", str(number).encode())
    _kill_the_run(second)
    wait_for(lambda: len(second.runs("intake", "CRASHED")) == 2)
    wait_for(lambda: messages(engine, "failed_run"))
    engine.dispose()
    second.stop(signal.SIGTERM)


def _kill_the_run(stack: Stack) -> None:
    """Kill a run's process after it has begun; before, Prefect's worker starts it once more."""
    wait_for(lambda: stack.runs("intake", "RUNNING"))
    signal_all(running(stack, "prefect.engine"), signal.SIGKILL)


def states(engine: Engine) -> Counter[str]:
    with reading(engine) as connection:
        return Counter(connection.scalars(select(drops.c.state)))
