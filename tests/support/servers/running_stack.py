"""``zuofeng up`` as a process of its own, as whoever runs it sees it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psutil
from sqlalchemy import Engine, select

from adapters.files.home import Home
from adapters.files.inbox_mark import MARK
from adapters.prefect_api import connect
from adapters.store.engine import reading
from adapters.store.tables import outbox
from services.stack.login import server_login
from services.stack.processes import find_processes, signal_all
from services.stack.settings import STACK, api_url

ZUOFENG = Path(sys.executable).with_name("zuofeng")
READY_SECONDS, PATIENCE_SECONDS, STOP_SECONDS = 240, 180, 15


class Stack:
    """A running ``zuofeng up``."""

    def __init__(self, root: Path, *options: str) -> None:
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
                env={**os.environ, "HOME": str(self.user_home)},
            )

    def api(self) -> httpx.Client:
        """Return a client that has logged in and asks again while the server is busy."""
        login = {"PREFECT_API_AUTH_STRING": server_login(self.home)}
        return connect({"PREFECT_API_URL": api_url(self.port), **login}, PATIENCE_SECONDS)

    def said(self) -> list[str]:
        return self._output.read_text().splitlines()

    def wait_until_ready(self) -> None:
        wait_for(lambda: "ready" in self.said() or self.process.poll() is not None, READY_SECONDS)
        assert self.process.poll() is None, self.said()

    def inbox(self) -> list[Path]:
        return [p for p in self.home.inbox.rglob("*") if p.is_file() and p.name != MARK]

    def receipts(self) -> list[Path]:
        return list(self.home.returned.rglob("*回执.html"))

    def drop(self, path: str, data: bytes) -> None:
        target = self.home.inbox / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)

    def runs(self, flow: str, *states: str) -> list[dict[str, Any]]:
        wanted = {
            "flows": {"name": {"any_": [flow]}},
            "flow_runs": {"state": {"type": {"any_": states}}},
        }
        with self.api() as api:
            answer = api.post("flow_runs/filter", json=wanted)
        found: list[dict[str, Any]] = answer.raise_for_status().json()
        return found

    def start(self, deployment: str, **parameters: str) -> None:
        with self.api() as api:
            found = api.get(f"deployments/name/{deployment}").raise_for_status().json()
            path = f"deployments/{found['id']}/create_flow_run"
            api.post(path, json={"parameters": parameters}).raise_for_status()

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


def running(stack: Stack, command: str) -> list[psutil.Process]:
    """Return the processes of the stack with this in their command line."""
    return [process for process in stack.processes() if command in _command_of(process)]


def _command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def messages(engine: Engine, kind: str) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(select(outbox.c.text).where(outbox.c.kind == kind)))


def wait_for(is_there: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not is_there():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
