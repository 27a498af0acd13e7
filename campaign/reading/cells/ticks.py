"""Read which of several options in one cell is ticked, as on a paper form: √满意 基本满意 不满意.

Where any option is ticked the others are not chosen, whether they carry an empty box or nothing.
Where every option carries an empty box none is chosen. Which option a tick belongs to is told
by what it touches, else by whether the row of options begins or ends with a mark; where neither
tells, nothing is guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from campaign.values.text import normalize_text

_BOX = r"[(\[【〔]\s*{}\s*[)\]】〕]"
_TICKS, _CROSSES = "√✓✔☑✅■●◉▣◼⬛☒", "×✕✖✗✘❌"
_TICK = rf"{_BOX.format(f'[{_TICKS}vV]')}|\[\s*[xX]\s*\]|[{_TICKS}]"
_EMPTY = rf"{_BOX.format(f'[{_CROSSES}□☐○◯〇_]?')}|[{_CROSSES}□☐○◯〇◻⬜]"
_ANY_MARK = re.compile(f"[{_TICKS}{_CROSSES}□☐○◯〇◻⬜]|{_TICK}|{_EMPTY}")
_LETTER = r"(?<![A-Za-z0-9])(?:[A-Za-z]|\d{1,2})[.、):]"
_LONGEST = 1_000

UNDECIDED = "?"
"""Stands for the options of a text that has ticks but does not tell whose they are."""

TickMarks = tuple[bool, ...]
"""For each mark of an option whether it is a tick; empty if it has none."""


def ticked_options(text: str, options: Mapping[str, str], least: int = 2) -> frozenset[str] | None:
    """Return which of several options are ticked, by what they mean; None where none has a tick.

    ``options`` are the words that may stand in the cell, and what each of them means. An empty
    set says that every option has an empty box, ``UNDECIDED`` in it that the text is not clear.
    A text that names fewer than ``least`` of the options is not judged.
    """
    if text.isalnum() or len(text) > _LONGEST:
        return None
    normalized = normalize_text(text)
    if not _ANY_MARK.search(normalized):
        return None
    tokens = _tokens(normalized, tuple(options))
    places = [n for n, token in enumerate(tokens) if token in options]
    if len(places) < least:
        return None
    marks = None if None in tokens else _marks(tokens, places)
    named = [options[tokens[n] or ""] for n in places]
    if marks is None or len(set(named)) < len(named):
        return frozenset({UNDECIDED}) if "√" in tokens else None
    ticked = frozenset(name for name, n in zip(named, places, strict=True) if True in marks[n])
    if (not ticked and "×" in tokens) or len(places) == 1:  # a cross may be somebody's tick
        return ticked or frozenset({UNDECIDED})
    return ticked if ticked or all(marks.values()) else None


@lru_cache(maxsize=256)
def _lexer(options: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(options, key=len, reverse=True)
    words = "|".join(r"\s*".join(map(re.escape, option)) for option in longest_first)
    return re.compile(
        rf"(?P<tick>{_TICK})|(?P<empty>{_EMPTY})|{_LETTER}\s*|(?P<option>{words})"
        r"|(?P<gap>[\s、,;/|.。:]+)|(?P<other>.)",
        re.IGNORECASE | re.DOTALL,
    )


def _tokens(text: str, options: tuple[str, ...]) -> list[str | None]:
    """Return options, √ and × for ticks and crosses, □ for empty boxes, None for other words.

    What stands between options without a meaning, such as a space, is one space.
    """
    tokens: list[str | None] = []
    names = {"".join(option.split()).casefold(): option for option in options}
    for match in _lexer(options).finditer(text):
        if match["other"]:
            tokens.append(None)
        elif match["option"]:
            tokens.append(names["".join(match["option"].split()).casefold()])
        elif match["tick"] or match["empty"]:
            crossed = not match["tick"] and set(match["empty"]) & set(_CROSSES)
            tokens.append("√" if match["tick"] else "×" if crossed else "□")
        elif match["gap"] and tokens[-1:] != [" "]:
            tokens.append(" ")
    return tokens


def _marks(tokens: Sequence[str | None], places: Sequence[int]) -> dict[int, TickMarks] | None:
    """Return the marks of each option by its place, None where a mark may be another's too."""
    marked = [n for n, token in enumerate(tokens) if token in ("√", "□", "×")]
    filled = [n for n, sign in enumerate(tokens) if sign != " "]
    before, behind = filled[0] in marked, filled[-1] in marked
    marks: dict[int, TickMarks] = dict.fromkeys(places, ())
    for mark in marked:
        owner = _owner(tokens, places, mark)
        if owner is None and before != behind:
            owner = _neighbour(places, mark, after=before)
        if owner is None or marks[owner]:
            return None
        marks[owner] = (tokens[mark] == "√",)
    return marks


def _owner(tokens: Sequence[str | None], places: Sequence[int], mark: int) -> int | None:
    """Return the only option that a mark touches, or the only one beside it."""
    touching = [n for n in (mark - 1, mark + 1) if n in places]
    if len(touching) == 1:
        return touching[0]
    sides = [_neighbour(places, mark, after=after) for after in (False, True)]
    only = [side for side in sides if side is not None]
    return only[0] if len(only) == 1 and not touching else None


def _neighbour(places: Sequence[int], mark: int, *, after: bool) -> int | None:
    beyond: Iterable[int] = (n for n in places if (n > mark) == after)
    return min(beyond, default=None, key=lambda place: abs(place - mark))
