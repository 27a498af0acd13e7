"""Messages as a client reads them, composed by yagmail and taken by a real server."""

import dataclasses
import datetime as dt
from email import message_from_bytes
from email.header import decode_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from campaign.definitions import DefinitionError
from campaign.plan import Mail
from tasks.attempts import Queued
from tasks.home import Home
from tasks.mail import AttachmentMissingError, compose, write_eml
from tasks.messages import Message
from tasks.smtp import PORTS, ServerError, Verdict, linked, mail_server
from tests.mail_server import HOST, PASSWORD, USER, VANISH, Postbox, StartServer

NOW = dt.datetime(2026, 7, 6, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
MAIL = Mail(sender="zuofeng@minzheng.example", sender_name="示例市民政局作风办")
SUBJECT = (
    "【退回修改】学习情况月报（2026年6月） 回执号HZ26-000012，请于2026年7月9日前修改后重新报送"
)
TEXT = "第一党支部：\n\n你单位报送的《学习情况月报》……\n.\n以点开头的行\n"
HTML = '<p style="margin:0">第一党支部：</p><table><tr><td>“主持人”没有填写。</td></tr></table>'
LETTER = Queued(
    id=12,
    key="answer:12",
    kind="returned",
    unit="ZB01",
    recipient="zb01@minzheng.example",
    message=Message(subject=SUBJECT, text=TEXT, html=HTML),
    attachments=(),
    attempts=1,
    dated=NOW,
    lease_until=NOW,
)
NAMES = (
    "第一党支部六月学习情况月报（修改意见）.xlsx",
    "局机关及直属各单位党支部落实“三会一课”制度、开展集中学习与专题讲座情况的说明材料（最终版2）.docx",
    "会议通知.ics",
    "照片.png",
    "报表.et",
    "study 2026-06.xlsx",
)


@pytest.fixture
def papers(home: Home) -> tuple[str, ...]:
    folder = home.returned_to("ZB01")
    folder.mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_bytes(name.encode() * 100)
    return tuple(f"outputs/returned/ZB01/{name}" for name in NAMES)


def composed(letter: Queued, home: Home) -> EmailMessage:
    message = message_from_bytes(compose(letter, home, MAIL), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_client_reads_subject_sender_and_date(home: Home) -> None:
    message = composed(LETTER, home)
    assert message["Subject"] == SUBJECT
    sender = message["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (MAIL.sender_name, MAIL.sender)
    assert message["To"].addresses[0].addr_spec == LETTER.recipient
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Bcc"] is None


def test_text_and_html_are_each_what_was_written(home: Home) -> None:
    message = composed(LETTER, home)
    plain = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert plain is not None and html is not None
    assert plain.get_content().replace("\r\n", "\n") == TEXT
    assert html.get_content().strip() == f"<div>{HTML}</div>"


def test_attachments_keep_their_names_and_bytes(home: Home, papers: tuple[str, ...]) -> None:
    message = composed(dataclasses.replace(LETTER, attachments=papers), home)
    found = list(message.iter_attachments())
    assert [part.get_filename() for part in found] == list(NAMES)
    assert [part.get_payload(decode=True) for part in found] == [
        name.encode() * 100 for name in NAMES
    ]
    assert {part.get_content_disposition() for part in found} == {"attachment"}
    assert [part.get_content_type() for part in found] == [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/calendar",
        "application/octet-stream",
        "application/octet-stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]


def test_clients_that_know_only_the_old_words_read_the_names_too(
    home: Home, papers: tuple[str, ...]
) -> None:
    raw = message_from_bytes(compose(dataclasses.replace(LETTER, attachments=papers), home, MAIL))
    parts = [part for part in raw.walk() if part.get_content_disposition() == "attachment"]
    for part, name in zip(parts, NAMES, strict=True):
        words = part.get_param("name")
        assert isinstance(words, str)
        decoded = "".join(
            piece.decode(charset or "ascii") if isinstance(piece, bytes) else piece
            for piece, charset in decode_header(words)
        )
        assert decoded == name


def test_no_line_is_longer_than_mail_servers_take(home: Home, papers: tuple[str, ...]) -> None:
    lines = compose(dataclasses.replace(LETTER, attachments=papers), home, MAIL).split(b"\r\n")
    assert max(len(line) for line in lines) < 998
    assert not any(b"\n" in line for line in lines)


def test_the_same_message_gives_the_same_bytes(home: Home, papers: tuple[str, ...]) -> None:
    letter = dataclasses.replace(LETTER, attachments=papers)
    again = dataclasses.replace(letter, attempts=7, lease_until=NOW + dt.timedelta(hours=1))
    assert compose(letter, home, MAIL) == compose(again, home, MAIL)


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(LETTER, key="answer:13"),
        dataclasses.replace(LETTER, dated=NOW + dt.timedelta(days=365)),
    ],
    ids=["another key", "the same key in another year's store"],
)
def test_another_message_has_another_id(other: Queued, home: Home) -> None:
    assert composed(LETTER, home)["Message-ID"] != composed(other, home)["Message-ID"]


@pytest.mark.parametrize(
    "path", ["outputs/returned/ZB01/没有.xlsx", "outputs", "../outside.txt", "/etc/hostname"]
)
def test_an_attachment_that_is_not_there_is_named_and_nothing_goes_out(
    path: str, home: Home
) -> None:
    (home.root.parent / "outside.txt").write_text("not below the home")
    letter = dataclasses.replace(LETTER, attachments=(path,))
    with pytest.raises(AttachmentMissingError, match="附件不存在") as raised:
        compose(letter, home, MAIL)
    assert path in str(raised.value)


def test_a_subject_with_a_line_break_adds_no_header(home: Home) -> None:
    nasty = Message(subject="一\r\nBcc: x@y.example", text="", html="")
    message = composed(dataclasses.replace(LETTER, message=nasty), home)
    assert message["Bcc"] is None and message["Subject"] == "一 Bcc: x@y.example"


def test_without_a_server_a_message_is_a_file_that_mail_programs_open(home: Home) -> None:
    path = write_eml(LETTER, home, MAIL)
    assert path.parent == home.mail / "2026-07-06"
    assert path.name.startswith("000012 ZB01 【退回修改】") and path.suffix == ".eml"
    assert message_from_bytes(path.read_bytes(), policy=default)["Subject"] == SUBJECT
    before = path.read_bytes()
    assert write_eml(LETTER, home, MAIL) == path and path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ('a/b\\c:d*e?"f"<g>|h', "000012 ZB01 a b c d e f g h.eml"),
        ("末尾的点. . .", "000012 ZB01 末尾的点.eml"),
        ("控\x00制\t字符", "000012 ZB01 控 制 字符.eml"),
        ("长" * 200, f"000012 ZB01 {'长' * 56}.eml"),
    ],
)
def test_file_names_are_such_as_windows_takes(subject: str, name: str, home: Home) -> None:
    message = Message(subject=subject, text="", html="")
    path = write_eml(dataclasses.replace(LETTER, message=message), home, MAIL)
    assert path.name == name


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
    with linked(server, MAIL.sender) as link:
        verdicts = [link.hand_over(letter.recipient, compose(letter, home, MAIL)) for _ in range(3)]
    assert verdicts == [(Verdict.TAKEN, "")] * 3
    assert postbox.recipients == [LETTER.recipient] * 3
    assert postbox.senders == [MAIL.sender] * 3
    assert len(postbox.clients) == 1
    assert postbox.logged_in == {login}
    plain = postbox.letters[0].get_body(("plain",))
    assert plain is not None and plain.get_content().replace("\r\n", "\n") == TEXT
    assert [part.get_filename() for part in postbox.letters[0].iter_attachments()] == list(NAMES)


