"""Follows the records of one sheet of an xls: its cells, errors, merged areas and hidden rows."""

import struct
from collections.abc import Iterable, Iterator

from adapters.workbooks.gate.biff_records import Record
from adapters.workbooks.gate.size_limits import check_cells, check_farthest
from adapters.workbooks.gate.verdict import Refused, SheetScan
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code
from campaign.values.cell_ref import Area, Position
from campaign.values.raw_workbook import Flaw

_FORMULA, _BOOL_OR_ERROR, _ROW, _MERGED, _DIMENSIONS = 0x0006, 0x0205, 0x0208, 0x00E5, 0x0200
_COLUMNS = 0x007D
_BLANK, _BLANKS = 0x0201, 0x00BE
_MANY_CELLS = (0x00BD, _BLANKS)  # of one row, from a first column to a last
_ONE_CELL = frozenset({0x0006, 0x00D6, 0x00FD, _BLANK, 0x0203, 0x0204, 0x0205, 0x027E})
_NARROWEST = 50  # in 256ths of a character: nothing of the column can be read
_ZERO_HEIGHT = 0x20
_MOST_CELLS = 65_536 * 256
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def scan_sheet(records: Iterable[Record], name: str, limits: Limits) -> SheetScan:
    """Return the sheet's flaws, merged areas and hidden rows.

    Raises Refused for a sheet that is larger than the plan allows, or damaged.
    """
    try:
        return _Scan(name, limits).follow(records)
    except struct.error:  # a record shorter than its kind
        raise Refused(Code.FILE_DAMAGED) from None


class _Scan:
    """What has been seen of a sheet so far."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self._cells = 0
        self._flaws: dict[Position, tuple[Flaw, str]] = {}
        self._merged: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()

    def follow(self, records: Iterable[Record]) -> SheetScan:
        for kind, data in records:
            if kind in _ONE_CELL:
                row, column = struct.unpack_from("<HH", data)
                self._count((row + 1, column + 1), 1, kind != _BLANK)
            elif kind in _MANY_CELLS:
                row, first = struct.unpack_from("<HH", data)
                last = int.from_bytes(data[-2:], "little")
                self._count((row + 1, last + 1), max(last - first, 0) + 1, kind != _BLANKS)
            self._note(kind, data)
        return SheetScan(
            name=self._name,
            flaws=self._flaws,
            merged=tuple(self._merged),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
        )

    def _count(self, at: Position, cells: int, filled: bool) -> None:
        self._cells += cells
        check_cells(self._cells, self._name, self._limits)
        check_farthest(at, self._name, self._limits, filled=filled)

    def _note(self, kind: int, data: bytes) -> None:
        if kind in (_FORMULA, _BOOL_OR_ERROR):
            error = _formula_error(data) if kind == _FORMULA else _stored_error(data)
            if error:
                row, column = struct.unpack_from("<HH", data)
                self._flaws[row + 1, column + 1] = (Flaw.ERROR, error)
        elif kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", data)
            if flags & _ZERO_HEIGHT:
                self._hidden_rows.add(row + 1)
        elif kind == _COLUMNS:
            first, last, width, flags = struct.unpack_from("<HHHxxH", data)
            if flags & 1 or width < _NARROWEST:
                self._hidden_columns.update(range(first + 1, min(last, 255) + 2))
        elif kind == _MERGED:
            self._merged += _areas(data)
        elif kind == _DIMENSIONS:
            _check_dimensions(data)


def _formula_error(data: bytes) -> str:
    kind, code, mark = struct.unpack_from("<BxBxxxH", data, 6)
    return _error(code) if mark == 0xFFFF and kind == 2 else ""


def _stored_error(data: bytes) -> str:
    code, is_error = struct.unpack_from("<BB", data, 6)
    return _error(code) if is_error else ""


def _error(code: int) -> str:
    return _ERRORS.get(code, f"#错误{code}")


def _areas(data: bytes) -> Iterator[Area]:
    (count,) = struct.unpack_from("<H", data)
    for top, bottom, left, right in struct.iter_unpack("<4H", data[2 : 2 + 8 * count]):
        yield top + 1, left + 1, bottom + 1, right + 1


def _check_dimensions(data: bytes) -> None:
    """Refuse an area larger than any sheet: the parser takes memory for it before it looks."""
    top, bottom, left, right = struct.unpack_from("<IIHH" if len(data) > 10 else "<4H", data)
    if 0 < bottom < top or (bottom - top) * (right - left) > _MOST_CELLS:
        raise Refused(Code.FILE_UNUSUAL)
