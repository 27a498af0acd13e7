"""Finds the cells of an xls that look other than their values: [MS-XLS] Font, Format, XF.

A text of which only a part is struck out is not told here.
"""

import struct
from collections.abc import Iterable, Iterator

from adapters.workbooks.appearance.stylesheet import BUILT_IN, CellStyles
from campaign.values.cell_ref import Position
from campaign.values.number_formats import is_plain
from campaign.values.raw_workbook import PLAIN, Appearance

FormatRecord = tuple[int, bytes]
"""A record's kind and content."""

_FONT, _FORMAT, _CELL_FORMAT = 0x0031, 0x041E, 0x00E0
_SHORTEST = {_FONT: 6, _FORMAT: 5, _CELL_FORMAT: 20}
_FILLED = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_NUMBERS = 0x00BD  # several of one row
_STRUCK = 0x0008
_WHITE = (1, 9)
_NO_FONT = 4  # the number that no font has


class BiffStyles:
    """Collects fonts, formats and cell formats while the workbook's own records go by."""

    def __init__(self) -> None:
        self._fonts: list[tuple[bool, bool]] = []
        self._codes: dict[int, str] = dict(BUILT_IN)
        self._cells: list[tuple[int, int, bool]] = []

    def note(self, kind: int, data: bytes) -> None:
        """Take a record; one that is shorter than its kind says nothing."""
        if len(data) < _SHORTEST.get(kind, 0):
            return
        if kind == _FONT:
            flags, colour = struct.unpack_from("<xxHH", data)
            self._fonts.append((bool(flags & _STRUCK), colour in _WHITE))
        elif kind == _FORMAT:
            number, length, wide = struct.unpack_from("<HHB", data)
            text = data[5 : 5 + length * (1 + (wide & 1))]
            self._codes[number] = text.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
        elif kind == _CELL_FORMAT:
            font, code, pattern, colours = struct.unpack_from("<HH10xIH", data)
            bare = not pattern >> 26 or (pattern >> 26 == 1 and colours & 0x7F in _WHITE)
            self._cells.append((font, code, bare))

    def styles(self) -> CellStyles:
        """Return the cell formats that need a look."""
        odd = {number: code for number, code in self._codes.items() if not is_plain(code)}
        cells = list(enumerate(self._cells))
        return CellStyles(
            formats={n: odd[code] for n, (_, code, _) in cells if code in odd},
            struck=frozenset(n for n, (font, _, _) in cells if self._font(font)[0]),
            unseen=frozenset(n for n, (font, _, bare) in cells if bare and self._font(font)[1]),
        )

    def _font(self, number: int) -> tuple[bool, bool]:
        place = number - (number > _NO_FONT)
        return self._fonts[place] if place < len(self._fonts) else (False, False)


def biff_appearance(records: Iterable[FormatRecord], styles: CellStyles) -> Appearance:
    """Return what the cells of one sheet look like. Raises struct.error where a
    record is shorter than its kind."""
    if not styles.numbers:
        return PLAIN
    cells = [(at, style) for at, style in _cells(records) if style in styles.numbers]
    return Appearance(
        formats={at: styles.formats[style] for at, style in cells if style in styles.formats},
        struck=frozenset(at for at, style in cells if style in styles.struck),
        unseen=frozenset(at for at, style in cells if style in styles.unseen),
    )


def _cells(records: Iterable[FormatRecord]) -> Iterator[tuple[Position, int]]:
    for kind, data in records:
        if kind in _FILLED:
            row, column, style = struct.unpack_from("<HHH", data)
            yield (row + 1, column + 1), style
        elif kind == _NUMBERS:
            row, first = struct.unpack_from("<HH", data)
            for offset, (style, _) in enumerate(struct.iter_unpack("<HI", data[4:-2])):
                yield (row + 1, first + offset + 1), style
