"""Decides from a file's trailing bytes whether copying it has finished.

Not every program copies in one go. A file of a kind that does not show its end is only waited for
a little longer, never refused for it.
"""

import struct
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

_HEADER = 512
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE_SECTOR = 0xFFFFFFFF
_MOST_FAT_SECTORS = 109
"""As many as the header of a compound file lists, enough for 7 MB; larger ones list more apart."""

_ENDINGS: Iterable[tuple[bytes, bytes, int]] = (
    (b"%PDF", b"%%EOF", 1024),
    (b"\xff\xd8\xff", b"\xff\xd9", 64),
    (b"\x89PNG", b"IEND", 16),
    (b"GIF8", b";", 1),
)
"""How a kind of file begins, how it ends, and within how many last bytes."""

_ENDLESS = (b"II*\x00", b"MM\x00*", b"BM")
_MEDIA = b"ftyp"  # HEIC and MP4, after the length of their first box


def is_complete(file: BinaryIO) -> bool:
    """Return whether a file shows that it is complete, or is of a kind that could not show it.

    False for empty files, and for pictures and films whose end does not show. Raises OSError.
    """
    head = file.read(_HEADER)
    if head.startswith(_ZIP):
        return zipfile.is_zipfile(file)
    if head.startswith(_COMPOUND):
        return _compound_has_ended(file, head)
    for beginning, ending, within in _ENDINGS:
        if head.startswith(beginning):
            return ending in _last(file, within)
    return bool(head) and not head.startswith(_ENDLESS) and head[4:8] != _MEDIA


def _compound_has_ended(file: BinaryIO, head: bytes) -> bool:
    """Compare a compound file's size with the last sector that its allocation table uses."""
    if len(head) < _HEADER:
        return False
    shift = int.from_bytes(head[30:32], "little")
    tables = int.from_bytes(head[44:48], "little")
    if shift not in (9, 12) or not 0 < tables <= _MOST_FAT_SECTORS:
        return False
    listed = 76 + 4 * (tables - 1)
    last_table = int.from_bytes(head[listed : listed + 4], "little")
    file.seek((last_table + 1) << shift)
    entries = file.read(1 << shift)
    if len(entries) < 1 << shift:
        return False
    per_table = len(entries) // 4
    used = [
        n for n, (entry,) in enumerate(struct.iter_unpack("<I", entries)) if entry != _FREE_SECTOR
    ]
    sectors = (tables - 1) * per_table + max(used, default=-1) + 1
    size = file.seek(0, 2)
    return size >= (sectors + 1) << shift


def _last(file: BinaryIO, most: int) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - most))
    return file.read(most)
