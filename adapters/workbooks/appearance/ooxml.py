"""Finds the cells of an xlsx that look other than their values, sheet by sheet.

The styles are looked up once for each format; a sheet is gone through once more only if a format
that matters, a struck text or a picture occurs in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from lxml import etree

from adapters.workbooks.appearance.pictures import ReadPart, image_values, pictures_over
from adapters.workbooks.appearance.strings import struck_runs, struck_strings
from adapters.workbooks.appearance.stylesheet import CellStyles, Element, read_styles
from campaign.values.cell_ref import Position, parse_cell
from campaign.values.raw_workbook import PLAIN, Appearance


@dataclass(frozen=True, slots=True)
class _Cell:
    at: Position
    element: Element

    @property
    def style(self) -> int:
        return _whole(self.element.get("s"))


class OoxmlAppearance:
    """The styles and texts of one workbook, by which its sheets are looked through."""

    def __init__(self, styles: bytes, strings: bytes, folder: str, read_part: ReadPart) -> None:
        """Take the parts of styles and strings; ``folder`` is the workbook's own."""
        self._folder, self._read_part = folder, read_part
        self._styles: CellStyles = read_styles(styles)
        self._signs = [f"{q}{n}{q}".encode() for n in self._styles.numbers for q in "\"'"]
        self._strings = struck_strings(strings)

    def of_sheet(self, part: str, xml: bytes) -> Appearance:
        """Return the appearance of the sheet that stands in a part."""
        end = max(xml.rfind(b"sheetData"), 0)
        drawn = xml.find(b"drawing ", end) >= 0
        pictures = {*pictures_over(part, self._read_part)} if drawn else set()
        body = xml[max(xml.find(b"sheetData"), 0) : end]
        struck = b"k" in body and b"strike" in body  # one letter is looked for much sooner
        matters = struck or any(self._strings) or (bool(self._images) and b" vm=" in body)
        if not (matters or any(b" s=" + sign in body for sign in self._signs)):
            return Appearance(pictures=frozenset(pictures)) if pictures else PLAIN
        return self._look_through(xml, pictures)

    @cached_property
    def _images(self) -> frozenset[int]:
        return image_values(self._folder, self._read_part)

    def _look_through(self, xml: bytes, pictures: set[Position]) -> Appearance:
        formats: dict[Position, str] = {}
        struck: set[Position] = set()
        partly: set[Position] = set()
        unseen: set[Position] = set()
        for cell in _filled_cells(xml):
            style, runs = cell.style, self._struck(cell.element)
            if style in self._styles.formats:
                formats[cell.at] = self._styles.formats[style]
            if any(runs):
                (struck if all(runs) else partly).add(cell.at)
            elif style in self._styles.struck:
                struck.add(cell.at)
            if style in self._styles.unseen:
                unseen.add(cell.at)
            if cell.element.get("vm") and _whole(cell.element.get("vm")) in self._images:
                pictures.add(cell.at)
        return Appearance(
            formats=formats,
            struck=frozenset(struck),
            partly_struck=frozenset(partly),
            unseen=frozenset(unseen),
            pictures=frozenset(pictures),
        )

    def _struck(self, cell: Element) -> list[bool]:
        """Return which runs of a cell's text are struck out."""
        if cell.get("t") == "s":
            number = _whole(cell.findtext("{*}v"))
            whole, part = self._strings
            return [True] if number in whole else [True, False] if number in part else []
        inline = cell.find("{*}is")
        return [] if inline is None else struck_runs(inline)


def _filled_cells(xml: bytes) -> Iterator[_Cell]:
    """Yield the cells that hold something; a cell without a reference stands behind the last."""
    row = column = 0
    try:
        for event, element in etree.iterparse(
            BytesIO(xml), events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False
        ):
            is_row = element.tag.endswith("}row")
            if event == "start":
                row, column = (_whole(element.get("r")) or row + 1, 0) if is_row else (row, column)
                continue
            if is_row:
                element.clear()
                continue
            at = parse_cell(element.get("r", "")) or (row, column + 1)
            column = at[1]
            if len(element):
                yield _Cell(at, element)
    except etree.XMLSyntaxError:  # the gate's own scan has let it pass, the parser will not
        return


def _whole(text: str | None) -> int:
    stripped = (text or "").strip()
    return int(stripped) if stripped.isdecimal() and len(stripped) < 9 else 0