ANSWERS = [
    ("recipient", "451 4.3.0 Greylisted, try again later", Verdict.LATER),
    ("recipient", "450 4.2.1 Mailbox busy", Verdict.LATER),
    ("recipient", "550 5.1.1 User unknown", Verdict.NEVER),
    ("recipient", "550 Mailbox not found", Verdict.NEVER),
    ("recipient", "554 5.7.1 Relay access denied", Verdict.SETUP),
    ("recipient", "530 5.7.0 Authentication required", Verdict.SETUP),
    ("sender", "553 5.7.1 Sender address rejected: not owned by user", Verdict.SETUP),
    ("sender", "552 5.3.4 Message size exceeds fixed limit", Verdict.NEVER),
    ("sender", "452 4.3.1 Insufficient system storage", Verdict.LATER),
    ("data", "451 4.3.2 Please try again later", Verdict.LATER),
    ("data", "550 Connection frequency limited", Verdict.LATER),
    ("data", "554 5.7.1 Rejected as spam", Verdict.NEVER),
    ("data", VANISH, Verdict.LATER),
    ("data", "421 4.7.0 Too many messages", Verdict.LATER),
]


@pytest.mark.parametrize(("stage", "answer", "verdict"), ANSWERS)
def test_a_refusal_means_later_never_or_our_own_setup(
    stage: str, answer: str, verdict: Verdict, home: Home, start_mail_server: StartServer
) -> None:
    postbox = Postbox()
    getattr(postbox, f"answers_to_{stage}").append(answer)
    start_mail_server(postbox)
    server = mail_server()
    assert server is not None
    data = compose(LETTER, home, MAIL)
    with linked(server, MAIL.sender) as link:
        first, words = link.hand_over(LETTER.recipient, data)
        second, _ = link.hand_over(LETTER.recipient, data)
    assert first is verdict
    assert words if answer == VANISH else answer[:3] in words
    assert second is Verdict.TAKEN, "one refusal must not spoil the next message"


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
    with linked(server, MAIL.sender) as link:
        verdict, reason = link.hand_over(recipient, b"")
    assert verdict is Verdict.NEVER and words in reason


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


def test_a_server_that_is_down_is_told_with_its_name_and_port(
    start_mail_server: StartServer,
) -> None:
    postbox = Postbox()
    start_mail_server(postbox).stop()
    assert f"连接不上邮件服务器{HOST}:{postbox.port}" in refusal()


def refusal() -> str:
    server = mail_server()
    assert server is not None
    with pytest.raises(ServerError) as raised, linked(server, MAIL.sender):
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


def test_messages_of_a_home_that_moved_find_their_attachments(home: Home, tmp_path: Path) -> None:
    (home.root / "outputs" / "甲.pdf").write_bytes(b"%PDF")
    moved = Home(home.root.rename(tmp_path.parent / "moved"))
    letter = dataclasses.replace(LETTER, attachments=("outputs/甲.pdf",))
    assert [part.get_filename() for part in composed(letter, moved).iter_attachments()] == [
        "甲.pdf"
    ]
