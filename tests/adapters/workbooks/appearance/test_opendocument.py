"""What the cells of an OpenDocument workbook look like, as programs write it and by its styles."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
import xlsxwriter

from adapters.workbooks.appearance.opendocument_formats import format_code
from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.reader import read_workbook
from campaign.definitions.limits import Limits
from campaign.values.number_formats import is_plain, show
from campaign.values.raw_workbook import PLAIN, RawSheet, RawWorkbook
from tests.adapters.workbooks.appearance.test_appearance import png
from tests.support.servers.libreoffice import LibreOffice

LIMITS = Limits()
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
}
PREFIXES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
FORMATS = (
    *('0"分"', '0,"千元"', "0%", "0.0%", '"已完成"', ";;;", "0000", '00"月"', '"第"0"号"'),
    *('[>=10000]0,"千元";0"元"', '[=1]"是";[=0]"否";0', '0;-0;"无"', '@"说明"', '0.0,,"百万"'),
)
PLAIN_FORMATS = ("General", "0.00", "#,##0", "@", "yyyy-mm-dd", "[Red]0;[Blue]-0", "0.00E+00")
DAYS = {'m"月"d"日"': "6月8日", 'yyyy"年"m"月"': "2026年6月"}


def first(data: bytes) -> RawSheet:
    passed = inspect(data, LIMITS)
    assert isinstance(passed, Passed), passed
    book = read_workbook(data, passed, LIMITS)
    assert isinstance(book, RawWorkbook), book
    return book.sheets[0]


Convert = Callable[[Callable[[Any, Any], None]], tuple[RawSheet, RawSheet]]


@pytest.fixture
def convert(libreoffice: LibreOffice, tmp_path: Path) -> Convert:
    """Give a sheet as xlsxwriter writes it and as LibreOffice saves it to an ods."""

    def both(fill: Callable[[Any, Any], None]) -> tuple[RawSheet, RawSheet]:
        buffer = BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            fill(book, book.add_worksheet("表"))
        data = buffer.getvalue()
        return first(data), first(libreoffice.converted(data, "xlsx", "ods", tmp_path))

    return both


def test_formats_show_the_same_when_libreoffice_has_saved_them(convert: Convert) -> None:
    values = (12345, -7, 0, 1)

    def fill(book: Any, sheet: Any) -> None:
        for row, code in enumerate(FORMATS):
            sheet.write_row(row, 0, values, book.add_format({"num_format": code}))

    ours, theirs = convert(fill)
    assert theirs.appearance.formats.keys() == ours.appearance.formats.keys()
    for at, code in ours.appearance.formats.items():
        other = show(theirs.appearance.formats[at], values[at[1] - 1])
        assert (at, other) == (at, show(code, values[at[1] - 1]))


def test_days_show_the_same_when_libreoffice_has_saved_them(convert: Convert) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row, code in enumerate(DAYS):
            sheet.write_number(row, 0, 46181, book.add_format({"num_format": code}))

    _, theirs = convert(fill)
    texts = [show(code, theirs.value(*at)).text for at, code in theirs.appearance.formats.items()]  # type: ignore[arg-type]
    assert texts == [*DAYS.values()]


def test_formats_that_say_nothing_are_not_told(convert: Convert) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row, code in enumerate(PLAIN_FORMATS):
            sheet.write_number(row, 0, 46181, book.add_format({"num_format": code}))

    _, theirs = convert(fill)
    assert theirs.appearance is PLAIN


def test_lines_white_on_white_and_pictures_are_told(convert: Convert) -> None:
    def fill(book: Any, sheet: Any) -> None:
        gone, white = book.add_format({"font_strikeout": True}), {"font_color": "#FFFFFF"}
        sheet.write_row("A1", [1, "甲"], gone)
        sheet.write_rich_string("A2", gone, "15", "12")
        sheet.write_rich_string("B2", gone, "旧", gone, "的")
        sheet.write_number("A3", 5, book.add_format(white))
        sheet.write_number("B3", 5, book.add_format({**white, "bg_color": "#1F4E78"}))
        sheet.write_number("C3", 5, book.add_format({**white, "bg_color": "#FFFFFF"}))
        sheet.write_blank("D3", None, gone)
        sheet.insert_image("C5", "1.png", {"image_data": png()})

    ours, theirs = convert(fill)
    assert theirs.appearance == ours.appearance
    assert theirs.appearance.struck == {(1, 1), (1, 2), (2, 2)}
    assert theirs.appearance.partly_struck == {(2, 1)}
    assert theirs.appearance.unseen == {(3, 1), (3, 3)}
    assert theirs.appearance.pictures == {(5, 3)}


def ods(rows: str, automatic: str = "", named: str = "", columns: str = "") -> bytes:
    content = (
        f"<office:document-content {PREFIXES}><office:automatic-styles>{automatic}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{columns}{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)
        if named:
            package.writestr("styles.xml", named)
    return buffer.getvalue()


def row(*cells: str, **attributes: str) -> str:
    given = "".join(f' table:{k.replace("_", "-")}="{v}"' for k, v in attributes.items())
    return f"<table:table-row{given}>{''.join(cells)}</table:table-row>"


def cell(text: str, style: str = "", more: str = "") -> str:
    named = f' table:style-name="{style}"' if style else ""
    kind = f'<table:table-cell office:value-type="string"{named}{more}>'
    return f"{kind}<text:p>{text}</text:p></table:table-cell>"


def style(name: str, family: str, properties: str, parent: str = "") -> str:
    descent = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}"{descent}>'
        f"<style:text-properties {properties}/></style:style>"
    )


STRUCK = style("gone", "table-cell", 'style:text-line-through-type="single"')
KEPT = style("kept", "text", 'style:text-line-through-style="none"')
CUT = style("cut", "text", 'style:text-line-through-style="solid"')


def test_a_style_does_what_the_one_does_that_it_descends_from() -> None:
    named = f"<office:document-styles {PREFIXES}><office:styles>{STRUCK}</office:styles>"
    automatic = style("a", "table-cell", 'fo:color="#000000"', parent="gone")
    data = ods(row(cell("甲", "a"), cell("乙")), automatic, f"{named}</office:document-styles>")
    assert first(data).appearance.struck == {(1, 1)}


def test_styles_that_descend_from_each_other_end() -> None:
    automatic = style("a", "table-cell", "", "b") + style("b", "table-cell", "", "a")
    assert first(ods(row(cell("甲", "a")), automatic)).appearance is PLAIN


def test_a_damaged_part_of_styles_says_nothing() -> None:
    data = ods(row(cell("甲", "gone")), STRUCK, "<office:document-styles><office:styles>")
    assert first(data).appearance.struck == {(1, 1)}


def test_cells_without_a_style_have_that_of_their_row_or_their_column() -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:default-cell-style-name="gone"/>'
        '<table:table-column table:number-columns-repeated="9"/>'
    )
    rows = (
        row(*map(cell, "甲乙丙丁")),
        row(*map(cell, "甲乙"), default_cell_style_name="gone"),
        row(cell("甲"), cell("乙", more=' table:number-columns-repeated="2"'), cell("丙")),
    )
    data = ods("".join(rows), STRUCK, columns=columns)
    assert first(data).appearance.struck == {(1, 3), (2, 1), (2, 2)}


@pytest.mark.parametrize(
    ("text", "style_name", "struck", "partly"),
    [
        ("<text:span text:style-name='cut'>旧</text:span>新", "", False, True),
        ("<text:span text:style-name='cut'>旧</text:span> ", "", True, False),
        ("<text:span text:style-name='kept'>新</text:span>", "gone", False, False),
        ("旧<text:span text:style-name='kept'>新</text:span>", "gone", False, True),
        (
            "<text:span text:style-name='cut'>旧<text:span>的</text:span></text:span>",
            "",
            True,
            False,
        ),
        ("<text:span>新</text:span>", "gone", True, False),
    ],
)
def test_runs_decide_before_the_style_of_their_cell(
    text: str, style_name: str, struck: bool, partly: bool
) -> None:
    looks = first(ods(row(cell(text, style_name)), STRUCK + KEPT + CUT)).appearance
    assert (bool(looks.struck), bool(looks.partly_struck)) == (struck, partly)


@pytest.mark.parametrize(
    ("data_style", "code"),
    [
        (
            '<number:number-style><number:number number:min-integer-digits="2"'
            ' number:decimal-places="0"><number:embedded-text number:position="1">.'
            "</number:embedded-text></number:number><number:text>万元</number:text>"
            "</number:number-style>",
            '0"."0"万元"',
        ),
        (
            '<number:number-style><number:text>"</number:text><number:number'
            ' number:decimal-places="2" number:min-decimal-places="0"/></number:number-style>',
            '\\"#.##',
        ),
        ("<number:date-style><number:quarter/></number:date-style>", ""),
        ('<number:number-style><number:number number:decimal-places="9999999999"/>'
         "</number:number-style>", "General"),
    ],
)  # fmt: skip
def test_a_data_style_becomes_the_code_that_excel_would_store(data_style: str, code: str) -> None:
    xml = f"<a {PREFIXES}>{data_style}</a>"
    element = fromstring(xml)[0]
    for part in element.iter():
        part.tag = _prefixed(part.tag)
        attributes = {_prefixed(name): value for name, value in part.attrib.items()}
        part.attrib.clear()
        part.attrib.update(attributes)
    assert format_code(element, {}) == code


def test_a_point_that_is_a_word_divides_as_in_the_code_of_excel() -> None:
    assert show('0"."0"万元"', 12).number == show('0!.0"万元"', 12).number
    assert not is_plain('0"."0"万元"')


def _prefixed(name: str) -> str:
    uri, _, local = name.removeprefix("{").partition("}")
    return next(f"{prefix}:{local}" for prefix, known in NAMES.items() if known == uri)
