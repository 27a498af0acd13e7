"""Draws a number, or a day, as one section of a number format shows it."""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from campaign.values.number_formats.sections import FormatPart, Section

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - easier to read


def draw_number(section: Section, value: Decimal) -> str:
    """Return the text of a number that is not below zero."""
    kinds = [part.kind for part in section.parts]
    plain = f"{value.normalize():f}"
    if section.is_fraction or "exponent" in kinds:
        return plain
    if set(kinds) & {"general", "text"}:
        return "".join(plain if p.kind in ("general", "text") else p.text for p in section.parts)
    point = kinds.index("point") if "point" in kinds else len(kinds)
    places = kinds[point:].count("digit")
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:f}".partition(".")
    grouped = "comma" in kinds[: max(n for n, kind in enumerate(kinds) if kind == "digit")]
    before = _draw_whole(section.parts[:point], "" if whole == "0" else whole, grouped)
    return before + _draw_decimals(section.parts[point:], decimals)


def _draw_whole(parts: Sequence[FormatPart], digits: str, grouped: bool) -> str:
    text, rest, drawn = "", digits, 0
    first = next((n for n, part in enumerate(parts) if part.kind == "digit"), -1)
    for number in range(len(parts) - 1, -1, -1):
        part = parts[number]
        if part.kind != "digit":
            text = (part.text if part.kind in ("words", "percent") else "") + text
            continue
        end = rest if number == first else rest[-1:] or ("0" if part.text == "0" else "")
        end = end or ("0" if part.text == "0" else "")
        rest = rest[: -len(end)] if rest else ""
        for digit in reversed(end):
            text = digit + ("," if grouped and drawn and drawn % 3 == 0 else "") + text
            drawn += 1
    return text


def _draw_decimals(parts: Sequence[FormatPart], digits: str) -> str:
    kept = list(digits)
    places = [part for part in parts if part.kind == "digit"]
    while kept and kept[-1] == "0" and places[len(kept) - 1].text == "#":
        kept.pop()
    text = ""
    for part in parts:
        if part.kind == "digit":
            text += kept.pop(0) if kept else ""
        elif part.kind != "comma":
            text += part.text
    return text


def draw_day(section: Section, value: dt.date) -> str:
    """Return a day as its format shows it; one with a time is written as day alone."""
    if section.elapsed or section.letters & set("hs"):
        return value.strftime("%Y-%m-%d")
    text = ""
    for part in section.parts:
        letter, length = part.text[:1].lower(), len(part.text)
        if part.kind != "date":
            text += part.text if part.kind == "words" else ""
        elif letter in "ye":
            text += f"{value.year % 100:02d}" if letter == "y" and length < 3 else f"{value.year}"
        elif letter == "m":
            text += _MONTHS[value.month - 1] if length > 2 else f"{value.month:0{length}d}"
        elif letter == "d" and length < 3:
            text += f"{value.day:0{length}d}"
    return text.strip() or value.strftime("%Y-%m-%d")
