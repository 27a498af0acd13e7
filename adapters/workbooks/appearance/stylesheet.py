"""Reads which formats of an xlsx's styles part make a cell look other than its value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from campaign.values.number_formats import is_plain

Element = etree._Element

BUILT_IN = {
    **dict.fromkeys((9, 10), "0%"),
    16: "d-mmm",
    17: "mmm-yy",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
}
"""Those of the formats without a code of their own that are not plain, as in a Chinese Excel."""
_WHITE = frozenset(("FFFFFFFF", "00FFFFFF"))
_WHITE_INDEXES = ("1", "9")
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class CellStyles:
    """The cell formats that need a look, by their number in ``cellXfs``."""

    formats: Mapping[int, str] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()
    unseen: frozenset[int] = frozenset()

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of all of them."""
        return frozenset(self.formats) | self.struck | self.unseen


@lru_cache(maxsize=64)
def read_styles(xml: bytes) -> CellStyles:
    """Return what a styles part says; workbooks of one form have the same, so it is kept."""
    try:
        root = etree.fromstring(xml, _SAFE)
    except etree.XMLSyntaxError:  # the parser of the cells will say so
        return CellStyles()
    codes = dict(_codes(root))
    fonts, fills = _children(root, "fonts"), _children(root, "fills")
    struck = {n for n, font in enumerate(fonts) if is_struck(font)}
    white = {n for n, font in enumerate(fonts) if _is_white(font.find("{*}color"))}
    bare = {n for n, fill in enumerate(fills) if _is_bare(fill)}
    formats = list(enumerate(_children(root, "cellXfs")))
    return CellStyles(
        formats={n: codes[code] for n, xf in formats if (code := _number(xf, "numFmtId")) in codes},
        struck=frozenset(n for n, xf in formats if _number(xf, "fontId") in struck),
        unseen=frozenset(
            n
            for n, xf in formats
            if _number(xf, "fontId") in white and (not fills or _number(xf, "fillId") in bare)
        ),
    )


def is_struck(font: Element) -> bool:
    """Return whether a font, or a run's properties, strikes its text out."""
    strike = font.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _codes(root: Element) -> Iterator[tuple[int, str]]:
    """Yield the codes that are not plain by their numbers."""
    own = {_number(item, "numFmtId"): item.get("formatCode", "") for item in root.iter("{*}numFmt")}
    yield from ((number, code) for number, code in BUILT_IN.items() if number not in own)
    yield from ((number, code) for number, code in own.items() if not is_plain(code))


def _children(root: Element, name: str) -> list[Element]:
    parent = root.find(f"{{*}}{name}")
    return [] if parent is None else [child for child in parent if isinstance(child.tag, str)]


def _number(element: Element, name: str) -> int:
    text = element.get(name, "0")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _is_white(colour: Element | None) -> bool:
    if colour is None or colour.get("tint", "0").startswith("-"):
        return False
    white = colour.get("rgb", "").upper() in _WHITE or colour.get("indexed") in _WHITE_INDEXES
    return white or colour.get("theme") == "0"


def _is_bare(fill: Element) -> bool:
    """Return whether a fill leaves a cell white."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return False
    kind = pattern.get("patternType", "none")
    return kind == "none" or (kind == "solid" and _is_white(pattern.find("{*}fgColor")))
