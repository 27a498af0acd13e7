"""Saves a workbook as Excel and WPS do, but without the clock: the same cells, the same bytes."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

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
    written, saved = io.BytesIO(), io.BytesIO()
    ExcelWriter(workbook, ZipFile(written, "w")).save()
    table = etree.fromstring(f'<sst xmlns="{_MAIN}"/>')
    places: dict[bytes, int] = {}
    with ZipFile(written) as source, ZipFile(saved, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                data = _share(data, table, places)
            elif name in _ADDED:
                end, added = _ADDED[name]
                data = data.replace(end, added + end)
            target.writestr(ZipInfo(name), data, ZIP_DEFLATED)
        target.writestr(ZipInfo(_STRINGS), _document(table), ZIP_DEFLATED)
    return saved.getvalue()


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
