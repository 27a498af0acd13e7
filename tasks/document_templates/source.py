"""The wording of a template, as it is kept in text, becomes the body of a document.

One line is one paragraph. ``@样式`` in front gives its style, 公文正文 without. ``@抬头`` and
``@落款`` stand for the lines of ``head.txt`` and ``tail.txt``. ``@表`` begins a table with its
headings and their widths in characters, each ``@行`` is a row of it. Lines that begin with ``#``
are remarks. Jinja tags stay as they are written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tasks.document_templates.layout import TEXT_WIDTH
from tasks.document_templates.styles import KEYS

TEXT = "公文正文"
_LINE = re.compile(r"(?:@(\S+)\s?)?(.*)")
_COLUMN = re.compile(r"(.+?)(居中)?:(\d+)")
_COLOPHON, _COLOPHON_RULE = "版记", "版记分隔"
_FRAME = (
    f'<w:framePr w:w="{TEXT_WIDTH}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin"'
    ' w:xAlign="center" w:yAlign="bottom"/>'
    '<w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="auto"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>'
)
"""版记, at the foot of the page on which the next paragraph stands.

The rule within is an underlined tab: LibreOffice takes paragraphs of different borders, or with a
border between them, out of the frame.
"""
_UNDERLINED = '<w:rPr><w:u w:val="single"/></w:rPr>'


class SourceError(Exception):
    """A line of a template's text that says nothing known."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, whether it is centred."""

    heading: str
    width: int
    centred: bool


def body(lines: Sequence[str]) -> str:
    """Return the document's paragraphs and tables; raises SourceError naming a faulty line."""
    return "".join(_blocks(iter(lines)))


def _blocks(lines: Iterator[str]) -> Iterator[str]:
    columns: list[Column] = []
    rows: list[str] = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        style, text = _parse(line)
        if style == "行":
            rows.append(_row(columns, text))
            continue
        if columns:
            yield _table(columns, rows)
            columns, rows = [], []
        if style == "表":
            columns = [_column(part) for part in text.split(" | ")]
        else:
            yield paragraph(style, text)
    if columns:
        yield _table(columns, rows)


def _parse(line: str) -> tuple[str, str]:
    match = _LINE.fullmatch(line)
    style = match[1] if match and match[1] else TEXT
    if match is None or style not in {*KEYS, "表", "行"}:
        raise SourceError(f"没有样式“{style}”：{line}")
    return style, match[2]


def _column(part: str) -> Column:
    match = _COLUMN.fullmatch(part.strip())
    if match is None:
        raise SourceError(f"表头应写作“名称:宽度”：{part}")
    return Column(match[1], int(match[3]), bool(match[2]))


def paragraph(style: str, text: str) -> str:
    """Return a paragraph in a style; a tab is written as ``\\t``."""
    frame = _FRAME if style in (_COLOPHON, _COLOPHON_RULE) else ""
    runs = _runs(text, _UNDERLINED if style == _COLOPHON_RULE else "")
    return f'<w:p><w:pPr><w:pStyle w:val="{KEYS[style]}"/>{frame}</w:pPr>{runs}</w:p>'


def _runs(text: str, of_tab: str) -> str:
    return f"<w:r>{of_tab}<w:tab/></w:r>".join(
        f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' if part else ""
        for part in text.split("\\t")
    )


def _row(columns: Sequence[Column], text: str) -> str:
    cells = text.split(" | ")
    if len(cells) == 1:  # a tag of its own, such as {%tr for line in lines %}
        cells += [""] * (len(columns) - 1)
    if len(cells) != len(columns):
        raise SourceError(f"应有{len(columns)}格：{text}")
    return _cells(
        "<w:cantSplit/>",
        [
            (column, paragraph("表格居中" if column.centred else "表格文字", cell.strip()))
            for column, cell in zip(columns, cells, strict=True)
        ],
        _twips(columns),
    )


def _twips(columns: Sequence[Column]) -> list[int]:
    total = sum(column.width for column in columns)
    return [TEXT_WIDTH * column.width // total for column in columns]


def _table(columns: Sequence[Column], rows: Sequence[str]) -> str:
    widths = _twips(columns)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    heading = _cells(
        "<w:cantSplit/><w:tblHeader/>",
        [(column, paragraph("表头", column.heading)) for column in columns],
        widths,
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{heading}{''.join(rows)}</w:tbl>"
    )


def _cells(properties: str, cells: Sequence[tuple[Column, str]], widths: Sequence[int]) -> str:
    found = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{content}</w:tc>"
        for (_, content), width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{found}</w:tr>"
