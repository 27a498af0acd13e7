"""A start that fails: told in words, with nothing left running."""

import time
from pathlib import Path

import pytest

from adapters.files.home import Home
from services.stack import supervisor
from services.stack.home_lock import reserve
from services.stack.processes import find_processes
from services.stack.settings import STACK
from services.stack.supervisor import StackError, run_stack
from tests.support.office import make_home
from tests.support.servers.running_stack import free_port


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "家")


def failed_start(home: Home) -> str:
    """Return what the terminal is told of a start that fails; nothing of it is left."""
    began = time.monotonic()
    lines: list[str] = []
    with (
        reserve(home, free_port()) as listener,
        pytest.raises(StackError) as failed,
    ):
        run_stack(home, listener, lines.append, lambda: lines.append("ready"))
    assert lines == ["正在停止……"]
    assert find_processes(STACK, str(home.root)) == []
    assert time.monotonic() - began < 60
    return str(failed.value)


def test_a_server_that_stays_at_fault_ends_the_start_in_words(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "_SERVER_MODULE", "tests.support.servers.faulty_server")
    monkeypatch.setattr(supervisor, "_PATIENCE_SECONDS", 3)
    told = failed_start(home)
    assert told.startswith(
        "Prefect服务没有正常答复（503 /api/flow_runs/filter），请重新启动；日志："
    )
    assert told.endswith("server.log")


def test_a_server_that_does_not_start_ends_the_start_in_words(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "_SERVER_MODULE", "tests.support.no_such_server")
    assert failed_start(home).startswith("server没有启动（1），日志：")
