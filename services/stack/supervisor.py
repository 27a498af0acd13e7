"""Starts the Prefect server, a worker and the watcher, keeps them running, and stops them all."""

import contextlib
import datetime as dt
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import httpx

from adapters import prefect_api as ask
from adapters.files.atomic_write import clear_temporaries
from adapters.files.home import CHECKOUT, Home, private_folder
from adapters.store.engine import open_store
from services.intake.claim_files import release_leases
from services.stack.definition_watch import DefinitionWatch
from services.stack.exit_alarm import alarm_exit
from services.stack.processes import (
    Program,
    bound_log,
    end_group,
    kill_group,
    start,
    stop_processes,
)
from services.stack.settings import POOL, STACK, api_url, prefect_environment
from services.texts.stack import stack_texts

SERVER, WORKER, WATCHER = "server", "worker", "watcher"
_SERVER_MODULE = "services.stack.server"
_RESTARTS, _WITHIN_SECONDS = 5, 600
_START_SECONDS = 180
_PATIENCE_SECONDS = 120
"""For a server that answers that it is busy: after downtime, overdue runs come all at once."""
_DEPLOY_ATTEMPTS = 3
_STOP_SECONDS = 5.0
"""For the worker and the watcher, again for the server: all is over within 15 seconds."""


class StackError(Exception):
    """The stack cannot be started or kept up; the text is for the terminal."""


class _Stop(BaseException):
    """Ctrl-C, SIGTERM or SIGHUP asked the supervisor to end."""


def run_stack(
    home: Home,
    listener: socket.socket,
    report: Callable[[str], None],
    on_ready: Callable[[], None],
) -> None:
    """Run everything on a reserved home and its socket until Ctrl-C or SIGTERM.

    ``report`` gets a line for what happens, ``on_ready`` is called when files are taken in.
    Raises StackError when the stack cannot be started or kept up, DefinitionError if the file of
    the home's login holds none.
    """
    stack = Stack(home, listener, report)
    with contextlib.suppress(_Stop), _stoppable():
        try:
            stack.bring_up()
            on_ready()
            stack.keep_up()
        except httpx.HTTPError as error:
            raise StackError(stack.describe(error)) from error
        finally:
            report(stack_texts().stopping)
            stack.take_down()


