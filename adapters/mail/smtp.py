"""Send composed messages to the mail server, and interpret its answer to each.

yagmail connects and logs in. Its own ``send`` is not used: it opens a connection per message,
retries by itself with pauses, and returns False where a message was lost. What it raises is an
OSError throughout; a refusal bears the server's ``smtp_code``, that of a recipient ``recipients``.
"""

import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Annotated, Literal

from pydantic import ConfigDict, SecretStr, field_validator, model_validator
from pydantic import Field as Setting

from adapters.mail.addresses import address_fault
from adapters.mail.refusals import SmtpVerdict, judge_refusal
from adapters.mail.watched_connection import Watchdog, WatchedClient
from campaign.definitions.errors import Definition, validate

Security = Literal["none", "starttls", "ssl"]
PORTS: Mapping[Security, int] = {"none": 25, "starttls": 587, "ssl": 465}
TIMEOUT_SECONDS = 30  # for each read

_PREFIX = "ZUOFENG_SMTP_"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
CONNECT_SECONDS, MESSAGE_SECONDS, _QUIT_SECONDS = 60, 180, 10
"""The time limits of whole conversations: connecting with login, one message, taking leave."""


class MailServer(Definition):
    """The server that the environment names, ZUOFENG_SMTP_HOST and so on; no user, no login."""

    model_config = ConfigDict(alias_generator=lambda name: _PREFIX + name.upper())

    host: Annotated[str, Setting(min_length=1)]
    security: Security = "ssl"
    port: Annotated[int, Setting(ge=1, le=65535)] = 0
    user: str = ""
    password: SecretStr = SecretStr("")
    ca_file: str = ""

    @model_validator(mode="before")
    @classmethod
    def _usual_port(cls, settings: dict[str, str]) -> dict[str, object]:
        port = PORTS.get(settings.get(_PREFIX + "SECURITY", "ssl"), 25)  # type: ignore[call-overload]  # a wrong one is reported by its own field
        return {_PREFIX + "PORT": port, **settings}

    @model_validator(mode="after")
    def _fits(self) -> "MailServer":
        if bool(self.user) != bool(self.password.get_secret_value()):
            raise ValueError(f"{_PREFIX}USER和{_PREFIX}PASSWORD须同时设置，或者都不设置（不登录）")
        if self.security == "none" and self.user and self.host not in _LOOPBACK:
            raise ValueError(f"{_PREFIX}SECURITY为none时不能登录：密码会在网上明文传送")
        if self.security == "none" and self.ca_file:
            raise ValueError(f"{_PREFIX}CA_FILE只用于ssl、starttls")
        return self

    @field_validator("ca_file")
    @classmethod
    def _readable(cls, path: str) -> str:
        try:
            ssl.create_default_context(cafile=path or None)
        except OSError as error:
            raise ValueError(f"读不出证书{path}（{error.strerror or error}）") from error
        return path


class ServerError(Exception):
    """The server accepts no message at all: unreachable, or wrongly configured here."""


