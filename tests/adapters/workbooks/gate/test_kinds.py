"""What is no workbook of an accepted kind, is locked, or carries programs, whatever its name."""

import struct
from collections.abc import Callable
from typing import Any

import pytest

from adapters.workbooks.gate import Passed, inspect
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code, Problem
from campaign.problems.messages import problem_text, reason_text, remedy_text

Build = Callable[[Any], bytes]

LIMITS = Limits()
WORKSHEET = "xl/worksheets/sheet1.xml"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(data: bytes, limits: Limits = LIMITS) -> Problem:
    """Return the only problem, and make sure that its words have all their facts."""
    verdict = inspect(data, limits)
    assert not isinstance(verdict, Passed)
    assert len(verdict) == 1
    assert all("{" not in words(verdict[0]) for words in (problem_text, reason_text, remedy_text))
    return verdict[0]


def _docx(make: Any) -> Any:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return make.zip(
        {
            TYPES: types.encode(),
            "_rels/.rels": b'<Relationships><Relationship Id="r" Type="x/relationships/'
            b'officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": b"<document/>",
        }
    )


def _encrypted_zip(make: Any) -> Any:
    data = bytearray(make.xlsx(CELL))
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def _macro_sheet(make: Any) -> Any:
    data = make.replaced(make.xlsx(CELL), BOOK_RELATIONS, '/worksheet"', '/xlMacrosheet"')
    data = make.replaced(data, BOOK_RELATIONS, "worksheets/", "macrosheets/")
    parts = make.parts(data)
    parts["xl/macrosheets/sheet1.xml"] = parts.pop(WORKSHEET)
    return make.zip(parts)


def _xls_with_macro_sheet(make: Any) -> Any:
    stream = bytearray(make.xls_stream())
    sheet = stream.index(struct.pack("<H", 0x0085))
    stream[sheet + 4 + 5] = 1
    return make.compound(bytes(stream))


def _xls_with_macros(make: Any) -> Any:
    """A storage as Excel keeps its macros in, entered beside the stream of records."""
    data = bytearray(make.xls())
    entry = data.index("Workbook".encode("utf-16-le"))
    name = "_VBA_PROJECT_CUR".encode("utf-16-le")
    none = 0xFFFFFFFF
    storage = struct.pack("<64sHBBIII36xIQ", name, len(name) + 2, 1, 1, none, none, none, none, 0)
    data[entry + 128 : entry + 256] = storage
    data[entry + 72 : entry + 76] = struct.pack("<I", 2)  # the third entry is on its right
    return bytes(data)


def _xls_of_1995(make: Any) -> Any:
    stream = bytearray(make.xls_stream())
    stream[4:6] = b"\x00\x05"
    return make.compound(bytes(stream), "Book")


def _encrypted_xls(make: Any) -> Any:
    return make.compound(make.record_after_start(make.xls_stream(), 0x002F, b"\1\0" + bytes(52)))


def _obfuscated_xls(make: Any) -> Any:
    """The old XOR way, which the parser does not notice."""
    return make.compound(make.record_after_start(make.xls_stream(), 0x002F, bytes(6)))


