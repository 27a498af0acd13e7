"""Which part belongs to which, and of what type each is: .rels and [Content_Types].xml."""

import posixpath
from urllib.parse import unquote

from lxml import etree

from adapters.workbooks.ooxml.package import Package, resolve
from adapters.workbooks.ooxml.xml import Dialect, Element, local, parse, serialize

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY = f'<?xml version="1.0" standalone="yes"?><Relationships xmlns="{_RELATIONS}"/>'.encode()
_TYPES = "[Content_Types].xml"


class Relationships:
    """The relationships of one part; "" is the package itself."""

    def __init__(self, package: Package, source: str) -> None:
        """Read the part's .rels, if it has one."""
        folder, file = posixpath.split(source)
        self._package = package
        self._source = source
        self.name = posixpath.join(folder, "_rels", f"{file}.rels")
        self._root = parse(package.read(self.name) if self.name in package else _EMPTY)

    def part(self, identifier: str) -> str:
        """Return the part that an r:id names."""
        return next(part for element, _, part in self._all() if element.get("Id") == identifier)

    def first(self, kind: str) -> str | None:
        """Return the part of a kind, such as comments, whichever dialect names it."""
        parts = (part for _, kind_of_part, part in self._all() if kind_of_part == kind)
        return next((part for part in parts if part in self._package), None)

    def add(self, dialect: Dialect, kind: str, part: str) -> str:
        """Point at a part and return the new r:id."""
        taken = {element.get("Id") for element in self._root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        new = etree.SubElement(self._root, f"{{{_RELATIONS}}}Relationship")
        new.set("Id", f"rId{number}")
        new.set("Type", f"{dialect.relations}/{kind}")
        new.set("Target", f"/{part}")
        self._save()
        return f"rId{number}"

    def remove(self, part: str) -> None:
        """Forget a part."""
        for element, _, target_part in list(self._all()):
            if target_part.lower() == part.lower():
                self._root.remove(element)
        self._save()

    def _all(self) -> list[tuple[Element, str, str]]:
        return [
            (element, element.get("Type", "").rpartition("/")[2], self._part(target))
            for element in self._root
            if (target := element.get("Target")) and element.get("TargetMode") != "External"
        ]

    def _part(self, target: str) -> str:
        part = resolve(self._source, target)
        return part if part in self._package else unquote(part)

    def _save(self) -> None:
        self._package.write(self.name, serialize(self._root))


class ContentTypes:
    """What each part is, for the programs that open the workbook."""

    def __init__(self, package: Package) -> None:
        """Read the package's list of types."""
        self._package = package
        self._root = parse(package.read(_TYPES))

    def set_part(self, part: str, content_type: str) -> None:
        """Name a part's type."""
        self.forget(part)
        self._add("Override", "PartName", f"/{part}", content_type)

    def set_extension(self, extension: str, content_type: str) -> None:
        """Name the type of all parts with an extension, unless it is named already."""
        known = {element.get("Extension", "").lower() for element in self._root}
        if extension not in known:
            self._add("Default", "Extension", extension, content_type, first=True)

    def forget(self, part: str) -> None:
        """Take out a part that is no longer there."""
        for element in list(self._root):
            if (
                local(element) == "Override"
                and element.get("PartName", "").lower() == f"/{part}".lower()
            ):
                self._root.remove(element)

    def _add(
        self, tag: str, key: str, name: str, content_type: str, *, first: bool = False
    ) -> None:
        namespace = etree.QName(self._root).namespace
        new = etree.Element(f"{{{namespace}}}{tag}", {key: name, "ContentType": content_type})
        self._root.insert(0 if first else len(self._root), new)

    def save(self) -> None:
        """Write the list when all parts are in place."""
        self._package.write(_TYPES, serialize(self._root))