class Stack:
    """The processes of ``zuofeng up``: server, worker and watcher."""

    def __init__(self, home: Home, listener: socket.socket, report: Callable[[str], None]) -> None:
        """Prepare to run on a home, the server on a socket; ``report`` gets a line at a time."""
        self._home = home
        self._listener = listener
        self._report = report
        self._logs = private_folder(home.state / "logs")
        port: int = listener.getsockname()[1]
        self._api_url = api_url(port)
        self._environment = prefect_environment(home, port)
        self._api = ask.connect(self._environment, _PATIENCE_SECONDS)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._server_started = 0.0
        self._exits: dict[str, list[float]] = defaultdict(list)

    def bring_up(self) -> None:
        """Start everything.

        Raises StackError where something does not start, httpx.HTTPError where the server does
        not do what is asked of it.
        """
        began = dt.datetime.now(dt.UTC)
        self._start(SERVER)
        self._wait_for(SERVER, lambda: ask.is_healthy(self._api_url))
        ask.skip_overdue(self._api, "intake", began)
        self._close_interrupted_runs()
        engine = shlex.join([sys.executable, "-m", "prefect.engine"])
        ask.set_pool(self._api, POOL, engine)
        self._deploy()
        self._start(WORKER)
        self._start(WATCHER)
        self._wait_for(WORKER, lambda: ask.has_worker(self._api, POOL, began))

    def keep_up(self) -> NoReturn:
        """Restart what dies, and report definitions that break.

        Raises StackError when anything dies too often, httpx.HTTPError where the server is there
        and does not do what is asked of it.
        """
        definitions = DefinitionWatch(self._home, self._report)
        while True:
            definitions.check()
            for name, process in list(self._running.items()):
                if name in self._running and process.poll() is not None:
                    self._handle_exit(name, process.returncode)
                bound_log(self._log(name))
            if WORKER not in self._running:
                self._resume_work()
            time.sleep(0.5)

    def take_down(self) -> None:
        """Stop everything at once; what a run leaves undone, the next one does."""
        for name in (WATCHER, WORKER, SERVER):
            if process := self._running.get(name):
                end_group(process, _STOP_SECONDS if name != WATCHER else 1)
        stop_processes(STACK, str(self._home.root), grace_seconds=0)
        self._api.close()

    def describe(self, error: httpx.HTTPError) -> str:
        """Return for the terminal what the server did not do."""
        what = type(error).__name__
        if isinstance(error, httpx.HTTPStatusError):
            what = f"{error.response.status_code} {error.request.url.path}"
        return stack_texts().no_answer.format(what=what, log=self._log(SERVER))

    def _handle_exit(self, name: str, code: int) -> None:
        """Report an exit and start again what ended; the worker waits for the server."""
        self._count_exit(name, code)
        self._report(stack_texts().exited.format(name=name, code=code, log=self._log(name)))
        alarm_exit(self._home, name, code)
        if name != WATCHER and (worker := self._running.pop(WORKER, None)):
            kill_group(worker.pid)  # runs that lost their worker, or cannot say how they end
            worker.wait()
        if name != WORKER:
            self._start(name)

    def _count_exit(self, name: str, code: int) -> None:
        log = self._log(name)
        now = time.monotonic()
        self._exits[name] = [at for at in self._exits[name] if now - at < _WITHIN_SECONDS]
        self._exits[name].append(now)
        if len(self._exits[name]) > _RESTARTS:
            raise StackError(stack_texts().exits_often.format(name=name, code=code, log=log))

    def _resume_work(self) -> None:
        """Start the worker again if the server answers; end a server that does not in time."""
        if ask.is_healthy(self._api_url):
            try:
                self._close_interrupted_runs()
            except httpx.TransportError:
                return  # gone again, which is seen and counted as an exit
            self._start(WORKER)
            self._report(stack_texts().restarted)
        elif time.monotonic() - self._server_started > _START_SECONDS:
            kill_group(self._running[SERVER].pid)

    def _close_interrupted_runs(self) -> None:
        """Mark interrupted runs as crashed and free their claims, while no worker is alive."""
        engine = open_store(self._home)
        release_leases(engine)
        engine.dispose()
        clear_temporaries(self._home.outputs)
        if interrupted := ask.crash_unfinished(self._api):
            self._report(stack_texts().interrupted.format(count=interrupted))

    def _deploy(self) -> None:
        """Apply prefect.yaml; again where it fails. Raises StackError where it fails each time."""
        command = (sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all")
        for _ in range(_DEPLOY_ATTEMPTS):
            process = start(self._program("deploy", command))
            while process.poll() is None:
                time.sleep(0.1)
            if process.returncode == 0:
                return
        raise StackError(stack_texts().not_deployed.format(log=self._log("deploy")))

    def _start(self, name: str) -> None:
        commands = {
            SERVER: (_SERVER_MODULE, str(self._listener.fileno())),
            WORKER: ("prefect", "worker", "start", "--pool", POOL, "--name", "zuofeng"),
            WATCHER: ("services.stack.watcher",),
        }
        if name == SERVER:
            self._server_started = time.monotonic()
        command = (sys.executable, "-m", *commands[name])
        self._running[name] = start(self._program(name, command))

    def _program(self, name: str, command: tuple[str, ...]) -> Program:
        return Program(
            command=command,
            environment=self._environment,
            folder=CHECKOUT,
            log=self._log(name),
            umask=0o077 if name == SERVER else -1,  # Prefect's database is for nobody else
            descriptors=(self._listener.fileno(),) if name == SERVER else (),
        )

    def _wait_for(self, name: str, is_there: Callable[[], bool]) -> None:
        until = time.monotonic() + _START_SECONDS
        while not is_there():
            code = self._running[name].poll()
            if code is not None or time.monotonic() > until:
                facts = {"name": name, "code": code, "log": self._log(name)}
                raise StackError(stack_texts().not_started.format(**facts))
            time.sleep(0.2)

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Turn Ctrl-C, SIGTERM and SIGHUP into _Stop, also where the shell had Ctrl-C ignored."""

    def stop(_number: int, _frame: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)  # it is being done
        raise _Stop

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
