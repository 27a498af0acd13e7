"""Check the rows of a table as a whole: too few, too many, a nil return, numbers given twice."""

from collections.abc import Iterable, Iterator, Sequence

from campaign.definitions.form import Form, Sheet
from campaign.problems.codes import Code, Problem, make_problem
from campaign.reading.columns import PRIVATE_MASK
from campaign.reading.submission import ReadSheet

YES = "是"
_UNUSUAL = 5
_FILL_IN = "请填写内容"
_FILL_IN_ALL = "其余必填的表也没有填写，请一并填写"
_SEND_AGAIN = "后重新报送。"
_OR_NIL = "；本期确实没有的，在“本期无（零报告）”填“是”并说明原因。"


def check_content(
    form: Form, sheets: Sequence[ReadSheet], nil: bool, max_rows: int
) -> Iterator[Problem]:
    """Yield a problem for each table that is empty, full in spite of a nil return, or too long."""
    for read_sheet in sheets:
        sheet = form.sheet(read_sheet.key)
        if sheet and read_sheet.has_table:
            yield from _check_count(sheet, read_sheet, max_rows)
            if nil and read_sheet.rows:
                at = read_sheet.header_cells.get("nil", (0, 0))
                count = str(len(read_sheet.rows))
                yield make_problem(Code.NIL_WITH_ROWS, sheet=read_sheet.name, at=at, count=count)
        yield from _check_reason(read_sheet)
    if not nil:
        yield from _check_empty(form, sheets)


def _check_empty(form: Form, sheets: Iterable[ReadSheet]) -> Iterator[Problem]:
    """Yield a problem for each required table without rows, but only one if all are empty."""
    required = {sheet.key for sheet in form.sheets if not sheet.optional}
    tables = [table for table in sheets if table.has_table and table.key in required]
    empty = [table for table in tables if not table.rows]
    all_of_several = len(empty) == len(tables) > 1
    fill_in = _FILL_IN_ALL if all_of_several else _FILL_IN
    remedy = fill_in + (_OR_NIL if form.nil_return else _SEND_AGAIN)
    for table in empty[:1] if all_of_several else empty:
        yield make_problem(Code.SHEET_EMPTY, sheet=table.name, mend=remedy)


def _check_reason(sheet: ReadSheet) -> Iterator[Problem]:
    at = sheet.header_cells.get("nil_reason", (0, 0))
    reason = sheet.header.get("nil_reason", "无")
    if sheet.header.get("nil") == YES and reason == "无" and at not in sheet.faulty_cells:
        yield make_problem(Code.NIL_WITHOUT_REASON, sheet=sheet.name, at=at)


def _check_count(sheet: Sheet, read_sheet: ReadSheet, max_rows: int) -> Iterator[Problem]:
    count = len(read_sheet.rows)
    if count > max_rows:
        yield make_problem(
            Code.SHEET_TOO_MANY_ROWS, sheet=read_sheet.name, count=str(count), limit=str(max_rows)
        )
    elif count > sheet.usual_rows * _UNUSUAL:
        yield make_problem(
            Code.SHEET_UNUSUALLY_MANY_ROWS,
            sheet=read_sheet.name,
            count=str(count),
            usual=str(sheet.usual_rows),
        )


def check_numbers(form: Form, sheets: Iterable[ReadSheet]) -> Iterator[Problem]:
    """Yield a problem for each value that stands twice in a column of unique values."""
    for read_sheet in sheets:
        sheet = form.sheet(read_sheet.key)
        for field in sheet.columns if sheet else ():
            if field.unique or field.number:
                first: dict[str, int] = {}
                for row in read_sheet.rows:
                    value = row.values.get(field.key)
                    if value is None:
                        continue
                    if value in first:
                        yield make_problem(
                            Code.CELL_NOT_UNIQUE,
                            sheet=read_sheet.name,
                            at=(row.number, read_sheet.columns[field.key]),
                            value=PRIVATE_MASK if field.private else value,
                            heading=field.heading,
                            other=str(first[value]),
                        )
                    first.setdefault(value, row.number)
