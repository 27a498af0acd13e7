"""zuofeng up where it cannot start: told before a start is spoken of."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from adapters.files.home import Home, private_folder
from services.stack.login import login_file, server_login
from tests.support.office import make_home

ZUOFENG = Path(sys.executable).with_name("zuofeng")


@pytest.fixture
def office(tmp_path: Path) -> Home:
    """Give a home with the shipped definitions."""
    return make_home(tmp_path / "家")


def refused(home: Home, port: int) -> str:
    """Return what it said; no word of a start, and exit code 2."""
    command = [str(ZUOFENG), "up", "--home", str(home.root), "--port", str(port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2, done
    assert "正在启动" not in done.stdout + done.stderr
    return done.stderr


def test_a_running_home_is_named_with_its_address(office: Home) -> None:
    state = private_folder(office.state)
    (state / "up.json").write_text('{"pid": 4711, "url": "http://127.0.0.1:4207"}')
    with FileLock(state / "up.lock"):
        said = refused(office, 4207)
    assert "已经在运行（进程号4711），界面：http://127.0.0.1:4207" in said


def test_a_taken_port_is_told_in_chinese(office: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(office, port)
    assert f"端口{port}不能使用：已被占用，请用--port另选" in said


def test_password_shows_the_login_on_one_line_and_nothing_else(tmp_path: Path) -> None:
    home = make_home(tmp_path / "家")
    command = [str(ZUOFENG), "password", "--home", str(home.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"{server_login(home)}\n"


def test_a_file_without_a_login_is_told_in_words(tmp_path: Path) -> None:
    home = make_home(tmp_path / "家")
    home.state.mkdir(parents=True, exist_ok=True)
    (home.state / "login.txt").write_text("secret\n")
    command = [str(ZUOFENG), "password", "--home", str(home.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "login.txt" in done.stderr and "一行“用户名:口令”" in done.stderr
    assert "secret" not in done.stderr


def test_up_does_not_start_with_a_door_that_nobody_could_open_or_everybody(office: Home) -> None:
    private_folder(office.state)
    login_file(office).write_text("")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert str(login_file(office)) in refused(office, port)
