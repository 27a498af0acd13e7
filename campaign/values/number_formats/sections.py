"""Takes a number format apart into its sections and their parts (ECMA-376 part 1, 18.8.30)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])|(?P<noon>上午/下午|AM/PM|A/P)"
    r"|(?P<date>e+|y+|m+|d+|h+|s+|a{3,4})|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|[黑蓝绿红白黄]色?|青色?|洋红"
    r"|(?:color|颜色)\s*\d+)",
    re.IGNORECASE,
)
_LONGEST = 255
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)


class Kind(Enum):
    """What a section of a format is made for."""

    NUMBER = auto()
    DATE = auto()
    WORDS = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class FormatPart:
    """A piece of a section: ``kind`` is digit, point, comma, percent, words, text or a date's."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One of a format's sections, which are separated by semicolons."""

    parts: tuple[FormatPart, ...]
    condition: tuple[str, Decimal] | None = None
    coloured: bool = False
    elapsed: bool = False

    @property
    def kind(self) -> Kind:
        """What the section is made for."""
        kinds = {part.kind for part in self.parts}
        if self.elapsed or "date" in kinds:
            return Kind.DATE
        if kinds & {"digit", "general", "text"}:
            return Kind.NUMBER
        return Kind.WORDS if self.words.strip() else Kind.NOTHING

    @property
    def letters(self) -> set[str]:
        """The letters for years, months and so on; e is a year, as y is."""
        initials = (part.text[0].lower() for part in self.parts if part.kind == "date")
        return {"y" if letter == "e" else letter for letter in initials}

    @property
    def is_fraction(self) -> bool:
        """Whether a number is shown as a fraction, such as 1/2."""
        return any(part.kind == "words" and part.text == "/" for part in self.parts)

    @property
    def words(self) -> str:
        """The section's own words and percent signs."""
        return "".join(part.text for part in self.parts if part.kind in ("words", "percent"))


@lru_cache(maxsize=1024)
def parse_sections(code: str) -> tuple[Section, ...]:
    """Return a format's sections; what stands behind its longest possible code is left out."""
    tokens: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code[:_LONGEST]):
        if match["sign"] == ";":
            tokens.append([])
        else:
            tokens[-1].append(match)
    return tuple(map(_section, tokens))


def _section(tokens: Sequence[re.Match[str]]) -> Section:
    brackets = [token["bracket"] for token in tokens if token["bracket"] is not None]
    conditions = [match for bracket in brackets if (match := _CONDITION.fullmatch(bracket))]
    return Section(
        parts=tuple(part for token in tokens if (part := _part(token))),
        condition=(conditions[0][1], Decimal(conditions[0][2])) if conditions else None,
        coloured=any(map(_COLOUR.fullmatch, brackets)),
        elapsed=any(map(_ELAPSED.fullmatch, brackets)),
    )


def _part(token: re.Match[str]) -> FormatPart | None:
    if (bracket := token["bracket"]) is not None:
        currency = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
        return FormatPart("words", currency) if currency else None
    for kind in ("general", "exponent", "date", "noon"):
        if token[kind]:
            return FormatPart("date" if kind == "noon" else kind, token[kind])
    literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
    if literal is not None:
        return FormatPart("words", literal)
    sign = token["sign"]
    kinds = {".": "point", ",": "comma", "%": "percent", "@": "text", "/": "words"}
    if sign is None:  # what only takes room
        return None
    return FormatPart("digit" if sign in "0#?" else kinds.get(sign, "words"), sign)
