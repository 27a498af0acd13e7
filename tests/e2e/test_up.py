"""zuofeng up as whoever runs it sees it: from nothing to receipts, and down to the last process."""

import re
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from adapters.store.engine import open_store
from services.stack.login import login_file
from services.stack.processes import find_processes, signal_all
from services.stack.settings import STACK
from tests.support.office import make_home
from tests.support.servers.browser import browser, log_in
from tests.support.servers.running_stack import (
    ZUOFENG,
    Stack,
    free_port,
    messages,
    running,
    wait_for,
)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Give a stack that has taken in the samples, and stop it by Ctrl-C."""
    root = tmp_path_factory.mktemp("up") / "市民政局 党办"
    root.mkdir()
    running = Stack(root, "--sample")
    try:
        running.wait_until_ready()
        wait_for(lambda: not running.inbox())
        yield running
        running.stop(signal.SIGINT)
    finally:
        running.kill()


def test_one_command_leads_from_nothing_to_receipts(stack: Stack) -> None:
    assert f"界面：http://127.0.0.1:{stack.port}" in stack.said()
    assert f"收件箱：{stack.home.inbox}" in stack.said()
    assert any(str(login_file(stack.home)) in line for line in stack.said())
    [dropped] = [re.search(r"样例表(\d+)份", line) for line in stack.said() if "样例" in line]
    assert dropped
    wait_for(lambda: len(stack.receipts()) >= int(dropped[1]))
    wait_for(lambda: stack.runs("intake", "COMPLETED"))
    assert (stack.home.inputs / "plan.toml").is_file()


def test_a_broken_plan_is_told_in_the_terminal_and_so_is_its_end(stack: Stack) -> None:
    plan = stack.home.inputs / "plan.toml"
    sound = plan.read_text(encoding="utf-8")
    plan.write_text(sound.replace("year = 2026", "year = 1999", 1), encoding="utf-8")
    wait_for(lambda: any("inputs/plan.toml: campaign.year" in line for line in stack.said()))
    plan.write_text(sound, encoding="utf-8")
    wait_for(lambda: "设置已恢复正常，继续收表" in stack.said())


def test_the_run_is_there_to_see_in_a_browser(stack: Stack, tmp_path: Path) -> None:
    wait_for(lambda: stack.runs("intake", "COMPLETED"))
    name = stack.runs("intake", "COMPLETED")[0]["name"]
    elsewhere: list[str] = []
    with browser() as tabs:
        page = tabs.new_page()
        page.on("request", lambda request: elsewhere.append(request.url))
        log_in(page, stack)
        page.goto(f"http://127.0.0.1:{stack.port}/runs")
        expect(page.get_by_text(name, exact=True).first).to_be_visible(timeout=60_000)
        page.screenshot(path=tmp_path / "runs.png")
        page.goto(f"http://127.0.0.1:{stack.port}/v2/runs")
        expect(page.get_by_text(name, exact=True).first).to_be_visible(timeout=60_000)
    own = (f"http://127.0.0.1:{stack.port}/", f"ws://127.0.0.1:{stack.port}/", "data:", "blob:")
    assert [url for url in elsewhere if not url.startswith(own)] == []


@pytest.mark.parametrize("flow", ["intake", "send-mail", "daily"])
def test_the_schedules_plan_their_runs(stack: Stack, flow: str) -> None:
    wait_for(lambda: len(stack.runs(flow, "SCHEDULED")) >= 3)


def test_a_day_s_reminders_are_done_on_demand_by_the_worker(stack: Stack) -> None:
    stack.start("daily/daily", as_of="2026-07-02")
    wait_for(lambda: stack.runs("daily", "COMPLETED"))
    assert [run["name"] for run in stack.runs("daily", "COMPLETED")] == [
        "每日情况-7月2日（指定日期）"
    ]
    engine = open_store(stack.home)
    assert messages(engine, "reminder") and len(messages(engine, "digest")) == 1
    engine.dispose()


def test_it_listens_on_loopback_only(stack: Stack) -> None:
    addresses = listening([*stack.processes(), psutil.Process(stack.process.pid)])
    assert ("127.0.0.1", stack.port) in addresses
    assert {host for host, _ in addresses} == {"127.0.0.1"}


def test_its_state_is_private_and_nobody_else_s_is_touched(stack: Stack) -> None:
    assert stack.home.state.stat().st_mode & 0o077 == 0
    assert (stack.home.state / "prefect" / "prefect.db").stat().st_mode & 0o077 == 0
    assert list(stack.user_home.rglob("*prefect*")) == []
    for receipt in stack.receipts():
        assert receipt.stat().st_mode & 0o047 == 0o040  # the share reads them for the clerks


def test_a_second_one_on_the_same_home_is_told_so(stack: Stack) -> None:
    second = refused("--home", stack.home.root, "--port", free_port())
    assert f"已经在运行（进程号{stack.process.pid}）" in second


def test_a_port_that_is_taken_is_told_before_anything_starts(stack: Stack, tmp_path: Path) -> None:
    home = make_home(tmp_path / "别处")
    assert f"端口{stack.port}不能使用" in refused("--home", home.root, "--port", stack.port)
    assert find_processes(STACK, str(home.root)) == []


def test_a_home_without_inputs_is_told_so(tmp_path: Path) -> None:
    said = refused("--home", tmp_path, "--port", free_port())
    assert "没有inputs文件夹" in re.sub(r"[\s│]", "", said)


@pytest.mark.parametrize("name", ["worker", "watcher", "server"])
def test_what_dies_is_started_again_and_the_office_is_told(stack: Stack, name: str) -> None:
    before = len(stack.receipts())
    command = {"worker": "prefect worker start"}.get(name, f"services.stack.{name}")
    wait_for(lambda: running(stack, command))
    stack.drop(f"ZB01/{name}1.txt", f"{name}1".encode())
    signal_all(running(stack, command), signal.SIGKILL)
    wait_for(lambda: any(f"{name}意外退出" in line for line in stack.said()))
    stack.drop(f"ZB01/{name}2.txt", f"{name}2".encode())

    wait_for(lambda: len(stack.receipts()) == before + 2)
    wait_for(lambda: not stack.inbox())
    title = {"worker": "运行各项工作", "watcher": "监视收件箱", "server": "Prefect服务"}[name]
    engine = open_store(stack.home)
    assert any(title in text for text in messages(engine, "failed_run"))
    engine.dispose()


def refused(*options: object) -> str:
    """Return what ``up`` said when it refused to start."""
    command = [str(ZUOFENG), "up", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2, done
    return done.stdout + done.stderr


def listening(processes: Iterable[psutil.Process]) -> set[tuple[str, int]]:
    """Return the addresses and ports on which processes listen."""
    sockets = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # a run's process that has ended listens no more
            sockets += process.net_connections("inet")
    return {tuple(socket.laddr) for socket in sockets if socket.status == psutil.CONN_LISTEN}
