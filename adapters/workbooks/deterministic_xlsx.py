"""Saves a workbook as Excel and WPS do, but without the clock: the same cells, the same bytes."""

import io
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from adapters.deterministic_zip import pack_parts

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS = "xl/sharedStrings.xml"
_ADDED = {
    "[Content_Types].xml": (
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats'
        b'-officedocument.spreadsheetml.sharedStrings+xml"/>',
    ),
    "xl/_rels/workbook.xml.rels": (
        b"</Relationships>",
        b'<Relationship Id="rIdStrings" Type="http://schemas.openxmlformats.org/officeDocument'
        b'/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>',
    ),
}


def workbook_bytes(workbook: Workbook) -> bytes:
    """Return the workbook as .xlsx: text in the shared table, no part with a time of its own.

    Its properties keep the times that they have. openpyxl alone would write the text into the
    cells, as no office program does.
    """
    return pack_parts(_with_shared_strings(workbook_parts(workbook)))


def workbook_parts(workbook: Workbook) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of a workbook as openpyxl writes them, by name.

    Its own ``save`` would put the present time into the properties.
    """
    written = io.BytesIO()
    ExcelWriter(workbook, ZipFile(written, "w")).save()
    with ZipFile(written) as package:
        for name in package.namelist():
            yield name, package.read(name)


def _with_shared_strings(parts: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    table = etree.fromstring(f'<sst xmlns="{_MAIN}"/>')
    places: dict[bytes, int] = {}
    for name, data in parts:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield name, _share(data, table, places)
        elif name in _ADDED:
            end, added = _ADDED[name]
            yield name, data.replace(end, added + end)
        else:
            yield name, data
    yield _STRINGS, _document(table)


def _share(sheet: bytes, table: "etree._Element", places: dict[bytes, int]) -> bytes:
    """Move a sheet's texts into the shared table, each once."""
    root = etree.fromstring(sheet)
    for cell in root.iter(f"{{{_MAIN}}}c"):
        if cell.get("t") == "inlineStr" and len(cell):
            text = cell[0]
            text.tag = f"{{{_MAIN}}}si"
            place = places.setdefault(etree.tostring(text), len(places))
            cell.remove(text)
            if place == len(table):
                table.append(text)
            cell.set("t", "s")
            etree.SubElement(cell, f"{{{_MAIN}}}v").text = str(place)
    return _document(root)


def _document(root: "etree._Element") -> bytes:
    return etree.tostring(root, encoding="UTF-8", standalone=True)
