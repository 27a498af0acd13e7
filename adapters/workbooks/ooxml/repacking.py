"""Packs an xlsx anew for the parser: parts where it looks for them, without what it gives up at.

Nothing is lost by it: errors and merged areas are in the gate's scan, a dimension is of no use.
"""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

from adapters.workbooks.gate.inflation import is_utf8
from adapters.workbooks.gate.verdict import PackageParts, SheetPart
from adapters.workbooks.ooxml.package import Package
from adapters.workbooks.ooxml.xml import TRANSITIONAL, Element, local, parse, serialize

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_LEFT_OUT = ("mergeCells", "dimension")
_ANY_ERROR = "#VALUE!"  # one that the parser knows; the gate's scan has the cell's own
_HIDDEN = ("hidden", "veryHidden")


def repack(data: bytes, parts: PackageParts) -> bytes:
    """Return a package of the workbook with its sheets, strings and styles alone.

    Raises lxml's XMLSyntaxError where a part to mend is broken.
    """
    package, packed = Package(data), BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as target:
        for name, content in _parts(package, parts):
            target.writestr(name, content)
    return packed.getvalue()


def _parts(package: Package, parts: PackageParts) -> Iterator[tuple[str, bytes]]:
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    places = [_place(number, sheet) for number, sheet in enumerate(parts.sheets, start=1)]
    kinds = [(sheet.kind, place) for sheet, place in zip(parts.sheets, places, strict=True)]
    yield "xl/_rels/workbook.xml.rels", _relations(kinds)
    yield "xl/workbook.xml", _workbook(parse(package.read(parts.workbook)))
    for part, place in ((parts.strings, "sharedStrings"), (parts.styles, "styles")):
        if part:
            yield f"xl/{place}.xml", _as_utf8(package.read(part))
    for sheet, place in zip(parts.sheets, places, strict=True):
        if sheet.kind == "worksheet":
            content = package.read(sheet.part)
            yield f"xl/{place}", _mended(content) if sheet.mend else _as_utf8(content)


def _place(number: int, sheet: SheetPart) -> str:
    return f"{sheet.kind}s/sheet{number}.xml"


def _relations(targets: list[tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})  # type: ignore[dict-item]  # stubs lack it
    for number, (kind, place) in enumerate(targets, start=1):
        relation = etree.SubElement(root, f"{{{_PACKAGE}}}Relationship")
        relation.set("Id", f"rId{number}")
        relation.set("Type", f"{TRANSITIONAL.relations}/{kind}")
        relation.set("Target", place)
    return serialize(root)


def _workbook(book: Element) -> bytes:
    """Return a workbook part that lists the same sheets in their order."""
    listed = [_listed(number, old) for number, old in enumerate(book.iter("{*}sheet"), start=1)]
    epochs = {old.get("date1904", "0") for old in book.iter("{*}workbookPr")}
    new = TRANSITIONAL.make("workbook")
    new.extend([TRANSITIONAL.make("workbookPr", date1904=epoch) for epoch in epochs])
    new.append(TRANSITIONAL.make("sheets", *listed))
    return serialize(new)


def _listed(number: int, old: Element) -> Element:
    relations = {"r": TRANSITIONAL.relations}
    new = etree.Element(TRANSITIONAL.tag("sheet"), nsmap=relations)
    new.set("name", old.get("name", ""))
    new.set("sheetId", str(number))
    if (state := old.get("state", "")) in _HIDDEN:
        new.set("state", state)
    new.set(f"{{{TRANSITIONAL.relations}}}id", f"rId{number}")
    return new


def _as_utf8(content: bytes) -> bytes:
    return content if is_utf8(content) else serialize(parse(content))


def _mended(content: bytes) -> bytes:
    root = parse(content)
    for element in [old for old in root if local(old) in _LEFT_OUT]:
        root.remove(element)
    for cell in root.iter("{*}c"):
        if cell.get("t") == "e":
            for value in cell.iter("{*}v"):
                value.text = _ANY_ERROR
    return serialize(root)
