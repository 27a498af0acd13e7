"""Follows the relations of a package's parts to the parts that they point at."""

from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from adapters.workbooks.gate.inflation import Archive
from adapters.workbooks.gate.verdict import Refused
from campaign.problems.codes import Code


@dataclass(frozen=True, slots=True)
class Target:
    """What a relation points at: its kind by the last word of its type, the part, lower case.

    ``stated`` is how the relation itself writes it, also in lower case.
    """

    kind: str
    part: str
    stated: str

    def stands_at(self, part: str) -> bool:
        """Return whether it is that part, and written so that the parser finds it."""
        return self.part == part and self._is_plain()

    def stands_below(self, folder: str) -> bool:
        """Return whether it is a part of that folder, and written so that the parser finds it."""
        return dirname(self.part) + "/" == folder and self._is_plain()

    def _is_plain(self) -> bool:
        return self.stated in (self.part, "/" + self.part, self.part.removeprefix("xl/"))


class Relations:
    """The relations of one part by id; "" is the package itself. External ones are left out."""

    def __init__(self, archive: Archive, source: str) -> None:
        """Read the part's relations. Raises Refused where they are missing or broken."""
        self._names = archive.names
        self._source = source
        listed = join(dirname(source), "_rels", f"{basename(source)}.rels")
        self._targets = {
            element.get("Id", ""): self._target(element)
            for element in archive.xml(listed).iter("{*}Relationship")
            if element.get("TargetMode", "").lower() != "external"
        }

    def first(self, kind: str) -> Target | None:
        """Return the first part of a kind that is there, such as styles."""
        targets = (target for target in self._targets.values() if target.kind == kind)
        return next((target for target in targets if target.part in self._names), None)

    def of_sheet(self, sheet: etree._Element) -> Target:
        """Return the part of a sheet in the workbook's list. Raises Refused where none is named."""
        named = {etree.QName(key): value for key, value in sheet.items()}
        ids = [value for key, value in named.items() if key.localname == "id" and key.namespace]
        if not ids or ids[-1] not in self._targets:
            raise Refused(Code.FILE_UNUSUAL)
        return self._targets[ids[-1]]

    def _target(self, element: etree._Element) -> Target:
        kind = element.get("Type", "").rpartition("/")[2]
        stated = element.get("Target", "").lower()
        path = stated.replace("\\", "/")
        if not path.startswith("/"):
            path = join(dirname(self._source), path)
        dotted = path.startswith(".") or "/." in path or "//" in path
        part = (normpath(path) if dotted else path).lstrip("/")
        return Target(kind, part if part in self._names else unquote(part).lower(), stated)
