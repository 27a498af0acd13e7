"""zuofeng up: everything in one command, until Ctrl-C."""

import fcntl
import shutil
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from adapters.files.home import CHECKOUT, Home, find_home, private_folder
from adapters.store.engine import open_store, reading
from adapters.store.tables import drops
from campaign.definitions.errors import DefinitionError
from cli.options import HomeOption, err, out
from services.definitions.loading import load_definitions
from services.stack.processes import marked
from services.stack.settings import HOST, STACK, ui_url
from services.stack.supervisor import InUseError, StackError, run_stack

PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="界面的端口")]
SampleOption = Annotated[bool, typer.Option("--sample", help="在新文件夹先放入几份样例表")]


def up(home: HomeOption = None, port: PortOption = 4200, sample: SampleOption = False) -> None:
    """启动全部服务：界面、定时任务、收件箱监视；按Ctrl-C停止。"""
    opened = find_home(home)
    if reason := _in_use(opened, port):
        _complain(reason)
        raise typer.Exit(2)
    _prepare(opened, sample)
    _address(opened).write_text(ui_url(port), encoding="utf-8")

    def ready() -> None:
        _say(f"界面：{ui_url(port)}")
        _say(f"收件箱：{opened.inbox}")
        _say("ready")

    _say("正在启动，约需半分钟……")
    try:
        run_stack(opened, port, _say, ready)
    except InUseError as error:
        _complain(str(error))
        raise typer.Exit(2) from error
    except StackError as error:
        _complain(str(error))
        raise typer.Exit(1) from error
    _say("已停止。")


def _in_use(home: Home, port: int) -> str:
    """Return why nothing can be started here, "" if nothing is seen to be in the way.

    Only so that nobody reads of a start that cannot be: run_stack decides.
    """
    lock = home.state / "up.lock"
    if lock.is_file() and _is_held(lock):
        holder = lock.read_text().strip()
        address = _address(home)
        where = f"，界面：{address.read_text(encoding='utf-8')}" if address.is_file() else ""
        return f"{home.root}已经在运行（进程号{holder}）{where}"
    if marked(STACK, str(home.root)):
        return ""  # left over by one that was killed: run_stack ends them, and the port is free
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return f"端口{port}不能使用：已被占用，请用--port另选"
    return ""


def _is_held(lock: Path) -> bool:
    with lock.open() as tried:
        try:
            fcntl.flock(tried, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _address(home: Home) -> Path:
    """Return the file that says where the UI of a running stack is."""
    return home.state / "up.address"


def _prepare(home: Home, sample: bool) -> None:
    if not home.inputs.is_dir() and sample:
        without_inbox = shutil.ignore_patterns("inbox")
        shutil.copytree(CHECKOUT / "inputs", home.inputs, ignore=without_inbox)
    if not home.inputs.is_dir():
        raise typer.BadParameter(
            f"{home.root}中没有inputs文件夹；加上--sample可以从样例开始", param_hint="--home"
        )
    home.confidential_inbox.mkdir(parents=True, exist_ok=True)
    open_store(home).dispose()  # a wrong database is told before anything starts
    try:
        load_definitions(home)
    except DefinitionError as error:
        if sample:
            raise
        _say(f"设置文件有{len(error.faults)}处错误，改正前不收表；用zuofeng check查看")
    if sample and _is_new(home):
        from rehearsal.content.samples import drop_samples  # writes workbooks: with openpyxl

        _say(f"已在收件箱放入样例表{len(drop_samples(home))}份")


def _is_new(home: Home) -> bool:
    """Return whether neither samples nor anything else was ever dropped here."""
    mark = private_folder(home.state) / "samples"
    if mark.exists():
        return False
    mark.touch()
    engine = open_store(home)
    with reading(engine) as connection:
        dropped = connection.scalar(select(drops.c.id).limit(1))
    engine.dispose()
    return dropped is None


def _complain(text: str) -> None:
    err.print(text, style="red", markup=False, highlight=False, soft_wrap=True)


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
    sys.stdout.flush()
