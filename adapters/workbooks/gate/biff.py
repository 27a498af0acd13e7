"""Looks through the records of an xls, the BIFF8 of [MS-XLS], and of WPS's et, which is the same.

A formula that was never calculated cannot be told here: every formula's record carries a result,
and programs that do not calculate write 0.
"""

import struct
from dataclasses import replace

from adapters.workbooks.appearance import BiffStyles, CellStyles, biff_appearance
from adapters.workbooks.gate.biff_records import BOF, substream
from adapters.workbooks.gate.biff_sheet import scan_sheet
from adapters.workbooks.gate.size_limits import check_sheets
from adapters.workbooks.gate.verdict import Passed, Refused, SheetScan
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code

_BOUND_SHEET, _FILE_PASS, _DATE_MODE = 0x0085, 0x002F, 0x0022
_BIFF8 = b"\x00\x06"
_WORKSHEET = 0
_MACRO_SHEETS = (1, 6)  # Excel 4 macros, Visual Basic modules

BoundSheet = tuple[str, int, int]
"""A sheet's name, kind and place in the stream."""


def inspect_biff(stream: bytes, limits: Limits) -> Passed:
    """Return what the reader needs of a stream of records.

    Raises Refused for an older format, a password, macros, and what is damaged or too large.
    """
    sheets: list[BoundSheet] = []
    epoch_1904, styles = False, BiffStyles()
    for kind, data in substream(stream, 0):
        if kind == BOF and data[:2] != _BIFF8:
            raise Refused(Code.FILE_OTHER_FORMAT, format="早期版本的Excel表格")
        if kind == _FILE_PASS:
            raise Refused(Code.FILE_PASSWORD)
        if kind == _BOUND_SHEET:
            sheets.append(_bound_sheet(data))
        if kind == _DATE_MODE:
            epoch_1904 = data == b"\x01\x00"
        styles.note(kind, data)
    if any(kind in _MACRO_SHEETS for _, kind, _ in sheets):
        raise Refused(Code.FILE_MACROS)
    check_sheets([name for name, _, _ in sheets], limits)
    looks = styles.styles()
    scans = tuple(_scan(stream, sheet, looks, limits) for sheet in sheets)
    return Passed(kind="xls", sheets=scans, epoch_1904=epoch_1904)


def _bound_sheet(data: bytes) -> BoundSheet:
    try:
        start, kind, length, flags = struct.unpack_from("<IxBBB", data)
    except struct.error:
        raise Refused(Code.FILE_DAMAGED) from None
    name = data[8 : 8 + 2 * length].decode("utf-16-le", "replace") if flags & 1 else ""
    return name or data[8 : 8 + length].decode("latin-1"), kind, start


def _scan(stream: bytes, sheet: BoundSheet, styles: CellStyles, limits: Limits) -> SheetScan:
    name, kind, start = sheet
    if kind != _WORKSHEET:
        return SheetScan(name=name)
    scan = scan_sheet(substream(stream, start), name, limits)
    try:
        return replace(scan, appearance=biff_appearance(substream(stream, start), styles))
    except struct.error:
        raise Refused(Code.FILE_DAMAGED) from None
