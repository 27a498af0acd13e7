"""Handing over: a real server with encryption and login, its refusals, and wrong settings."""

import dataclasses

import pytest

from adapters.files.home import Home
from adapters.mail.mime import compose
from adapters.mail.refusals import SmtpVerdict
from adapters.mail.smtp import PORTS, ServerError, mail_server, smtp_connection
from campaign.definitions.errors import DefinitionError
from tests.support.mail.sample_message import LETTER, MAIL, NAMES, TEXT
from tests.support.mail.smtp_server import HOST, PASSWORD, USER, VANISH, Postbox, StartServer


@pytest.mark.parametrize("security", ["none", "starttls", "ssl"])
@pytest.mark.parametrize("login", [False, True], ids=["no login", "login"])
def test_a_server_takes_messages_over_one_connection(
    security: str,
    login: bool,
    home: Home,
    papers: tuple[str, ...],
    start_mail_server: StartServer,
) -> None:
    postbox = Postbox()
    start_mail_server(postbox, security, login)
    server = mail_server()
    assert server is not None
    letter = dataclasses.replace(LETTER, attachments=papers)
    with smtp_connection(server, MAIL.sender) as link:
        verdicts = [link.hand_over(letter.recipient, compose(letter, home, MAIL)) for _ in range(3)]
    assert verdicts == [(SmtpVerdict.TAKEN, "")] * 3
    assert postbox.recipients == [LETTER.recipient] * 3
    assert postbox.senders == [MAIL.sender] * 3
    assert len(postbox.clients) == 1
    assert postbox.logged_in == {login}
    plain = postbox.letters[0].get_body(("plain",))
    assert plain is not None and plain.get_content().replace("\r\n", "\n") == TEXT
    assert [part.get_filename() for part in postbox.letters[0].iter_attachments()] == list(NAMES)


ANSWERS = [
    ("recipient", "451 4.3.0 Greylisted, try again later", SmtpVerdict.LATER),
    ("recipient", "450 4.2.1 Mailbox busy", SmtpVerdict.LATER),
    ("recipient", "550 5.1.1 User unknown", SmtpVerdict.NEVER),
    ("recipient", "550 Mailbox not found", SmtpVerdict.NEVER),
    ("recipient", "554 5.7.1 Relay access denied", SmtpVerdict.SETUP),
    ("recipient", "530 5.7.0 Authentication required", SmtpVerdict.SETUP),
    ("sender", "553 5.7.1 Sender address rejected: not owned by user", SmtpVerdict.SETUP),
    ("sender", "552 5.3.4 Message size exceeds fixed limit", SmtpVerdict.NEVER),
    ("sender", "452 4.3.1 Insufficient system storage", SmtpVerdict.LATER),
    ("data", "451 4.3.2 Please try again later", SmtpVerdict.LATER),
    ("data", "550 Connection frequency limited", SmtpVerdict.LATER),
    ("data", "554 5.7.1 Rejected as spam", SmtpVerdict.NEVER),
    ("data", VANISH, SmtpVerdict.LATER),
    ("data", "421 4.7.0 Too many messages", SmtpVerdict.LATER),
]


