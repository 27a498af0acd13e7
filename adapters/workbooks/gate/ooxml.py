"""Looks through an xlsx: whether it is one, has macros, how many sheets, and each sheet.

Parts are found as the parser finds them. Where the package's own relations say otherwise, the
parser would read nothing and not say so: such a file is refused.
"""

from posixpath import basename, dirname

from lxml import etree

from adapters.workbooks.gate.inflation import Archive
from adapters.workbooks.gate.size_limits import check_sheets
from adapters.workbooks.gate.verdict import Passed, Refused, SheetScan
from adapters.workbooks.gate.worksheet import scan_worksheet
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code
from campaign.values.raw_workbook import Flaw

CONTENT_TYPES = "[content_types].xml"
_MACRO_PARTS = ("vbaproject.bin", "jdedata.bin")  # Excel's and WPS's own
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet", "jsproject")
_WORKBOOK = ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")
_FIXED_NAMES = {"sharedStrings": "sharedstrings.xml", "styles": "styles.xml"}
_KNOWN_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)

PartRelations = dict[str, tuple[str, str]]
"""By id: the last word of the relation's type, and its target."""


def inspect_ooxml(archive: Archive, limits: Limits) -> Passed:
    """Return what the reader needs of an Office package that is a workbook, or refuse it."""
    main = _main_part(archive)
    _check_kind(archive, main)
    folder = dirname(main)
    relations = _relations(archive, f"{folder}/_rels/workbook.xml.rels".removeprefix("/"))
    _check_fixed_names(relations, folder)
    book = _parse(archive, main)
    sheets = [(sheet.get("name", ""), *_part(sheet, relations, folder)) for sheet in _sheets(book)]
    check_sheets([name for name, _, _ in sheets], limits)
    scans = {part: _scan(archive, name, kind, part, limits) for name, kind, part in sheets}
    if len(scans) < len(sheets):
        raise Refused(Code.FILE_DAMAGED)
    archive.check_rest()
    return Passed(
        kind="xlsx",
        sheets=tuple(scans.values()),
        epoch_1904=any(e.get("date1904") in ("1", "true") for e in book.iter("{*}workbookPr")),
        to_mend=tuple(part for part, scan in scans.items() if _stops_the_parser(scan)),
    )


def _main_part(archive: Archive) -> str:
    targets = [
        target
        for kind, target in _relations(archive, "_rels/.rels").values()
        if kind == "officeDocument"
    ]
    if not targets:
        raise Refused(Code.FILE_NOT_A_WORKBOOK)
    return targets[-1].removeprefix("/").lower()


def _check_kind(archive: Archive, main: str) -> None:
    types = _content_types(archive)
    main_type = types.get(main, types.get(main.rpartition(".")[2], ""))
    if "spreadsheetml" not in main_type and "ms-excel" not in main_type:
        raise Refused(Code.FILE_NOT_A_WORKBOOK)
    if ".binary." in main_type:
        raise Refused(Code.FILE_OTHER_FORMAT, format="Excel二进制工作簿（xlsb）")
    overridden = [kind for part, kind in types.items() if "/" in part]
    if any(word in kind for kind in overridden for word in _MACRO_TYPES):
        raise Refused(Code.FILE_MACROS)
    if any(basename(name) in _MACRO_PARTS or "/macrosheets/" in name for name in archive.names):
        raise Refused(Code.FILE_MACROS)
    if not main_type.endswith(_WORKBOOK) or basename(main) != "workbook.xml":
        raise Refused(Code.FILE_UNREADABLE)


def _content_types(archive: Archive) -> dict[str, str]:
    """Return the types by part's name, and the default ones by suffix, all in lower case."""
    types = {}
    for element in _parse(archive, CONTENT_TYPES):
        key = element.get("PartName") or element.get("Extension") or ""
        types[key.removeprefix("/").lower()] = element.get("ContentType", "").lower()
    return types


def _relations(archive: Archive, part: str) -> PartRelations:
    return {
        element.get("Id", ""): (
            element.get("Type", "").rpartition("/")[2],
            element.get("Target", ""),
        )
        for element in _parse(archive, part).iter("{*}Relationship")
    }


def _check_fixed_names(relations: PartRelations, folder: str) -> None:
    for kind, target in relations.values():
        if kind in _FIXED_NAMES and _path(folder, target) != _path(folder, _FIXED_NAMES[kind]):
            raise Refused(Code.FILE_UNREADABLE)


def _path(folder: str, target: str) -> str:
    path = target if target.startswith("/") else f"{folder}/{target}"
    return path.removeprefix("/").lower()


def _sheets(book: etree._Element) -> list[etree._Element]:
    return list(book.iter("{*}sheet"))


def _part(sheet: etree._Element, relations: PartRelations, folder: str) -> tuple[str, str]:
    """Return the kind of a sheet and where it is."""
    ids = [value for key, value in sheet.items() if etree.QName(key).localname == "id"]
    if not ids or ids[-1] not in relations:
        raise Refused(Code.FILE_UNREADABLE)
    kind, target = relations[ids[-1]]
    return kind, _path(folder, target)


def _scan(archive: Archive, name: str, kind: str, part: str, limits: Limits) -> SheetScan:
    if kind == "worksheet":
        return scan_worksheet(archive.text(part), name, limits)
    if kind.lower().endswith("macrosheet"):
        raise Refused(Code.FILE_MACROS)
    if kind in ("chartsheet", "dialogsheet"):
        return SheetScan(name=name)
    raise Refused(Code.FILE_UNREADABLE)


def _stops_the_parser(scan: SheetScan) -> bool:
    return scan.odd_areas or any(
        flaw is Flaw.ERROR and text not in _KNOWN_ERRORS for flaw, text in scan.flaws.values()
    )


def _parse(archive: Archive, part: str) -> etree._Element:
    try:
        return etree.fromstring(archive.text(part), _SAFE)
    except etree.XMLSyntaxError:
        raise Refused(Code.FILE_DAMAGED) from None
