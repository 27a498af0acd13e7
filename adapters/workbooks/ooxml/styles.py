"""The fills of marked cells, and the looks of the sheet 修改意见, in the workbook's styles.

A mark is a copy of the cell's own format with another fill; number format, font, border,
alignment and protection stay. Where the cell had a colour, the mark keeps it as the background
colour that a solid fill never shows, so that a mark can be taken off when the workbook comes back.
LibreOffice writes a background colour of its own choice into each fill: the cell's own is told by
a tint, which is too small to see.
"""

from copy import deepcopy
from functools import cache

from lxml import etree

from adapters.workbooks.ooxml.xml import (
    Dialect,
    Element,
    attributes,
    dialect_of,
    insert_before,
    local,
    parse,
    serialize,
)
from campaign.problems.codes import Severity

_MARKS = {Severity.ERROR: "FFFFC8CB", Severity.WARNING: "FFFFE58F"}
_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_NO_COLOUR = {"indexed": "64"}
_NO_FILL = 0
_NO_FILL_GIVEN = ("fillId", "0")  # the same as none given
_TINT = 0.001

StyleKey = tuple[object, ...]
Colour = dict[str, str]


class Styles:
    """A workbook's formats; an equal one that is there already is used again."""

    def __init__(self, data: bytes | None, dialect: Dialect) -> None:
        """Read the styles part; without one, or with gaps, what Excel needs is put in."""
        empty = f'<?xml version="1.0" standalone="yes"?><styleSheet xmlns="{dialect.main}"/>'
        self._root = parse(data or empty.encode())
        self.dialect = dialect_of(self._root)
        self._tables: dict[str, _Table] = {}
        make = self.dialect.make
        self._table("fonts", make("font", make("sz", val="11"), make("name", val="宋体")))
        patterns = [make("patternFill", patternType=kind) for kind in ("none", "gray125")]
        self._table("fills", *(make("fill", pattern) for pattern in patterns))
        self._table("borders", make("border"))
        plain = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}
        self._table("cellStyleXfs", make("xf", **plain))
        self._xfs = self._table("cellXfs", make("xf", xfId="0", **plain))
        self._fills = self._table("fills")
        self.had_marks = any(self._is_mark(fill) for fill in self._fills.items)
        """Whether the workbook came with marks of an earlier return."""
        self.marked = cache(self._marked)
        self.unmarked = cache(self._unmarked)

    def serialize(self) -> bytes:
        """Return the part with its counts."""
        for table in self._tables.values():
            table.element.set("count", str(len(table.items)))
        return serialize(self._root)

    def add(self, table: str, item: Element) -> int:
        """Return the number of a font, fill, border or format like this one."""
        return self._table(table).place(item)

    def _marked(self, style: int, severity: Severity) -> int:
        xf = deepcopy(self._xf(style))
        colour = self._colour(self._fill(xf))
        below = {"tint": str(_TINT)} | colour if colour else _NO_COLOUR
        xf.set("fillId", str(self._fills.place(self._solid({"rgb": _MARKS[severity]}, below))))
        xf.set("applyFill", "1")
        return self._xfs.place(xf)

    def _unmarked(self, style: int) -> int:
        fill = self._fill(self._xf(style))
        if not self._is_mark(fill):
            return style
        xf = deepcopy(self._xf(style))
        below = _own_colour(self._colour(fill, "bgColor") or {})
        xf.set("fillId", str(self._solid_number(below) if below else _NO_FILL))
        return self._xfs.place(xf, but="applyFill")

    def _solid_number(self, colour: Colour) -> int:
        for number, fill in enumerate(self._fills.items):
            if not self._is_mark(fill) and self._colour(fill) == colour:
                return number
        return self._fills.place(self._solid(colour, _NO_COLOUR))

    def _xf(self, style: int) -> Element:
        return self._xfs.items[style if style < len(self._xfs.items) else 0]

    def _fill(self, xf: Element) -> Element:
        number = int(xf.get("fillId", _NO_FILL))
        return self._fills.items[number if number < len(self._fills.items) else _NO_FILL]

    def _colour(self, fill: Element, which: str = "fgColor") -> Colour | None:
        pattern = fill.find(self.dialect.tag("patternFill"))
        if pattern is None or pattern.get("patternType") != "solid":
            return None
        colour = pattern.find(self.dialect.tag(which))
        return None if colour is None else attributes(colour)

    def _is_mark(self, fill: Element) -> bool:
        return (self._colour(fill) or {}).get("rgb", "").upper() in _MARKS.values()

    def _solid(self, colour: Colour, below: Colour) -> Element:
        make = self.dialect.make
        colours = make("fgColor", **colour), make("bgColor", **below)
        return make("fill", make("patternFill", *colours, patternType="solid"))

    def _table(self, name: str, *needed: Element) -> "_Table":
        if name not in self._tables:
            element = self._root.find(self.dialect.tag(name))
            if element is None:
                element = etree.Element(self.dialect.tag(name))
                insert_before(self._root, element, frozenset(_ORDER[_ORDER.index(name) + 1 :]))
            self._tables[name] = _Table(element, needed)
        return self._tables[name]


def _own_colour(below: Colour) -> Colour:
    """Return the cell's colour below a mark, {} where none is known."""
    if "tint" not in below:
        return {}
    ours = abs(float(below["tint"]) - _TINT) < _TINT / 2
    return {key: value for key, value in below.items() if key != "tint" or not ours}


class _Table:
    """One list of the styles, such as fills; its numbers count from 0."""

    def __init__(self, element: Element, needed: tuple[Element, ...]) -> None:
        self.element = element
        self.items = [item for item in element if local(item)]
        self._numbers: dict[str, dict[StyleKey, int]] = {}
        for item in needed[len(self.items) :]:
            self._append(item)

    def place(self, item: Element, but: str = "") -> int:
        """Return the number of the first equal item, one attribute apart, or append it."""
        if but not in self._numbers:
            pairs = [(_key(there, but), number) for number, there in enumerate(self.items)]
            self._numbers[but] = dict(reversed(pairs))
        number = self._numbers[but].get(_key(item, but))
        return self._append(item) if number is None else number

    def _append(self, item: Element) -> int:
        self.element.append(item)
        self.items.append(item)
        for but, numbers in self._numbers.items():
            numbers.setdefault(_key(item, but), len(self.items) - 1)
        return len(self.items) - 1


def _key(item: Element, but: str) -> StyleKey:
    attributes = (pair for pair in item.items() if pair[0] != but and pair != _NO_FILL_GIVEN)
    return (local(item), frozenset(attributes), *[_key(child, but) for child in item])
