"""The list of sheets in a workbook, when 修改意见 becomes its first one."""

from collections.abc import Sequence

from lxml import etree

from adapters.workbooks.ooxml.package import Package
from adapters.workbooks.ooxml.relationships import ContentTypes, Relationships
from adapters.workbooks.ooxml.xml import (
    Element,
    attributes,
    dialect_of,
    insert_before,
    parse,
    serialize,
)

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_BEHIND_NAMES = frozenset(
    {
        "calcPr",
        "oleSize",
        "customWorkbookViews",
        "pivotCaches",
        "smartTagPr",
        "smartTagTypes",
        "webPublishing",
        "fileRecoveryPr",
        "webPublishObjects",
        "extLst",
    }
)
_PRINT_TITLES = "_xlnm.Print_Titles"


class WorkbookPart:
    """The workbook part with its relations; sheets are known by name."""

    def __init__(self, package: Package) -> None:
        """Find the workbook by the package's own relations, wherever it stands."""
        part = Relationships(package, "").first("officeDocument")
        if part is None:
            raise ValueError("the package names no workbook")
        self._package = package
        self._part = part
        self._relations = Relationships(package, part)
        self._root = parse(package.read(part))
        self.dialect = dialect_of(self._root)
        self.types = ContentTypes(package)
        sheets = self._root.find(self.dialect.tag("sheets"))
        assert sheets is not None, "a workbook has sheets"
        self._sheets = sheets

    def sheets(self) -> dict[str, str]:
        """Return the part of each sheet by the sheet's name."""
        return {
            sheet.get("name", ""): self._relations.part(_identifier(sheet))
            for sheet in self._sheets
        }

    def styles_part(self) -> str:
        """Return the part that holds the formats, made known if there is none yet."""
        part = self._relations.first("styles")
        if part is None:
            part = "xl/styles.xml"
            self._relations.add(self.dialect, "styles", part)
            self.types.set_part(part, _STYLES_TYPE)
        return part

    def remove(self, name: str) -> None:
        """Take a sheet out, with the names that belong to it alone."""
        part = self.sheets()[name]
        before = list(self._sheets)
        self._sheets.remove(next(sheet for sheet in before if sheet.get("name") == name))
        self._renumber(before)
        for gone in (part, Relationships(self._package, part).name):
            self._package.drop(gone)
            self.types.forget(gone)
        self._relations.remove(part)

    def put_first(self, title: str, data: bytes, heading_row: int) -> None:
        """Insert a new sheet before all others and on top; the heading repeats on each page."""
        name = _free(title, list(self.sheets()))
        part = self._package.free_name("xl/worksheets/sheet{}.xml")
        before = list(self._sheets)
        number = max((int(sheet.get("sheetId", 0)) for sheet in before), default=0) + 1
        identifier = self._relations.add(self.dialect, "worksheet", part)
        new = etree.Element(
            self.dialect.tag("sheet"),
            {
                "name": name,
                "sheetId": str(number),
                f"{{{self.dialect.relations}}}id": identifier,
            },
            nsmap={"r": self.dialect.relations},
        )
        self._sheets.insert(0, new)
        self._renumber(before)
        self._names().append(self._print_titles(f"'{name}'!${heading_row}:${heading_row}"))
        self._show_first()
        self.types.set_part(part, _SHEET_TYPE)
        self.types.save()
        self._package.write(part, data)
        self._package.write(self._part, serialize(self._root))

    def _renumber(self, before: Sequence[Element]) -> None:
        """Names that belong to one sheet say which by its position."""
        after = {sheet: str(position) for position, sheet in enumerate(self._sheets)}
        for name in list(self._root.iter("{*}definedName")):
            position = name.get("localSheetId")
            if position is None or int(position) >= len(before):
                continue
            moved = after.get(before[int(position)])
            parent = name.getparent()
            if moved is not None:
                name.set("localSheetId", moved)
            elif parent is not None:
                parent.remove(name)

    def _names(self) -> Element:
        names = self._root.find(self.dialect.tag("definedNames"))
        if names is None:
            names = etree.Element(self.dialect.tag("definedNames"))
            insert_before(self._root, names, _BEHIND_NAMES)
        return names

    def _print_titles(self, area: str) -> Element:
        return self.dialect.words("definedName", area, name=_PRINT_TITLES, localSheetId="0")

    def _show_first(self) -> None:
        for view in self._root.iter(self.dialect.tag("workbookView")):
            view.attrib.pop("firstSheet", "")
            view.attrib.pop("activeTab", "")


def _identifier(sheet: Element) -> str:
    return next(value for key, value in attributes(sheet).items() if key.endswith("}id"))


def _free(title: str, taken: Sequence[str]) -> str:
    known = {name.casefold() for name in taken}
    number, name = 1, title
    while name.casefold() in known:
        number += 1
        name = f"{title}{number}"
    return name
