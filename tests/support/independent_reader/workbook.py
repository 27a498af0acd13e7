"""Reads a filled workbook plainly and slowly, as an oracle for the fast reading.

It shares the definitions and the names of the problems with campaign/, and no other code: cells
by openpyxl, everything by loops, from what section 5 of the design promises.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from campaign.definitions.form import NUMERIC, Field, Form, Sheet
from campaign.problems.codes import Code
from tests.support.independent_reader.looks import (
    check_columns,
    check_looks,
    find_covered,
    shown,
    sums_up,
)
from tests.support.independent_reader.pages import (
    Fault,
    Page,
    find_columns,
    find_labels,
    heading,
    page_of,
    pages_of,
    says_something,
)
from tests.support.independent_reader.rules import BREACHES, check_empty
from tests.support.independent_reader.values import Values, means_blank, says_nothing
from tests.support.independent_reader.words import squeeze

NIL = Field.model_validate({"key": "nil", "heading": "本期无（零报告）", "type": "yes_no"})
NIL_REASON = Field.model_validate({"key": "nil_reason", "heading": "零报告原因"})
SUMS = ("合计", "总计", "小计", "汇总", "平均分", "本页小计", "总分")
NOTES = ("注", "备注", "说明")
SIGNATURES = ("填表人", "审核人", "负责人", "日期", "填报人")
PRINTED = "请勿改动表头和填报码"
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


def read_cell(page: Page, column: Field, at: tuple[int, int], values: Values) -> str:
    """Return what a cell says, noting what is wrong with it."""
    if at in page.errors:
        page.fault(page.errors[at], *at)
        return ""
    if means_blank(column, page.cells.get(at)):
        if column.required:
            page.fault(Code.CELL_BLANK, *at)
        return ""
    cell: object = page.cells[at]
    if column.type in NUMERIC and isinstance(cell, float) and cell:
        cell = shown(column, cell, page.formats.get(at, ""))
    if cell is None:
        page.fault(Code.CELL_SHOWN_OTHERWISE, *at)
        return ""
    value, wrong = values.read(column, cell)
    if wrong:
        page.fault(wrong, *at)
    return value


def read_table(page: Page, sheet: Sheet, values: Values) -> None:
    """Read all rows below the headings that are data."""
    fields = [f for f in sheet.columns if f.type != "sequence" and f.key in page.columns]
    data = find_data(page, sheet, fields)
    covered = find_covered(page, data, fields)
    for number in data:
        page.rows[number] = {}
        for column in fields:
            at = (number, page.columns[column.key])
            value = "" if at in covered else read_cell(page, column, at, values)
            if value:
                page.rows[number][column.key] = value
        if number in page.hidden:
            page.fault(Code.ROW_HIDDEN, number)
        check_looks(page, number, fields)
    check_columns(page, data, fields)


def find_data(page: Page, sheet: Sheet, fields: list[Field]) -> list[int]:
    """Return the rows of data; rows that hold nothing but errors are noted and left empty."""
    data, untouched = [], []
    remarks = find_remarks(page, fields)
    check_nameless(page, remarks)
    for number in range(page.heading_row + 1, page.last + 1):
        filled = {f.key: page.cells.get((number, page.columns[f.key])) for f in fields}
        filled = {key: value for key, value in filled.items() if not says_nothing(value)}
        flaws = {(number, page.columns[f.key]) for f in fields} & set(page.errors)
        if number in remarks or not (filled or flaws):
            continue
        if not filled:
            page.rows[number] = {}
            page.doubtful |= {(number, page.columns[f.key]) for f in fields}
            for at in flaws:
                page.fault(page.errors[at], *at)
        elif is_prefilled(filled, sheet, fields):
            untouched.append(number)
        elif sheet.prefill_units and not flaws and is_listed(filled, sheet):
            continue
        else:
            data.append(number)
    unnamed = [n for n in data[-1:] if len(data) > 2 and sums_up(page, n, data[:-1], fields)]
    for number in unnamed:
        data.remove(number)
        page.fault(Code.ROW_NOT_READ, number, min(remark_cells(page, number, fields)))
    return sorted(data + untouched) if data and not sheet.optional else data


def find_remarks(page: Page, fields: list[Field]) -> set[int]:
    """Return the rows that are no data though something stands there; note what is not read."""
    remarks = set()
    columns = [page.columns[f.key] for f in fields]
    for number in range(page.heading_row + 1, page.last + 1):
        remark = remark_in(page, number, fields)
        filled = [c for c in columns if not says_nothing(page.cells.get((number, c)))]
        if not (remark or filled or {(number, c) for c in columns} & set(page.errors)):
            remark = "unread" if lost_words(page, number) else ""
        if remark == "unread":
            page.fault(Code.ROW_NOT_READ, number, min(remark_cells(page, number, fields)))
        if remark:
            remarks.add(number)
    return remarks


def check_nameless(page: Page, remarks: set[int]) -> None:
    """Note the first filled cell of each column that has no heading."""
    headed = {c for c, v in page.row(page.heading_row).items() if not says_nothing(v)}
    for column in set(range(1, page.width + 1)) - headed:
        cells = [page.cells.get((number, column)) for number in range(page.last + 1)]
        filled = {n for n, value in enumerate(cells) if not says_nothing(value)}
        if below := {n for n in filled - remarks if n > page.heading_row}:
            page.fault(Code.COLUMN_UNKNOWN, min(below), column)


def remark_cells(page: Page, number: int, fields: list[Field]) -> dict[int, object]:
    """Return a row's cells, but for numbers beside the table."""
    content = {page.columns[f.key] for f in fields}
    return {c: v for c, v in page.row(number).items() if c in content or isinstance(v, str)}


