"""Makes a carefully filled table keep its form's rules, so that workbooks are accepted too."""

from collections.abc import Mapping

from campaign.definitions.form import Form
from campaign.definitions.rules import (
    AtLeast,
    Different,
    EachChoice,
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


def oblige(form: Form, tables: Tables) -> None:
    """Change what breaks a rule; every column is filled in already, in the plainest way."""
    for _ in range(3):  # a change for one rule may break another
        for rule in form.rules:
            table = tables[rule.references[0][0]]
            for number, row in enumerate(table.filled):
                _keep(rule, tables, table, (number, row))


def _keep(  # noqa: C901 - one short case for each kind of rule
    rule: Rule, tables: Tables, table: Table, place: tuple[int, int]
) -> None:
    number, row = place
    match rule:
        case Order():
            first, then = table.value(row, rule.first), table.value(row, rule.then)
            table.say(row, rule.then, max(first, then))
        case NotMore():
            part, whole = table.value(row, rule.part), table.value(row, rule.whole)
            table.say(row, rule.part, min(part, whole))
        case Sum():
            table.say(row, rule.total, sum(table.value(row, key) for key in rule.parts))
        case Different():
            others = [table.value(each, rule.column) for each in table.filled]
            same = table.value(row, rule.column) == table.value(row, rule.other)
            different = [name for name in others if name != table.value(row, rule.other)]
            if same:
                table.say(row, rule.column, different[0] if different else None)
        case EachChoice():
            choices = table.field(rule.column).choices
            table.say(row, rule.column, choices[number % len(choices)])
        case AtLeast():
            said = [table.value(each, rule.column) for each in table.filled]
            free = [value not in rule.equals for value in said]
            lacking = free.count(False) < rule.count
            if lacking and (said.count(said[number]) > 1 or number == len(said) - 1):
                table.say(row, rule.column, rule.equals[0])
        case KnownIn():
            other = tables[rule.other_sheet]
            known = [other.value(each, rule.other_column) for each in other.filled]
            table.say(row, rule.column, known[number % len(known)])
        case PeriodOf():
            name = table.value(row, rule.obligation)
            periods = next(each.periods for each in plan().obligations if each.name == name)
            table.say(row, rule.period, periods[number % len(periods)].label)
