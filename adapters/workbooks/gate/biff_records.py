"""Cuts a BIFF stream into its records."""

import struct
from collections.abc import Iterator

from adapters.workbooks.gate.verdict import Refused
from campaign.problems.codes import Code

BOF, EOF = 0x0809, 0x000A
_HEADER = struct.Struct("<HH")

Record = tuple[int, bytes]
"""A record's kind, and its data."""


def substream(stream: bytes, start: int) -> Iterator[Record]:
    """Yield the records from a BOF up to its EOF, without those of streams inside it (charts).

    Raises Refused if the stream ends before its EOF.
    """
    depth = 0
    for kind, data in _records(stream, start):
        if kind == BOF:
            depth += 1
        if depth == 0:
            break
        if depth == 1:
            yield kind, data
        if kind == EOF:
            depth -= 1
            if depth == 0:
                return
    raise Refused(Code.FILE_DAMAGED)


def _records(stream: bytes, start: int) -> Iterator[Record]:
    size = len(stream)
    while start + _HEADER.size <= size:
        kind, length = _HEADER.unpack_from(stream, start)
        start += _HEADER.size + length
        if start > size:
            return
        yield kind, stream[start - length : start]
