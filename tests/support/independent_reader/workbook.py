"""Reads a filled workbook plainly and slowly, as an oracle for the fast reading.

It shares the definitions and the names of the problems with campaign/, and no other code: cells
by openpyxl, everything by loops, from what section 5 of the design promises.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from campaign.definitions.form import Field, Form, Sheet
from campaign.problems.codes import Code
from tests.support.independent_reader.pages import (
    Fault,
    Page,
    find_columns,
    find_labels,
    page_of,
    pages_of,
    says_something,
)
from tests.support.independent_reader.rules import BREACHES, check_empty
from tests.support.independent_reader.table import read_cell, read_table
from tests.support.independent_reader.values import Values
from tests.support.independent_reader.words import squeeze

NIL = Field.model_validate({"key": "nil", "heading": "本期无（零报告）", "type": "yes_no"})
NIL_REASON = Field.model_validate({"key": "nil_reason", "heading": "零报告原因"})
MOST_ROWS = 5_000


@dataclass
class Answer:
    """What was accepted, by sheet key, row (0: labelled cells) and key; and what is wrong."""

    values: dict[tuple[str, int, str], str] = field(default_factory=dict)
    faults: set[Fault] = field(default_factory=set)


def read_plainly(data: bytes, form: Form, values: Values) -> Answer:
    """Return what a workbook says as this form, and what is wrong with it."""
    pages = pages_of(data)
    answer = Answer()
    read = dict(read_pages(form, pages, values, answer))
    mismatches = {f for p in read.values() for f in p.faults if f[3] is Code.HEADER_MISMATCH}
    if mismatches:
        return Answer(faults=mismatches)
    for page in pages:
        if read and says_something(page) and page not in read.values():
            page.fault(Code.SHEET_UNKNOWN)
    check_filled(form, read)
    answer.faults |= {fault for page in pages for fault in page.faults}
    for rule in form.rules:
        if all(key in read and read[key].heading_row for key, _ in rule.references):
            answer.faults |= set(BREACHES[type(rule)](rule, form, read))
    for key, page in read.items():
        for number, row in [(0, page.header), *page.rows.items()]:
            answer.values |= {(key, number, name): value for name, value in row.items()}
    return answer


def read_pages(
    form: Form, pages: list[Page], values: Values, answer: Answer
) -> Iterator[tuple[str, Page]]:
    """Read the pages of the form's sheets."""
    for sheet in form.sheets:
        page = page_of(sheet, form, pages)
        if page is None:
            answer.faults.add(("", 0, 0, Code.SHEET_MISSING))
        elif not page.visible:
            page.fault(Code.SHEET_HIDDEN)
        else:
            read_page(page, sheet, form, values)
            check_twice(sheet, page)
            yield sheet.key, page


def read_page(page: Page, sheet: Sheet, form: Form, values: Values) -> None:
    """Read labelled cells and table of one page."""
    if sheet.columns and not find_columns(page, sheet):
        page.fault(Code.SHEET_NO_HEADINGS)
    fields = [*sheet.header]
    if form.nil_return and sheet is form.sheets[0]:
        fields += [NIL, NIL_REASON]
    find_labels(page, fields)
    check_printed(page, values)
    for labelled in fields:
        row, column = page.labels.get(labelled.key, (0, 0))
        optional = labelled.model_copy(update={"required": False})
        value = read_cell(page, optional, (row, column), values)
        if value:
            page.header[labelled.key] = value
        elif labelled.required and (row, column) not in page.doubtful:
            page.fault(Code.HEADER_MISSING, row, column)
            page.doubtful.discard((row, column))
    if page.heading_row:
        read_table(page, sheet, values)


def check_printed(page: Page, values: Values) -> None:
    """Hold the printed unit and period against those that the workbook was issued for."""
    for label in ("单位", "期间"):
        printed = squeeze(page.cells.get(page.labels.get(label, (0, 0))))
        if label == "单位":
            same = values.unit_named(printed) == values.own
            if printed and not values.unit_named(printed):
                page.fault(Code.HEADER_UNIT_UNKNOWN, *page.labels[label])
                continue
        else:
            same = values.period is None or printed == values.period.label
        if printed and not same:
            page.fault(Code.HEADER_MISMATCH, *page.labels[label])


def check_filled(form: Form, read: dict[str, Page]) -> None:
    """Find empty tables without a word, contradictions of a nil return, and too many rows."""
    nil = any(page.header.get("nil") == "是" for page in read.values())
    for sheet in form.sheets:
        page = read.get(sheet.key)
        if page is None:
            continue
        if page.heading_row and len(page.rows) > MOST_ROWS:
            page.fault(Code.SHEET_TOO_MANY_ROWS)
        elif page.heading_row and len(page.rows) > 5 * sheet.usual_rows:
            page.fault(Code.SHEET_UNUSUALLY_MANY_ROWS)
        if page.heading_row and nil and page.rows:
            page.fault(Code.NIL_WITH_ROWS, *page.labels.get("nil", (0, 0)))
        at = page.labels.get("nil_reason", (0, 0))
        reason = page.header.get("nil_reason", "无")
        if page.header.get("nil") == "是" and reason == "无" and at not in page.doubtful:
            page.fault(Code.NIL_WITHOUT_REASON, *at)
    if not nil:
        check_empty(form, read)


def check_twice(sheet: Sheet, page: Page) -> None:
    """Find what stands twice where everything stands once."""
    for column in sheet.columns:
        seen: set[str] = set()
        for number, row in sorted(page.rows.items()):
            if (column.unique or column.number) and column.key in row:
                if row[column.key] in seen:
                    at = (number, page.columns[column.key])
                    page.faults.add((page.name, *at, Code.CELL_NOT_UNIQUE))
                seen.add(row[column.key])
