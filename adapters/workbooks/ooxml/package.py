"""The parts of a sender's workbook; those that are not written keep their compressed bytes."""

import posixpath
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from adapters.deterministic_zip import FIRST_DATE, ZipDate, copy_part, write_part

_FAST = 1  # zlib's level: a returned copy is read once or twice


@dataclass(frozen=True, slots=True)
class _WrittenPart:
    """A part that is written anew, and the name and date under which it stands."""

    name: str
    date: ZipDate
    data: bytes

    def append_to(self, package: ZipFile) -> None:
        write_part(package, self.name, self.data, date=self.date, level=_FAST)


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
        self._written: dict[str, _WrittenPart] = {}

    def __contains__(self, name: str) -> bool:
        """Return whether the part exists."""
        return _key(name) in self._kept or _key(name) in self._written

    def read(self, name: str) -> bytes:
        """Return a part's content."""
        key = _key(name)
        return self._written[key].data if key in self._written else self._zip.read(self._kept[key])

    def write(self, name: str, data: bytes) -> None:
        """Replace a part where it stands, or append a new one."""
        kept = self._kept.get(_key(name))
        part = (kept.filename, kept.date_time) if kept else (name, FIRST_DATE)
        self._written[_key(name)] = _WrittenPart(*part, data)

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
        packed = BytesIO()
        with ZipFile(packed, "w") as package:
            for key, entry in self._kept.items():
                if key in self._written:
                    self._written[key].append_to(package)
                else:
                    copy_part(package, self._data, entry)
            for key, part in self._written.items():
                if key not in self._kept:
                    part.append_to(package)
        return packed.getvalue()


def resolve(source: str, target: str) -> str:
    """Return the part that a relationship of ``source`` points at, absolute or relative."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _key(name: str) -> str:
    return name.replace("\\", "/").lower()
