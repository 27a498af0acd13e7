"""Changes tables and sheets as clerks do beside filling them in: notes, merges, lost columns."""

from collections.abc import Callable, Sequence
from random import Random

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from campaign.definitions.form import NUMERIC
from tests.support.workbooks.table_view import Table, find_values, write

FORMATS = ('0!.0,"万元"', "0,", "0%", '0"分"', '"已完成"', ";;;", "0.00", "#,##0")
SUMS = ("合计", "汇总", "平均分", "合计（万元）", "本页小计", "总 分", "全年合计", "一组小计", None)
NOTES = (
    *("注：以上经支部审核", "填表人：某某　审核人：某某", "合计", "以下空白", "说明：另附材料"),
    *("单位（盖章）：", "负责人签字：", "局机关支部（盖章）", "支部意见：同意"),
)
FORGED = (("单位", "局机关第二党支部"), ("单位", "不存在的单位"), ("期间", "2026年11月"))


def note(table: Table, random: Random) -> None:
    """Put a note, a signature or a sum below the rows."""
    row = table.rows[-1] - random.randint(0, 1)
    if row not in table.filled:
        for column in table.width:
            table.put(row, column, None)
        table.put(row, 1, random.choice(NOTES))
        if random.random() < 0.3:
            table.put(row, 1, "本表已审")
            table.ws.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)


def sentence(table: Table, random: Random) -> None:
    """Put a sentence apart from the rows."""
    row = table.rows[-1]
    if not {row - 1, row} & set(table.filled):
        table.put(row, random.randint(1, 2), "以上各项均已核对属实")


def merge(table: Table, random: Random) -> None:
    """Merge two cells, one below or beside the other."""
    if len(table.filled) > 1:
        row, column = random.choice(table.filled), random.choice(table.width)
        down = random.random() < 0.7 or column == table.width[-1]
        last_row, last_column = row + down, column + (not down)
        table.ws.merge_cells(
            start_row=row, start_column=column, end_row=last_row, end_column=last_column
        )


def hide(table: Table, random: Random) -> None:
    """Hide a row."""
    table.ws.row_dimensions[random.choice(table.rows)].hidden = True


def reorder(table: Table, random: Random) -> None:
    """Move the columns about, unless cells are merged."""
    inside = range(table.heading, table.rows[-1] + 1)
    if any(m.min_row in inside for m in table.ws.merged_cells.ranges):
        return
    order = random.sample(table.width, len(table.width))
    for row in inside:
        cells = [table.ws.cell(row, column) for column in order]
        moved = [(cell.value, cell.number_format) for cell in cells]
        for column, (value, look) in zip(table.width, moved, strict=True):
            table.put(row, column, value)
            table.ws.cell(row, column).number_format = look


def rename(table: Table, random: Random) -> None:
    """Call a column by another name."""
    field = random.choice(table.sheet.columns)
    if str(table.value(table.heading, field.key)).strip("*") == field.heading:
        spaced = f"{field.heading[:1]} {field.heading[1:]}"
        names = (*field.aliases, f"{field.heading}（请填写）", spaced)
        table.set_value(table.heading, field.key, random.choice(names))


def lose(table: Table, random: Random) -> None:
    """Lose a column, heading and all."""
    column = random.choice(table.width)
    for row in (table.heading, *table.rows):
        table.put(row, column, None)


def add_column(table: Table, random: Random) -> None:
    """Add a column of one's own, or one that is there already."""
    column = table.width[-1] + 1
    known = random.choice(table.sheet.columns)
    names = ("处室", "序号", known.heading, *known.aliases)
    table.put(table.heading, column, random.choice(names))
    for row in table.filled:
        table.put(row, column, random.choice(("低保科", 3.0, None)))


def spoil(table: Table, random: Random) -> None:
    """Leave an error or a formula that nobody calculated, in the table or far below."""
    row = random.choice([*table.filled, table.rows[-1], table.rows[-1] + 30])
    cell = table.ws.cell(row, random.choice(table.width))
    if isinstance(cell, Cell):
        cell.value = random.choice(("#REF!", "#N/A", "=A1+1"))
        cell.data_type = "f" if str(cell.value).startswith("=") else "e"


def strike(table: Table, random: Random) -> None:
    """Strike out a row."""
    for field in table.sheet.columns if table.filled else ():
        if field.type != "sequence":
            table.set_value(table.filled[-1], field.key, random.choice(("/", "—", None, "无")))


def cross_out(table: Table, random: Random) -> None:
    """Draw a line through a row, or through one of its cells."""
    row = random.choice([*table.filled, table.rows[-1]])
    columns = table.width if random.random() < 0.5 else [random.choice(table.width)]
    for column in columns:
        cell = table.ws.cell(row, column)
        cell.font = Font(strike=True)


def hide_column(table: Table, random: Random) -> None:
    """Hide a column, or make it as narrow as none."""
    letters = get_column_letter(random.choice(table.width))
    table.ws.column_dimensions[letters].hidden = True


def dress_up(table: Table, random: Random) -> None:
    """Give numbers a format of the clerk's own choice."""
    numeric = [field for field in table.sheet.columns if field.type in NUMERIC]
    for field in numeric:
        for row in random.sample(table.filled, min(2, len(table.filled))):
            if isinstance(table.value(row, field.key), float):
                cell = table.ws.cell(row, table.column(field.key))
                cell.number_format = random.choice(FORMATS)


def sum_up(table: Table, random: Random) -> None:
    """Write the sums of the numbers below the rows, under some name or none."""
    numeric = [field for field in table.sheet.columns if field.type in NUMERIC]
    row = table.filled[-1] + 1 if table.filled else 0
    if not numeric or row not in table.rows or table.sheet.prefill:
        return
    for column in table.width:
        table.put(row, column, None)
    for field in numeric:
        above = [table.value(number, field.key) for number in table.filled]
        table.set_value(row, field.key, sum((v for v in above if isinstance(v, float)), 0.0))
    words = [field.key for field in table.sheet.columns if field not in numeric]
    if words and (name := random.choice(SUMS)):
        table.set_value(row, words[0], name)


def empty(table: Table, _random: Random) -> None:
    """Fill in nothing after all."""
    for row in table.filled:
        for column in table.width:
            table.put(row, column, None)


def repeat(table: Table, random: Random) -> None:
    """Copy one row over another."""
    if len(table.filled) > 1:
        source, target = random.sample(table.filled, 2)
        for field in table.sheet.columns:
            table.set_value(target, field.key, table.value(source, field.key))


TABLE_FAULTS: Sequence[Callable[[Table, Random], None]] = (
    note,
    sentence,
    merge,
    hide,
    reorder,
    rename,
    lose,
    add_column,
    spoil,
    strike,
    cross_out,
    hide_column,
    dress_up,
    sum_up,
    empty,
    repeat,
)


def rename_sheet(ws: Worksheet, _random: Random) -> None:
    """Rename a sheet."""
    ws.title = "改过名"


def hide_sheet(ws: Worksheet, _random: Random) -> None:
    """Hide a sheet, if another is seen."""
    sheets = ws.parent.worksheets if ws.parent else ()
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    ws.sheet_state = "hidden" if len(visible) > 1 else "visible"


def forge(ws: Worksheet, random: Random) -> None:
    """Overwrite a printed label."""
    label, value = random.choice(FORGED)
    if label in find_values(ws):
        write(ws, find_values(ws)[label], value)


SHEET_FAULTS: Sequence[Callable[[Worksheet, Random], None]] = (rename_sheet, hide_sheet, forge)
