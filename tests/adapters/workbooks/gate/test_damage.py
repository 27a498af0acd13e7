"""Workbooks that are broken, too large, or made so that a parser is led astray."""

import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from adapters.workbooks.gate import Passed, inspect
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code, Problem
from campaign.problems.messages import problem_text, reason_text, remedy_text

Build = Callable[[Any], bytes]

LIMITS = Limits()
BOMB = "<c/>" + " " * 5_000_000
DOCTYPE = (
    '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
)
WORKSHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(data: bytes, limits: Limits = LIMITS) -> Problem:
    """Return the only problem, and make sure that its words have all their facts."""
    verdict = inspect(data, limits)
    assert not isinstance(verdict, Passed)
    assert len(verdict) == 1
    assert all("{" not in words(verdict[0]) for words in (problem_text, reason_text, remedy_text))
    return verdict[0]


def _lying_size(make: Any) -> Any:
    """A part that inflates to more than the directory says."""
    data = bytearray(make.xlsx(CELL))
    entry = data.index(b"PK\1\2", data.rindex(b"xl/worksheets/sheet1.xml") - 46)
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    return bytes(data)


def _without(make: Any, data: bytes, lost: str) -> bytes:
    parts = {name: part for name, part in make.parts(data).items() if name != lost}
    return bytes(make.zip(parts))


def _bad_sum(make: Any) -> Any:
    data = bytearray(make.xlsx(CELL))
    entry = data.index(b"PK\1\2")
    data[entry + 16] ^= 0xFF
    return bytes(data)


def _overlapping(make: Any) -> Any:
    """A second entry of the directory that points at the first one's bytes."""
    data = make.zip({TYPES: b"<Types/>", "copy": b"<Types/>"})
    first, second = (found for found in _offsets(data))
    twisted = bytearray(data)
    twisted[second + 42 : second + 46] = twisted[first + 42 : first + 46]
    return bytes(twisted)


def _offsets(data: bytes) -> list[int]:
    found = [data.index(b"PK\1\2")]
    found.append(data.index(b"PK\1\2", found[0] + 1))
    return found


def _same_name_twice(make: Any) -> Any:
    buffer = BytesIO(make.xlsx(CELL))
    with zipfile.ZipFile(buffer, "a") as out:
        out.writestr("XL/worksheets/Sheet1.xml", make.sheet_xml(CELL))
    return buffer.getvalue()


def _many_parts(make: Any) -> Any:
    return make.changed(make.xlsx(CELL), {f"x/{number}": b"" for number in range(5_001)})


def _bzip2(make: Any) -> Any:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as out:
        for name, content in make.parts(make.xlsx(CELL)).items():
            out.writestr(name, content)
    return buffer.getvalue()