def remark_in(page: Page, number: int, fields: list[Field]) -> str:
    """Return whether a row is passed over: "quiet" if nobody misses it, "unread", or ""."""
    cells = remark_cells(page, number, fields)
    if not cells:
        return ""
    values, start = list(cells.values()), min(cells)
    first = squeeze(values[0]).replace(" ", "")
    texts = [value for value in values if isinstance(value, str)]
    named = squeeze(texts[0]).replace(" ", "").partition("(")[0] if texts else ""
    lacking = any(f.required and page.columns[f.key] not in cells for f in fields)
    if page.row(number) == page.row(page.heading_row):
        return "quiet"
    if named in SUMS:
        others = [value for value in values if value is not texts[0]]
        if all(says_nothing(value) or isinstance(value, float) for value in others):
            return "quiet"
        return "unread" if lacking and values[0] is texts[0] else ""
    if first == "以下空白":
        beside = [c for f in fields if (c := page.columns[f.key]) != start]
        used = [c for c in beside if not says_nothing(cells.get(c)) or (number, c) in page.errors]
        return "" if used or (number, start) in page.errors else "quiet"
    if word := label_of(values, first, lacking):
        return "unread" if word in NOTES and PRINTED not in first else "quiet"
    wide = [r - le + 1 for t, le, _, r in page.merged if (t, le) == (number, start)]
    least = max(2, min(3, len(fields)))
    return "unread" if len(cells) == 1 and wide and wide[0] >= least else ""


def label_of(values: list[object], first: str, lacking: bool) -> str:
    """Return the word with which a note or a row of signatures begins, "" if it is neither."""
    texts = [squeeze(value) for value in values]
    word = heading(first.partition(":")[0])
    if word not in (*NOTES, *SIGNATURES):
        return ""
    if ":" not in first:
        return word if len(texts) == 2 and lacking else ""
    pairs = zip(texts, ["", *texts], strict=False)
    return word if all(":" in text or before.endswith(":") for text, before in pairs) else ""


def lost_words(page: Page, number: int) -> bool:
    """Return whether a row without content holds words under a heading that is not read."""
    headed = page.row(page.heading_row)
    cells = [v for c, v in page.row(number).items() if c in headed and isinstance(v, str)]
    words = [squeeze(value) for value in cells if not says_nothing(value)]
    return any(word.strip("0123456789一二三四五六七八九十百第、.()-") for word in words)


def is_prefilled(filled: dict[str, object], sheet: Sheet, fields: list[Field]) -> bool:
    """Return whether a row says nothing but what was printed on the blank."""
    texts = {key: squeeze(value) for key, value in filled.items()}
    read = {f.key for f in fields}
    for row in sheet.prefill:
        printed = zip(sheet.columns, row, strict=False)
        if texts == {f.key: squeeze(text) for f, text in printed if text and f.key in read}:
            return True
    return False


def is_listed(filled: dict[str, object], sheet: Sheet) -> bool:
    """Return whether a row of a table that lists units names one and says nothing of it."""
    units = [f.key for f in sheet.columns if f.type == "unit"]
    return list(filled) == units[:1]


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
