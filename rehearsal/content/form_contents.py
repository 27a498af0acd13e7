"""What made-up clerks write into any form: drawn from its definition, so that it keeps its rules.

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
from campaign.definitions.rules import AtLeast, Different, EachChoice, KnownIn, NotMore, Order, Sum
from campaign.values.periods import Period

FormRow = dict[str, CellValue]
FormTables = dict[str, list[FormRow]]

_USUAL = 3
"""Rows of a table in which nothing says how many there must be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Writer:
    """Who fills in what, when: the unit and its staff, the period, the day, and the dice."""

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


def make_up(form: Form, writer: Writer) -> tuple[FormTables, FormRow]:
    """Return rows and labelled cells that a careful clerk would write into a blank workbook."""
    header: FormRow = {
        f"{sheet.key}.{field.key}": _value(field, writer, 0)
        for sheet in form.sheets
        for field in sheet.header
        if not field.private
    }
    tables = {
        sheet.key: list(_rows(form, sheet, writer))
        for sheet in form.sheets
        if sheet.columns and not sheet.optional
    }
    for rule in form.rules:
        for number, row in enumerate(tables.get(rule.references[0][0], ())):
            _keep(rule, tables, row, number)
    return tables, header


def spoil(form: Form, tables: Mapping[str, Sequence[FormRow]]) -> FormTables:
    """Return the tables with two slips in the first row of the first: what gets them returned."""
    spoilt = {key: [dict(row) for row in rows] for key, rows in tables.items()}
    sheet = next(sheet for sheet in form.sheets if spoilt.get(sheet.key))
    row = spoilt[sheet.key][0]
    written = [c for c in sheet.columns if c.key in row and c.required]
    for column in written[:1]:
        row[column.key] = None
    for column in written[1:]:
        if column.type is FieldType.DATE:
            row[column.key] = "2月30日"
        elif column.type in NUMERIC:
            row[column.key] = "若干"
    return spoilt


def _rows(form: Form, sheet: Sheet, writer: Writer) -> Iterator[FormRow]:
    printed = sheet.prefill
    for number in range(len(printed) or _how_many(form, sheet, writer)):
        done = len(printed[number]) if printed else 0
        yield {
            column.key: value
            for column in sheet.columns[done:]
            if (value := _value(column, writer, number)) not in (None, "")
        }


def _how_many(form: Form, sheet: Sheet, writer: Writer) -> int:
    """Return how many rows a table needs; never more than there are different people for."""
    counts = [_USUAL]
    for rule in form.rules:
        if isinstance(rule, EachChoice) and rule.sheet == sheet.key:
            column = sheet.column(rule.column)
            counts.append(len(column.choices) if column else 0)
        if isinstance(rule, AtLeast) and rule.sheet == sheet.key:
            counts.append(rule.count)
    people = [c for c in sheet.columns if c.type is FieldType.PERSON and c.unique]
    return min(max(counts), len(writer.people)) if people else max(counts)


def _value(field: Field, writer: Writer, number: int) -> CellValue:  # noqa: C901 - a case each
    """Return a value of a field's type for the row of that number, from 0."""
    match field.type:
        case FieldType.TEXT:
            return _text(field, writer, number)
        case FieldType.CODE:
            return _code(field, writer, number)
        case FieldType.WHOLE | FieldType.NUMBER | FieldType.SCORE | FieldType.PERCENT:
            return _number(field)
        case FieldType.DATE:
            return writer.day()
        case FieldType.MONTH:
            return f"{writer.day():%Y-%m}"
        case FieldType.CHOICE | FieldType.CHOICES:
            return field.choices[number % len(field.choices)]
        case FieldType.YES_NO:
            return True
        case FieldType.PERSON | FieldType.PEOPLE:
            return writer.people[number % len(writer.people)].name
        case FieldType.UNIT:
            return writer.units[number % len(writer.units)].name
        case FieldType.PHONE:
            return writer.unit.telephone
        case _:
            return None


def _text(field: Field, writer: Writer, number: int) -> str:
    """Return the form's own example, told apart row by row; who fills in gives the own name."""
    if field.key in ("reporter", "presenter"):
        return writer.people[-1].name
    if not field.example:
        return ""
    apart = f"（{number + 1}）" if number and len(field.example) + 4 <= field.max_length else ""
    return f"{field.example}{apart}"


def _code(field: Field, writer: Writer, number: int) -> str:
    """Return a number of the unit's own, in the shape of the form's example."""
    shape = re.fullmatch(r"[A-Z0-9]+-?([A-Z]*)(\d+)", field.example)
    if not field.number or shape is None:
        return f"{writer.unit.code}-{number + 1:03d}" if field.required or field.example else ""
    slot = writer.period.slot if writer.period else ""
    return f"{writer.unit.code}-{shape[1]}{slot}{number + 1:0{len(shape[2])}d}"


def _number(field: Field) -> float:
    least, most = field.bounds
    value = float(field.example or 1)
    if least is not None:
        value = max(value, float(least))
    return value if most is None else min(value, float(most))


def _keep(rule: object, tables: FormTables, row: FormRow, number: int) -> None:
    """Change in a row what would break a rule."""
    match rule:
        case Order() if rule.first in row and rule.then in row:
            row[rule.first], row[rule.then] = sorted((row[rule.first], row[rule.then]), key=str)
        case NotMore() if rule.part in row and rule.whole in row:
            row[rule.part] = min(row[rule.part], row[rule.whole], key=lambda v: float(str(v)))
        case Sum():
            row[rule.total] = sum(float(str(row.get(part) or 0)) for part in rule.parts)
        case Different() if row.get(rule.column) == row.get(rule.other):
            _swap(tables[rule.sheet], row, rule.column)
        case AtLeast() if number < rule.count:
            _say_once(tables[rule.sheet], rule)
        case KnownIn():
            known = [each[rule.other_column] for each in tables.get(rule.other_sheet, ())]
            if known and rule.column in row:
                row[rule.column] = known[number % len(known)]
        case _:
            pass


def _swap(rows: Sequence[FormRow], row: FormRow, column: str) -> None:
    others = [each[column] for each in rows if each.get(column) not in (None, row[column])]
    if others:
        row[column] = others[0]
    else:
        del row[column]


def _say_once(rows: Sequence[FormRow], rule: AtLeast) -> None:
    """Let as many rows say what must be said, the later rows first: the earlier ones are taken."""
    said = sum(row.get(rule.column) in rule.equals for row in rows)
    for row in rows[::-1]:
        if said >= rule.count:
            return
        if row.get(rule.column) not in rule.equals:
            row[rule.column] = rule.equals[0]
            said += 1
