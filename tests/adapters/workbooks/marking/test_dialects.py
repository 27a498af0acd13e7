"""Workbooks as other programs write them: every way that the format allows must be patched."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from adapters.workbooks.marking import mark
from campaign.problems.codes import Code, Problem, make_problem
from campaign.problems.messages import problem_text
from campaign.values.raw_workbook import RawSheet, RawWorkbook

Parts = dict[str, bytes]
Unzip = Callable[[bytes], Parts]
Zip = Callable[[Parts], bytes]
Read = Callable[..., RawWorkbook]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RED = "FFFFC8CB"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

SHEET_CHILDREN = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetProtection",
    "mergeCells",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "legacyDrawing",
    "legacyDrawingHF",
    "tableParts",
    "extLst",
]
"""ECMA-376 part 1, 18.3.1.99; Excel offers to repair a workbook that is in another order."""


def blank(sheet: str, at: tuple[int, int]) -> Problem:
    return make_problem(Code.CELL_BLANK, sheet=sheet, at=at, heading="内容", expected="内容")


def bare(sheet: str, *, book_extra: str = "", types: str = "", relations: str = "") -> Parts:
    """The least that a package needs, with one sheet 表一 and no styles."""
    return {
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/'
            'sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            f'spreadsheetml.worksheet+xml"/>{types}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="表一" '
            f'sheetId="1" r:id="rId1"/></sheets>{book_extra}</workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>{relations}'
            "</Relationships>"
        ).encode(),
        "xl/worksheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{MAIN}">{sheet}</worksheet>'.encode(),
    }


ROWS = (
    "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row>"
    '<row><c><v>3</v></c></row><row r="5"><c r="B5"><v>4</v></c></row></sheetData>'
)


def prefixed(parts: Parts) -> Parts:
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    sheet = re.sub(r"<(/?)([a-zA-Z]+)(?=[\s/>])", r"<\1x:\2", sheet).replace("xmlns=", "xmlns:x=")
    return parts | {"xl/worksheets/sheet1.xml": sheet.encode()}


def strict(parts: Parts) -> Parts:
    def translate(content: bytes) -> bytes:
        text = content.decode().replace(MAIN, STRICT_MAIN)
        return text.replace(RELATIONS, STRICT_RELATIONS).encode()

    return {name: translate(content) for name, content in parts.items()}


def absolute(parts: Parts) -> Parts:
    name = "xl/_rels/workbook.xml.rels"
    return parts | {name: parts[name].replace(b'"worksheets/', b'"/xl/worksheets/')}


def other_case(parts: Parts) -> Parts:
    moved = dict(parts)
    moved["xl/Worksheets/Sheet1.xml"] = moved.pop("xl/worksheets/sheet1.xml")
    return moved


def backslashes(parts: Parts) -> Parts:
    return {
        name if name.startswith("[") else name.replace("/", "\\"): content
        for name, content in parts.items()
    }


WRITERS = {
    "bare": lambda parts: parts,
    "prefixed": prefixed,
    "strict": strict,
    "absolute targets": absolute,
    "another case": other_case,
    "backslashes": backslashes,
}


@pytest.mark.parametrize("writer", WRITERS)
def test_rows_and_cells_without_names_are_counted(writer: str, parts: Unzip, rezip: Zip) -> None:
    data = rezip(WRITERS[writer](bare(ROWS)))
    raw = RawWorkbook(kind="xlsx", sheets=(RawSheet(name="表一"),))
    found = [blank("表一", at) for at in [(1, 2), (2, 3), (4, 1), (5, 1), (5, 2), (7, 4)]]
    copy = parts(mark(data, raw, found, ""))
    (name,) = (n for n in copy if n.replace("\\", "/").lower() == "xl/worksheets/sheet1.xml")
    root = etree.fromstring(copy[name])
    rows = {row.get("r"): row for row in root.iter("{*}row")}
    styles = [[(c.get("r"), c.get("s") is not None) for c in row] for row in root.iter("{*}row")]
    assert list(rows) == [None, "4", "5", "7"]
    assert styles == [
        [(None, False), (None, True)],
        [(None, False), ("C2", True)],
        [("A4", True)],
        [("A5", True), ("B5", True)],
        [("D7", True)],
    ]


@pytest.mark.parametrize(
    "writer", [name for name in WRITERS if name in ("bare", "prefixed", "absolute targets")]
)
def test_another_library_reads_marks_and_comments(writer: str, rezip: Zip, read: Read) -> None:
    data = rezip(WRITERS[writer](bare(ROWS)))
    book = load_workbook(BytesIO(mark(data, read(data), [blank("表一", (5, 2))], "")))
    cell = book["表一"]["B5"]
    assert cell.value == 4
    assert cell.fill.fgColor.rgb == RED
    assert cell.comment is not None
    assert book["修改意见"]["C5"].value == problem_text(blank("表一", (5, 2)))


def test_a_strict_workbook_stays_strict(rezip: Zip, parts: Unzip, read: Read) -> None:
    data = rezip(strict(bare(ROWS)))
    copy = mark(data, read(data), [blank("表一", (5, 2))], "")
    assert not [name for name, content in parts(copy).items() if MAIN.encode() in content]
    assert [sheet.name for sheet in read(copy).sheets] == ["修改意见", "表一"]


STYLES = {
    "no formats at all": f'<styleSheet xmlns="{MAIN}"/>',
    "no cell formats": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="9"/></font>'
    '</fonts><dxfs count="0"/></styleSheet>',
    "empty cell formats": f'<styleSheet xmlns="{MAIN}"><cellXfs count="0"/></styleSheet>',
}


@pytest.mark.parametrize("name", STYLES)
def test_gaps_in_the_styles_are_filled_in_order(
    name: str, rezip: Zip, parts: Unzip, read: Read
) -> None:
    relation = f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
    override = f'<Override PartName="/xl/styles.xml" ContentType="{kind}"/>'
    content = bare(ROWS, types=override, relations=relation)
    data = rezip(content | {"xl/styles.xml": STYLES[name].encode()})
    copy = mark(data, read(data), [blank("表一", (5, 2))], "")
    tables = [
        etree.QName(table).localname for table in etree.fromstring(parts(copy)["xl/styles.xml"])
    ]
    assert tables[:5] == ["fonts", "fills", "borders", "cellStyleXfs", "cellXfs"]
    assert load_workbook(BytesIO(copy))["表一"]["B5"].fill.fgColor.rgb == RED


def test_a_format_number_beyond_the_list_counts_as_the_default(rezip: Zip, read: Read) -> None:
    data = rezip(bare('<sheetData><row r="1"><c r="A1" s="99"><v>1</v></c></row></sheetData>'))
    copy = mark(data, read(data), [blank("表一", (1, 1))], "")
    assert load_workbook(BytesIO(copy))["表一"]["A1"].fill.fgColor.rgb == RED


def test_an_unusual_size_record_is_left_alone(rezip: Zip, parts: Unzip) -> None:
    data = rezip(bare('<dimension ref="A:C"/><sheetData/>'))
    raw = RawWorkbook(kind="xlsx", sheets=(RawSheet(name="表一"),))
    copy = mark(data, raw, [blank("表一", (3, 1))], "")
    assert b'<dimension ref="A:C"/>' in parts(copy)["xl/worksheets/sheet1.xml"]


TAIL = (
    '<sheetProtection sheet="1"/><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>'
)
ENDS = {
    "nothing behind": TAIL,
    "an extension list": f'{TAIL}<extLst><ext uri="x"/></extLst>',
    "a table and a header picture": f'{TAIL}<legacyDrawingHF xmlns:r="{RELATIONS}" r:id="rId9"/>'
    '<tableParts count="0"/><extLst/>',
    "a comment in the XML": f"{TAIL}<!-- written by hand --><extLst/>",
}


@pytest.mark.parametrize("name", ENDS)
def test_elements_of_a_sheet_stand_in_the_order_of_the_schema(
    name: str, rezip: Zip, parts: Unzip
) -> None:
    data = rezip(bare(ROWS + ENDS[name]))
    raw = RawWorkbook(kind="xlsx", sheets=(RawSheet(name="表一"),))
    copy = parts(mark(data, raw, [blank("表一", (5, 2))], ""))
    for part in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        children = [c for c in etree.fromstring(copy[part]) if isinstance(c.tag, str)]
        order = [SHEET_CHILDREN.index(etree.QName(child).localname) for child in children]
        assert order == sorted(order)
    assert b"legacyDrawing " in copy["xl/worksheets/sheet1.xml"]


def test_defined_names_come_before_what_follows_them(rezip: Zip, parts: Unzip, read: Read) -> None:
    data = rezip(bare(ROWS, book_extra='<calcPr calcId="1"/><extLst/>'))
    root = etree.fromstring(parts(mark(data, read(data), [], ""))["xl/workbook.xml"])
    names = [etree.QName(child).localname for child in root]
    assert names == ["sheets", "definedNames", "calcPr", "extLst"]


def test_shapes_that_are_no_comments_survive_even_in_broken_markup(
    rezip: Zip, parts: Unzip, read: Read
) -> None:
    """Excel writes drawings of buttons with a bare <br>, which no XML parser takes."""
    drawing = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s2050"><v:textbox>'
        "<font>填报<br>说明</font></v:textbox></v:shape></xml>"
    ).encode()
    link = f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="rId1"/>'
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>'
    ).encode()
    content = bare(ROWS + link) | {
        "xl/worksheets/_rels/sheet1.xml.rels": relations,
        "xl/drawings/vmlDrawing1.vml": drawing,
    }
    data = rezip(content)
    copy = mark(data, read(data), [blank("表一", (5, 2))], "")
    after = parts(copy)["xl/drawings/vmlDrawing1.vml"]
    assert drawing[: drawing.rindex(b"</xml>")] in after
    assert b'id="_x0000_s2051"' in after
    assert b"xmlns:x=" in after
    clean = parts(mark(copy, read(copy), [], ""))["xl/drawings/vmlDrawing1.vml"]
    assert b"_x0000_s2050" in clean and b"_x0000_s2051" not in clean


def test_comments_of_plain_text_keep_their_words(read: Read) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表一"
    sheet["A1"] = 1
    sheet["A1"].comment = Comment("原有的批注", "甲")
    buffer = BytesIO()
    book.save(buffer)
    copy = mark(buffer.getvalue(), read(buffer.getvalue()), [blank("表一", (1, 1))], "")
    comment = load_workbook(BytesIO(copy))["表一"]["A1"].comment
    assert comment is not None
    assert comment.text.startswith("原有的批注\n【审核修改意见】\n须修改：")


def test_a_workbook_with_no_views_and_sheets_only_of_ours_to_mark(
    rezip: Zip, read: Read, faults: Sequence[Problem]
) -> None:
    data = rezip(bare("<sheetData/>"))
    book = load_workbook(BytesIO(mark(data, read(data), faults, "")))
    assert book.sheetnames == ["修改意见", "表一"]
    assert book["修改意见"].max_row == 14
