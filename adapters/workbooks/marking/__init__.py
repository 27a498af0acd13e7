"""The returned copy of a faulty workbook: marked cells, comments, and a first sheet 修改意见.

An .xlsx is patched part by part, so that all that is not ours stays as the sender made it, even
what no library knows (WPS's pictures in cells, drop-down lists of newer Excel, text boxes).
"""

from collections.abc import Sequence
from dataclasses import replace

from adapters.workbooks.marking.cells import clear_selection, restyle
from adapters.workbooks.marking.comments import Surroundings, has_old_comments, replace_comments
from adapters.workbooks.marking.list_styles import list_styles
from adapters.workbooks.marking.marks import CellMark, marks_by_sheet
from adapters.workbooks.marking.problem_list import (
    HEADING_ROW,
    TITLE,
    is_problem_list,
    problem_list,
)
from adapters.workbooks.ooxml.package import Package
from adapters.workbooks.ooxml.relationships import Relationships
from adapters.workbooks.ooxml.styles import Styles
from adapters.workbooks.ooxml.workbook import WorkbookPart
from adapters.workbooks.ooxml.xml import parse, serialize
from campaign.problems.codes import Problem
from campaign.values.raw_workbook import RawWorkbook

__all__ = ["is_problem_list", "mark"]


def mark(original: bytes, workbook: RawWorkbook, problems: Sequence[Problem], note: str) -> bytes:
    """Return the sender's workbook with every problem marked, commented and listed.

    ``note`` is one line below the title of 修改意见. What an earlier return put in is replaced.
    For other kinds than xlsx the copy holds the values of ``workbook`` only.
    """
    if workbook.kind != "xlsx":
        from adapters.workbooks.marking.values_only_copy import values_only_copy, with_xlsx_names

        workbook, problems = with_xlsx_names(workbook, problems)
        original = values_only_copy(workbook)
    package = Package(original)
    book = WorkbookPart(package)
    senders = _without_old_opinions(book, workbook)
    part = book.styles_part()
    styles = Styles(package.read(part) if part in package else None, book.dialect)
    marks = marks_by_sheet(problems, senders)
    for name, sheet_part in book.sheets().items():
        _patch(package, book, sheet_part, marks.get(name, ()), styles)
    sheet = problem_list(problems, senders, note, list_styles(styles), book.dialect)
    package.write(part, styles.serialize())
    book.put_first(TITLE, sheet, HEADING_ROW)
    return package.packed()


def _without_old_opinions(book: WorkbookPart, workbook: RawWorkbook) -> RawWorkbook:
    for sheet in workbook.sheets:
        if is_problem_list(sheet):
            book.remove(sheet.name)
    kept = tuple(sheet for sheet in workbook.sheets if not is_problem_list(sheet))
    return replace(workbook, sheets=kept)


def _patch(
    package: Package, book: WorkbookPart, part: str, marks: Sequence[CellMark], styles: Styles
) -> None:
    around = Surroundings(package=package, types=book.types, relations=Relationships(package, part))
    data = package.read(part)
    if not (marks or styles.had_marks or b"tabSelected" in data or has_old_comments(around)):
        return
    sheet = parse(data)
    before = b"" if marks else serialize(sheet)
    clear_selection(sheet)
    restyle(sheet, marks, styles)
    replace_comments(sheet, around, marks)
    if (after := serialize(sheet)) != before:
        package.write(part, after)
