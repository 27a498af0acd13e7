"""Reads choices: one of a list, several of a list, yes or no."""

import re

from campaign.cells.reading import Bad, Read, Reader, Tolerance
from campaign.cells.text import narrow, plain
from campaign.form import Field, heading_key
from campaign.problems import Code
from campaign.sheets import Scalar

_SEPARATORS = re.compile(r"[、,，;；/|\n]+| +")
_YES = frozenset(["是", "√", "✓", "✔", "☑", "有", "对", "y", "yes", "true", "1", "v"])
_NO = frozenset(["否", "×", "✗", "✘", "x", "无", "没有", "n", "no", "false", "0"])


def choice_reader(field: Field) -> Reader:
    """Read one of the field's choices, however it is spaced or bracketed."""
    exact = frozenset(field.choices)
    keys = {_choice_key(choice): choice for choice in field.choices}
    bad = Bad(Code.CELL_NOT_A_CHOICE, {"choices": "、".join(field.choices)})

    def read(raw: Scalar) -> str | Read | Bad:
        if raw in exact:
            return str(raw)
        choice = keys.get(_choice_key(plain(raw)))
        return Read(choice, Tolerance.CHOICE) if choice else bad

    return read


def choices_reader(field: Field) -> Reader:
    """Read several of the field's choices, kept in the form's order and joined by 、."""
    keys = {_choice_key(choice): choice for choice in field.choices}
    bad = Bad(Code.CELL_NOT_A_CHOICE, {"choices": "、".join(field.choices)})

    def read(raw: Scalar) -> str | Read | Bad:
        parts = [part for part in _SEPARATORS.split(plain(raw)) if part.strip()]
        named = {keys.get(_choice_key(part)) for part in parts}
        if None in named or not named:
            return bad
        value = "、".join(choice for choice in field.choices if choice in named)
        return value if value == raw else Read(value, Tolerance.CHOICE)

    return read


def yes_no_reader(_field: Field) -> Reader:
    """Read 是 or 否, and the ticks and crosses that people write for them."""
    bad = Bad(Code.CELL_NOT_A_CHOICE, {"choices": "是、否"})

    def read(raw: Scalar) -> str | Read | Bad:
        if raw in ("是", "否"):
            return str(raw)
        text = narrow(plain(raw)).casefold()
        if text in _YES or text in _NO:
            return Read("是" if text in _YES else "否", Tolerance.CHOICE)
        return bad

    return read


def _choice_key(text: str) -> str:
    return heading_key(narrow(text)) or text
