"""What the environment says wrongly is told in one line, and ends every command with 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.files.home import Home
from tests.support.main_command import Zuofeng
from tests.support.office import CHECKOUT, make_home

ZUOFENG = Path(sys.executable).with_name("zuofeng")
SECRET = "hunter2-Zuofeng"


@pytest.fixture
def office(tmp_path: Path) -> Home:
    """Give a home with the shipped definitions."""
    return make_home(tmp_path / "家")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"postgresql://office:{SECRET}@127.0.0.1:1/zuofeng", "连接不上数据库"),
        (f"oracle9://office:{SECRET}@127.0.0.1/zuofeng", "不支持“oracle9”"),
        (f"mysql+pymysql://office:{SECRET}@127.0.0.1/zuofeng", "不支持“mysql+pymysql”"),
        (f"postgresql://office:{SECRET}@127.0.0.1:no/zuofeng", "写法有误"),
        (SECRET, "写法有误"),
        ("sqlite:////nowhere/at/all/zuofeng.db", "连接不上数据库"),
    ],
)
def test_a_database_that_cannot_be_used_is_wrong_configuration(
    office: Home, zuofeng: Zuofeng, url: str, words: str
) -> None:
    done = zuofeng(office, "outbox", ZUOFENG_DATABASE_URL=url)
    said = done.stdout + done.stderr
    assert done.returncode == 2, said
    assert words in said and "环境变量: ZUOFENG_DATABASE_URL" in said
    assert "Traceback" not in said and SECRET not in said


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"ZUOFENG_SMTP_HOST": "mail", "ZUOFENG_SMTP_SECURITY": "tls"}, "ZUOFENG_SMTP_SECURITY"),
        ({"ZUOFENG_DATABASE_URL": "oracle9://127.0.0.1/zuofeng"}, "ZUOFENG_DATABASE_URL"),
    ],
)
def test_check_reports_a_wrong_environment(
    office: Home, zuofeng: Zuofeng, environment: dict[str, str], words: str
) -> None:
    done = zuofeng(office, "check", **environment)
    assert done.returncode == 2
    assert words in done.stdout and "共1处错误" in done.stdout


def test_check_says_that_more_may_follow_where_a_file_cannot_be_read(
    office: Home, zuofeng: Zuofeng
) -> None:
    (office.inputs / "plan.toml").write_text("[campaign", encoding="utf-8")
    done = zuofeng(office, "check")
    assert done.returncode == 2
    assert "改正以上错误后再次运行，可能还有其他核对项" in done.stdout


def test_a_gbk_terminal_is_told_in_plain_words(office: Home) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ZUOFENG_")}
    environment["PYTHONIOENCODING"] = "gbk"
    command = [str(ZUOFENG), "check", "--home", str(office.root)]
    done = subprocess.run(command, capture_output=True, check=False, env=environment, cwd=CHECKOUT)
    assert done.returncode == 0, done
    assert done.stdout.decode("gbk").count("核对无误：报表") == 1
    assert "? " not in done.stdout.decode("gbk")
