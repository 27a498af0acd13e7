"""Read choices: one of a list, several of a list, yes or no."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from campaign.definitions.form import Field
from campaign.problems.codes import Code
from campaign.reading.cells.lettering import are_lettered, without_letters
from campaign.reading.cells.reading import CellFault, CellReader, Tolerance, ToleratedValue
from campaign.reading.cells.ticks import UNDECIDED, ticked_options
from campaign.values.raw_workbook import Scalar
from campaign.values.text import normalize_text, scalar_text

_SEPARATORS = re.compile(r"[、,，;；/|\n]+")
_DECORATION = re.compile(r"[\s*.,、:;。·《》“”\"'‘’「」√✓✔☑✅]")
_REMARK = re.compile(r"(.+)[(]([^()]*)[)]")
_YES = frozenset("是 √ ✓ ✔ ☑ ✅ 有 对 y yes true 1 v".split())  # noqa: SIM905 - easier to read
_NO = frozenset("否 不是 × ✕ ✖ ✗ ✘ ❌ x 无 没有 n no false 0".split())  # noqa: SIM905 - the same
_YES_OR_NO = {"是": "是", "有": "是", "否": "否", "不是": "否", "无": "否", "没有": "否"}
_LONGEST = 200

Find = Callable[[str], str | None]


def choice_reader(field: Field) -> CellReader:
    """Return a reader of one of the field's choices, with spaces, quotes or a remark about it.

    Of several choices in one cell the one that is ticked counts; a letter in front does not.
    """
    exact, find, options = frozenset(field.choices), _finder(field.choices), _options(field.choices)
    bad = CellFault(Code.CELL_NOT_A_CHOICE, {"choices": "、".join(field.choices)})

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        if raw in exact:
            return str(raw)
        text = scalar_text(raw)
        if (ticked := ticked_options(text, options)) is not None:
            return bad if len(ticked) > 1 else _ticked(ticked, field.choices) or bad
        choice = find(text)
        return ToleratedValue(choice, Tolerance.CHOICE) if choice else bad

    return read


def choices_reader(field: Field) -> CellReader:
    """Return a reader of several of the field's choices, in the form's order, joined by 、.

    Where any of them is ticked, the others are not chosen.
    """
    exact, find, options = frozenset(field.choices), _finder(field.choices), _options(field.choices)
    bad = CellFault(Code.CELL_NOT_A_CHOICE, {"choices": "、".join(field.choices)})
    lettered = are_lettered(field.choices)

    def named(text: str) -> set[str | None]:
        choices: set[str | None] = set()
        for part in _SEPARATORS.split(text):
            whole = find(part) if part.strip() else None
            choices.update([whole] if whole else map(find, part.split()))
        return choices

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        if raw in exact:
            return str(raw)
        text = scalar_text(raw)
        if (ticked := ticked_options(text, options)) is not None:
            return _ticked(ticked, field.choices) or bad
        choices = named(text)
        if None in choices and not lettered:
            choices = named(without_letters(text))
        if None in choices or not choices:
            return bad
        value = "、".join(choice for choice in field.choices if choice in choices)
        return value if value == raw else ToleratedValue(value, Tolerance.CHOICE)

    return read


def _ticked(ticked: frozenset[str], choices: Sequence[str]) -> ToleratedValue | None:
    """Return the ticked choices in the form's order, nothing if none is, None if it is unclear."""
    if UNDECIDED in ticked:
        return None
    value = "、".join(choice for choice in choices if choice in ticked)
    return ToleratedValue(value, Tolerance.CHOICE)


def yes_no_reader(_field: Field) -> CellReader:
    """Return a reader of 是 or 否, of the ticks and crosses for them, and of one ticked of both."""
    bad = CellFault(Code.CELL_NOT_A_CHOICE, {"choices": "是、否"})

    def read(raw: Scalar) -> str | ToleratedValue | CellFault:
        if raw in ("是", "否"):
            return str(raw)
        ticked = ticked_options(scalar_text(raw), _YES_OR_NO, least=1)
        if ticked is not None:
            return bad if len(ticked) > 1 else _ticked(ticked, ("是", "否")) or bad
        text = normalize_text(scalar_text(raw)).casefold()
        if text not in _YES and text not in _NO:
            text = without_letters(text)
        if text in _YES or text in _NO:
            return ToleratedValue("是" if text in _YES else "否", Tolerance.CHOICE)
        return bad

    return read


def _finder(choices: Sequence[str]) -> Find:
    """Return a function from a text to the choice that it means, None if it means none or two.

    A remark in brackets is ignored unless it is itself a choice, as in 缺席（请假）.
    """
    keys = {_key(choice): choice for choice in choices}
    lettered = are_lettered(choices)
    short = Counter(_without_remark(key) for key in keys)
    keys = {_without_remark(k): c for k, c in keys.items() if short[_without_remark(k)] == 1} | keys

    def find(text: str) -> str | None:
        if len(text) > _LONGEST:
            return None
        choice = find_key(_key(text))
        if choice is None and not lettered and text:
            return find_key(_key(without_letters(text)))
        return choice

    def find_key(key: str) -> str | None:
        remark = _REMARK.fullmatch(key)
        if key in keys or not remark:
            return keys.get(key)
        return None if remark[2] in keys else keys.get(remark[1])

    return find


def _options(choices: Sequence[str]) -> dict[str, str]:
    return {normalize_text(choice): choice for choice in choices}


def _key(text: str) -> str:
    key = _DECORATION.sub("", normalize_text(text)).casefold()
    inner = key[1:-1]
    return inner if key == f"({inner})" and "(" not in inner else key


def _without_remark(key: str) -> str:
    remark = _REMARK.fullmatch(key)
    return remark[1] if remark else key
