"""Messages as a client reads them, composed by yagmail."""

import dataclasses
import datetime as dt
from email import message_from_bytes
from email.header import decode_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from adapters.files.home import Home
from adapters.mail.mime import AttachmentMissingError, compose, write_eml
from adapters.store.outbox import LeasedMessage
from campaign.values.message import Message
from tests.support.mail.sample_message import HTML, LETTER, MAIL, NAMES, NOW, SUBJECT, TEXT


def composed(letter: LeasedMessage, home: Home) -> EmailMessage:
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
def test_another_message_has_another_id(other: LeasedMessage, home: Home) -> None:
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


def test_messages_of_a_home_that_moved_find_their_attachments(home: Home, tmp_path: Path) -> None:
    (home.root / "outputs" / "甲.pdf").write_bytes(b"%PDF")
    moved = Home(home.root.rename(tmp_path.parent / "moved"))
    letter = dataclasses.replace(LETTER, attachments=("outputs/甲.pdf",))
    assert [part.get_filename() for part in composed(letter, moved).iter_attachments()] == [
        "甲.pdf"
    ]
