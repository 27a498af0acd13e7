"""zuofeng up as whoever runs it sees it: from nothing to receipts, and down to the last process."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from playwright.sync_api import expect, sync_playwright
from sqlalchemy import Engine, select

from adapters.files.home import Home
from adapters.store.engine import open_store, reading
from adapters.store.tables import drops, outbox
from services.stack.processes import find_processes, signal_all
from services.stack.settings import STACK
from tests.support.office import make_home

ZUOFENG = Path(sys.executable).with_name("zuofeng")
CHROMIUM = Path("/usr/bin/chromium")
READY_SECONDS, PATIENCE_SECONDS, STOP_SECONDS = 240, 180, 15


class Stack:
    """A running ``zuofeng up``."""

    def __init__(self, root: Path, *options: str, password: str = "") -> None:
        self.home, self.port = Home(root), free_port()
        self.user_home = root.with_name("user")
        self.user_home.mkdir(exist_ok=True)
        self._output = root.with_name("up.log")
        command = [str(ZUOFENG), "up", "--home", str(root), "--port", str(self.port), *options]
        with self._output.open("w") as output:
            self.process = subprocess.Popen(
                command,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={
                    **os.environ,
                    "HOME": str(self.user_home),
                    "PREFECT_SERVER_API_AUTH_STRING": password,
                },
            )

    def said(self) -> list[str]:
        return self._output.read_text().splitlines()

    def wait_until_ready(self) -> None:
        wait_for(lambda: "ready" in self.said() or self.process.poll() is not None, READY_SECONDS)
        assert self.process.poll() is None, self.said()

    def inbox(self) -> list[Path]:
        return [path for path in self.home.inbox.rglob("*") if path.is_file()]

    def receipts(self) -> list[Path]:
        return list(self.home.returned.rglob("*回执.html"))

    def drop(self, path: str, data: bytes) -> None:
        target = self.home.inbox / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)

    def runs(self, flow: str, *states: str) -> list[dict[str, Any]]:
        url = f"http://127.0.0.1:{self.port}/api/flow_runs/filter"
        wanted = {
            "flows": {"name": {"any_": [flow]}},
            "flow_runs": {"state": {"type": {"any_": states}}},
        }
        answer = httpx.post(url, json=wanted, trust_env=False, timeout=60)
        found: list[dict[str, Any]] = answer.raise_for_status().json()
        return found

    def start(self, deployment: str, **parameters: str) -> None:
        api = f"http://127.0.0.1:{self.port}/api/deployments"
        found = httpx.get(f"{api}/name/{deployment}", trust_env=False).raise_for_status().json()
        path = f"{api}/{found['id']}/create_flow_run"
        wanted = {"parameters": parameters}
        httpx.post(path, json=wanted, trust_env=False, timeout=60).raise_for_status()

    def processes(self) -> list[psutil.Process]:
        return find_processes(STACK, str(self.home.root))

    def kill(self) -> None:
        """End everything at once, as a power failure does."""
        children = self.processes()
        self.process.kill()
        signal_all(children, signal.SIGKILL)
        self.process.wait()

    def stop(self, number: signal.Signals) -> None:
        """Ask it to stop, as Ctrl-C or a service manager does; it must be gone in time."""
        self.process.send_signal(number)
        assert self.process.wait(STOP_SECONDS) == 0, self.said()
        assert self.processes() == []


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
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.on("request", lambda request: elsewhere.append(request.url))
        page.goto(f"http://127.0.0.1:{stack.port}/runs")
        expect(page.get_by_text(name, exact=True).first).to_be_visible(timeout=60_000)
        page.screenshot(path=tmp_path / "runs.png")
        browser.close()
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
        assert receipt.stat().st_mode & 0o044 == 0o044  # clerks read them on the share


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


@pytest.mark.parametrize("name", ["worker", "watcher"])
def test_what_dies_is_started_again(stack: Stack, name: str) -> None:
    before = len(stack.receipts())
    command = {"worker": "prefect worker start", "watcher": "services.stack.watcher"}[name]
    wait_for(lambda: running(stack, command))
    signal_all(running(stack, command), signal.SIGKILL)
    wait_for(lambda: any(f"{name}意外退出" in line for line in stack.said()))

    stack.drop(f"ZB01/{name}.txt", name.encode())

    wait_for(lambda: len(stack.receipts()) > before)
    wait_for(lambda: not stack.inbox())


def test_with_a_password_it_works_and_lets_nobody_else_in_until_the_server_dies(
    tmp_path: Path,
) -> None:
    stack = Stack(make_home(tmp_path / "家").root, password="office:only for us")
    stack.wait_until_ready()
    stack.drop("ZB01/1.txt", b"1")
    wait_for(stack.receipts)
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        stack.runs("intake", "COMPLETED")

    signal_all(running(stack, "prefect server start"), signal.SIGKILL)
    assert stack.process.wait(PATIENCE_SECONDS) == 1
    assert any("Prefect服务意外退出" in line and "server.log" in line for line in stack.said())
    assert stack.processes() == []


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


def messages(engine: Engine, kind: str) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(select(outbox.c.text).where(outbox.c.kind == kind)))


def wait_for(is_there: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not is_there():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def refused(*options: object) -> str:
    """Return what ``up`` said when it refused to start."""
    command = [str(ZUOFENG), "up", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2, done
    return done.stdout + done.stderr


def running(stack: Stack, command: str) -> list[psutil.Process]:
    """Return the processes of the stack with this in their command line."""
    return [process for process in stack.processes() if command in _command_of(process)]


def _command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def listening(processes: Iterable[psutil.Process]) -> set[tuple[str, int]]:
    """Return the addresses and ports on which processes listen."""
    sockets = (socket for process in processes for socket in process.net_connections("inet"))
    return {tuple(socket.laddr) for socket in sockets if socket.status == psutil.CONN_LISTEN}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
