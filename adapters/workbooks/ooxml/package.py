"""The parts of a sender's workbook; those that are not written keep their compressed bytes."""

import copy
import posixpath
import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FAST = 1
_LOCAL_HEADER = 30
_NAME_AND_EXTRA = 26
_DATA_DESCRIPTOR = 0x08
_ZIP64 = 1


class Package:
    """A zip of parts, named as in the sender's file but found in any case and with either slash.

    Parts written anew carry the zip format's first date, so that the same inputs give the same
    bytes; parts that replace the sender's keep the date they had.
    """

    def __init__(self, data: bytes) -> None:
        """Open a zip that the gate has let in."""
        self._data = data
        self._zip = ZipFile(BytesIO(data))
        self._kept = {_key(info.filename): info for info in self._zip.infolist()}
        self._written: dict[str, tuple[ZipInfo, bytes]] = {}

    def __contains__(self, name: str) -> bool:
        """Return whether the part exists."""
        return _key(name) in self._kept or _key(name) in self._written

    def read(self, name: str) -> bytes:
        """Return a part's content."""
        key = _key(name)
        return self._written[key][1] if key in self._written else self._zip.read(self._kept[key])

    def write(self, name: str, data: bytes) -> None:
        """Replace a part where it stands, or append a new one."""
        key = _key(name)
        if key in self._kept:
            info = ZipInfo(self._kept[key].filename, self._kept[key].date_time)
        else:
            info = ZipInfo(name)
        self._written[key] = (info, data)

    def drop(self, name: str) -> None:
        """Leave a part out."""
        self._kept.pop(_key(name), None)
        self._written.pop(_key(name), None)

    def free_name(self, pattern: str) -> str:
        """Return the first name that no part has, such as xl/comments3.xml."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def packed(self) -> bytes:
        """Return the zip, the sender's parts in their order, new ones behind."""
        buffer = BytesIO()
        with ZipFile(buffer, "w") as out:
            for key, info in self._kept.items():
                if key in self._written:
                    _compress(out, *self._written[key])
                else:
                    self._copy(out, info)
            for key, (info, data) in self._written.items():
                if key not in self._kept:
                    _compress(out, info, data)
        return buffer.getvalue()

    def _copy(self, out: ZipFile, info: ZipInfo) -> None:
        lengths = struct.unpack_from("<HH", self._data, info.header_offset + _NAME_AND_EXTRA)
        start = info.header_offset + _LOCAL_HEADER + sum(lengths)
        entry = copy.copy(info)
        entry.flag_bits &= ~_DATA_DESCRIPTOR  # the sizes stand in the header itself
        entry.extra = _without_zip64(info.extra)
        assert out.fp is not None
        entry.header_offset = out.fp.tell()
        out.fp.write(entry.FileHeader(zip64=False))
        out.fp.write(memoryview(self._data)[start : start + info.compress_size])
        out.start_dir = out.fp.tell()
        out.filelist.append(entry)
        out.NameToInfo[entry.filename] = entry


def resolve(source: str, target: str) -> str:
    """Return the part that a relationship of ``source`` points at, absolute or relative."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _key(name: str) -> str:
    return name.replace("\\", "/").lower()


def _compress(out: ZipFile, info: ZipInfo, data: bytes) -> None:
    out.writestr(info, data, ZIP_DEFLATED, _FAST)


def _without_zip64(extra: bytes) -> bytes:
    """Leave out the field of 64-bit sizes, which some writers add to small parts as well."""
    kept = b""
    while len(extra) >= 4:
        tag, length = struct.unpack_from("<HH", extra)
        if tag != _ZIP64:
            kept += extra[: 4 + length]
        extra = extra[4 + length :]
    return kept
