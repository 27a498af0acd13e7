"""Checks what was read plainly against a form's rules, rule by rule."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from campaign.definitions.form import Form, Sheet
from campaign.definitions.rules import (
    AtLeast,
    Different,
    Distinct,
    EachChoice,
    HoldsIf,
    KnownIn,
    NotMore,
    OneOf,
    Order,
    PeriodOf,
    ReportedIn,
    RequiredIf,
    RowsAtMost,
    Sum,
)
from campaign.problems.codes import Code
from tests.support.independent_reader.pages import Fault, Page
from tests.support.samples.definitions import plan


def lost(page: Page, sheet: Sheet, key: str) -> list[Fault]:
    """Find a column that a rule needs and that nobody has missed yet."""
    column = next(f for f in sheet.columns if f.key == key)
    gone = key not in page.columns and key not in page.twice and not column.required
    return [(page.name, 0, 0, Code.COLUMN_MISSING)] if gone else []


def column_in_doubt(page: Page, column: int) -> bool:
    """Return whether any cell of the column has been found wrong."""
    return any((number, column) in page.doubtful for number in page.rows)


def pairs(page: Page, one: str, two: str) -> Iterator[tuple[int, str, str]]:
    for number, row in page.rows.items():
        if one in row and two in row:
            yield number, row[one], row[two]


def order(rule: Order, _form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page = read[rule.sheet]
    for number, first, then in pairs(page, rule.first, rule.then):
        if then < first:
            yield page.name, number, page.columns[rule.then], Code.RULE_ORDER


def not_more(rule: NotMore, _form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page = read[rule.sheet]
    for number, part, whole in pairs(page, rule.part, rule.whole):
        if Decimal(part) > Decimal(whole):
            yield page.name, number, page.columns[rule.part], Code.RULE_NOT_MORE


def different(rule: Different, _form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page = read[rule.sheet]
    for number, one, two in pairs(page, rule.column, rule.other):
        if one == two:
            yield page.name, number, page.columns[rule.column], Code.RULE_DIFFERENT


def required_if(rule: RequiredIf, form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page = read[rule.sheet]
    for number, row in page.rows.items():
        text = row.get(rule.when, "")
        if not text or (rule.equals and not set(text.split("、")) & set(rule.equals)):
            continue
        yield from lost(page, form.sheet(rule.sheet) or form.sheets[0], rule.then)
        if rule.then in page.columns and rule.then not in row:
            cells = {(number, page.columns[key]) for key in (rule.when, rule.then)}
            if not cells & page.doubtful:
                yield page.name, number, page.columns[rule.then], Code.RULE_REQUIRED_IF


def holds_if(rule: HoldsIf, _form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page = read[rule.sheet]
    if rule.when not in page.columns or rule.then not in page.columns:
        return
    for number, row in page.rows.items():
        cells = {(number, page.columns[key]) for key in (rule.when, rule.then)}
        lacking = not set(row.get(rule.then, "").split("、")) & set(rule.holds)
        if rule.when in row and lacking and not cells & page.doubtful:
            yield page.name, number, page.columns[rule.then], Code.RULE_HOLDS_IF


def rows_at_most(rule: RowsAtMost, _form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page, limits = read[rule.sheet], read[rule.limit_sheet]
    columns = [page.columns.get(key, 0) for key in rule.columns]
    if not all(columns) or any(column_in_doubt(page, column) for column in columns):
        return
    for number, row in limits.rows.items():
        alike = [r for r in page.rows.values() if all(r.get(k) == row.get(k) for k in rule.columns)]
        doubtful = {(number, limits.columns.get(k, 0)) for k in rule.columns} & limits.doubtful
        if rule.limit in row and len(alike) > int(row[rule.limit]) and not doubtful:
            code = Code.RULE_ROWS_OVER_NOTED if rule.noted else Code.RULE_ROWS_OVER
            yield limits.name, number, limits.columns[rule.limit], code


def one_of(rule: OneOf, form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page = read[rule.sheet]
    there = [key for key in rule.columns if key in page.columns]
    if set(rule.columns) & page.twice:
        return
    concerned = dict(page.rows)
    if rule.when:
        texts = {number: row.get(rule.when, "") for number, row in page.rows.items()}
        equals = set(rule.equals)
        concerned = {
            number: row
            for number, row in page.rows.items()
            if texts[number] and (not equals or equals & set(texts[number].split("、")))
        }
    if not there and concerned:
        yield from lost(page, form.sheet(rule.sheet) or form.sheets[0], rule.columns[0])
    for number, row in concerned.items() if there else ():
        cells = {(number, page.columns[key]) for key in there}
        if not set(there) & set(row) and not cells & page.doubtful:
            yield page.name, number, page.columns[there[0]], Code.RULE_ONE_OF


def each_choice(rule: EachChoice, form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page, sheet = read[rule.sheet], form.sheet(rule.sheet)
    assert sheet
    yield from lost(page, sheet, rule.column)
    column = page.columns.get(rule.column, 0)
    whole = column and page.rows and not column_in_doubt(page, column)
    choices = next(f.choices for f in sheet.columns if f.key == rule.column)
    if whole and set(choices) - {row.get(rule.column) for row in page.rows.values()}:
        yield page.name, 0, column, Code.RULE_EACH_CHOICE


def at_least(rule: AtLeast, form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page, sheet = read[rule.sheet], form.sheet(rule.sheet)
    assert sheet
    yield from lost(page, sheet, rule.column)
    column = page.columns.get(rule.column, 0)
    if not column or not page.rows or column_in_doubt(page, column):
        return
    choices = [set(row.get(rule.column, "").split("、")) for row in page.rows.values()]
    if len([parts for parts in choices if parts & set(rule.equals)]) < rule.count:
        yield page.name, 0, column, Code.RULE_AT_LEAST


def known_in(rule: KnownIn, form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page, other, sheet = read[rule.sheet], read[rule.other_sheet], form.sheet(rule.other_sheet)
    column = other.columns.get(rule.other_column, 0)
    if not column or column_in_doubt(other, column):
        return
    if not other.rows and not (sheet and sheet.optional):
        return
    known = {row.get(rule.other_column) for row in other.rows.values()}
    for number, row in page.rows.items():
        if rule.column in row and row[rule.column] not in known:
            yield page.name, number, page.columns[rule.column], Code.RULE_KNOWN_IN


def total(rule: Sum, form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page, sheet = read[rule.sheet], form.sheet(rule.sheet)
    assert sheet
    gone = [key for key in rule.parts if key not in page.columns]
    if any(key in page.twice or not lost(page, sheet, key) for key in gone):
        return
    for number, row in page.rows.items():
        cells = {(number, page.columns.get(key, 0)) for key in (rule.total, *rule.parts)}
        parts = sum((Decimal(row[key]) for key in rule.parts if key in row), Decimal(0))
        if rule.total in row and parts != Decimal(row[rule.total]) and not cells & page.doubtful:
            yield page.name, number, page.columns[rule.total], Code.RULE_SUM


def distinct(rule: Distinct, _form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page = read[rule.sheet]
    if not set(rule.columns) <= set(page.columns):
        return
    seen: list[list[str]] = []
    for number, row in sorted(page.rows.items()):
        texts = [row.get(key, "") for key in rule.columns]
        if "".join(texts) and not {(number, page.columns[k]) for k in rule.columns} & page.doubtful:
            if texts in seen:
                yield page.name, number, page.columns[rule.columns[0]], Code.RULE_DISTINCT
            seen.append(texts)


def period_of(rule: PeriodOf, _form: Form, read: dict[str, Page]) -> Iterator[Fault]:
    page = read[rule.sheet]
    due = {item.key: [str(period) for period in item.periods] for item in plan().obligations}
    for number, obligation, period in pairs(page, rule.obligation, rule.period):
        if period not in due[obligation]:
            yield page.name, number, page.columns[rule.period], Code.RULE_PERIOD_OF


BREACHES: dict[type, Callable[[Any, Form, dict[str, Page]], Iterator[Fault]]] = {
    Order: order,
    NotMore: not_more,
    Different: different,
    RequiredIf: required_if,
    HoldsIf: holds_if,
    RowsAtMost: rows_at_most,
    OneOf: one_of,
    EachChoice: each_choice,
    AtLeast: at_least,
    ReportedIn: lambda *_: iter(()),  # only the store knows
    KnownIn: known_in,
    Sum: total,
    Distinct: distinct,
    PeriodOf: period_of,
}


def check_empty(form: Form, read: dict[str, Page]) -> None:
    """Find required tables without rows; if there is not one row in any, fault the first alone."""
    required = [read[s.key] for s in form.sheets if s.key in read and not s.optional]
    present = [page for page in required if page.heading_row]
    faulty = [page for page in present if not page.rows]
    for page in faulty[:1] if faulty == present else faulty:
        page.fault(Code.SHEET_EMPTY)
