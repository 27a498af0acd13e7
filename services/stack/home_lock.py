"""Reserves a home and a port for one supervisor at a time."""

import errno
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from adapters.files.home import Home, private_folder
from services.stack.processes import stop_processes
from services.stack.settings import HOST, STACK, ui_url
from services.texts.stack import stack_texts

_STOP_SECONDS = 5.0


class InUseError(Exception):
    """The home or the port is in use; the text is for the terminal."""


@contextmanager
def reserve(home: Home, port: int) -> Iterator[socket.socket]:
    """Hold a home and its port while the block runs; the system frees both if the process dies.

    Yields the socket on which the server is to listen. What a killed supervisor left running on
    the home is ended first. Raises InUseError where another process holds the home, or the port
    cannot be used.
    """
    lock = FileLock(private_folder(home.state) / "up.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise InUseError(_holder(home)) from error
    try:
        stop_processes(STACK, str(home.root), _STOP_SECONDS)
        with _take_port(port) as listener:
            holder = json.dumps({"pid": os.getpid(), "url": ui_url(port)})
            _holder_file(home).write_text(holder, encoding="utf-8")
            yield listener
    finally:
        lock.release()


def _holder_file(home: Home) -> Path:
    return home.state / "up.json"


def _holder(home: Home) -> str:
    """Return that the home is in use, by whom and where its pages are if that is written yet."""
    texts = stack_texts()
    try:
        holder = json.loads(_holder_file(home).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return texts.running.format(root=home.root)
    return texts.running_as.format(root=home.root, pid=holder["pid"], url=holder["url"])


def _take_port(port: int) -> socket.socket:
    """Return a listening socket; one that were only bound could be shared by somebody else."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        texts = stack_texts()
        why = texts.port_taken if error.errno == errno.EADDRINUSE else error.strerror
        raise InUseError(texts.no_port.format(port=port, reason=why)) from error
    return listener