REFUSED: dict[str, tuple[Build, Code]] = {
    "nothing": (lambda make: b"", Code.FILE_EMPTY),
    "text": (lambda make: "六月的学习情况".encode("gb18030"), Code.FILE_NOT_A_WORKBOOK),
    "PDF": (lambda make: b"%PDF-1.4\n%\xe2\xe3\n", Code.FILE_NOT_A_WORKBOOK),
    "picture": (lambda make: b"\x89PNG\r\n\x1a\n" + bytes(99), Code.FILE_NOT_A_WORKBOOK),
    "XML of something else": (lambda make: b"<svg/>", Code.FILE_NOT_A_WORKBOOK),
    "zip of files": (lambda make: make.zip({"表.xlsx": b"x"}), Code.FILE_ARCHIVE),
    "Word document": (_docx, Code.FILE_NOT_A_WORKBOOK),
    "old Word document": (
        lambda make: make.compound(bytes(4_096), "WordDocument"),
        Code.FILE_NOT_A_WORKBOOK,
    ),
    "OpenDocument text": (
        lambda make: make.changed(
            make.ods(), {"mimetype": b"application/vnd.oasis.opendocument.text"}
        ),
        Code.FILE_NOT_A_WORKBOOK,
    ),
    "web page named xls": (
        lambda make: (
            "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>甲".encode(
                "gb18030"
            )
        ),
        Code.FILE_OTHER_FORMAT,
    ),
    "web page with a mark of its encoding": (
        lambda make: "\ufeff<table><tr><td>甲</td></tr></table>".encode("utf-16"),
        Code.FILE_OTHER_FORMAT,
    ),
    "XML table of 2003": (
        lambda make: (
            b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ),
        Code.FILE_OTHER_FORMAT,
    ),
    "web archive": (
        lambda make: b"MIME-Version: 1.0\nContent-Type: multipart/related\n",
        Code.FILE_OTHER_FORMAT,
    ),
    "flat OpenDocument": (
        lambda make: (
            b'<?xml version="1.0"?><office:document office:mimetype='
            b'"application/vnd.oasis.opendocument.spreadsheet"/>'
        ),
        Code.FILE_OTHER_FORMAT,
    ),
    "Excel 4": (lambda make: b"\x09\x04\x06\x00\x00\x04\x10\x00", Code.FILE_OTHER_FORMAT),
    "Excel 95": (_xls_of_1995, Code.FILE_OTHER_FORMAT),
    "binary workbook": (
        lambda make: make.replaced(
            make.xlsx(CELL),
            TYPES,
            "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "vnd.ms-excel.sheet.binary.macroEnabled.main",
        ),
        Code.FILE_OTHER_FORMAT,
    ),
    "password of Excel and WPS": (
        lambda make: make.compound(bytes(5_000), "EncryptedPackage"),
        Code.FILE_PASSWORD,
    ),
    "password of an xls": (_encrypted_xls, Code.FILE_PASSWORD),
    "password of an xls, the oldest way": (_obfuscated_xls, Code.FILE_PASSWORD),
    "password of an ods": (
        lambda make: make.replaced(
            make.ods(),
            "META-INF/manifest.xml",
            "/>",
            "><manifest:encryption-data/></manifest:manifest>",
        ),
        Code.FILE_PASSWORD,
    ),
    "password of a zip": (_encrypted_zip, Code.FILE_PASSWORD),
    "Visual Basic": (
        lambda make: make.changed(make.xlsx(CELL), {"xl/vbaProject.bin": b"x"}),
        Code.FILE_MACROS,
    ),
    "Visual Basic under another name": (
        lambda make: make.replaced(
            make.changed(make.xlsx(CELL), {"xl/x.bin": b"x"}),
            TYPES,
            "</Types>",
            '<Override PartName="/xl/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            "</Types>",
        ),
        Code.FILE_MACROS,
    ),
    "workbook made for macros": (
        lambda make: make.replaced(
            make.xlsx(CELL),
            TYPES,
            "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
        Code.FILE_MACROS,
    ),
    "macros of WPS": (
        lambda make: make.changed(make.xlsx(CELL), {"xl/JDEData.bin": b"x"}),
        Code.FILE_MACROS,
    ),
    "macro sheet of Excel 4": (_macro_sheet, Code.FILE_MACROS),
    "Visual Basic in an xls": (_xls_with_macros, Code.FILE_MACROS),
    "macro sheet in an xls": (_xls_with_macro_sheet, Code.FILE_MACROS),
    "macros in an ods": (
        lambda make: make.changed(make.ods(), {"Basic/Standard/Module1.xml": b"<x/>"}),
        Code.FILE_MACROS,
    ),
    "scripts in an ods": (
        lambda make: make.changed(make.ods(), {"Scripts/python/a.py": b"pass"}),
        Code.FILE_MACROS,
    ),
}


@pytest.mark.parametrize(("build", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_not_let_in_is_told_why(make: Any, build: Build, code: Code) -> None:
    assert refusal(build(make)).code is code


def test_the_real_format_is_named(make: Any) -> None:
    assert "网页" in problem_text(refusal(b"<table><tr><td>1</td></tr></table>"))
