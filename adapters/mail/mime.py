"""Compose messages with yagmail, so that QQ Mail, Outlook and Foxmail show them as meant.

yagmail 0.16 puts all contents into one text and one HTML, gives only application/* attachments a
name that clients read, and draws boundaries at random; this module corrects its output. The
same message gives the same bytes.
"""

import re
from email.header import Header
from email.message import Message as Part
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from pathlib import Path, PurePosixPath

from yagmail.headers import resolve_addresses
from yagmail.message import prepare_message

from adapters.files.atomic_write import write_durably
from adapters.files.home import Home
from adapters.store.outbox import LeasedMessage
from campaign.definitions.plan import Mail

_WIRE = compat32.clone(linesep="\r\n")
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".pdf": "application/pdf",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Stated here, since what Python knows of types depends on the machine."""

_ANY_TYPE = "application/octet-stream"
_AUTOMATIC = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",  # Outlook's word for the same
}
"""Headers that keep receivers' programs from answering."""

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST_NAME_BYTES = 180  # of 255 that file systems take; shares and suffixes need some


class AttachmentMissingError(Exception):
    """An attachment is missing; the message is not sent without it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"附件不存在：{path}")


def compose(message: LeasedMessage, home: Home, mail: Mail) -> bytes:
    """Return the message's bytes for the wire; raises AttachmentMissingError naming the file.

    Its Message-ID comes from its row, its date is when it was ready: a repeat is the same message.
    """
    root = prepare_message(
        user=mail.sender,
        useralias=mail.sender_name,
        addresses=resolve_addresses(mail.sender, mail.sender_name, message.recipient, None, None),
        subject=" ".join(message.message.subject.split()),
        contents=[message.message.html],
        attachments=[str(_attached(home, path)) for path in message.attachments],
        headers={"Date": format_datetime(message.dated), **_AUTOMATIC},
        encoding="utf-8",
        prettify_html=False,
        message_id=message_id(message, mail),
    )
    alternative, *files = root.get_payload()
    _text, related = alternative.get_payload()
    plain = MIMEText(message.message.text, "plain", "utf-8")
    alternative.set_payload([plain, *related.get_payload()])
    for part, path in zip(files, message.attachments, strict=True):
        _name(part, PurePosixPath(path).name)
    for number, multipart in enumerate((root, alternative)):
        multipart.set_boundary(f"=_{message.digest}_{number}")
    composed: bytes = root.as_bytes(policy=_WIRE)
    return composed


def message_id(message: LeasedMessage, mail: Mail) -> str:
    """Return the Message-ID, the same for every attempt."""
    return f"<{message.digest}@{mail.sender.rpartition('@')[2]}>"


def write_eml(message: LeasedMessage, home: Home, mail: Mail) -> Path:
    """Write the message as .eml below outputs/mail/; raises AttachmentMissingError."""
    name = f"{message.id:06d} {message.unit} {message.message.subject}"
    path = home.mail / f"{message.dated:%Y-%m-%d}" / f"{_file_name(name)}.eml"
    write_durably(path, compose(message, home, mail))
    return path


def _attached(home: Home, path: str) -> Path:
    file = (home.root / path).resolve()
    if not file.is_relative_to(home.root.resolve()) or not file.is_file():
        raise AttachmentMissingError(path)
    return file


def _name(part: Part, name: str) -> None:
    """Name an attachment twice, since clients read one or the other.

    QQ Mail and old Outlook read RFC 2047 words in Content-Type and call anything else
    "tcmime.bin"; the standard is RFC 2231 in Content-Disposition.
    """
    words = Header(name, "utf-8", maxlinelen=75).encode(linesep="") if not name.isascii() else name
    kind = _TYPES.get(PurePosixPath(name).suffix.lower(), _ANY_TYPE)
    quoted = words.replace("\\", r"\\").replace('"', r"\"")
    for header in ("Content-Type", "Content-Disposition"):
        del part[header]
    part["Content-Type"] = f'{kind}; name="{quoted}"'
    filename = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "attachment", filename=filename)


def _file_name(text: str) -> str:
    """Return a file name valid on Windows: no reserved characters, not too long, no final dot."""
    clean = " ".join(_NOT_IN_NAMES.sub(" ", text).split())
    cut = clean.encode()[:_LONGEST_NAME_BYTES].decode(errors="ignore")
    return cut.rstrip(". ")