REFUSED: dict[str, tuple[Build, Code]] = {
    "zeros, as after a broken copy": (lambda make: bytes(9_000), Code.FILE_DAMAGED),
    "first half of an xlsx": (lambda make: make.xlsx(CELL)[:600], Code.FILE_DAMAGED),
    "xlsx without its end": (lambda make: make.xlsx(CELL)[:-30], Code.FILE_DAMAGED),
    "xls without its end": (lambda make: make.xls()[:3_000], Code.FILE_DAMAGED),
    "ods without its end": (lambda make: make.ods()[:-30], Code.FILE_DAMAGED),
    "xlsx that has lost its list of types": (
        lambda make: _without(make, make.xlsx(CELL), "[Content_Types].xml"),
        Code.FILE_DAMAGED,
    ),
    "ods that has lost its type": (
        lambda make: _without(make, make.ods(), "mimetype"),
        Code.FILE_DAMAGED,
    ),
    "zip with a wrong sum": (_bad_sum, Code.FILE_DAMAGED),
    "zip that lies about a size": (_lying_size, Code.FILE_DAMAGED),
    "zip whose entries share bytes": (_overlapping, Code.FILE_DAMAGED),
    "zip with a part twice": (_same_name_twice, Code.FILE_DAMAGED),
    "zip of thousands of parts": (_many_parts, Code.FILE_UNUSUAL),
    "zip with another compression": (_bzip2, Code.FILE_UNUSUAL),
    "sheet that is not well-formed": (
        lambda make: make.changed(make.xlsx(), {WORKSHEET: b"<worksheet><sheetData><row>"}),
        Code.FILE_DAMAGED,
    ),
    "table that does not end": (
        lambda make: make.replaced(make.ods(), "content.xml", "</table:table>", ""),
        Code.FILE_DAMAGED,
    ),
    "entities in a sheet": (
        lambda make: make.replaced(
            make.xlsx(CELL), WORKSHEET, "<worksheet", DOCTYPE + "<worksheet"
        ),
        Code.FILE_DAMAGED,
    ),
    "document type outside the file": (
        lambda make: make.replaced(
            make.xlsx(CELL),
            WORKSHEET,
            "<worksheet",
            '<!DOCTYPE worksheet SYSTEM "http://localhost/x.dtd"><worksheet',
        ),
        Code.FILE_DAMAGED,
    ),
    "entities in a part that only other programs read": (
        lambda make: make.changed(make.xlsx(CELL), {"docProps/app.xml": DOCTYPE.encode()}),
        Code.FILE_DAMAGED,
    ),
    "entities in UTF-16": (
        lambda make: make.changed(
            make.xlsx(CELL), {"customXml/item1.xml": DOCTYPE.encode("utf-16")}
        ),
        Code.FILE_DAMAGED,
    ),
    "entities in an ods": (
        lambda make: make.changed(make.ods(), {"content.xml": DOCTYPE.encode() + b"<a/>"}),
        Code.FILE_DAMAGED,
    ),
    "entities in a sheet, hidden by its encoding": (
        lambda make: make.changed(
            make.xlsx(CELL),
            {WORKSHEET: f'<?xml version="1.0" encoding="IBM037"?>{DOCTYPE}<a/>'.encode("cp037")},
        ),
        Code.FILE_DAMAGED,
    ),
    "sheet in an encoding that nobody knows": (
        lambda make: make.replaced(make.xlsx(CELL), WORKSHEET, "UTF-8", "X-1"),
        Code.FILE_DAMAGED,
    ),
    "entities in texts": (
        lambda make: make.replaced(
            make.changed(make.xlsx(CELL), {"xl/sharedStrings.xml": DOCTYPE.encode() + b"<sst/>"}),
            BOOK_RELATIONS,
            "</Relationships>",
            '<Relationship Id="s" Type="x/relationships/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        ),
        Code.FILE_DAMAGED,
    ),
    "two sheets of one name": (
        lambda make: make.replaced(make.xlsx(CELL, sheets=2), BOOK, "表2", "表1"),
        Code.FILE_DAMAGED,
    ),
    "two sheets of one part": (
        lambda make: make.replaced(
            make.xlsx(CELL, sheets=2), BOOK_RELATIONS, "sheet2.xml", "sheet1.xml"
        ),
        Code.FILE_DAMAGED,
    ),
    "xls with a piece missing": (
        lambda make: make.xls()[:1_000] + make.xls()[1_040:],
        Code.FILE_DAMAGED,
    ),
    "bomb in a sheet": (lambda make: make.xlsx(BOMB), Code.FILE_INFLATES),
    "bomb in a picture": (
        lambda make: make.changed(make.xlsx(CELL), {"xl/media/image1.png": bytes(9_000_000)}),
        Code.FILE_INFLATES,
    ),
    "workbook part without relations": (
        lambda make: make.replaced(
            make.changed(
                make.replaced(make.xlsx(CELL), TYPES, "workbook.xml", "book.xml"),
                {"xl/book.xml": b"<workbook/>"},
            ),
            "_rels/.rels",
            "workbook.xml",
            "book.xml",
        ),
        Code.FILE_UNUSUAL,
    ),
    "sheet that is not there": (
        lambda make: make.replaced(make.xlsx(CELL), BOOK_RELATIONS, "sheet1.xml", "sheet7.xml"),
        Code.FILE_UNUSUAL,
    ),
    "ods with other prefixes, which the parser takes for an empty one": (
        lambda make: make.changed(
            make.ods(),
            {
                "content.xml": make.parts(make.ods())["content.xml"]
                .replace(b"table:", b"t:")
                .replace(b"xmlns:table", b"xmlns:t")
            },
        ),
        Code.FILE_UNUSUAL,
    ),
    "ods with a text that the parser passes over": (
        lambda make: make.ods(
            "<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell>"
            "</table:table-row>"
        ),
        Code.FILE_UNUSUAL,
    ),
    "ods with more blanks than a cell holds": (
        lambda make: make.ods(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>'
            '<text:s text:c="999999999"/></text:p></table:table-cell></table:table-row>'
        ),
        Code.FILE_UNUSUAL,
    ),
}


@pytest.mark.parametrize(("build", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_damaged_or_crafted_file_is_told_why(make: Any, build: Build, code: Code) -> None:
    assert refusal(build(make)).code is code


def test_a_file_above_the_limit_is_not_even_opened(make: Any) -> None:
    found = refusal(b"PK\3\4" + bytes(2 * 1024 * 1024), Limits(max_file_mb=1))
    assert found.code is Code.FILE_TOO_LARGE
    assert problem_text(found) == "文件大小为2.0MB，超过上限1MB。"


def test_too_many_sheets_are_counted(make: Any) -> None:
    found = refusal(make.xlsx(CELL, sheets=4), Limits(max_sheets=3))
    assert found.code is Code.FILE_TOO_MANY_SHEETS
    assert dict(found.facts) == {"count": "4", "limit": "3"}


def test_too_many_sheets_of_an_ods_are_counted(make: Any) -> None:
    tables = "".join(f'<table:table table:name="又{n}"/>' for n in range(3))
    assert refusal(make.ods(tables=tables), Limits(max_sheets=3)).code is Code.FILE_TOO_MANY_SHEETS


def test_inflating_stops_at_the_limit_whatever_the_directory_says(make: Any) -> None:
    """The directory says 10 bytes; 20 MB come out of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(20_000_000)) + packer.flush()
    parts = make.parts(make.xlsx(CELL))
    parts.pop(WORKSHEET)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        for name, content in {**parts, WORKSHEET: packed}.items():
            out.writestr(name, content)
    data = bytearray(buffer.getvalue())
    entry = data.rindex(b"PK\1\2")
    data[entry + 10 : entry + 12] = struct.pack("<H", zipfile.ZIP_DEFLATED)
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    tracemalloc.start()
    found = refusal(bytes(data), Limits(max_inflated_mb=2))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
    assert found.code is Code.FILE_INFLATES
    assert problem_text(found) == "文件解压后达到2MB以上，超过上限2MB。"
