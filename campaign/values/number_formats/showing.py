"""Says what a number format shows of the value that is stored."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from campaign.values.number_formats.drawing import draw_day, draw_number
from campaign.values.number_formats.sections import Kind, Section, parse_sections

_WORDS = re.compile(r"[^\W\d_]|[%％‰]")
_NEUTRAL = frozenset("¥￥$€() +-")
_FIRST, _BELOW_ZERO, _ZERO, _TEXT = range(4)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What a cell shows: its text, and the number in it, not rounded; None if there is none.

    ``words`` are the format's own words; ``percent`` says that the number shown is a hundred
    times the stored one, by a sign that is no mere word.
    """

    kind: Kind
    text: str
    number: Decimal | None = None
    words: str = ""
    percent: bool = False


@lru_cache(maxsize=1024)
def is_plain(code: str) -> bool:
    """Return whether a format shows every value as what it is; digits and colour do not count."""
    sections = parse_sections(code)
    if len(sections) > _TEXT and "text" not in {part.kind for part in sections[_TEXT].parts}:
        return False
    places = enumerate(sections[:_TEXT])
    return all(_is_plain(section, place, len(sections)) for place, section in places)


def hides_text(code: str) -> bool:
    """Return whether a format shows nothing of a text."""
    sections = parse_sections(code)
    return len(sections) > _TEXT and "text" not in {part.kind for part in sections[_TEXT].parts}


def show(code: str, value: float | int | dt.date) -> Shown:
    """Return what a format makes of a number, or of a day that was a number."""
    sections = parse_sections(code)
    if isinstance(value, dt.date):
        section = next((section for section in sections if section.kind is Kind.DATE), sections[0])
        return Shown(kind=Kind.DATE, text=draw_day(section, value))
    exact = Decimal(format(value, ".15g"))
    section, signed = _chosen(sections, exact)
    if section.kind is not Kind.NUMBER:
        return Shown(kind=section.kind, text=section.words.strip(), words=section.words)
    return _show_number(section, exact, signed)


def _is_plain(section: Section, place: int, count: int) -> bool:
    kinds = [part.kind for part in section.parts]
    if section.kind is Kind.DATE:
        letters = section.letters
        whole_day, whole_time = (
            letters >= set("ymd"),
            letters & set("hs") and not letters & set("yda"),
        )
        return section.elapsed or whole_day or bool(whole_time)
    if section.kind is not Kind.NUMBER:
        return place == _ZERO and count > _ZERO
    if _WORDS.search(section.words) or "percent" in kinds or _scale(section) != 1:
        return False
    unsigned = place == _BELOW_ZERO and not section.coloured and not set(section.words) & set("-(")
    return not (unsigned or _is_padded(section) or _is_broken(section))


def _is_padded(section: Section) -> bool:
    """Return whether zeros stand before a number that is shorter, as in 000."""
    kinds = [part.kind for part in section.parts]
    end = kinds.index("point") if "point" in kinds else len(kinds)
    zeros = [part for part in section.parts[:end] if part.kind == "digit" and part.text == "0"]
    return len(zeros) > 1


def _is_broken(section: Section) -> bool:
    """Return whether words stand among the digits."""
    digits = [n for n, part in enumerate(section.parts) if part.kind == "digit"]
    inside = section.parts[digits[0] : digits[-1]] if digits else ()
    return not section.is_fraction and any(
        part.kind == "words" and part.text.strip() for part in inside
    )


def _chosen(sections: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
    """Return the section that shows a number, and whether a minus is put before it."""
    numeric = sections[:_TEXT]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _fits(value, *section.condition):
                return section, value < 0
        return numeric[-1], value < 0
    if value < 0 and len(numeric) > _BELOW_ZERO:
        return numeric[_BELOW_ZERO], False
    if value == 0 and len(numeric) > _ZERO:
        return numeric[_ZERO], False
    return numeric[_FIRST], value < 0


def _fits(value: Decimal, sign: str, limit: Decimal) -> bool:
    below, same = value < limit, value == limit
    above = not (below or same)
    return {"<": below, "<=": not above, "=": same, ">=": not below, ">": above}.get(sign, not same)


def _scale(section: Section) -> Decimal:
    """Return by what a number is divided: commas behind its digits, a point that is a word."""
    thousands, after_point, pointed = 0, 0, False
    for number, part in enumerate(section.parts):
        if part.kind == "comma":
            rest = [other.kind for other in section.parts[number + 1 :]]
            thousands += "digit" not in rest
        elif part.kind == "words" and part.text in (".", "．") and after_point == 0:
            kinds = {other.kind for other in section.parts[:number]}
            pointed = "digit" in kinds and "point" not in kinds
        elif part.kind == "digit" and pointed:
            after_point += 1
    return Decimal(1000) ** thousands * Decimal(10) ** after_point


def _show_number(section: Section, value: Decimal, signed: bool) -> Shown:
    kinds = [part.kind for part in section.parts]
    percent = kinds.count("percent")
    shown = value / _scale(section) * Decimal(100) ** percent
    drawn = abs(value) / Decimal(1000) ** _thousands(kinds) * Decimal(100) ** percent
    text = ("-" if signed else "") + draw_number(section, drawn)
    minus = signed or section.coloured or set(section.words) & set("-(")
    points = {".", "．"} if _scale(section) != 1 else set()
    inside = _is_broken(section) and not (points & {part.text for part in section.parts})
    return Shown(
        kind=Kind.NUMBER,
        text=text.strip(),
        number=None if inside else (shown if minus or value >= 0 else -shown),
        words="".join(part.text for part in section.parts if part.kind == "words"),
        percent=percent > 0,
    )


def _thousands(kinds: Sequence[str]) -> int:
    last = max((n for n, kind in enumerate(kinds) if kind == "digit"), default=0)
    return kinds[last:].count("comma")
