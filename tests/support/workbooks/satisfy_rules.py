"""Changes a carefully filled table until it keeps its form's rules, so that it is accepted."""

from collections.abc import Mapping

from campaign.definitions.form import Form
from campaign.definitions.rules import (
    AtLeast,
    Different,
    EachChoice,
    HoldsIf,
    KnownIn,
    NotMore,
    Order,
    PeriodOf,
    Rule,
    Sum,
)
from tests.support.samples.definitions import plan
from tests.support.workbooks.table_view import Table

Tables = Mapping[str, Table]


def satisfy_rules(form: Form, tables: Tables) -> None:
    """Change what breaks a rule; every column is filled in already, in the plainest way."""
    for _ in range(3):  # a change for one rule may break another
        for rule in form.rules:
            table = tables[rule.references[0][0]]
            for number, row in enumerate(table.filled):
                _satisfy(rule, tables, table, (number, row))


def _satisfy(  # noqa: C901 - one short case for each kind of rule
    rule: Rule, tables: Tables, table: Table, place: tuple[int, int]
) -> None:
    number, row = place
    match rule:
        case Order():
            first, then = table.value(row, rule.first), table.value(row, rule.then)
            table.set_value(row, rule.then, max(first, then))
        case NotMore():
            part, whole = table.value(row, rule.part), table.value(row, rule.whole)
            table.set_value(row, rule.part, min(part, whole))
        case Sum():
            table.set_value(row, rule.total, sum(table.value(row, key) for key in rule.parts))
        case Different():
            others = [table.value(number, rule.column) for number in table.filled]
            same = table.value(row, rule.column) == table.value(row, rule.other)
            different = [name for name in others if name != table.value(row, rule.other)]
            if same:
                table.set_value(row, rule.column, different[0] if different else None)
        case EachChoice():
            choices = table.field(rule.column).choices
            table.set_value(row, rule.column, choices[number % len(choices)])
        case AtLeast():
            values = [table.value(number, rule.column) for number in table.filled]
            free = [value not in rule.equals for value in values]
            lacking = free.count(False) < rule.count
            if lacking and (values.count(values[number]) > 1 or number == len(values) - 1):
                table.set_value(row, rule.column, rule.equals[0])
        case HoldsIf():
            if table.value(row, rule.when) and table.value(row, rule.then) not in rule.holds:
                table.set_value(row, rule.then, rule.holds[0])
        case KnownIn():
            other = tables[rule.other_sheet]
            known = [other.value(number, rule.other_column) for number in other.filled]
            table.set_value(row, rule.column, known[number % len(known)])
        case PeriodOf():
            name = table.value(row, rule.obligation)
            periods = next(item.periods for item in plan().obligations if item.name == name)
            table.set_value(row, rule.period, periods[number % len(periods)].label)
