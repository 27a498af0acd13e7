"""zuofeng password: the login as staff paste it."""

import subprocess
import sys
from pathlib import Path

from services.stack.login import server_login
from tests.support.office import make_home

ZUOFENG = Path(sys.executable).with_name("zuofeng")


def test_it_shows_the_login_on_one_line_and_nothing_else(tmp_path: Path) -> None:
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
