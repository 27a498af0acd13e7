"""Finds the columns of an xlsx's sheet that nobody sees."""

import re
from collections.abc import Iterable, Iterator

_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""(\w{1,20})\s{0,9}=\s{0,9}["']([^"']*)["']""")
_SUSPECT = re.compile(rb"""hidden|width\s*=\s*["']0""")
"""Occurs where any column is hidden or narrow; most sheets have neither."""
_MOST_COLUMNS = 16_384
NARROWEST = 0.2
"""The width, in characters, below which nothing of a column can be read."""


def hidden_columns(head: bytes) -> frozenset[int]:
    """Return the columns that are hidden, folded up or without width, by a sheet's first part."""
    spans: set[tuple[int, int]] = set()
    for column in _COLUMN.findall(head) if _SUSPECT.search(head) else ():
        attributes = dict(_ATTRIBUTE.findall(column))
        if attributes.get(b"hidden") in (b"1", b"true") or _is_narrow(attributes.get(b"width")):
            first, last = (attributes.get(name, b"0") for name in (b"min", b"max"))
            if first.isdigit() and last.isdigit():
                spans.add((int(first), min(int(last), _MOST_COLUMNS)))
    return frozenset(_columns_of(spans))


def _columns_of(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Yield each column of the spans once: a small file can hold many that are the whole sheet."""
    reached = -1
    for first, last in sorted(spans):
        yield from range(max(first, reached + 1), last + 1)
        reached = max(reached, last)


def _is_narrow(width: bytes | None) -> bool:
    try:
        return width is not None and float(width) < NARROWEST
    except ValueError:
        return False
