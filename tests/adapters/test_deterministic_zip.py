"""Zips say nothing of when and where they were written."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from adapters.deterministic_zip import FIRST_DATE, copy_part, pack_parts, write_part

PARTS = [("b.xml", "乙".encode() * 500), ("目录/a.xml", b"")]


def test_parts_keep_their_order_and_bear_the_first_date() -> None:
    with ZipFile(BytesIO(pack_parts(PARTS))) as package:
        assert [(part.filename, package.read(part)) for part in package.infolist()] == PARTS
        assert {part.date_time for part in package.infolist()} == {FIRST_DATE}
        assert {part.external_attr >> 16 for part in package.infolist()} == {0o600}


def test_the_same_parts_give_the_same_bytes() -> None:
    assert pack_parts(PARTS) == pack_parts(iter(PARTS))


class OneWay(BytesIO):
    """A stream that cannot go back, so that a part's sizes are written behind it."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


OTHER = b"\xfe\xca\x00\x00"
ZIP64 = b"\x01\x00\x10\x00" + bytes(16)


@pytest.mark.parametrize("compression", [ZIP_DEFLATED, ZIP_STORED])
@pytest.mark.parametrize("stream", [BytesIO, OneWay])
@pytest.mark.parametrize("extra", [b"", OTHER, ZIP64 + OTHER])
def test_a_part_is_copied_as_it_lies_compressed(
    compression: int, stream: type[BytesIO], extra: bytes
) -> None:
    original = stream()
    with ZipFile(original, "w") as package:
        entry = ZipInfo("甲.xml", (2026, 6, 30, 8, 0, 0))
        entry.extra = extra
        package.writestr(entry, PARTS[0][1], compression)
    copied = BytesIO()
    data = original.getvalue()
    with ZipFile(BytesIO(data)) as source, ZipFile(copied, "w") as package:
        [entry] = source.infolist()
        write_part(package, "first.xml", b"first")
        copy_part(package, data, entry)
        write_part(package, "last.xml", b"last")
    with ZipFile(copied) as package:
        assert package.testzip() is None
        assert package.namelist() == ["first.xml", "甲.xml", "last.xml"]
        assert package.read("甲.xml") == PARTS[0][1]
        [_, kept, _] = package.infolist()
        assert (kept.date_time, kept.compress_type) == (entry.date_time, compression)
        assert kept.compress_size == entry.compress_size
        assert kept.extra == extra.removeprefix(ZIP64)
        assert not kept.flag_bits & 0x08, "its sizes stand before it"
