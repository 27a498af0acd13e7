"""What a file is told that is no workbook: what it is, and what its sender can do about it."""

import random
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from adapters.workbooks.gate import Passed, inspect
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code, Problem
from campaign.problems.messages import problem_text, remedy_text

LIMITS = Limits()
NOISE = random.Random(1).randbytes(5_000)
Build = Callable[[Any], bytes]


def refusal(data: bytes) -> Problem:
    verdict = inspect(data, LIMITS)
    assert not isinstance(verdict, Passed)
    [problem] = verdict
    return problem


def _docx(make: Any, main: str) -> bytes:
    kind = f"application/vnd.openxmlformats-officedocument.{main}.main+xml"
    types = f'<Types><Override PartName="/a.xml" ContentType="{kind}"/></Types>'
    relations = (
        '<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="a.xml"/>'
        "</Relationships>"
    )
    return bytes(
        make.zip(
            {
                "[Content_Types].xml": types.encode(),
                "_rels/.rels": relations.encode(),
                "a.xml": b"<a/>",
            }
        )
    )


KINDS: dict[str, tuple[Build, str]] = {
    "PDF": (lambda make: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF文档"),
    "PNG": (lambda make: b"\x89PNG\r\n\x1a\n" + NOISE, "图片"),
    "JPEG": (lambda make: b"\xff\xd8\xff\xe0\0\x10JFIF" + NOISE, "图片"),
    "BMP": (lambda make: b"BM\x36\0\x0c\0\0\0\0\0\x36\0" + NOISE, "图片"),
    "WebP": (lambda make: b"RIFF\x10\0\0\0WEBPVP8 " + NOISE, "图片"),
    "HEIC": (lambda make: b"\0\0\0\x18ftypheic\0\0\0\0" + NOISE, "图片"),
    "MP4": (lambda make: b"\0\0\0\x18ftypisom\0\0\0\0" + NOISE, "音频或视频"),
    "docx": (lambda make: _docx(make, "wordprocessingml.document"), "Word文档"),
    "pptx": (lambda make: _docx(make, "presentationml.presentation"), "演示文稿"),
    "doc, and WPS's wps": (lambda make: make.compound(bytes(5_000), "WordDocument"), "Word文档"),
    "ppt": (lambda make: make.compound(bytes(5_000), "PowerPoint Document"), "演示文稿"),
    "Outlook's msg": (lambda make: make.compound(bytes(5_000), "__properties_version1.0"), "邮件"),
    "RTF": (lambda make: b"{\\rtf1\\ansi", "Word文档（RTF）"),
    "odt": (
        lambda make: make.zip({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "OpenDocument文字文档",
    ),
    "OFD": (lambda make: make.zip({"OFD.xml": b"<OFD/>", "Doc_0/a.xml": b"<a/>"}), "OFD文档"),
    "Pages": (lambda make: make.zip({"Index/Document.iwa": NOISE}), "苹果iWork文档"),
    "text": (lambda make: "六月的学习情况，详见附件。".encode("gb18030"), "文本文件"),
    "text in UTF-16": (lambda make: "六月的学习情况".encode("utf-16"), "文本文件"),
    "mail": (lambda make: b"From: a@example.org\r\nSubject: x\r\n\r\nx", "邮件"),
    "program": (lambda make: b"MZ\x90\0" + bytes(60) + b"PE\0\0" + NOISE, "程序文件"),
    "something else": (lambda make: bytes(range(7)) * 900, "其他格式的文件"),
}


@pytest.mark.parametrize(("build", "kind"), KINDS.values(), ids=KINDS.keys())
def test_what_is_no_table_is_called_what_it_is(make: Any, build: Build, kind: str) -> None:
    problem = refusal(build(make))
    assert problem.code is Code.FILE_NOT_A_WORKBOOK
    assert problem_text(problem) == f"文件内容是{kind}，不是电子表格。"
    assert "以填报码开头命名" in remedy_text(problem)


FORMATS: dict[str, tuple[Build, str]] = {
    "CSV in GBK": (lambda make: "姓名,分数\r\n甲,90\r\n".encode("gb18030"), "文本表格（CSV）"),
    "CSV in UTF-8 with its mark": (
        lambda make: "\ufeff姓名,分数\n甲,90\n".encode(),
        "文本表格（CSV）",
    ),
    "text with tabs": (lambda make: "姓名\t分数\n甲\t90\n".encode("utf-16"), "文本表格（CSV）"),
    "long CSV": (lambda make: "姓名,单位,分数\n".encode() * 9_000, "文本表格（CSV）"),
    "web page saved as xls": (lambda make: b"<html><body><table>", "网页（HTML）"),
    "Numbers": (
        lambda make: make.zip({"Index/Document.iwa": b"x", "Index/Tables/DataList.iwa": b"x"}),
        "苹果Numbers表格",
    ),
}


@pytest.mark.parametrize(("build", "name"), FORMATS.values(), ids=FORMATS.keys())
def test_a_table_of_another_format_is_to_be_saved_as_a_workbook(
    make: Any, build: Build, name: str
) -> None:
    problem = refusal(build(make))
    assert (problem.code, dict(problem.facts)) == (Code.FILE_OTHER_FORMAT, {"format": name})


ENCRYPTED: dict[str, bytes] = {
    "E-SafeNet": bytes.fromhex("621423659d01") + b"E-SafeNet\0\0\0LOCK" + NOISE,
    "E-SafeNet, another head": bytes.fromhex("000102039d01") + b"E-SafeNet\0" + NOISE,
    "TSD": b"%TSD-Header-###%" + NOISE,
    "Tipray": bytes.fromhex("887d1c") + NOISE,
    "Tipray, another head": bytes.fromhex("877d1cb719") + NOISE,
    "DocGuarder": b"DG_FILE VER 3.0" + NOISE,
    "DocGuarder, the first": b"DOCGUARDER_FILE" + NOISE,
    "NASCA": b"<## NASCA DRM FILE - VER1.00 ##>" + NOISE,
}


@pytest.mark.parametrize("data", ENCRYPTED.values(), ids=ENCRYPTED.keys())
def test_what_the_offices_own_software_encrypted_is_to_be_decrypted(data: bytes) -> None:
    problem = refusal(data)
    assert problem.code is Code.FILE_OFFICE_ENCRYPTION
    assert "解密" in remedy_text(problem)


@pytest.mark.parametrize("size", [300, 600, 5_000])
def test_noise_may_be_encrypted_and_is_no_renamed_file(size: int) -> None:
    problem = refusal(NOISE[:size])
    assert problem.code is Code.FILE_UNRECOGNIZED
    assert "改了后缀名" not in remedy_text(problem) and "解密" in remedy_text(problem)


SHORTCUTS = {
    "of Windows": bytes.fromhex("4c0000000114020000000000c0000000") + bytes(60),
    "of the web": b"[InternetShortcut]\r\nURL=https://example.org/\r\n",
    "of macOS": b"book\0\0\0\0mark\0\0\0\0" + bytes(40),
    "of macOS to the web": b"<?xml version='1.0'?><plist><dict><key>URL</key><string>x</string>",
    "of a Linux desktop": b"[Desktop Entry]\nType=Link\n",
}


@pytest.mark.parametrize("data", SHORTCUTS.values(), ids=SHORTCUTS.keys())
def test_a_shortcut_is_not_the_file(data: bytes) -> None:
    assert refusal(data).code is Code.FILE_SHORTCUT


ARCHIVES: dict[str, Build] = {
    "zip": lambda make: make.zip({"a.jpg": b"x"}),
    "zip without a file": lambda make: make.zip({}),
    "RAR": lambda make: b"Rar!\x1a\x07\x01\0" + NOISE,
    "7z": lambda make: b"7z\xbc\xaf\x27\x1c\0\x04" + NOISE,
    "gzip": lambda make: b"\x1f\x8b\x08\0" + zlib.compress(NOISE),
    "tar": lambda make: b"a.xlsx".ljust(257, b"\0") + b"ustar\0" + bytes(300),
    "LZH": lambda make: b"\x20\x10-lh5-" + NOISE,
    "zip with a password": lambda make: _locked(make.zip({"六月.xlsx": b"x"})),
}


def _locked(data: bytes) -> bytes:
    locked = bytearray(data)
    locked[locked.index(b"PK\1\2") + 8] |= 1
    return bytes(locked)


@pytest.mark.parametrize("build", ARCHIVES.values(), ids=ARCHIVES.keys())
def test_an_archive_is_to_be_unpacked(make: Any, build: Build) -> None:
    problem = refusal(build(make))
    assert problem.code is Code.FILE_ARCHIVE
    assert "解压" in remedy_text(problem)
