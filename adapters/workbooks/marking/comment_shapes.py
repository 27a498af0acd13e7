"""The boxes in which Excel and WPS show comments: shapes of a sheet's VML drawing.

The drawing is handled as text, since Excel writes drawings that are no well-formed XML; all that
is not ours stays as it is.
"""

import math
import re
from collections.abc import Collection, Sequence

from adapters.workbooks.marking.marks import CellMark
from adapters.workbooks.ooxml.xml import Element, attributes, dialect_of
from campaign.values.cell_ref import Position

_WIDTH_PX = 260
_CHARACTERS_PER_LINE = 18
_LINE_PX = 18
_MARGIN_PX = 16
_COLUMN_PX = 64
_ROW_PX = 20
_PX_PER_CHARACTER = 7
_COLUMN_PADDING_PX = 5
_PX_PER_POINT = 4 / 3
_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_ALL_NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" '
    "style='position:absolute;width:{width}pt;height:{height}pt;z-index:{order};"
    'visibility:hidden\' fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    "<v:path o:connecttype=\"none\"/><v:textbox style='mso-direction-alt:auto'>"
    "<div style='text-align:left'></div></v:textbox>"
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_ANY_SHAPE = re.compile(r"<v:shape\b(?:(?!<v:shape\b).)*?</v:shape>\s*", re.DOTALL)
_ROW = re.compile(r"<x:Row>\s*(\d+)\s*</x:Row>")
_COLUMN = re.compile(r"<x:Column>\s*(\d+)\s*</x:Column>")
_NUMBER = re.compile(r"_x0000_s(\d+)")
_OUR_TYPE = re.compile(r"<v:shapetype\b[^<>]*\b_x0000_t202\b")
_BLOCK = re.compile(r"<o:idmap\b[^<>]*\bdata=[\"'](\d+)")
_SHAPES_PER_BLOCK = 1024


class Grid:
    """The widths of a sheet's columns and the heights of its rows, in pixels."""

    def __init__(self, sheet: Element) -> None:
        """Read them from the sheet's XML."""
        dialect = dialect_of(sheet)
        form = sheet.find(dialect.tag("sheetFormatPr"))
        format_attributes = {} if form is None else attributes(form)
        width = format_attributes.get("defaultColWidth")
        self._column_px = _characters_px(width) if width else _COLUMN_PX
        self._row_px = _points_px(format_attributes.get("defaultRowHeight", "15"))
        self._columns = [
            (int(c.get("min", 0)), int(c.get("max", 0)), _column_px(c))
            for c in sheet.iterfind(f"{dialect.tag('cols')}/{dialect.tag('col')}")
        ]
        self._rows = {
            row.get("r"): 0 if row.get("hidden") in ("1", "true") else _points_px(row.get("ht", ""))
            for row in sheet.iterfind(f"{dialect.tag('sheetData')}/{dialect.tag('row')}")
            if row.get("ht") or row.get("hidden")
        }

    def anchor(self, mark: CellMark, height_px: int) -> str:
        """Return where the box stands: beside its cell, as column, offset, row, offset, twice."""
        left, top = mark.column, max(mark.row - 2, 0)  # counted from 0: the next column
        right, right_px = left, 15 + _WIDTH_PX
        while right_px >= (width := self._width(right + 1)) and right < left + 40:
            right, right_px = right + 1, right_px - width
        bottom, bottom_px = top, 4 + height_px
        while bottom_px >= (height := self._height(bottom + 1)) and bottom < top + 60:
            bottom, bottom_px = bottom + 1, bottom_px - height
        return f"{left}, 15, {top}, 4, {right}, {right_px}, {bottom}, {bottom_px}"

    def _width(self, column: int) -> int:
        widths = (px for first, last, px in self._columns if first <= column <= last)
        return next(widths, self._column_px)

    def _height(self, row: int) -> int:
        return self._rows.get(str(row), self._row_px)


def empty_drawing() -> bytes:
    """Return a drawing without shapes."""
    layout = '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    return f"<xml {_ALL_NAMESPACES}>{layout}{_SHAPE_TYPE}</xml>".encode()


def has_boxes(drawing: bytes) -> bool:
    """Return whether any shape is left."""
    return _ANY_SHAPE.search(_decode(drawing)) is not None


def remove_boxes(drawing: bytes, cells: Collection[Position]) -> bytes:
    """Take out the boxes of these cells."""

    def keep(match: re.Match[str]) -> str:
        shape = match.group()
        row, column = _ROW.search(shape), _COLUMN.search(shape)
        ours = row and column and (int(row[1]) + 1, int(column[1]) + 1) in cells
        return "" if ours and 'ObjectType="Note"' in shape else shape

    return _encode(_ANY_SHAPE.sub(keep, _decode(drawing))) if cells else drawing


def add_boxes(drawing: bytes, marks: Sequence[CellMark], grid: Grid) -> bytes:
    """Add a hidden box for each new comment."""
    if not marks:
        return drawing
    text = _decode(drawing)
    block = _BLOCK.search(text)
    numbers = [int(number) for number in _NUMBER.findall(text)]
    first = max(numbers, default=(int(block[1]) if block else 1) * _SHAPES_PER_BLOCK) + 1
    new = "".join(_box(mark, first + n, n + 1, grid) for n, mark in enumerate(marks))
    if _OUR_TYPE.search(text) is None:
        new = _SHAPE_TYPE + new
    if not all(f"xmlns:{prefix}=" in text for prefix in _NAMESPACES):
        new = re.sub(r"<v:shape(type)? ", rf"<v:shape\1 {_ALL_NAMESPACES} ", new)
    end = text.rindex("</")
    return _encode(text[:end] + new + text[end:])


def _box(mark: CellMark, number: int, order: int, grid: Grid) -> str:
    lines = (math.ceil(len(line) / _CHARACTERS_PER_LINE) for line in mark.text.split("\n"))
    height_px = sum(lines) * _LINE_PX + _MARGIN_PX
    return _SHAPE.format(
        number=number,
        order=order,
        width=_points(_WIDTH_PX),
        height=_points(height_px),
        anchor=grid.anchor(mark, height_px),
        row=mark.row - 1,
        column=mark.column - 1,
    )


def _column_px(column: Element) -> int:
    hidden = column.get("hidden") in ("1", "true")
    return 0 if hidden else _characters_px(column.get("width") or "9")


def _characters_px(width: str) -> int:
    return int(float(width) * _PX_PER_CHARACTER + _COLUMN_PADDING_PX)


def _points_px(height: str) -> int:
    return round(float(height) * _PX_PER_POINT) if height else _ROW_PX


def _points(px: int) -> str:
    return f"{px / _PX_PER_POINT:g}"


def _decode(drawing: bytes) -> str:
    return drawing.decode("utf-8", "surrogateescape")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
