"""What a document's words need before and after they are set: GB/T 9704-2012 on marks and dates.

Widths are in characters of the text around them: a full-width sign is 1, a half-width one a half.
"""

import math
import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from campaign.values.text import text_width

NUMERALS = "〇一二三四五六七八九"
MARK_POINTS, LEAST_MARK_POINTS = 42, 18
TEXT_POINTS = 442
"""156 mm, the width of the text."""
TITLE_WIDTH = TEXT_POINTS // 22
"""How many characters of a title stand on one line."""
SEALED_RIGHT = 4.0
"""The date of a sealed document ends four characters before the right edge."""

_TITLE_BREAKS = re.compile("(?<=关于)|(?=“)|(?<=”)|(?<=活动)")


def chinese(number: int) -> str:
    """Write a number from 0 to 99 as 一, 十, 十一, 二十; raises ValueError beyond."""
    if not 0 <= number <= 99:
        raise ValueError(f"{number}不在0至99之间")
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return f"{NUMERALS[tens] if tens > 1 else ''}十{NUMERALS[ones] if ones else ''}"


def mark_points(mark: str) -> int:
    """Return the size in which the issuer's mark (发文机关标志) fills one line, a long one two."""
    for lines in (1, 2):
        points = int(TEXT_POINTS / max(math.ceil(text_width(mark) / lines), 1))
        if points >= LEAST_MARK_POINTS:
            return min(MARK_POINTS, points)
    return LEAST_MARK_POINTS


def title_lines(title: str) -> tuple[str, ...]:
    """Break a long title into two lines, or three, where its sense allows and most evenly.

    One that fits on a line, or that has no such places, is returned whole.
    """
    if text_width(title) <= TITLE_WIDTH:
        return (title,)
    places = [match.start() for match in _TITLE_BREAKS.finditer(title)]
    for breaks in (1, 2):
        ways = (_cut(title, cuts) for cuts in combinations(places, breaks))
        if fitting := [
            way for way in ways if all(0 < text_width(line) <= TITLE_WIDTH for line in way)
        ]:
            return min(
                fitting, key=lambda way: max(map(text_width, way)) - min(map(text_width, way))
            )
    return (title,)


def _cut(text: str, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(text[first:last] for first, last in pairwise((0, *places, len(text))))


def title_indent(title: str) -> float:
    """Return the margin on both sides, in characters, that makes a title's lines equally long."""
    lines = math.ceil(text_width(title) / TITLE_WIDTH)
    if lines < 2:
        return 0
    return max(0, (TITLE_WIDTH - math.ceil(text_width(title) / lines) - 1) / 2)


def signature_indents(issuer: str, date: str) -> tuple[float, float]:
    """Return how far issuer and date end from the right edge, in characters.

    The issuer stands centred over the date; a long one moves the date further to the left, so
    that it keeps two characters of margin itself.
    """
    half = (text_width(issuer) - text_width(date)) / 2
    date_right = max(SEALED_RIGHT, half + 2)
    return date_right - half, date_right
