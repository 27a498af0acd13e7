"""How the parts' XML is read and written, and the names that stand in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

Element = etree._Element

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    """The namespaces of a workbook: main elements, and relationships."""

    main: str
    relations: str

    def tag(self, name: str) -> str:
        """Return an element's name in the main namespace."""
        return f"{{{self.main}}}{name}"

    def make(self, name: str, /, *children: Element, **attributes: str) -> Element:
        """Return a new element of the main namespace."""
        default: Mapping[str, str] = {None: self.main}  # type: ignore[dict-item]  # stubs lack it
        new = etree.Element(self.tag(name), attributes, nsmap=default)
        new.extend(children)
        return new

    def words(self, name: str, text: str, /, **attributes: str) -> Element:
        """Return a new element that holds text."""
        new = self.make(name, **attributes)
        new.text = legible(text)
        return new


TRANSITIONAL = Dialect(
    main="http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    relations="http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
STRICT = Dialect(
    main="http://purl.oclc.org/ooxml/spreadsheetml/main",
    relations="http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def dialect_of(root: Element) -> Dialect:
    """Return the namespaces that a part uses."""
    return STRICT if etree.QName(root).namespace == STRICT.main else TRANSITIONAL


def parse(data: bytes) -> Element:
    """Read a part; entities are left alone and nothing is fetched."""
    return etree.fromstring(data, _PARSER)


def serialize(root: Element) -> bytes:
    """Write a part with all that stood outside its root element too."""
    tree = root.getroottree()
    standalone = True if tree.docinfo.standalone else None  # lxml says False for unsaid, too
    xml = etree.tostring(
        tree,
        xml_declaration=True,
        encoding="UTF-8",
        standalone=standalone,  # type: ignore[arg-type]  # the stubs know no None
    )
    assert isinstance(xml, bytes)
    return xml


def attributes(element: Element) -> dict[str, str]:
    """Return an element's attributes by name."""
    return {str(key): str(value) for key, value in element.items()}


def local(element: Element) -> str:
    """Return an element's name without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def insert_before(parent: Element, child: Element, later: frozenset[str]) -> None:
    """Insert a child before the first of those that the schema has behind it."""
    position = next((n for n, old in enumerate(parent) if local(old) in later), len(parent))
    parent.insert(position, child)


def legible(text: str) -> str:
    """Return text that XML can carry and Excel reads as it stands (``_x0041_`` is no letter)."""
    return _ESCAPE.sub("_x005F_", _ILLEGAL.sub("\ufffd", text))
