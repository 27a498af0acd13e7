"""The processes of a stack: found by their mark, stopped to the last, their logs bounded."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.files.home import Home
from services.stack import processes
from services.stack.login import server_login
from services.stack.processes import (
    Program,
    bound_log,
    end_group,
    find_processes,
    start,
    stop_processes,
)
from services.stack.settings import STACK, prefect_environment
from tests.support.servers.prefect_server import eventually

DEAF = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
FAMILY = f"""
import subprocess, sys
for own in (False, True):
    deaf = {DEAF!r} + "time.sleep(600)"
    subprocess.Popen([sys.executable, "-c", deaf], start_new_session=own)
{DEAF}
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture
def mark(tmp_path: Path) -> Iterator[str]:
    """Give a mark of the test's own, with a space and Chinese in it."""
    own = str(tmp_path / "市 局")
    yield own
    stop_processes(STACK, own, 0)


def program(tmp_path: Path, mark: str, code: str) -> Program:
    return Program(
        command=(sys.executable, "-u", "-c", code),
        environment={**os.environ, STACK: mark},
        folder=tmp_path,
        log=tmp_path / "program.log",
    )


def test_a_program_that_does_not_listen_is_killed_with_all_that_it_started(
    tmp_path: Path, mark: str
) -> None:
    made = program(tmp_path, mark, FAMILY)
    process = start(made)
    eventually(lambda: made.log.read_text() == "ready\n" and len(find_processes(STACK, mark)) == 3)

    end_group(process, grace_seconds=0.2)

    eventually(lambda: len(find_processes(STACK, mark)) == 1)  # it began a session of its own
    stop_processes(STACK, mark, grace_seconds=0.2)
    assert find_processes(STACK, mark) == []


def test_another_home_s_processes_are_left_alone(tmp_path: Path, mark: str) -> None:
    process = start(program(tmp_path, mark, "import time; time.sleep(600)"))
    eventually(lambda: find_processes(STACK, mark))
    stop_processes(STACK, mark + "2", grace_seconds=0)
    assert process.poll() is None
    end_group(process, grace_seconds=5)


def test_a_log_stays_small_while_its_program_goes_on_writing(
    tmp_path: Path, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_LOG_MB", 1)
    code = "import time\nwhile True:\n    print('x' * 1000)\n    time.sleep(0.0001)"
    made = program(tmp_path, mark, code)
    process = start(made)
    older = made.log.with_name("program.log.1")
    for _ in range(3):
        eventually(lambda: made.log.stat().st_size > 1 << 20)
        bound_log(made.log)
        assert older.stat().st_size > 1 << 20
        assert made.log.stat().st_size < 1 << 20
    time.sleep(0.1)
    assert made.log.read_bytes().strip(b"x\n") == b""  # no hole where the older part was
    end_group(process, grace_seconds=5)


def test_the_user_s_own_prefect_does_not_reach_the_stack(tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/bin",
        "PREFECT_API_URL": "https://elsewhere.example/api",
        "PREFECT_API_KEY": "secret",
        "PREFECT_PROFILE": "cloud",
        "PREFECT_HOME": "/elsewhere",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "true",
        "PREFECT_SERVER_LOGGING_LEVEL": "DEBUG",
        "PREFECT_SERVER_API_AUTH_STRING": "known:to all",
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "false",
        "NO_PROXY": "intranet.example",
    }
    made = prefect_environment(Home(tmp_path), 4711, environment)
    assert made["PREFECT_API_URL"] == "http://127.0.0.1:4711/api"
    assert made["PREFECT_HOME"] == str(tmp_path / "outputs" / "state" / "prefect")
    assert made["PREFECT_PROFILES_PATH"].startswith(made["PREFECT_HOME"])
    assert not {"PREFECT_API_KEY", "PREFECT_PROFILE"} & made.keys()
    assert made["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert made["PREFECT_SERVER_LOGGING_LEVEL"] == "DEBUG"  # an administrator's to choose
    assert made["PREFECT_SERVER_API_AUTH_STRING"] == server_login(Home(tmp_path))
    assert made["PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED"] == "true"
    assert made["NO_PROXY"] == "intranet.example,127.0.0.1,localhost"
    assert made["PATH"] == "/usr/bin"


def test_prefect_knows_every_setting_by_the_name_that_is_set(tmp_path: Path) -> None:
    made = prefect_environment(Home(tmp_path), 4711, {"PATH": os.environ["PATH"]})
    code = (
        "import os\n"
        "from prefect.settings import get_current_settings\n"
        "known = get_current_settings().to_environment_variables(exclude_unset=True)\n"
        "given = {n for n in os.environ if n.startswith('PREFECT_')}\n"
        "print(*sorted(given - set(known)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=made, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
