"""Inflates the parts of a zip under one budget, trusting none of the sizes that it declares."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from adapters.workbooks.gate.verdict import Refused
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code

_MB = 1024 * 1024
_MAX_PARTS = 5_000  # a workbook has tens, one with hundreds of pictures some hundreds
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENTRY = b"PK\x01\x02"
_HEAD = 256  # bytes in which an XML declaration ends
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_DOCUMENTS = ("[content_types].xml", "mimetype")  # parts that a plain archive has not
_XML_SUFFIXES = (".xml", ".rels", ".vml")
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)


class Archive:
    """The parts of one zip by name, lower case and with forward slashes, as the parser does.

    Inflating stops as soon as all parts read so far pass the limit: the sum over the whole file,
    and for one that is small, its size times the ratio.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = memoryview(data)
        self._entries = _entries(data)
        self._limit = min(
            limits.max_inflated_mb * _MB, max(_MB, limits.max_inflation_ratio * len(data))
        )
        self._left = self._limit
        self._read: set[str] = set()
        self.recoded: set[str] = set()
        """The parts that are not UTF-8."""

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._entries)

    def text(self, name: str) -> bytes:
        """Return an XML part as UTF-8, without a document type. Raises Refused if it is none."""
        if name not in self._entries:
            raise Refused(Code.FILE_UNUSUAL)
        content = self._inflate(name)
        _check_entities(content)
        if is_utf8(content):
            return content
        self.recoded.add(name)
        return _recode(content)

    def xml(self, name: str) -> etree._Element:
        """Return an XML part's root element. Raises Refused if it is none."""
        return _parse(self.text(name))

    def raw(self, name: str) -> bytes:
        """Return a part's content as it is."""
        return self._inflate(name)

    def check_rest(self) -> None:
        """Inflate all parts that nobody has read, for their sizes, sums and document types."""
        for name in self._entries.keys() - self._read:
            content = self._inflate(name)
            if name.endswith(_XML_SUFFIXES):
                _check_entities(content)

    def _inflate(self, name: str) -> bytes:
        entry = self._entries[name]
        packed = self._packed(entry)
        content = self._unpack(packed) if entry.compress_type == _DEFLATED else bytes(packed)
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise Refused(Code.FILE_DAMAGED)
        if name not in self._read:
            self._read.add(name)
            self._left -= len(content)
        return content

    def _unpack(self, packed: memoryview) -> bytes:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflater.decompress(packed, max(self._left, 0) + 1)
        except zlib.error:
            raise Refused(Code.FILE_DAMAGED) from None
        if len(content) > self._left:
            limit = f"{self._limit // _MB}MB"
            raise Refused(Code.FILE_INFLATES, size=f"{limit}以上", limit=limit)
        if not inflater.eof:
            raise Refused(Code.FILE_DAMAGED)
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        start = entry.header_offset + _LOCAL_HEADER.size
        if start > len(self._data):
            raise Refused(Code.FILE_DAMAGED)
        signature, name_size, extra_size = _LOCAL_HEADER.unpack_from(
            self._data, entry.header_offset
        )
        start += name_size + extra_size
        end = start + entry.compress_size
        if signature != b"PK\x03\x04" or end > len(self._data):
            raise Refused(Code.FILE_DAMAGED)
        return self._data[start:end]


def _entries(data: bytes) -> dict[str, zipfile.ZipInfo]:
    if data.count(_ENTRY) > 2 * _MAX_PARTS:  # counted before any is parsed
        raise Refused(Code.FILE_UNUSUAL)
    try:
        members = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError):
        raise Refused(Code.FILE_DAMAGED) from None  # all that zipfile raises on a broken directory
    files = [entry for entry in members if not entry.filename.endswith("/")]
    entries = {_part_name(entry.filename): entry for entry in files}
    is_document = any(name in entries for name in _DOCUMENTS)
    if any(entry.flag_bits & 1 for entry in members):
        raise Refused(Code.FILE_PASSWORD if is_document else Code.FILE_ARCHIVE)
    if len(entries) < len(files) or _overlap(members):
        raise Refused(Code.FILE_DAMAGED)
    odd = any(entry.compress_type not in (_STORED, _DEFLATED) for entry in files)
    if odd or len(members) > _MAX_PARTS:
        raise Refused(Code.FILE_UNUSUAL if is_document else Code.FILE_ARCHIVE)
    return entries


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lower()


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Return whether two entries share bytes, as in bombs that inflate one stream many times."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + _LOCAL_HEADER.size + entry.compress_size
    return False


def _check_entities(content: bytes) -> None:
    """Refuse document types, in UTF-16 as well: a few bytes of them can stand for gigabytes."""
    text = content.replace(b"\0", b"") if b"\0" in content[:_HEAD] else content
    if b"!" in text and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
        raise Refused(Code.FILE_DAMAGED)


def is_utf8(content: bytes) -> bool:
    """Return whether the parser reads a part; it takes one in another encoding for empty."""
    if b"\0" in content[:_HEAD]:
        return False
    encoding = _ENCODING.match(content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip())
    return encoding is None or encoding[1].lower() in _UTF8


def _recode(content: bytes) -> bytes:
    recoded = etree.tostring(_parse(content), encoding="UTF-8", xml_declaration=True)
    assert isinstance(recoded, bytes)
    return recoded


def _parse(content: bytes) -> etree._Element:
    try:
        root = etree.fromstring(content, _SAFE)
    except (etree.XMLSyntaxError, LookupError):  # broken, or in an encoding that nobody knows
        raise Refused(Code.FILE_DAMAGED) from None
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hid it
        raise Refused(Code.FILE_DAMAGED)
    return root