@pytest.mark.parametrize(("stage", "answer", "verdict"), ANSWERS)
def test_a_refusal_means_later_never_or_our_own_setup(
    stage: str, answer: str, verdict: SmtpVerdict, home: Home, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    getattr(postbox, f"answers_to_{stage}").append(answer)
    start_mail_server(postbox)
    server = mail_server()
    assert server is not None
    data = compose(LETTER, home, MAIL)
    with smtp_connection(server, MAIL.sender) as link:
        first, words = link.hand_over(LETTER.recipient, data)
        second, _ = link.hand_over(LETTER.recipient, data)
    assert first is verdict
    assert words if answer == VANISH else answer[:3] in words
    assert second is SmtpVerdict.TAKEN, "one refusal must not spoil the next message"


@pytest.mark.parametrize(
    ("recipient", "words"),
    [("支部@minzheng.example", "汉字"), ("zb01＠minzheng.example", "全角"), ("zb01 at x", "写法")],
)
def test_an_address_that_no_server_takes_is_not_even_tried(
    recipient: str, words: str, start_mail_server: StartServer
) -> None:
    start_mail_server(Postbox())
    server = mail_server()
    assert server is not None
    with smtp_connection(server, MAIL.sender) as link:
        verdict, reason = link.hand_over(recipient, b"")
    assert verdict is SmtpVerdict.NEVER and words in reason


def test_a_wrong_password_is_told_as_such(
    start_mail_server: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_mail_server(Postbox(), "starttls", login=True)
    monkeypatch.setenv("ZUOFENG_SMTP_PASSWORD", PASSWORD + "?")
    assert "拒绝登录" in refusal() and PASSWORD not in refusal()


def test_a_certificate_of_an_unknown_authority_is_refused(
    start_mail_server: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for security in ("starttls", "ssl"):
        start_mail_server(Postbox(), security)
        monkeypatch.delenv("ZUOFENG_SMTP_CA_FILE")
        assert "证书不受信任" in refusal()


def test_a_server_without_encryption_gets_no_password_and_no_message(
    start_mail_server: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_mail_server(Postbox())
    monkeypatch.setenv("ZUOFENG_SMTP_SECURITY", "starttls")
    assert "不支持所设的加密" in refusal()
    monkeypatch.setenv("ZUOFENG_SMTP_SECURITY", "ssl")
    assert "加密握手失败" in refusal()


def test_a_server_that_lets_nobody_log_in_is_told_as_such(
    start_mail_server: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_mail_server(Postbox())
    monkeypatch.setenv("ZUOFENG_SMTP_USER", USER)
    monkeypatch.setenv("ZUOFENG_SMTP_PASSWORD", PASSWORD)
    assert "登录方式" in refusal()


def test_a_server_that_is_down_is_told_with_its_name_and_port(
    start_mail_server: StartServer,
) -> None:
    postbox = Postbox()
    start_mail_server(postbox).stop()
    assert f"连接不上邮件服务器{HOST}:{postbox.port}" in refusal()


def refusal() -> str:
    server = mail_server()
    assert server is not None
    with pytest.raises(ServerError) as raised, smtp_connection(server, MAIL.sender):
        pass
    return str(raised.value)


FAULTS = [
    ({"PORT": "25"}, "ZUOFENG_SMTP_HOST", "缺少"),
    ({"HOST": "mail.example", "PORT": "smtp"}, "ZUOFENG_SMTP_PORT", "整数"),
    ({"HOST": "mail.example", "PORT": "70000"}, "ZUOFENG_SMTP_PORT", "65535"),
    ({"HOST": "mail.example", "SECURITY": "tls"}, "ZUOFENG_SMTP_SECURITY", "starttls"),
    ({"HOST": "mail.example", "USER": USER}, "ZUOFENG_SMTP_PASSWORD", "同时设置"),
    ({"HOST": "mail.example", "PASSWORD": PASSWORD}, "ZUOFENG_SMTP_USER", "同时设置"),
    (
        {"HOST": "mail.example", "SECURITY": "none", "USER": USER, "PASSWORD": PASSWORD},
        "ZUOFENG_SMTP_SECURITY",
        "明文",
    ),
    ({"HOST": "mail.example", "CA_FILE": "/nowhere.pem"}, "ZUOFENG_SMTP_CA_FILE", "证书"),
    ({"HOST": "mail.example", "PASSWD": PASSWORD}, "ZUOFENG_SMTP_PASSWD", "拼写"),
]


@pytest.mark.parametrize(("given", "name", "words"), FAULTS)
def test_wrong_settings_are_told_by_name_and_never_show_the_password(
    given: dict[str, str], name: str, words: str
) -> None:
    environment = {f"ZUOFENG_SMTP_{key}": value for key, value in given.items()}
    with pytest.raises(DefinitionError) as raised:
        mail_server(environment)
    told = str(raised.value)
    assert name in told and words in told and PASSWORD not in told


@pytest.mark.parametrize("security", PORTS)
def test_each_kind_of_encryption_has_its_usual_port(security: str) -> None:
    given = {"ZUOFENG_SMTP_HOST": "mail.example", "ZUOFENG_SMTP_SECURITY": security}
    server = mail_server(given)
    assert server is not None and server.port == dict(PORTS)[server.security]
    assert PASSWORD not in repr(mail_server({**given, "ZUOFENG_SMTP_PORT": "26"}))


@pytest.mark.parametrize("environment", [{}, {"ZUOFENG_SMTP_HOST": "", "OTHER": "x"}])
def test_no_settings_mean_no_server(environment: dict[str, str]) -> None:
    assert mail_server(environment) is None