def is_configured(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether the environment names a mail server, valid or not."""
    return any(name.startswith(_PREFIX) and text for name, text in environment.items())


def mail_server(environment: Mapping[str, str] = os.environ) -> MailServer | None:
    """Return the configured server, None without one; raises DefinitionError if it is invalid."""
    settings = {
        name: text for name, text in environment.items() if name.startswith(_PREFIX) and text
    }
    return validate({**settings}, MailServer, "环境变量") if settings else None


class SmtpConnection:
    """A connection to the server that is opened on first use, and again after a loss."""

    def __init__(self, server: MailServer, sender: str) -> None:
        """Store the server and the sender; nothing is opened yet."""
        self._server = server
        self._sender = sender
        self._client: WatchedClient | None = None
        self._watchdog = Watchdog()

    def open(self) -> None:
        """Connect and log in unless that is done; raises ServerError, worded for the office."""
        self._opened()

    def hand_over(self, recipient: str, composed: bytes) -> tuple[SmtpVerdict, str]:
        """Send one message; return the verdict and the answer's text.

        Raises ServerError, and QuotaReachedError if the server takes no more today.
        """
        if reason := address_fault(recipient):
            return SmtpVerdict.NEVER, reason
        client = self._opened()
        try:
            with self._watchdog.deadline(MESSAGE_SECONDS):
                client.smtp.sendmail(self._sender, [recipient], composed)
        except OSError as error:
            if self._watchdog.has_bitten:
                return SmtpVerdict.LATER, f"邮件服务器{MESSAGE_SECONDS}秒内没有答完，已断开"
            return _judge(error)
        return SmtpVerdict.TAKEN, ""

    def _opened(self) -> WatchedClient:
        if self._client is not None and self._client.smtp.sock is not None:
            return self._client
        self.close()
        client = _client(self._server, self._watchdog)
        try:
            with self._watchdog.deadline(CONNECT_SECONDS):
                client.login()
        except OSError as error:
            words = _connection_words(error, client, self._server)
            if self._watchdog.has_bitten:
                where = f"{self._server.host}:{self._server.port}"
                words = f"邮件服务器{where}{CONNECT_SECONDS}秒内没有答完，已断开"
            client.is_closed = True  # or its destructor would speak to the server again
            if client.smtp is not None:
                client.smtp.close()
            raise ServerError(words) from error
        self._client = client
        return client

    def close(self) -> None:
        """Close the connection; errors are ignored, since accepted messages stay accepted."""
        if self._client is not None:
            with suppress(OSError), self._watchdog.deadline(_QUIT_SECONDS):
                self._client.close()
        self._client = None
        self._watchdog.let_go()


@contextmanager
def smtp_connection(server: MailServer, sender: str) -> Iterator[SmtpConnection]:
    """Keep one connection open for a batch of messages; raises ServerError."""
    link = SmtpConnection(server, sender)
    try:
        link.open()
        yield link
    finally:
        link.close()


def _client(server: MailServer, watchdog: Watchdog) -> WatchedClient:
    context = ssl.create_default_context(cafile=server.ca_file or None)
    return WatchedClient(
        watchdog,
        user={server.user or "-": server.user or "-"},
        password=server.password.get_secret_value(),
        host=server.host,
        port=server.port,
        smtp_starttls={"context": context} if server.security == "starttls" else False,
        smtp_ssl=server.security == "ssl",
        smtp_skip_login=not server.user,
        soft_email_validation=False,
        timeout=TIMEOUT_SECONDS,
        **({"context": context} if server.security == "ssl" else {}),
    )


def _connection_words(error: OSError, client: WatchedClient, server: MailServer) -> str:
    """Return as a Chinese sentence why connecting or logging in failed.

    yagmail says by ``is_closed`` that it is about to log in. A server that lacks what is asked of
    it gives no code, and the connection stands.
    """
    where = f"邮件服务器{server.host}:{server.port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{where}的证书不受信任，请核对主机名或设置{_PREFIX}CA_FILE（{error.reason}）"
    if isinstance(error, ssl.SSLError):
        return f"{where}加密握手失败，请核对{_PREFIX}SECURITY和{_PREFIX}PORT（{error.reason}）"
    code, reply = _answer(error)
    if code is None and client.smtp is not None and client.smtp.sock is not None:
        return f"{where}不支持所设的加密或登录方式，请核对{_PREFIX}SECURITY（{error}）"
    if code is None:
        return f"连接不上{where}（{error}）"
    if code >= 500 and client.is_closed is False:
        return f"{where}拒绝登录，请核对{_PREFIX}USER和{_PREFIX}PASSWORD（{reply}）"
    return f"{where}不接受连接（{reply}）"


def _judge(error: OSError) -> tuple[SmtpVerdict, str]:
    """Return the verdict and the text of a refusal. Raises QuotaReachedError as its judge does.

    A connection that died may have delivered the message or not: it goes once more under the same
    Message-ID.
    """
    code, reply = _answer(error)
    if code is None:
        return SmtpVerdict.LATER, f"连接中断（{error}）"
    return judge_refusal(code, reply, hasattr(error, "sender"))


def _answer(error: OSError) -> tuple[int | None, str]:
    """Return the server's code and its answer in one line; None and "" if it gave none."""
    if recipients := getattr(error, "recipients", None):
        ((code, reply),) = recipients.values()
    elif (code := getattr(error, "smtp_code", None)) is not None:
        reply = getattr(error, "smtp_error", b"")
    else:
        return None, ""
    text = _decoded(reply) if isinstance(reply, bytes) else str(reply)
    return code, f"{code} {' '.join(text.split())}"


def _decoded(reply: bytes) -> str:
    """Return an answer's text; Chinese providers write UTF-8 or GBK."""
    try:
        return reply.decode()
    except UnicodeDecodeError:
        return reply.decode("gb18030", "replace")
