"""Check a submission against its form's rules; a blank or faulty cell raises no second problem."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from campaign.definitions.form import Form
from campaign.definitions.plan_index import PlanIndex
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
    Rule,
    Sum,
)
from campaign.problems.codes import Code, Problem, make_problem
from campaign.reading.cells.reading import EMPTY_INDEX
from campaign.reading.columns import PRIVATE_MASK, expected_content
from campaign.reading.conditional_checks import check_holds_if, check_rows_at_most
from campaign.reading.rule_table import RuleTable, RuleTables
from campaign.reading.submission import ReadSheet
from campaign.reports.report import Row
from campaign.values.exact_numbers import canonical_decimal
from campaign.values.periods import parse_period


def check_rules(
    form: Form, sheets: Iterable[ReadSheet], index: PlanIndex = EMPTY_INDEX
) -> Iterable[Problem]:
    """Return every breach of the form's rules, rule by rule; sheets that were not read are skipped.

    A column that was left out though a rule needs it is one problem, however many rows lack it.
    ``index`` says which periods the plan's obligations have.
    """
    tables: RuleTables = {}
    for read_sheet in sheets:
        sheet = form.sheet(read_sheet.key)
        if sheet and read_sheet.has_table:
            tables[read_sheet.key] = RuleTable(sheet, read_sheet)
    breaches = [
        breach
        for rule in form.rules
        if not isinstance(rule, ReportedIn)  # needs to know what was reported before
        and all(sheet in tables for sheet, _ in rule.references)
        for breach in _breaches(rule, tables, index)
    ]
    return dict.fromkeys(breaches)


def _breaches(rule: Rule, tables: RuleTables, index: PlanIndex) -> Iterator[Problem]:
    if isinstance(rule, PeriodOf):
        return _period_of(rule, tables, index)
    return _CHECKS[type(rule)](rule, tables)


def _order(rule: Order, tables: RuleTables) -> Iterator[Problem]:
    table = tables[rule.sheet]
    for row, first, then in _pairs(table, rule.first, rule.then):
        if then < first:
            yield table.problem(Code.RULE_ORDER, rule.then, row, **_other(table, rule.first, row))


def _not_more(rule: NotMore, tables: RuleTables) -> Iterator[Problem]:
    table = tables[rule.sheet]
    for row, part, whole in _pairs(table, rule.part, rule.whole):
        if Decimal(part) > Decimal(whole):
            yield table.problem(
                Code.RULE_NOT_MORE, rule.part, row, **_other(table, rule.whole, row)
            )


def _required_if(rule: RequiredIf, tables: RuleTables) -> Iterator[Problem]:
    table = tables[rule.sheet]
    field = table.field(rule.then)
    holding = {value for value in table.values(rule.when) if _holds(rule, value)}
    rows = [row for row in table.read.rows if row.values.get(rule.when) in holding]
    yield from table.report_missing(rule.then) if rows else ()
    for row in rows if rule.then in table.read.columns else ():
        if rule.then not in row.values and table.is_reliable(row, rule.when, rule.then):
            facts = {**_other(table, rule.when, row), "expected": expected_content(field)}
            yield table.problem(Code.RULE_REQUIRED_IF, rule.then, row, **facts)


def _holds(rule: RequiredIf | OneOf | AtLeast, value: str | None) -> bool:
    """Return whether a value, or one of several choices, is one that the rule names."""
    if value is None or not rule.equals:
        return value is not None
    return value in rule.equals or any(part in rule.equals for part in value.split("、"))


def _one_of(rule: OneOf, tables: RuleTables) -> Iterator[Problem]:
    table = tables[rule.sheet]
    present = [key for key in rule.columns if key in table.read.columns]
    if not {*present, *table.read.missing_columns}.issuperset(rule.columns):
        return  # one of them stands there twice, which has been reported
    headings = "、".join(f"“{table.field(key).heading}”" for key in rule.columns)
    rows = [
        row for row in table.read.rows if not rule.when or _holds(rule, row.values.get(rule.when))
    ]
    yield from table.report_missing(rule.columns[0]) if not present and rows else ()
    for row in rows if present else ():
        if not any(key in row.values for key in present) and table.is_reliable(row, *present):
            yield table.problem(Code.RULE_ONE_OF, present[0], row, headings=headings)


def _different(rule: Different, tables: RuleTables) -> Iterator[Problem]:
    table = tables[rule.sheet]
    for row, value, other in _pairs(table, rule.column, rule.other):
        if value == other:
            facts = _other(table, rule.other, row)
            yield table.problem(Code.RULE_DIFFERENT, rule.column, row, **facts)


def _each_choice(rule: EachChoice, tables: RuleTables) -> Iterator[Problem]:
    table = tables[rule.sheet]
    field = table.field(rule.column)
    yield from table.report_missing(rule.column)
    if not table.complete(rule.column) or not table.read.rows:
        return
    present = {row.values.get(rule.column) for row in table.read.rows}
    if missing := [choice for choice in field.choices if choice not in present]:
        yield make_problem(
            Code.RULE_EACH_CHOICE,
            sheet=table.read.name,
            at=(0, table.read.columns[rule.column]),
            heading=field.heading,
            missing="、".join(missing),
        )


def _at_least(rule: AtLeast, tables: RuleTables) -> Iterator[Problem]:
    table = tables[rule.sheet]
    yield from table.report_missing(rule.column)
    if not table.complete(rule.column) or not table.read.rows:
        return
    count = sum(_holds(rule, row.values.get(rule.column)) for row in table.read.rows)
    if count < rule.count:
        yield make_problem(
            Code.RULE_AT_LEAST,
            sheet=table.read.name,
            at=(0, table.read.columns[rule.column]),
            heading=table.field(rule.column).heading,
            choices="、".join(rule.equals),
            least=str(rule.count),
            found=str(count),
        )


def _known_in(rule: KnownIn, tables: RuleTables) -> Iterator[Problem]:
    table, other = tables[rule.sheet], tables[rule.other_sheet]
    reported_empty = not other.read.rows and not other.sheet.optional
    if reported_empty or not other.complete(rule.other_column):
        return
    known_values = {row.values.get(rule.other_column) for row in other.read.rows}
    for row in table.read.rows:
        value = row.values.get(rule.column)
        if value is not None and value not in known_values:
            name = other.read.name
            yield table.problem(Code.RULE_KNOWN_IN, rule.column, row, other_sheet=name)


def _sum(rule: Sum, tables: RuleTables) -> Iterator[Problem]:
    table = tables[rule.sheet]
    fields = [table.field(key) for key in rule.parts]
    parts = "、".join(f"“{field.heading}”" for field in fields)
    if any(k not in table.read.columns and k not in table.read.missing_columns for k in rule.parts):
        return
    if any(field.required and field.key in table.read.missing_columns for field in fields):
        return
    number = cache(Decimal)  # the same few figures recur from row to row
    for row in table.read.rows:
        total = row.values.get(rule.total)
        if total is None:
            continue
        exact = sum([number(row.values.get(key, "0")) for key in rule.parts], Decimal(0))
        if exact != number(total) and table.is_reliable(row, rule.total, *rule.parts):
            private = any(field.private for field in fields)
            facts = {"sum": PRIVATE_MASK if private else canonical_decimal(exact), "parts": parts}
            yield table.problem(Code.RULE_SUM, rule.total, row, **facts)


def _distinct(rule: Distinct, tables: RuleTables) -> Iterator[Problem]:
    table = tables[rule.sheet]
    if not all(key in table.read.columns for key in rule.columns):
        return
    headings = "、".join(f"“{table.field(key).heading}”" for key in rule.columns)
    first: dict[tuple[str | None, ...], int] = {}
    for row in table.read.rows:
        values = tuple(map(row.values.get, rule.columns))
        if not any(values) or not table.is_reliable(row, *rule.columns):
            continue
        if (same := first.setdefault(values, row.number)) != row.number:
            facts = {"headings": headings, "other": str(same)}
            yield table.problem(Code.RULE_DISTINCT, rule.columns[0], row, **facts)


def _period_of(rule: PeriodOf, tables: RuleTables, index: PlanIndex) -> Iterator[Problem]:
    table = tables[rule.sheet]
    names = dict(zip(index.periods, index.names, strict=True))
    for row, obligation, period in _pairs(table, rule.obligation, rule.period):
        periods = index.periods.get(obligation, ())
        if period not in map(str, periods):
            facts = {
                "other": table.field(rule.obligation).heading,
                "other_value": names.get(obligation, obligation),
                "choices": "、".join(known.label for known in periods),
                "period": parse_period(period).label,
            }
            yield table.problem(Code.RULE_PERIOD_OF, rule.period, row, **facts)


def _pairs(table: RuleTable, first: str, second: str) -> Iterator[tuple[Row, str, str]]:
    for row in table.read.rows:
        if first in row.values and second in row.values:
            yield row, row.values[first], row.values[second]


def _other(table: RuleTable, key: str, row: Row) -> dict[str, str]:
    return {"other": table.field(key).heading, "other_value": table.shown(key, row)}


_CHECKS: dict[type, Callable[[Any, RuleTables], Iterator[Problem]]] = {
    Order: _order,
    NotMore: _not_more,
    RequiredIf: _required_if,
    HoldsIf: check_holds_if,
    RowsAtMost: check_rows_at_most,
    OneOf: _one_of,
    Different: _different,
    EachChoice: _each_choice,
    AtLeast: _at_least,
    KnownIn: _known_in,
    Sum: _sum,
    Distinct: _distinct,
}
