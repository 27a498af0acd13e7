"""The zip of a returned copy, whatever way the sender's program writes zips."""

import struct
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest

from adapters.workbooks.marking import mark
from campaign.problems.codes import Code, make_problem
from campaign.values.raw_workbook import RawWorkbook

Parts = dict[str, bytes]
Unzip = Callable[[bytes], Parts]
Read = Callable[..., RawWorkbook]

FOUND = make_problem(Code.CELL_BLANK, sheet="学习记录", at=(5, 4), heading="内容", expected="内容")
DESCRIPTOR = 0x08


class Pipe(BytesIO):
    """A stream that cannot go back, so that sizes are written behind each part."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError("a pipe has no position")


def streamed(parts: Parts) -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return pipe.getvalue()


def with_long_sizes(parts: Parts) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.extra = struct.pack("<HHI", 0x4453, 4, 7) + struct.pack("<HHQQ", 1, 16, 9, 9)
            archive.writestr(info, content)
    return buffer.getvalue()


def uncompressed(parts: Parts) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def behind_other_bytes(parts: Parts) -> bytes:
    return b"written in front" + uncompressed(parts)


def local_headers(data: bytes) -> Iterator[tuple[str, int, int, bytes]]:
    """Return name, flags, compressed size and extra field as they stand before each part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            flags, size, name, extra = struct.unpack_from("<6xH10xI4xHH", data, info.header_offset)
            start = info.header_offset + 30 + name
            yield info.filename, flags, size, data[start : start + extra]


@pytest.mark.parametrize("write", [streamed, with_long_sizes, uncompressed, behind_other_bytes])
def test_parts_are_carried_over_whole(
    write: Callable[[Parts], bytes], difficult: bytes, parts: Unzip, read: Read
) -> None:
    data = write(parts(difficult))
    copy = mark(data, read(difficult), [FOUND], "")
    with zipfile.ZipFile(BytesIO(copy)) as archive:
        assert archive.testzip() is None
    assert parts(copy) == parts(mark(difficult, read(difficult), [FOUND], ""))


@pytest.mark.parametrize("write", [streamed, with_long_sizes])
def test_each_part_states_its_size_before_it_begins(
    write: Callable[[Parts], bytes], difficult: bytes, parts: Unzip, read: Read
) -> None:
    copy = mark(write(parts(difficult)), read(difficult), [FOUND], "")
    for name, flags, size, extra in local_headers(copy):
        assert not flags & DESCRIPTOR, name
        assert size > 0, name
        assert b"\x01\x00\x10\x00" not in extra, name


def test_other_extra_fields_stay(difficult: bytes, parts: Unzip, read: Read) -> None:
    copy = mark(with_long_sizes(parts(difficult)), read(difficult), [FOUND], "")
    kept = {name: extra for name, _, _, extra in local_headers(copy)}
    assert kept["xl/cellimages.xml"] == struct.pack("<HHI", 0x4453, 4, 7)
