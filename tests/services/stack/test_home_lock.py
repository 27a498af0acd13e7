"""One supervisor a home: whoever comes second is told, whoever died is in nobody's way."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.files.home import Home
from services.stack.home_lock import InUseError, reserve
from services.stack.processes import find_processes
from services.stack.settings import STACK
from tests.support.servers.prefect_server import eventually

HOLD = """
import sys, time
from pathlib import Path
from adapters.files.home import Home
from services.stack.home_lock import reserve
with reserve(Home(Path(sys.argv[1])), int(sys.argv[2])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "市局 党办")


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free: int = taken.getsockname()[1]
    return free


def another(home: Home, port: int) -> "subprocess.Popen[str]":
    """Return a process that holds a home."""
    command = [sys.executable, "-c", HOLD, str(home.root), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def test_a_home_is_held_once_and_its_holder_is_named(home: Home, port: int) -> None:
    with another(home, port) as holder:
        with pytest.raises(InUseError) as refused, reserve(home, port):
            pass
        holder.kill()
    words = f"已经在运行（进程号{holder.pid}），界面：http://127.0.0.1:{port}"
    assert str(refused.value) == f"{home.root}{words}"


def test_whoever_was_killed_holds_nothing_and_what_it_left_is_ended(home: Home, port: int) -> None:
    with another(home, port) as holder:
        holder.kill()
    left = subprocess.Popen(["sleep", "600"], env={**os.environ, STACK: str(home.root)})
    eventually(lambda: find_processes(STACK, str(home.root)))

    with reserve(home, port):
        assert left.wait(10) != 0


def test_a_home_that_was_given_back_is_free(home: Home, port: int) -> None:
    for _ in range(2):
        with reserve(home, port):
            pass


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EADDRINUSE, "已被占用"), (errno.EACCES, "Permission denied")],
)
def test_a_port_that_cannot_be_used_is_told_with_its_reason(
    home: Home, number: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_socket: object, _address: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(InUseError, match=f"端口80不能使用：{words}"), reserve(home, 80):
        pass
    monkeypatch.undo()
    with reserve(home, 0):
        pass  # the refusal left no lock


def test_the_port_is_held_with_the_home_so_that_nobody_takes_it_between_two_servers(
    home: Home, port: int
) -> None:
    with reserve(home, port) as listener, socket.socket() as other:
        assert listener.getsockname() == ("127.0.0.1", port)
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
