"""Turns a data style of OpenDocument into the number format code that Excel would store for it.

ODF 1.3 part 3, section 16.29. What has no counterpart, such as a quarter or an era, is left out.
"""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

_LONGEST_DIGITS = 20
_THOUSAND = 1000
_DATE_LETTERS = {
    "number:year": ("yy", "yyyy"),
    "number:month": ("m", "mm"),
    "number:day": ("d", "dd"),
    "number:day-of-week": ("aaa", "aaaa"),
    "number:hours": ("h", "hh"),
    "number:minutes": ("m", "mm"),
    "number:seconds": ("s", "ss"),
}
_SIGNS = {
    "number:scientific-number": "0.00E+00",
    "number:fraction": "# ?/?",
    "number:text-content": "@",
    "number:am-pm": "AM/PM",
    "number:boolean": "General",
}
_BY_SIGN = ("value()>0", "value()<0")
_WITH_TEXT = (*_BY_SIGN, "value()=0")
_NOT_BELOW = ("value()>=0",)


def format_code(style: Element, styles: Mapping[str, Element]) -> str:
    """Return a data style's code; the styles that its conditions name are found by their names."""
    maps = [child for child in style if child.tag == "style:map"]
    conditions = tuple("".join(item.get("style:condition", "").split()) for item in maps)
    named = (styles.get(item.get("style:apply-style-name", "")) for item in maps)
    sections = ["" if other is None else _section(other) for other in named]
    if conditions not in (_BY_SIGN, _WITH_TEXT, _NOT_BELOW):
        sections = [
            f"[{condition.removeprefix('value()').replace('!=', '<>')}]{section}"
            for condition, section in zip(conditions, sections, strict=True)
        ]
    own = _section(style)
    if style.tag == "number:text-style" and not maps:  # numbers are shown as text is
        return own or ";;;"
    return ";".join((*sections, own))


def _section(style: Element) -> str:
    is_share = style.tag == "number:percentage-style"
    return _colour(style) + "".join(_part(child, is_share) for child in style)


def _colour(style: Element) -> str:
    coloured = any(c.tag == "style:text-properties" and c.get("fo:color") for c in style)
    return "[Red]" if coloured else ""


def _part(element: Element, is_share: bool) -> str:
    if element.tag == "number:number":
        return _digits(element)
    if element.tag in _DATE_LETTERS:
        return _letters(element)
    if element.tag == "number:text" and is_share:
        return "%".join(map(_quoted, (element.text or "").split("%")))
    if element.tag in ("number:text", "number:currency-symbol"):
        return _quoted(element.text or "")
    return _SIGNS.get(element.tag, "")


def _letters(element: Element) -> str:
    if element.tag == "number:month" and element.get("number:textual") == "true":
        return "mmm"
    short, long = _DATE_LETTERS[element.tag]
    return long if element.get("number:style") == "long" else short


def _digits(element: Element) -> str:
    """Return a number's digits; without decimal places it is shown as it is."""
    places = _count(element, "number:decimal-places", -1)
    inserted = {
        _count(child, "number:position", 0): child.text or ""
        for child in element
        if child.tag == "number:embedded-text"
    }
    least = _count(element, "number:min-integer-digits", 0)
    if places < 0 and least <= 1 and not inserted:
        return "General"
    width = min(max(least, 1, *(place + 1 for place in inserted)), _LONGEST_DIGITS)
    whole = _whole(range(width, 0, -1), least, inserted)
    if element.get("number:grouping") == "true":
        whole = f"#,##{whole}"
    always = _count(element, "number:min-decimal-places", places)
    decimals = "0" * min(always, places) + "#" * (places - always)
    return f"{whole}.{decimals}" * (places > 0) + whole * (places <= 0) + _thousands(element)


def _whole(places: Iterable[int], least: int, inserted: Mapping[int, str]) -> str:
    """Return the digits before the point from the left, each with the words behind it."""
    return "".join(
        ("0" if place <= least else "#") + _quoted(inserted.get(place - 1, "")) for place in places
    )


def _thousands(element: Element) -> str:
    factor = element.get("number:display-factor", "1")
    commas, rest = 0, int(factor) if factor.isdecimal() and len(factor) < _LONGEST_DIGITS else 1
    while rest > 1 and rest % _THOUSAND == 0:
        commas, rest = commas + 1, rest // _THOUSAND
    return "," * commas


def _quoted(words: str) -> str:
    return '\\"'.join(f'"{part}"' if part else "" for part in words.split('"'))


def _count(element: Element, name: str, otherwise: int) -> int:
    text = element.get(name, "")
    return min(int(text), _LONGEST_DIGITS) if text.isdecimal() and len(text) < 9 else otherwise
