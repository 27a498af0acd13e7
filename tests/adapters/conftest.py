"""Workbooks of every kind, whole and broken, made part by part or record by record."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from tests.support.servers.libreoffice import LibreOffice

Parts = Mapping[str, bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


class Make:
    """Builds files; each method returns bytes."""

    def zip(self, parts: Parts) -> bytes:
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
            for name, content in parts.items():
                out.writestr(name, content)
        return buffer.getvalue()

    def parts(self, data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(BytesIO(data)) as source:
            return {name: source.read(name) for name in source.namelist()}

    def changed(self, data: bytes, changes: Parts) -> bytes:
        return self.zip({**self.parts(data), **changes})

    def replaced(self, data: bytes, part: str, old: str, new: str) -> bytes:
        content = self.parts(data)[part]
        assert old.encode() in content
        return self.changed(data, {part: content.replace(old.encode(), new.encode())})

    def sheet_xml(self, rows: str, before: str = "", after: str = "") -> bytes:
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}">{before}'
            f"<sheetData>{rows}</sheetData>{after}</worksheet>"
        ).encode()

    def xlsx(self, rows: str = "", after: str = "", sheets: int = 1) -> bytes:
        """A workbook whose first sheet has these rows."""
        numbers = range(1, sheets + 1)
        listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
        relations = "".join(self._relation(n) for n in numbers)
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{TYPES}.worksheet+xml"/>'
            for n in numbers
        )
        return self.zip(
            {
                "[Content_Types].xml": self._types(types),
                "_rels/.rels": (
                    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
                    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
                ).encode(),
                "xl/workbook.xml": (
                    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets>'
                    "</workbook>"
                ).encode(),
                "xl/_rels/workbook.xml.rels": (
                    f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
                ).encode(),
                "xl/worksheets/sheet1.xml": self.sheet_xml(rows, after=after),
                **{f"xl/worksheets/sheet{n}.xml": self.sheet_xml("") for n in numbers[1:]},
            }
        )

    def xls_stream(self, fill: Callable[[xlwt.Worksheet], object] | None = None) -> bytes:
        """The records of an xls with one sheet."""
        book = xlwt.Workbook(encoding="utf-8")
        sheet = book.add_sheet("表1")
        sheet.write(0, 0, "甲")
        if fill:
            fill(sheet)
        return bytes(book.get_biff_data())

    def compound(self, stream: bytes, name: str = "Workbook") -> bytes:
        """A compound file with one stream of that name."""
        buffer = BytesIO()
        XlsDoc().save(buffer, stream)
        entry = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
        renamed = name.encode("utf-16-le")
        assert len(renamed) < 64 and buffer.getvalue().count(entry) == 1
        return buffer.getvalue().replace(
            entry, renamed.ljust(64, b"\0") + struct.pack("<H", len(renamed) + 2)
        )

    def xls(self, fill: Callable[[xlwt.Worksheet], object] | None = None) -> bytes:
        return self.compound(self.xls_stream(fill))

    def record_after_start(self, stream: bytes, kind: int, data: bytes) -> bytes:
        """Put a record behind the stream's first one."""
        end = 4 + struct.unpack_from("<H", stream, 2)[0]
        return stream[:end] + struct.pack("<HH", kind, len(data)) + data + stream[end:]

    def ods(self, rows: str = "", tables: str = "") -> bytes:
        """An OpenDocument spreadsheet whose first table has these rows."""
        prefixes = " ".join(
            f'xmlns:{prefix}="{ODF}:{prefix}:1.0"'
            for prefix in ("office", "table", "text", "style")
        )
        return self.zip(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": (
                    f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"/>'
                ).encode(),
                "content.xml": (
                    f"<office:document-content {prefixes} xmlns:calcext="
                    '"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
                    "<office:body><office:spreadsheet>"
                    f'<table:table table:name="表1">{rows}</table:table>{tables}'
                    "</office:spreadsheet></office:body></office:document-content>"
                ).encode(),
            }
        )

    def _relation(self, number: int) -> str:
        return (
            f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )

    def _types(self, sheets: str) -> bytes:
        return (
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
            f"{sheets}</Types>"
        ).encode()


@pytest.fixture(scope="session")
def make() -> Make:
    """Builds workbooks."""
    return Make()


@pytest.fixture
def convert(libreoffice: LibreOffice, tmp_path: Path) -> Callable[[bytes, str, str], bytes]:
    """Return what opens a workbook with a suffix in LibreOffice and saves it as another kind."""
    return lambda data, suffix, kind: libreoffice.converted(data, suffix, kind, tmp_path)
