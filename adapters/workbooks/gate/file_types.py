"""What a file really is, by its first bytes; its name never matters."""

import re
from enum import StrEnum

from adapters.workbooks.gate.verdict import Refused
from campaign.problems.codes import Code


class Container(StrEnum):
    """The two containers that spreadsheets come in."""

    ZIP = "zip"
    COMPOUND = "compound"


_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096  # enough to see past the comments that office programs put before the first tag

_OTHER_FORMATS = {
    "XML表格2003": rb"urn:schemas-microsoft-com:office:spreadsheet",
    "单个XML的OpenDocument表格": rb"application/vnd\.oasis\.opendocument\.spreadsheet",
    "单个文件网页（MHT）": rb"(?m)^mime-version:",
    "网页（HTML）": rb"<(?:!doctype\s+html|html|head|meta|table|style)\b",
}
"""Formats that Excel and WPS open as a table, told by text near the start, in lower case."""

_OLD_RECORD_FILE = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00", re.DOTALL)
"""A BIFF stream outside any container: Excel 4 and before, and what imitates them."""


def container_of(data: bytes) -> Container:
    """Return what holds the file's content, or refuse what is no container of a spreadsheet."""
    if data.startswith(_ZIP):
        return Container.ZIP
    if data.startswith(_COMPOUND):
        return Container.COMPOUND
    if not data[:512].strip(b"\0"):
        raise Refused(Code.FILE_DAMAGED)
    other = other_format(data)
    if other:
        raise Refused(Code.FILE_OTHER_FORMAT, format=other)
    raise Refused(Code.FILE_NOT_A_WORKBOOK)


def other_format(data: bytes) -> str:
    """Return the name of a table format that is not accepted, "" where the file is none."""
    if _OLD_RECORD_FILE.match(data):
        return "早期版本的Excel表格"
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head.startswith((b"<", b"mime-")):
        return ""
    return next((name for name, mark in _OTHER_FORMATS.items() if re.search(mark, head)), "")
