"""What holds a file's content, by its first bytes, and words for what is no spreadsheet at all."""

import re
from collections import Counter
from enum import StrEnum
from math import log2

from adapters.workbooks.gate.verdict import Refused
from campaign.problems.codes import Code


class Container(StrEnum):
    """The two containers that spreadsheets come in."""

    ZIP = "zip"
    COMPOUND = "compound"


_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096  # enough to see past the comments that office programs put before the first tag

_OFFICE_ENCRYPTION = (
    b"%TSD-Header-###%",
    b"\x62\x14\x23\x65",  # E-SafeNet, whose name follows within the first bytes
    b"\x88\x7d\x1c",
    b"\x87\x7d\x1c\xb7",
    b"DOCGUARDER_FILE",
    b"DG_FILE VER",
    b"<## NASCA",
)
"""How files begin that an office's own software has encrypted without the clerk's doing."""

_NAMED_WITHIN = 64
_ESAFENET = b"E-SafeNet"

_OTHER_FORMATS = {
    "XML表格2003": rb"urn:schemas-microsoft-com:office:spreadsheet",
    "单个XML的OpenDocument表格": rb"application/vnd\.oasis\.opendocument\.spreadsheet",
    "单个文件网页（MHT）": rb"(?m)^mime-version:",
    "网页（HTML）": rb"<(?:!doctype\s+html|html|head|meta|table|style)\b",
}
"""Formats that Excel and WPS open as a table, told by text near the start, in lower case."""

_OLD_RECORD_FILE = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00", re.DOTALL)
"""A BIFF stream outside any container: Excel 4 and before, and what imitates them."""

_SHORTCUTS = (
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",  # of Windows ([MS-SHLLINK])
    b"[InternetShortcut]",
    b"[{000214A0-0000-0000-C000-000000000046}]",  # the same, where its properties come first
    b"[Desktop Entry]",
    b"book\x00\x00\x00\x00mark\x00\x00\x00\x00",  # of macOS
)
_ARCHIVES = (
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",  # gzip
    b"BZh91AY&SY",
    b"\xfd7zXZ\x00",
    b"MSCF\x00\x00\x00\x00",  # cabinet
    b"ALZ\x01",
    b"EGGA",
    b"UHA",
)
_LZH = re.compile(rb"..-lh[0-7]-", re.DOTALL)
_KINDS = {
    rb"%PDF": "PDF文档",
    rb"\{\\rtf": "Word文档（RTF）",
    rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|8BPS|BM.{4}\0{4}": "图片",
    rb"\xdb\xa5": "早期版本的Word文档",
    rb"MZ.{,1000}PE\0\0": "程序文件",
    rb"ID3|\x1aE\xdf\xa3|0&\xb2u\x8ef\xcf\x11": "音频或视频",
    rb"SQLite format 3|\x00\x01\x00\x00Standard ": "数据库文件",
}
_RIFF = {b"WEBP": "图片", b"AVI ": "音频或视频", b"WAVE": "音频或视频"}
_BOXES = re.compile(rb"hei[cfx]|mif1|msf1|avif")
_MAIL = re.compile(r"(?:received|return-path|from|date|x-\S{1,40}):", re.IGNORECASE)
UNKNOWN_KIND = "其他格式的文件"
_TAR = (257, b"ustar")
_SCRAMBLED_BITS = 7.0  # in a byte, of at most 8: text and tables have 3 to 6


def container_of(data: bytes) -> Container:
    """Return what holds the file's content.

    Raises Refused for what is no container of a spreadsheet, by what it is instead.
    """
    if data.startswith(_ZIP):
        return Container.ZIP
    if data.startswith(_COMPOUND):
        return Container.COMPOUND
    if not data[:512].strip(b"\0"):
        raise Refused(Code.FILE_DAMAGED)
    if data.startswith(_OFFICE_ENCRYPTION) or _ESAFENET in data[:_NAMED_WITHIN]:
        raise Refused(Code.FILE_OFFICE_ENCRYPTION)
    if data.startswith(_SHORTCUTS) or b"<key>URL</key>" in data[:_HEAD]:
        raise Refused(Code.FILE_SHORTCUT)
    if data.startswith(_ARCHIVES) or data[_TAR[0] :].startswith(_TAR[1]) or _LZH.match(data):
        raise Refused(Code.FILE_ARCHIVE)
    if other := other_format(data):
        raise Refused(Code.FILE_OTHER_FORMAT, format=other)
    if kind := _other_kind(data):
        raise Refused(Code.FILE_NOT_A_WORKBOOK, format=kind)
    raise Refused(Code.FILE_UNRECOGNIZED)


def other_format(data: bytes) -> str:
    """Return the name of a table format that is not accepted, "" where the file is none."""
    if _OLD_RECORD_FILE.match(data):
        return "早期版本的Excel表格"
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<", b"mime-")):
        return next((name for name, mark in _OTHER_FORMATS.items() if re.search(mark, head)), "")
    return "文本表格（CSV）" if _is_table_of_text(_text(data)) else ""


def _other_kind(data: bytes) -> str:
    """Return what a file is that is no table, "" where nothing can be told of it."""
    for start, kind in _KINDS.items():
        if re.match(start, data, re.DOTALL):
            return kind
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12], "音频或视频")
    if data[4:8] == b"ftyp":
        return "图片" if _BOXES.match(data[8:12]) else "音频或视频"
    if text := _text(data):
        return "邮件" if _MAIL.match(text) else "文本文件"
    return "" if _is_scrambled(data[:_HEAD]) else UNKNOWN_KIND


def _is_scrambled(head: bytes) -> bool:
    """Return whether bytes look as if they were encrypted: all are equally frequent."""
    if len(head) < 256:
        return False
    counts = Counter(head).values()
    bits = -sum(count / len(head) * log2(count / len(head)) for count in counts)
    return bits > _SCRAMBLED_BITS


def _text(data: bytes) -> str:
    """Return the beginning of a text, "" where the bytes are none."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="ignore")
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):  # the last character may be cut in two
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return text if text and _is_legible(text) else ""
    return ""


def _is_legible(text: str) -> bool:
    return not any(letter < " " and letter not in "\t\r\n\f" for letter in text)


def _is_table_of_text(text: str) -> bool:
    """Return whether the first lines have the same number of commas, semicolons or tabs."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if len(text) >= _HEAD // 2:
        lines = lines[:-1] or lines  # the last may be cut
    return any(
        len({line.count(mark) for line in lines}) == 1 and lines[0].count(mark)
        for mark in (",", "\t", ";", "，")
        if len(lines) > 1
    )
