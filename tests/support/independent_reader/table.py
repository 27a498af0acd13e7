"""Reads cells and the rows of a table plainly and slowly of data."""

from campaign.definitions.form import NUMERIC, Field, Sheet
from campaign.problems.codes import Code
from tests.support.independent_reader.looks import (
    check_columns,
    check_looks,
    find_covered,
    shown,
    sums_up,
)
from tests.support.independent_reader.pages import (
    Page,
    heading,
)
from tests.support.independent_reader.values import Values, means_blank, says_nothing
from tests.support.independent_reader.words import squeeze

SUMS = ("合计", "总计", "小计", "汇总", "平均分", "本页小计", "总分", "全年合计")
NOTES = ("注", "备注", "说明", "支部意见")
SIGNATURES = ("填表人", "审核人", "负责人", "日期", "填报人", "单位", "负责人签字")
POSTS = ("单位",)  # they need their colon
PRINTED = "请勿改动表头和填报码"


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
    if named.endswith("小计") and lacking and len(cells) > 1 and len(texts) == 1:
        return "unread"
    if first.endswith("(盖章)") and lacking and len(cells) == 1:
        return "quiet"
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
        return word if len(texts) == 2 and lacking and word not in POSTS else ""
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
