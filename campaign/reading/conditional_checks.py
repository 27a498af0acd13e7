"""Checks rules that hold a cell against another's presence, or rows against a stated number."""

from collections import Counter
from collections.abc import Iterator

from campaign.definitions.rules import HoldsIf, RowsAtMost
from campaign.problems.codes import Code, Problem
from campaign.reading.rule_table import RuleTables


def check_holds_if(rule: HoldsIf, tables: RuleTables) -> Iterator[Problem]:
    """Yield a problem for each row that lacks the value which another cell of it calls for."""
    table = tables[rule.sheet]
    if not {rule.when, rule.then} <= set(table.read.columns):
        return
    for row in table.read.rows:
        values = row.values.get(rule.then, "").split("、")
        lacks = rule.when in row.values and not set(values) & set(rule.holds)
        if lacks and table.is_reliable(row, rule.when, rule.then):
            facts = {
                "other": table.field(rule.when).heading,
                "other_value": table.shown(rule.when, row),
                "choices": "、".join(rule.holds),
            }
            yield table.problem(Code.RULE_HOLDS_IF, rule.then, row, **facts)


def check_rows_at_most(rule: RowsAtMost, tables: RuleTables) -> Iterator[Problem]:
    """Yield a problem at each stated number that the rows exceed, with how many there are."""
    table, limits = tables[rule.sheet], tables[rule.limit_sheet]
    if not all(table.complete(column) for column in rule.columns):
        return
    counts = Counter(tuple(map(row.values.get, rule.columns)) for row in table.read.rows)
    code = Code.RULE_ROWS_OVER_NOTED if rule.noted else Code.RULE_ROWS_OVER
    for row in limits.read.rows:
        count = counts[tuple(map(row.values.get, rule.columns))]
        limit = row.values.get(rule.limit)
        if limit is not None and count > int(limit) and limits.is_reliable(row, *rule.columns):
            whose = "".join(limits.shown(column, row) for column in rule.columns)
            facts = {"other_sheet": table.read.name, "whose": whose, "count": str(count)}
            yield limits.problem(code, rule.limit, row, **facts)
