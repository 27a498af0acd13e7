"""Finds markers in files, whatever they are written as: packed, escaped, in another encoding."""

import base64
import json
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_ZIP_ENTRY = b"PK\x03\x04"
_HEADER = 30  # bytes of an entry before its name
_DEEPEST = 3


def spellings(marker: str) -> dict[str, bytes]:
    """Return what a marker may look like in a file, by the name of the writing."""
    plain = {name: marker.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    escaped = {
        "json": json.dumps(marker)[1:-1],
        "xml hexadecimal": "".join(f"&#x{ord(sign):x};" for sign in marker),
        "xml decimal": "".join(f"&#{ord(sign)};" for sign in marker),
        "url": urllib.parse.quote(marker),
        "quoted printable": urllib.parse.quote(marker, safe="").replace("%", "="),
        "repr of bytes": repr(marker.encode())[2:-1],
        "hexadecimal": marker.encode().hex(),
    }
    written = {**plain, **{name: text.encode() for name, text in escaped.items()}}
    for name, data in plain.items():
        for shift in range(3):
            written[f"base64 of {name}, {shift}"] = _middle_of_base64(data, shift)
    return {name: data for name, data in written.items() if data}


def _middle_of_base64(data: bytes, shift: int) -> bytes:
    """Return the digits that depend on the data alone where so many bytes come before it."""
    whole = data[(3 - shift) % 3 :]
    return base64.b64encode(whole[: len(whole) // 3 * 3])


def contained(data: bytes, needles: Mapping[bytes, str]) -> set[str]:
    """Return the names of the needles that data holds, entries of archives in it unpacked."""
    lower = data.lower()  # hexadecimal digits of escapes are written in both ways
    found = {name for needle, name in needles.items() if needle in data or needle in lower}
    for part in _unpacked(data, _DEEPEST):
        found |= {name for needle, name in needles.items() if needle in part}
    return found


def _unpacked(data: bytes, depth: int) -> Iterator[bytes]:
    """Yield the inflated entries of archives that begin anywhere in data, and in those."""
    at = data.find(_ZIP_ENTRY) if depth else -1
    while at >= 0:
        name, extra = (
            int.from_bytes(data[at + place : at + place + 2], "little") for place in (26, 28)
        )
        try:
            part = zlib.decompressobj(-zlib.MAX_WBITS).decompress(
                data[at + _HEADER + name + extra :]
            )
        except zlib.error:  # stored as it is, or no entry
            part = b""
        yield part
        yield from _unpacked(part, depth - 1)
        at = data.find(_ZIP_ENTRY, at + len(_ZIP_ENTRY))


class Search:
    """The markers, and where they were found."""

    def __init__(self, markers: Iterable[str]) -> None:
        self.needles = {
            data: f"{marker} ({name})"
            for marker in markers
            for name, data in spellings(marker).items()
        }

    def of(self, data: bytes) -> set[str]:
        """Return which markers data holds, and how they are written."""
        return contained(data, self.needles)

    def below(self, folder: Path, excepted: Iterable[Path] = ()) -> dict[str, set[str]]:
        """Return the files below a folder that hold a marker, in their names too.

        What lies below the excepted places is left out.
        """
        places, found = list(excepted), {}
        for path in folder.rglob("*"):
            if any(path.is_relative_to(place) for place in places):
                continue
            name = path.relative_to(folder).as_posix()
            try:
                data = path.read_bytes() if path.is_file() else b""
            except FileNotFoundError:
                continue  # gone since it was listed
            if markers := self.of(name.encode() + b"\0" + data):
                found[name] = markers
        return found
