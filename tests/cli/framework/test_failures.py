"""A disk, a database or a folder that fails ends a command in a sentence that says what to do."""

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from adapters.files.home import Home
from cli.framework.failures import failure_text
from tests.support.main_command import Zuofeng
from tests.support.office import make_home


@pytest.fixture
def office(tmp_path: Path) -> Home:
    """Give a home with the shipped definitions."""
    return make_home(tmp_path / "家")


def run(home: Home, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as a person does."""
    command = [sys.executable, "-c", "from cli.main import main; main()", *words]
    return subprocess.run(
        [*command, "--home", str(home.root)],
        capture_output=True,
        check=False,
        text=True,
        env=os.environ | environment,
    )


def test_an_inbox_that_is_gone_is_named(office: Home) -> None:
    shutil.rmtree(office.inbox)
    office.inbox.write_text("挡路的文件")
    done = run(office, "intake")
    assert done.returncode == 1, done.stderr
    assert "应当是文件夹" in done.stderr and "inbox" in done.stderr
    assert "Traceback" not in done.stderr


def test_whoever_mends_the_software_gets_the_traceback(office: Home) -> None:
    shutil.rmtree(office.inbox)
    office.inbox.write_text("挡路的文件")
    assert "Traceback" in run(office, "intake", ZUOFENG_DEBUG="1").stderr


def test_a_damaged_database_is_to_be_restored(office: Home, zuofeng: Zuofeng) -> None:
    assert zuofeng(office, "status").returncode == 0
    store = office.state / "zuofeng.db"
    data = store.read_bytes()
    store.write_bytes(data[:4096] + b"\0" * (len(data) - 4096))
    done = zuofeng(office, "status")
    assert done.returncode == 1, done.stderr
    assert "数据库文件已损坏" in done.stderr and "备份" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "/家/归档"),
            "磁盘空间不足，写不进“/家/归档”",
        ),
        (OSError(errno.EROFS, "Read-only file system"), "本系统的文件夹所在的磁盘是只读的"),
        (PermissionError(errno.EACCES, "Permission denied", "/家"), "没有权限读写“/家”"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "长"), "File name too long"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "网络连接失败"),
        (OperationalError("", {}, sqlite3.OperationalError("database is locked")), "数据库正忙"),
        (OperationalError("", {}, sqlite3.OperationalError("disk I/O error")), "disk I/O error"),
    ],
)
def test_each_failure_has_its_sentence(error: Exception, words: str) -> None:
    assert words in str(failure_text(error))


def test_a_fault_of_the_software_has_none() -> None:
    assert failure_text(KeyError("unit")) is None


def test_what_a_command_writes_is_closed_to_others(office: Home) -> None:
    assert run(office, "forms", "--unit", "ZB01").returncode == 0
    written = [path for path in office.outputs.rglob("*") if not path.is_symlink()]
    assert len(written) > 10
    open_to_others = [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o027]
    assert open_to_others == []


def test_folders_that_an_earlier_version_left_open_are_closed(
    office: Home, zuofeng: Zuofeng
) -> None:
    for folder in (office.archive, office.mail, office.returned):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    assert zuofeng(office, "status").returncode == 0
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (office.archive, office.returned)]
    assert modes == [0o750, 0o750]
