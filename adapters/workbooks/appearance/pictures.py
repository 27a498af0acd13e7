"""Finds the cells of an xlsx's sheet that hold a picture, and those over which one lies."""

from collections.abc import Callable, Iterator
from posixpath import join, normpath

from lxml import etree

from adapters.workbooks.appearance.stylesheet import Element
from campaign.values.cell_ref import Position

_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
_ANCHORS = ("{*}twoCellAnchor", "{*}oneCellAnchor")
_IMAGES = ("_localimage", "_webimage")

ReadPart = Callable[[str], bytes]
"""Returns a part's content by its name in lower case, empty if the workbook has no such part."""


def pictures_over(sheet_part: str, read_part: ReadPart) -> Iterator[Position]:
    """Yield the cells in which the pictures of a sheet's drawing begin."""
    folder, _, file = sheet_part.rpartition("/")
    relations = _parse(read_part(f"{folder}/_rels/{file}.rels"))
    for relation in relations.iter("{*}Relationship") if relations is not None else ():
        if relation.get("Type", "").endswith("/drawing"):
            target = relation.get("Target", "").replace("\\", "/").lower()
            yield from _anchored(read_part(normpath(join("/", folder, target)).lstrip("/")))


def _anchored(drawing: bytes) -> Iterator[Position]:
    root = _parse(drawing)
    for anchor in root.iter(*_ANCHORS) if root is not None else ():
        start = anchor.find("{*}from")
        if start is not None and next(anchor.iter("{*}pic"), None) is not None:
            row, column = (start.findtext(f"{{*}}{name}") or "" for name in ("row", "col"))
            if row.strip().isdecimal() and column.strip().isdecimal():
                yield int(row) + 1, int(column) + 1


def image_values(workbook_folder: str, read_part: ReadPart) -> frozenset[int]:
    """Return which rich values, as the ``vm`` of a cell counts them, are pictures.

    Others are errors of a newer kind, such as #SPILL!, and data types.
    """
    metadata, values, structures = (
        _parse(read_part(f"{workbook_folder}/{name}".removeprefix("/")))
        for name in (
            "metadata.xml",
            "richdata/rdrichvalue.xml",
            "richdata/rdrichvaluestructure.xml",
        )
    )
    if metadata is None or values is None or structures is None:
        return frozenset()
    kinds = [kind.get("t", "").lower() in _IMAGES for kind in structures.iter("{*}s")]
    images = [_at(kinds, value.get("s")) for value in values.iter("{*}rv")]
    rich = [_at(images, block.get("i")) for block in metadata.iter("{*}rvb")]
    cells = [block.find("{*}rc") for block in metadata.iterfind("{*}valueMetadata/{*}bk")]
    return frozenset(
        number
        for number, cell in enumerate(cells, start=1)
        if cell is not None and _at(rich, cell.get("v"))
    )


def _at(flags: list[bool], place: str | None) -> bool:
    number = int(place) if place and place.isdecimal() else 0
    return number < len(flags) and flags[number]


def _parse(xml: bytes) -> Element | None:
    try:
        return etree.fromstring(xml, _SAFE) if xml else None
    except etree.XMLSyntaxError:
        return None
