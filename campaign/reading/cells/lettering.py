"""Take off the letters and numbers before the options of a paper form: A.满意, ②基本满意."""

import re
from collections.abc import Iterable

from campaign.values.text import normalize_text

_SIGN = r"[A-Za-z]|\d{1,2}|[一二三四五六七八九十]{1,2}"
_LETTER = re.compile(rf"(?:^|(?<=[、,;/|\n ┋]))(?:[(](?:{_SIGN})[)]|(?:{_SIGN})[.、):])\s*")
_CIRCLED = re.compile("[\u2460-\u249b\u24b6-\u24e9\u2776-\u2793\u3220-\u3229]\\s*")
"""Letters and numbers in one sign with their circle, brackets or point."""


def without_letters(text: str) -> str:
    """Return a text without the letters before its options; nothing but a letter is left as is."""
    bare = _LETTER.sub("", normalize_text(_CIRCLED.sub(" ", text)))
    return bare.strip() or text


def are_lettered(options: Iterable[str]) -> bool:
    """Return whether an option itself begins with a letter, which then tells options apart."""
    return any(without_letters(option) != normalize_text(option) for option in options)
