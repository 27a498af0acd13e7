"""The sheet 修改意见: every finding in words, with a link to its cell, for the sender's clerk."""

import html
import math
import unicodedata
from collections.abc import Mapping, Sequence

from adapters.workbooks.marking.list_styles import ListStyle
from adapters.workbooks.marking.marks import spot
from adapters.workbooks.ooxml.xml import Dialect, legible
from adapters.workbooks.texts import marked_copy_texts
from campaign.problems.codes import Problem, Severity
from campaign.problems.messages import (
    ProblemLine,
    group_problems,
    problem_text,
    reason_text,
    remedy_text,
)
from campaign.values.cell_ref import cell_name
from campaign.values.raw_workbook import RawSheet, RawWorkbook

TITLE = "修改意见"
HEADING_ROW = 4

_HEADINGS = ("序号", "位置", "问题", "原因", "怎样修改", "级别")
"""By these a list of an earlier return is known when the workbook comes back."""

_WIDTHS = (6, 24, 42, 34, 46, 9)
_CHARACTER_UNITS = 2.2
_LINE_POINTS = 15
_ROW_PADDING_POINTS = 8
_MOST_POINTS = 400
_LONGEST_PLACE = 60
_LEVEL_LOOKS = {Severity.ERROR: ListStyle.ERROR, Severity.WARNING: ListStyle.WARNING}


def is_problem_list(sheet: RawSheet) -> bool:
    """Return whether a sheet is the 修改意见 of an earlier return, whatever it is called now."""
    return any(row[: len(_HEADINGS)] == _HEADINGS for row in sheet.rows[: 2 * HEADING_ROW])


def problem_list(
    problems: Sequence[Problem],
    workbook: RawWorkbook,
    note: str,
    looks: Mapping[ListStyle, int],
    dialect: Dialect,
) -> bytes:
    """Return the XML of the sheet: title, note, advice, headings, one row per finding.

    Errors come before warnings, each in the order in which they were found.
    """
    lines = sorted(
        group_problems(problems), key=lambda line: line.first.severity is Severity.WARNING
    )
    links = [_link(n, line, workbook) for n, line in enumerate(lines, HEADING_ROW + 1)]
    table = [
        _row(n, line, looks, linked=bool(link))
        for n, (line, link) in enumerate(zip(lines, links, strict=True), HEADING_ROW + 1)
    ]
    heading = [(text, looks[ListStyle.HEADING]) for text in _HEADINGS]
    top = [
        _xml_row(1, [(TITLE, looks[ListStyle.TITLE])], 30),
        _banner(2, note, looks),
        _banner(3, _summary(lines, workbook), looks),
        _xml_row(HEADING_ROW, heading, 22),
    ]
    area = f"A1:{cell_name(HEADING_ROW + len(lines), len(_WIDTHS))}"
    return _sheet("".join(top + table), "".join(links), area, dialect).encode()


def _summary(lines: Sequence[ProblemLine], workbook: RawWorkbook) -> str:
    errors = sum(line.first.severity is Severity.ERROR for line in lines)
    texts = marked_copy_texts()
    counts = texts.counts.format(all=len(lines), errors=errors, warnings=len(lines) - errors)
    return counts + texts.advice + ("" if workbook.kind == "xlsx" else texts.values_only)


def _row(number: int, line: ProblemLine, looks: Mapping[ListStyle, int], *, linked: bool) -> str:
    problem = line.first
    texts = (
        _place(line),
        problem_text(problem),
        reason_text(problem),
        remedy_text(problem),
        marked_copy_texts().level(problem.severity),
    )
    place, level = ListStyle.PLACE if linked else ListStyle.TEXT, _LEVEL_LOOKS[problem.severity]
    styles = [
        looks[look]
        for look in (ListStyle.MIDDLE, place, ListStyle.TEXT, ListStyle.TEXT, ListStyle.TEXT, level)
    ]
    values: list[str | int] = [number - HEADING_ROW, *texts]
    cells = list(zip(values, styles, strict=True))
    return _xml_row(number, cells, _height(dict(zip(texts, _WIDTHS[1:], strict=True))))


def _place(line: ProblemLine) -> str:
    """Return the cells of a finding, cut short where there are many: the marks show the rest."""
    if len(line.where) <= _LONGEST_PLACE:
        return line.where
    places = line.where[:_LONGEST_PLACE].rpartition("、")[0]
    return marked_copy_texts().places.format(places=places, number=len(line.problems))


def _height(texts: Mapping[str, int]) -> float:
    most = max(_lines(text, width) for text, width in texts.items())
    return min(most * _LINE_POINTS + _ROW_PADDING_POINTS, _MOST_POINTS)


def _lines(text: str, width: int) -> int:
    units = sum(
        _CHARACTER_UNITS if unicodedata.east_asian_width(letter) in "WFA" else 1.2
        for letter in text
    )
    return math.ceil(units / (width - 1)) or 1


def _banner(number: int, text: str, looks: Mapping[ListStyle, int]) -> str:
    height = _height({text: sum(_WIDTHS)})
    return _xml_row(number, [(text, looks[ListStyle.NOTE])], height)


def _xml_row(number: int, cells: Sequence[tuple[str | int, int]], height: float) -> str:
    xml = "".join(
        f'<c r="{cell_name(number, column)}" s="{style}"{_content(value)}</c>'
        for column, (value, style) in enumerate(cells, 1)
    )
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{xml}</row>'


def _content(value: str | int) -> str:
    """Return a cell's type and value; text is always text, whatever it begins with."""
    if isinstance(value, int):
        return f"><v>{value}</v>"
    return f' t="inlineStr"><is><t xml:space="preserve">{_escape(value)}</t></is>'


def _link(number: int, line: ProblemLine, workbook: RawWorkbook) -> str:
    sheet = workbook.sheet(line.first.sheet)
    if sheet is None or not sheet.visible:
        return ""
    row, column = spot(line.first, sheet) or (line.first.row or 1, line.first.column or 1)
    quoted = sheet.name.replace("'", "''")
    target = _escape(f"'{quoted}'!{cell_name(row, column)}")
    hint = _escape(marked_copy_texts().link)
    return f'<hyperlink ref="B{number}" location="{target}" tooltip="{hint}"/>'


def _escape(text: str) -> str:
    return html.escape(legible(text))


def _sheet(rows: str, links: str, area: str, dialect: Dialect) -> str:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}.7109375" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, 1)
    )
    last = cell_name(0, len(_WIDTHS))[:-1]
    footer = _escape(f"&C{marked_copy_texts().page_number}")
    merged = "".join(f'<mergeCell ref="A{row}:{last}{row}"/>' for row in (1, 2, 3))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{dialect.main}">'
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="{area}"/><sheetViews>'
        '<sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{HEADING_ROW}" topLeftCell="A{HEADING_ROW + 1}" activePane="bottomLeft" '
        f'state="frozen"/><selection pane="bottomLeft" activeCell="A{HEADING_ROW + 1}" '
        f'sqref="A{HEADING_ROW + 1}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols>'
        f'<sheetData>{rows}</sheetData><mergeCells count="3">{merged}</mergeCells>'
        f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>{footer}</oddFooter></headerFooter>"
        "</worksheet>"
    )
