"""A mail server that never comes to an end of one of its answers: it sends a line now and then."""

import socket
import threading
from contextlib import suppress
from io import BufferedReader
from typing import NoReturn

from tests.support.mail.smtp_server import HOST

PAUSE_SECONDS = 0.05


class Tarpit:
    """Answers as a mail server does, save that the answer to ``slow`` goes on for ever.

    ``slow`` is a command, "banner" for the greeting, "." for the end of a message's data, or
    "handshake", in which case nothing but single bytes comes at all.
    """

    def __init__(self, slow: str) -> None:
        """Listen on a port of loopback."""
        self._slow = slow
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.letters: list[bytes] = []
        self._open = True
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        """Take no more connections."""
        self._open = False
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while self._open:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self._slow == "handshake":
                self._drip(connection, b"\x16")
            self._answer(connection, "banner", b"220")
            lines = connection.makefile("rb")
            while line := lines.readline():
                command = line.strip().split()[0].decode().lower()
                if command == "data":
                    self._answer(connection, command, b"354")
                    self._read_letter(lines)
                    command = "."
                self._answer(connection, command, b"221" if command == "quit" else b"250")

    def _read_letter(self, lines: BufferedReader) -> None:
        letter = b""
        for line in lines:
            if line == b".\r\n":
                break
            letter += line
        self.letters.append(letter)

    def _answer(self, connection: socket.socket, command: str, code: bytes) -> None:
        if command == self._slow:
            self._drip(connection, code + b"-wait\r\n")
        connection.sendall(code + b" ok\r\n")

    def _drip(self, connection: socket.socket, piece: bytes) -> NoReturn:
        pause = threading.Event()
        while self._open:
            connection.sendall(piece)
            pause.wait(PAUSE_SECONDS)
        raise ConnectionAbortedError
