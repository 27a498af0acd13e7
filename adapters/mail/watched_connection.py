"""Connects to the mail server so that one deadline holds for a whole conversation.

A socket's time limit is per read: a server that sends a line now and then would hold a sender for
good. A watchdog shuts the connection at the deadline, whatever it waits for.
"""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedIOBase
from threading import Timer

import yagmail


class Watchdog:
    """Shuts a connection when a conversation takes too long; ``has_bitten`` says that it did."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self._connection: socket.socket | None = None
        self.has_bitten = False

    def watch(self, connection: socket.socket) -> None:
        """Watch a connection, by a handle of our own: encryption wraps the original."""
        self.let_go()
        self._connection = connection.dup()
        if self.has_bitten:
            self._bite()

    def let_go(self) -> None:
        """Stop watching the connection, which is closed or about to be."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """Shut the connection unless what is done within is over after so many seconds."""
        self.has_bitten = False
        timer = Timer(seconds, self._bite)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _bite(self) -> None:
        self.has_bitten = True
        if self._connection is not None:
            with suppress(OSError):  # closed already
                self._connection.shutdown(socket.SHUT_RDWR)


class _ServerLines:
    """A reader of the server's lines that remembers them from the last message on."""

    def __init__(self, lines: BufferedIOBase) -> None:
        self._lines = lines
        self.heard: list[bytes] = []

    def readline(self, limit: int) -> bytes:
        line = self._lines.readline(limit)
        self.heard.append(line)
        return line

    def close(self) -> None:
        self._lines.close()

    def has_accepted(self) -> bool:
        """Return whether a message was asked for and a reply of several lines began to take it."""
        lines = [line for line in self.heard if line]
        return bool(lines) and lines[0].startswith(b"354") and lines[-1].startswith(b"250-")


class _WatchedSMTP(smtplib.SMTP):
    """A conversation that a watchdog may end."""

    watchdog: Watchdog
    _lines: _ServerLines | None = None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection = socket.create_connection((host, port), timeout, self.source_address)
        self.watchdog.watch(connection)
        return connection

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self._lines = _ServerLines(self.sock.makefile("rb"))
            self.file = self._lines
        return super().getreply()

    def data(  # type: ignore[override]  # Buffer, which smtplib takes, needs Python 3.12
        self, msg: bytes | str
    ) -> tuple[int, bytes]:
        """Send a message's data.

        The code on a reply's first line holds (RFC 5321 4.2.1): where the rest never comes, the
        message is accepted all the same.
        """
        lines = self._lines
        if lines is not None:
            lines.heard.clear()
        try:
            return super().data(msg)
        except smtplib.SMTPServerDisconnected:
            if lines is not None and lines.has_accepted():
                return _ACCEPTED, b""
            raise


_ACCEPTED = 250


class WatchedClient(yagmail.SMTP):  # type: ignore[misc]  # yagmail has no types
    """yagmail's client, whose conversations a watchdog may end."""

    def __init__(self, watchdog: Watchdog, **settings: object) -> None:
        """Store the settings, which are yagmail's; nothing is opened yet."""
        self._watchdog = watchdog
        super().__init__(**settings)

    @property
    def connection(self) -> type[smtplib.SMTP]:
        """The class of conversations; for encrypted ones the handshake is watched, too."""
        bases = (smtplib.SMTP_SSL, _WatchedSMTP) if self.ssl else (_WatchedSMTP,)
        return type("WatchedConversation", bases, {"watchdog": self._watchdog})
