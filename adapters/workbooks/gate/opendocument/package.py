"""Looks through an OpenDocument spreadsheet: kind, password, macros, and each table's cells.

The parser knows elements by their usual prefixes, and loops for ever where a table does not end;
both are made sure of here.
"""

from xml.parsers import expat

from adapters.workbooks.appearance import OpenDocumentStyles
from adapters.workbooks.gate.foreign_packages import other_opendocument
from adapters.workbooks.gate.inflation import Archive
from adapters.workbooks.gate.opendocument.table import OpenDocumentTable
from adapters.workbooks.gate.size_limits import check_sheets
from adapters.workbooks.gate.verdict import Passed, Refused
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code

_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = {
    f"xmlns:{prefix}": f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"
    for prefix in ("office", "table", "text", "style")
}
_STYLES = "styles.xml"
_NOT_MODULES = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")


def inspect_opendocument(archive: Archive, limits: Limits) -> Passed:
    """Return what the reader needs of an OpenDocument package that is a workbook.

    Raises Refused for another document, a password, macros, and what is damaged or too large.
    """
    mime = archive.raw("mimetype")
    if not mime.startswith(_MIME):
        raise other_opendocument(mime)
    if b"encryption-data" in archive.text("meta-inf/manifest.xml"):
        raise Refused(Code.FILE_PASSWORD)
    if any(_is_macro(name) for name in archive.names):
        raise Refused(Code.FILE_MACROS)
    styles = OpenDocumentStyles()
    if _STYLES in archive.names:
        styles.read_part(archive.text(_STYLES))
    tables = _tables(archive.text("content.xml"), styles, limits)
    check_sheets([table.name for table in tables], limits)
    archive.check_rest()
    return Passed(kind="ods", sheets=tuple(table.scan() for table in tables))


def _is_macro(name: str) -> bool:
    return name.startswith("scripts/") or (
        name.startswith("basic/") and not name.endswith(_NOT_MODULES)
    )


def _tables(content: bytes, styles: OpenDocumentStyles, limits: Limits) -> list[OpenDocumentTable]:
    document = _Document(styles, limits)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise Refused(Code.FILE_DAMAGED) from None
    return document.tables


class _Document:
    """Hands the elements of each table to that table, those of styles to the styles."""

    def __init__(self, styles: OpenDocumentStyles, limits: Limits) -> None:
        self.tables: list[OpenDocumentTable] = []
        self._styles = styles
        self._limits = limits
        self._table: OpenDocumentTable | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._table:
            self._table.start(tag, attributes)
        elif tag == "table:table":
            name = attributes.get("table:name", "")
            self._table = OpenDocumentTable(name, self._styles, self._limits)
            self.tables.append(self._table)
        elif tag == "office:document-content" and not _NAMESPACES.items() <= attributes.items():
            raise Refused(Code.FILE_UNUSUAL)
        else:
            self._styles.start("office:automatic-styles", tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "table:table":
            self._table = None
        elif self._table:
            self._table.end(tag)
        else:
            self._styles.end(tag)

    def text(self, text: str) -> None:
        if self._table:
            self._table.text(text)
        else:
            self._styles.text(text)
