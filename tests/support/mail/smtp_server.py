"""A real mail server on loopback, with TLS and login if asked for, that refuses as it is told."""

import asyncio
import datetime as dt
import inspect
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Protocol

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
TAKEN = "250 OK"
TAKE_AND_VANISH = "take and vanish"
VANISH = "vanish"
USER, PASSWORD = "zuofeng", "certainly-not-guessed"


@dataclass
class Postbox:
    """What the server took, and what it will answer next; without orders it takes everything."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    clients: set[object] = field(default_factory=set)
    logged_in: set[bool] = field(default_factory=set)
    answers_to_sender: list[str] = field(default_factory=list)
    answers_to_recipient: list[str] = field(default_factory=list)
    answers_to_data: list[str] = field(default_factory=list)
    on_data: Callable[[], None] = lambda: None

    async def handle_EHLO(  # noqa: N802 - named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.clients.add(session.peer)
        session.host_name = name
        return answers

    async def handle_MAIL(  # noqa: N802 - named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        self.logged_in.add(bool(session.authenticated))
        return self.answers_to_sender.pop(0) if self.answers_to_sender else TAKEN

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers_to_recipient.pop(0) if self.answers_to_recipient else TAKEN

    async def handle_DATA(  # noqa: N802 - named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.answers_to_data.pop(0) if self.answers_to_data else TAKEN
        if answer in (TAKEN, TAKE_AND_VANISH):
            assert isinstance(envelope.content, bytes)
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.recipients += envelope.rcpt_tos
            self.senders.append(str(envelope.mail_from))
        self.on_data()
        if answer in (VANISH, TAKE_AND_VANISH):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


class StartServer(Protocol):
    """Starts a server and lets the environment name it."""

    def __call__(
        self, postbox: Postbox, security: str = "none", login: bool = False
    ) -> Controller: ...


@pytest.fixture
def start_mail_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StartServer]:
    """Give what starts a server; all of them stop after the test."""
    running: list[Controller] = []

    def start(postbox: Postbox, security: str = "none", login: bool = False) -> Controller:
        postbox.port = postbox.port or free_port()
        settings = {"HOST": HOST, "PORT": str(postbox.port), "SECURITY": security}
        kwargs: dict[str, Any] = {}
        if security != "none":
            context, ca_file = _certificate(tmp_path)
            settings["CA_FILE"] = str(ca_file)
            name = "ssl_context" if security == "ssl" else "tls_context"
            kwargs[name] = context
        if login:
            settings |= {"USER": USER, "PASSWORD": PASSWORD}
            kwargs["authenticator"] = _authenticate
            kwargs["auth_require_tls"] = security == "starttls"
        for setting, value in settings.items():
            monkeypatch.setenv(f"ZUOFENG_SMTP_{setting}", value)
        controller = Controller(postbox, hostname=HOST, port=postbox.port, **kwargs)
        controller.start()
        running.append(controller)
        return controller

    yield start
    for controller in running:
        if controller.loop.is_running():
            controller.stop()


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
) -> AuthResult:
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=given == known, handled=False)


def free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for loopback that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = dt.datetime.now(dt.UTC)
    signing = {"digital_signature", "key_cert_sign"}
    usage = {name: name in signing for name in inspect.signature(x509.KeyUsage).parameters}
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), False
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "mail-server.pem"
    ca_file = folder / "mail-ca.pem"
    public = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem.write_bytes(private + public)
    ca_file.write_bytes(public)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context, ca_file
