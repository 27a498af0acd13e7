"""Looks through an xlsx: whether it is one, has macros, how many sheets, and each sheet.

Parts are found by the package's own relations, as Excel and WPS do. Where the parser would look
elsewhere or not understand them, the reader is told to pack them anew.
"""

from dataclasses import replace
from posixpath import basename, dirname

from lxml import etree

from adapters.workbooks.appearance import OoxmlAppearance
from adapters.workbooks.gate.foreign_packages import other_document
from adapters.workbooks.gate.inflation import Archive
from adapters.workbooks.gate.package_relations import Relations, Target
from adapters.workbooks.gate.size_limits import check_sheets
from adapters.workbooks.gate.verdict import PackageParts, Passed, Refused, SheetPart, SheetScan
from adapters.workbooks.gate.worksheet import check_string_numbers, scan_worksheet
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code
from campaign.values.raw_workbook import Appearance, Flaw

CONTENT_TYPES = "[content_types].xml"
_MACRO_PARTS = ("vbaproject.bin", "jdedata.bin")  # Excel's and WPS's own
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet", "jsproject")
_WORKBOOK = ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")
_BOOK = "xl/workbook.xml"
_USUAL_PARTS = {"sharedStrings": "xl/sharedstrings.xml", "styles": "xl/styles.xml"}
_FOLDERS = {
    "worksheet": "xl/worksheets/",
    "chartsheet": "xl/chartsheets/",
    "dialogsheet": "xl/dialogsheets/",
}
_KNOWN_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


def inspect_ooxml(archive: Archive, limits: Limits) -> Passed:
    """Return what the reader needs of an Office package that is a workbook.

    Raises Refused for another document, and what is damaged, unusual or too large.
    """
    main = Relations(archive, "").first("officeDocument")
    if main is None:
        raise other_document("")
    _check_kind(archive, main.part)
    relations = Relations(archive, main.part)
    book = archive.xml(main.part)
    sheets = [(sheet.get("name", ""), relations.of_sheet(sheet)) for sheet in _sheets(book)]
    check_sheets([name for name, _ in sheets], limits)
    strings = _strings(archive, relations)
    appearance = _appearance(archive, main, relations, strings)
    scans = {
        target.part: _scan(archive, (name, target), strings, appearance, limits)
        for name, target in sheets
    }
    if len(scans) < len(sheets):
        raise Refused(Code.FILE_DAMAGED)
    repack = _repack(archive, main, relations, book, [(t, scans[t.part]) for _, t in sheets])
    archive.check_rest()
    return Passed(
        kind="xlsx",
        sheets=tuple(scans.values()),
        epoch_1904=any(e.get("date1904") in ("1", "true") for e in book.iter("{*}workbookPr")),
        repack=repack,
    )


def _check_kind(archive: Archive, main: str) -> None:
    types = _content_types(archive)
    main_type = types.get(main, types.get(main.rpartition(".")[2], ""))
    if "spreadsheetml" not in main_type and "ms-excel" not in main_type:
        raise other_document(main_type)
    if ".binary." in main_type:
        raise Refused(Code.FILE_OTHER_FORMAT, format="Excel二进制工作簿（xlsb）")
    overridden = [kind for part, kind in types.items() if "/" in part]
    if any(word in kind for kind in overridden for word in _MACRO_TYPES):
        raise Refused(Code.FILE_MACROS)
    if any(basename(name) in _MACRO_PARTS or "/macrosheets/" in name for name in archive.names):
        raise Refused(Code.FILE_MACROS)
    if not main_type.endswith(_WORKBOOK):
        raise Refused(Code.FILE_UNUSUAL)


def _content_types(archive: Archive) -> dict[str, str]:
    """Return the types by part's name, and the default ones by suffix, all in lower case."""
    types = {}
    for element in archive.xml(CONTENT_TYPES):
        key = element.get("PartName") or element.get("Extension") or ""
        types[key.removeprefix("/").lower()] = element.get("ContentType", "").lower()
    return types


def _sheets(book: etree._Element) -> list[etree._Element]:
    return list(book.iter("{*}sheet"))


def _strings(archive: Archive, relations: Relations) -> bytes:
    strings = relations.first("sharedStrings")
    return archive.text(strings.part) if strings else b""


def _appearance(
    archive: Archive, main: Target, relations: Relations, strings: bytes
) -> OoxmlAppearance:
    styles = relations.first("styles")
    return OoxmlAppearance(
        styles=archive.text(styles.part) if styles else b"",
        strings=strings,
        folder=dirname(main.part),
        read_part=lambda name: archive.text(name) if name in archive.names else b"",
    )


def _scan(
    archive: Archive,
    sheet: tuple[str, Target],
    strings: bytes,
    appearance: OoxmlAppearance,
    limits: Limits,
) -> SheetScan:
    name, target = sheet
    if target.kind == "worksheet":
        xml = archive.text(target.part)
        check_string_numbers(xml, strings)
        return _dressed(scan_worksheet(xml, name, limits), appearance.of_sheet(target.part, xml))
    if target.kind.lower().endswith("macrosheet"):
        raise Refused(Code.FILE_MACROS)
    if target.kind in _FOLDERS:
        return SheetScan(name=name)
    raise Refused(Code.FILE_UNUSUAL)


def _repack(
    archive: Archive,
    main: Target,
    relations: Relations,
    book: etree._Element,
    sheets: list[tuple[Target, SheetScan]],
) -> PackageParts | None:
    """Return the parts to pack anew, None where the parser finds and bears them as they are."""
    others = {kind: relations.first(kind) for kind in _USUAL_PARTS}
    mends = [_stops_the_parser(scan) for _, scan in sheets]
    usual = (
        main.stands_at(_BOOK)
        and all(target.stands_below(_FOLDERS[target.kind]) for target, _ in sheets)
        and all(target.stands_at(_USUAL_PARTS[k]) for k, target in others.items() if target)
        and _has_usual_prefix(book)
        and not archive.recoded
    )
    if usual and not any(mends):
        return None
    strings, styles = (target.part if target else "" for target in others.values())
    parts = tuple(
        SheetPart(kind=target.kind, part=target.part, mend=mend)
        for (target, _), mend in zip(sheets, mends, strict=True)
    )
    return PackageParts(workbook=main.part, strings=strings, styles=styles, sheets=parts)


def _dressed(scan: SheetScan, looks: Appearance) -> SheetScan:
    """Return a scan with what its cells look like; the error value of a picture is none."""
    pictures = {at: (Flaw.PICTURE, "") for at in looks.pictures if at in scan.flaws}
    return replace(scan, appearance=looks, flaws={**scan.flaws, **pictures})


def _has_usual_prefix(book: etree._Element) -> bool:
    """Return whether each sheet names its part by r:id, under which alone the parser looks."""
    return all(sheet.get(f"{{{sheet.nsmap.get('r')}}}id") for sheet in _sheets(book))


def _stops_the_parser(scan: SheetScan) -> bool:
    return scan.odd_areas or any(
        flaw is Flaw.ERROR and text not in _KNOWN_ERRORS for flaw, text in scan.flaws.values()
    )
