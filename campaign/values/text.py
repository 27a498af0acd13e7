"""Reduces text to what is compared, and cleans it for print."""

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from campaign.values.raw_workbook import Scalar

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]"
)
_SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]|_x000[AaDd]_")
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f\x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000"
    "\ufe0e\ufe0f\ufeff]|  |_x000"
)
"""Finds the texts that are not clean; most are, and this is quicker than cleaning them."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STRAIGHT_QUOTES = re.compile('"([^"\n]*)"')
_SIGNIFICANT = 10**15
"""From here on a spreadsheet's number has lost its last digits."""

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\u2800\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff]"
)
"""What nobody sees in a name: zero-width and bidi marks, fillers, variation selectors, tags."""

_DOTS = dict.fromkeys(map(ord, "·•‧∙⋅●◦᛫˙・･ꞏ∘⸱⸳ㆍ․⦁⚫"), "·")
"""Dots that stand for the one inside a name (U+00B7, GB/T 15834-2011 5.1.9)."""

_RADICALS = dict(
    zip(
        map(
            ord,
            "⺁⺄⺈⺊⺌⺍⺒⺓⺛⺜⺝⺟⺠⺧⺩⺫⺬⺮⺶⺼⻁⻄⻅⻆⻉⻋⻏⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        ),
        "厂乙刀卜小小巳幺旡日月母民牛王目示竹羊肉虎西见角贝车邑長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""Radicals that look like characters, as copying from a PDF gives them; NFKC leaves them alone.

From EquivalentUnifiedIdeograph.txt of the Unicode Character Database.
"""

_LOOKALIKES = _DOTS | _RADICALS
_COMPATIBLE = re.compile("[\u2f00-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_NOT_COMPARED = re.compile(r"[\s·.。]")
_BRACKETS = str.maketrans("〔〕[]【】〖〗{}", "()()()()()")


def clean_name(text: str) -> str:
    """Return a name as it is printed: nothing invisible, one kind of dot, no radicals for letters.

    Width and brackets stay as they were written; a line break becomes a space.
    """
    lines = _BREAK.sub(" ", text).replace("\n", " ").replace("\t", " ")
    shown = " ".join(_UNSEEN.sub("", lines).split()).translate(_LOOKALIKES)
    return _COMPATIBLE.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), shown)


def clean_code(text: str) -> str:
    """Return a code as it is compared: half-width, without spaces and invisible characters."""
    return "".join(unicodedata.normalize("NFKC", clean_name(text)).split())


@lru_cache(maxsize=1 << 14)
def name_key(text: str) -> str:
    """Reduce the name or code of a unit, person, folder or document to what is compared.

    Width, case, spaces, inner dots, kinds of brackets and invisible characters do not count.
    """
    key = unicodedata.normalize("NFKC", clean_name(text)).translate(_BRACKETS)
    return _NOT_COMPARED.sub("", key).casefold()


def scalar_text(raw: Scalar) -> str:
    """Return a cell's value as text, the way a sheet shows it without any number format."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        whole = raw.is_integer() and abs(raw) < _SIGNIFICANT
        return str(int(raw)) if whole else format(raw, ".15g")
    if isinstance(raw, dt.datetime):
        return f"{raw:%Y-%m-%d}" if raw.time() == dt.time() else f"{raw:%Y-%m-%d %H:%M}"
    return "" if raw is None else str(raw)


def clean_text(text: str) -> str:
    """Remove invisible characters, stray spaces and empty lines; breaks become a line feed."""
    if not _SUSPECT.search(text):
        return text.strip()
    lines = _INVISIBLE.sub("", _BREAK.sub("\n", text)).split("\n")
    return "\n".join(line for part in lines if (line := _SPACES.sub(" ", part).strip()))


def normalize_text(text: str) -> str:
    """Clean a text and turn full-width letters, digits and signs into half-width ones (NFKC)."""
    return clean_text(unicodedata.normalize("NFKC", clean_text(text)))


def printable_text(text: str) -> str:
    """Return text as a document can hold it: no control characters, Chinese quotation marks.

    Line breaks stay. Straight quotation marks become “” where each has its partner.
    """
    clean = _UNPRINTABLE.sub("", clean_text(text.replace("\x0b", "\n").replace("\x0c", "\n")))
    return _STRAIGHT_QUOTES.sub(r"“\1”", clean) if clean.count('"') % 2 == 0 else clean


def text_width(text: str) -> float:
    """Return the width of a text in Chinese characters; half-width ones count a half."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def day_text(day: dt.date) -> str:
    """Return a day as letters write it, 2026年12月18日."""
    return f"{day.year}年{day.month}月{day.day}日"
