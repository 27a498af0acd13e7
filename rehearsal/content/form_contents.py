"""Fills in any form from its definition alone, so that its rules are kept.

A form that a bureau adds is filled in like the others: by its columns' types, choices and examples.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from adapters.workbooks.filler import CellValue
from campaign.definitions.form import NUMERIC, Field, FieldType, Form, Sheet
from campaign.definitions.roster import Person, Unit
from campaign.definitions.rules import (
    AtLeast,
    Different,
    EachChoice,
    HoldsIf,
    KnownIn,
    NotMore,
    Order,
    Sum,
)
from campaign.values.periods import Period
from rehearsal.content.texts import fault_texts

FormRow = dict[str, CellValue]
FormTables = dict[str, list[FormRow]]

_USUAL_ROWS = 3
"""Rows of a table in which nothing says how many there must be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clerk:
    """Who fills in a workbook: a unit's staff, for a period, on a day, by a seeded generator."""

    unit: Unit
    people: Sequence[Person]
    units: Sequence[Unit]
    period: Period | None
    first: dt.date
    today: dt.date
    random: Random

    def day(self) -> dt.date:
        """Return a day of the period, of the campaign, and not after today."""
        first = max(self.first, self.period.first) if self.period else self.first
        last = min(self.today, self.period.last) if self.period else self.today
        return first + dt.timedelta(days=self.random.randint(0, max((last - first).days, 0)))


def fill_form(form: Form, clerk: Clerk) -> tuple[FormTables, FormRow]:
    """Return the rows and labelled cells that a careful clerk writes into a blank workbook."""
    header: FormRow = {
        f"{sheet.key}.{field.key}": _value(field, clerk, 0)
        for sheet in form.sheets
        for field in sheet.header
        if not field.private
    }
    tables = {
        sheet.key: list(_rows(form, sheet, clerk))
        for sheet in form.sheets
        if sheet.columns and not sheet.optional
    }
    for rule in form.rules:
        for number, row in enumerate(tables.get(rule.references[0][0], ())):
            _keep_rule(rule, tables, row, number)
    return tables, header


def add_faults(form: Form, tables: Mapping[str, Sequence[FormRow]]) -> FormTables:
    """Return the tables with faults in the first row of the first, for which it is returned."""
    faulty = {key: [dict(row) for row in rows] for key, rows in tables.items()}
    sheet = next(sheet for sheet in form.sheets if faulty.get(sheet.key))
    row = faulty[sheet.key][0]
    required = [column for column in sheet.columns if column.key in row and column.required]
    for column in required[:1]:
        row[column.key] = None
    for column in required[1:]:
        if column.type is FieldType.DATE:
            row[column.key] = fault_texts().no_date
        elif column.type in NUMERIC:
            row[column.key] = fault_texts().no_number
    return faulty


def _rows(form: Form, sheet: Sheet, clerk: Clerk) -> Iterator[FormRow]:
    printed = sheet.prefill
    for number in range(len(printed) or _row_count(form, sheet, clerk)):
        prefilled = len(printed[number]) if printed else 0
        yield {
            column.key: value
            for column in sheet.columns[prefilled:]
            if (value := _value(column, clerk, number)) not in (None, "")
        }


def _row_count(form: Form, sheet: Sheet, clerk: Clerk) -> int:
    """Return how many rows a table needs; never more than there are different people for."""
    counts = [_USUAL_ROWS]
    for rule in form.rules:
        if isinstance(rule, EachChoice) and rule.sheet == sheet.key:
            column = sheet.column(rule.column)
            counts.append(len(column.choices) if column else 0)
        if isinstance(rule, AtLeast) and rule.sheet == sheet.key:
            counts.append(rule.count)
    people = [column for column in sheet.columns if column.type is FieldType.PERSON]
    limited = any(column.unique for column in people)
    return min(max(counts), len(clerk.people)) if limited else max(counts)


