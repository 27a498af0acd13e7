"""Reads from the styles of an OpenDocument workbook which cells look other than their values."""

from dataclasses import dataclass
from functools import cache
from typing import Literal
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from adapters.workbooks.appearance.opendocument_formats import format_code
from campaign.values.number_formats import is_plain

Section = Literal["office:styles", "office:automatic-styles"]
_WHITE = "#ffffff"
_BARE = ("", "transparent", _WHITE)
_UNSTRUCK = ("", "none")
_DEEPEST = 20
_CELL, _TEXT = "table-cell", "text"


@dataclass(frozen=True, slots=True)
class CellLook:
    """What a cell style makes of a cell: ``format`` is its number format's code, "" if plain."""

    format: str = ""
    struck: bool = False
    unseen: bool = False


class OpenDocumentStyles:
    """Collects the styles of a workbook while they go by, and says what they make of a cell."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._formats: dict[str, Element] = {}
        self._section = ""
        self._builder: TreeBuilder | None = None
        self._depth = 0
        self.cell_look = cache(self._cell_look)
        self.is_text_struck = cache(self._is_text_struck)

    def read_part(self, xml: bytes) -> None:
        """Take the named styles of the part styles.xml; one that is damaged has none."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, given: self.start("office:styles", tag, given)
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            self._section, self._builder = "", None

    def start(self, section: Section, tag: str, attributes: dict[str, str]) -> None:
        """Take an element's beginning, if it stands in a section."""
        if not self._section:
            self._section = section if tag == section else ""
            return
        if self._builder is None:
            self._builder, self._depth = TreeBuilder(), 0
        self._depth += 1
        self._builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        """Take an element's end."""
        if self._builder:
            self._depth -= 1
            element = self._builder.end(tag)
            if not self._depth:
                self._builder = None
                self._keep(element)
        elif tag == self._section:
            self._section = ""

    def text(self, text: str) -> None:
        """Take characters."""
        if self._builder:
            self._builder.data(text)

    def _keep(self, style: Element) -> None:
        name = style.get("style:name", "")
        if style.tag == "style:style":
            self._styles[style.get("style:family", ""), name] = style
        elif style.tag.startswith("number:"):
            self._formats[name] = style

    def _cell_look(self, name: str) -> CellLook:
        """Return what the cell style of a name makes of its cells."""
        colour = self._property(_CELL, name, "fo:color")
        unseen = colour.lower() == _WHITE and (
            self._property(_CELL, name, "fo:background-color").lower() in _BARE
        )
        return CellLook(
            format=self._format(name), struck=bool(self._strike(_CELL, name)), unseen=unseen
        )

    def _is_text_struck(self, name: str) -> bool | None:
        """Return whether a text style strikes out; None if the cell's own style decides."""
        return self._strike(_TEXT, name)

    def _format(self, name: str) -> str:
        style = self._formats.get(self._property(_CELL, name, "style:data-style-name"))
        code = "" if style is None else format_code(style, self._formats)
        return "" if not code or is_plain(code) else code

    def _strike(self, family: str, name: str) -> bool | None:
        lines = [
            self._property(family, name, f"style:text-line-through-{what}")
            for what in ("style", "type")
        ]
        return any(line not in _UNSTRUCK for line in lines) if any(lines) else None

    def _property(self, family: str, name: str, key: str) -> str:
        """Return what a style, or the nearest one that it descends from, sets; "" if none does."""
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name))
            if style is None:
                return ""
            for element in (style, *style):
                value: str = element.get(key, "")
                if value:
                    return value
            name = style.get("style:parent-style-name", "")
        return ""
