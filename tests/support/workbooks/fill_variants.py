"""Fills in issued workbooks as many clerks would: well, oddly, and wrongly in every way."""

import io
from random import Random

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from campaign.definitions.form import Form, Sheet
from tests.support.workbooks.cell_spellings import Spellings
from tests.support.workbooks.satisfy_rules import satisfy_rules
from tests.support.workbooks.sheet_faults import SHEET_FAULTS, TABLE_FAULTS, empty
from tests.support.workbooks.table_view import Table, find_table, find_values, write

_MOST_ROWS = 9


def fill_variant(form: Form, blank: bytes, spellings: Spellings, random: Random) -> bytes:
    """Return the workbook as one clerk filled it in; who is careful writes what is accepted."""
    workbook = load_workbook(io.BytesIO(blank))
    careful = random.random() < 0.3
    wrong = 0 if careful else 0.1
    tables: dict[str, Table] = {}
    for sheet in form.sheets:
        ws = workbook[sheet.name]
        _fill_labels(ws, sheet, spellings, random, wrong)
        if sheet.columns:
            tables[sheet.key] = find_table(ws, sheet)
            _fill_table(tables[sheet.key], spellings, random, wrong)
    if careful:
        satisfy_rules(form, tables)
        for table in tables.values():
            _disguise(table, spellings, random)
    else:
        if form.nil_return and random.random() < 0.2:
            _say_nothing(workbook[form.sheets[0].name], tables, random)
        for table in tables.values():
            for fault in random.sample(TABLE_FAULTS, random.randint(0, 3)):
                fault(table, random)
        if random.random() < 0.2:
            random.choice(SHEET_FAULTS)(workbook[form.sheets[-1].name], random)
    if random.random() < 0.1:
        workbook.create_sheet("Sheet2").append(["随手记下"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fill_labels(
    ws: Worksheet, sheet: Sheet, spellings: Spellings, random: Random, wrong: float
) -> None:
    places = find_values(ws)
    for label in sheet.header:
        write(ws, places[label.heading], spellings.any(label, random, wrong))


def _say_nothing(ws: Worksheet, tables: dict[str, Table], random: Random) -> None:
    """Claim that there is nothing to report, mostly leaving the tables empty."""
    places = find_values(ws)
    write(ws, places["本期无（零报告）"], random.choice(("是", "√", "否")))
    write(ws, places["零报告原因"], random.choice(("本期无此类事项", "无", None)))
    for table in tables.values() if random.random() < 0.7 else ():
        empty(table, random)


def _fill_table(table: Table, spellings: Spellings, random: Random, wrong: float) -> None:
    """Fill some of the rows, mostly one after another; the careful leave nothing out."""
    limits = [len(spellings.distinct(f)) for f in table.sheet.columns if f.unique]
    most = min([len(table.rows), max(_MOST_ROWS, len(table.sheet.prefill)), *filter(None, limits)])
    count = random.choice((0, 1, 2, 3, most, most)) if wrong else most
    for number, row in enumerate(table.rows[:count], start=1):
        if wrong and random.random() < 0.08:
            continue
        table.filled.append(row)
        given = (*table.sheet.prefill[number - 1 : number], ())[0]
        for column, field in enumerate(table.sheet.columns, start=1):
            printed = len(given) >= column and bool(given[column - 1])
            if field.type == "sequence" or (printed and (not wrong or random.random() < 0.95)):
                continue
            if not wrong:
                table.put(row, column, spellings.plain(field, random, number))
            elif field.required or random.random() < 0.6:
                table.put(row, column, spellings.any(field, random, wrong, number))


def _disguise(table: Table, spellings: Spellings, random: Random) -> None:
    """Write what was written plainly in other ways."""
    for row in table.filled:
        given = (*table.sheet.prefill[row - table.heading - 1 : row - table.heading], ())[0]
        for field in table.sheet.columns[len(given) :]:
            value = table.value(row, field.key)
            if value is not None and field.type != "sequence":
                table.set_value(row, field.key, spellings.in_some_way(field, value, random))
