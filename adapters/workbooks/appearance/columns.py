"""Finds the columns of an xlsx's sheet that nobody sees."""

import re

_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""(\w+)\s*=\s*["']([^"']*)["']""")
_SUSPECT = re.compile(rb"""hidden|width\s*=\s*["']0""")
"""Occurs where any column is hidden or narrow; most sheets have neither."""
_MOST_COLUMNS = 16_384
NARROWEST = 0.2
"""The width, in characters, below which nothing of a column can be read."""


def hidden_columns(head: bytes) -> frozenset[int]:
    """Return the columns that are hidden, folded up or without width, by a sheet's first part."""
    columns: set[int] = set()
    for column in _COLUMN.findall(head) if _SUSPECT.search(head) else ():
        attributes = dict(_ATTRIBUTE.findall(column))
        if attributes.get(b"hidden") in (b"1", b"true") or _is_narrow(attributes.get(b"width")):
            first, last = (attributes.get(name, b"0") for name in (b"min", b"max"))
            if first.isdigit() and last.isdigit():
                columns.update(range(int(first), min(int(last), _MOST_COLUMNS) + 1))
    return frozenset(columns)


def _is_narrow(width: bytes | None) -> bool:
    try:
        return width is not None and float(width) < NARROWEST
    except ValueError:
        return False