def _value(field: Field, clerk: Clerk, number: int) -> CellValue:  # noqa: C901 - a case each
    """Return a value of a field's type for the row of that number, from 0."""
    match field.type:
        case FieldType.TEXT:
            return _text(field, clerk, number)
        case FieldType.CODE:
            return _code(field, clerk, number)
        case FieldType.WHOLE | FieldType.NUMBER | FieldType.SCORE | FieldType.PERCENT:
            return _number(field)
        case FieldType.DATE:
            return clerk.day()
        case FieldType.MONTH:
            return f"{clerk.day():%Y-%m}"
        case FieldType.CHOICE | FieldType.CHOICES:
            return field.choices[number % len(field.choices)]
        case FieldType.YES_NO:
            return True
        case FieldType.PERSON | FieldType.PEOPLE:
            return clerk.people[number % len(clerk.people)].name
        case FieldType.UNIT:
            return clerk.units[number % len(clerk.units)].name
        case FieldType.PHONE:
            return clerk.unit.telephone
        case _:
            return None


def _text(field: Field, clerk: Clerk, number: int) -> str:
    """Return the form's own example, numbered from the second row on; a signer's own name."""
    if field.key in ("reporter", "presenter"):
        return clerk.people[-1].name
    if not field.example:
        return ""
    numbered = number and len(field.example) + 4 <= field.max_length
    return f"{field.example}（{number + 1}）" if numbered else field.example


def _code(field: Field, clerk: Clerk, number: int) -> str:
    """Return a number of the unit's own, in the shape of the form's example."""
    shape = re.fullmatch(r"[A-Z0-9]+-?([A-Z]*)(\d+)", field.example)
    if not field.number or shape is None:
        return f"{clerk.unit.code}-{number + 1:03d}" if field.required or field.example else ""
    slot = clerk.period.slot if clerk.period else ""
    return f"{clerk.unit.code}-{shape[1]}{slot}{number + 1:0{len(shape[2])}d}"


def _number(field: Field) -> float:
    least, most = field.bounds
    value = float(field.example or 1)
    if least is not None:
        value = max(value, float(least))
    return value if most is None else min(value, float(most))


def _keep_rule(rule: object, tables: FormTables, row: FormRow, number: int) -> None:
    """Change in a row what would break a rule."""
    match rule:
        case Order() if rule.first in row and rule.then in row:
            row[rule.first], row[rule.then] = sorted((row[rule.first], row[rule.then]), key=str)
        case NotMore() if rule.part in row and rule.whole in row:
            row[rule.part] = min(row[rule.part], row[rule.whole], key=lambda v: float(str(v)))
        case Sum():
            row[rule.total] = sum(float(str(row.get(part) or 0)) for part in rule.parts)
        case Different() if row.get(rule.column) == row.get(rule.other):
            _make_different(tables[rule.sheet], row, rule.column)
        case HoldsIf() if row.get(rule.when):
            row[rule.then] = rule.holds[0]
        case AtLeast() if number < rule.count:
            _reach_count(tables[rule.sheet], rule)
        case KnownIn():
            known = [other[rule.other_column] for other in tables.get(rule.other_sheet, ())]
            if known and rule.column in row:
                row[rule.column] = known[number % len(known)]
        case _:
            pass


def _make_different(rows: Sequence[FormRow], row: FormRow, column: str) -> None:
    """Take another row's value, or leave the cell out where no row has another."""
    others = [other[column] for other in rows if other.get(column) not in (None, row[column])]
    if others:
        row[column] = others[0]
    else:
        del row[column]


def _reach_count(rows: Sequence[FormRow], rule: AtLeast) -> None:
    """Set the value in enough rows; the last rows first, as earlier ones serve other rules."""
    count = sum(row.get(rule.column) in rule.equals for row in rows)
    for row in rows[::-1]:
        if count >= rule.count:
            return
        if row.get(rule.column) not in rule.equals:
            row[rule.column] = rule.equals[0]
            count += 1
