"""Finds rules of a form that can never hold, never apply, or never matter; for its author."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from campaign.definitions.errors import Fault
from campaign.definitions.form import NUMERIC, Field, FieldType, Form
from campaign.definitions.rules import (
    AtLeast,
    Different,
    Distinct,
    EachChoice,
    KnownIn,
    NotMore,
    OneOf,
    Order,
    PeriodOf,
    ReportedIn,
    RequiredIf,
    Rule,
    Sum,
)

_DAYS = frozenset({FieldType.DATE, FieldType.MONTH})
_CHOOSING = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO})

Fields = tuple[Field, ...]
"""The columns that a rule refers to, in the order of its references."""


def lint_rules(form: Form, source: str) -> Iterator[Fault]:
    """Return a fault for every rule that no workbook can keep, or that says nothing."""
    for index, rule in enumerate(form.rules):
        fields = tuple(_field(form, *reference) for reference in rule.references)
        for message in (*_common(fields), *_messages(rule, fields)):
            yield Fault(source=source, path=f"rules[{index}]", message=message)


def _field(form: Form, sheet_key: str, column_key: str) -> Field:
    sheet = form.sheet(sheet_key)
    column = sheet.column(column_key) if sheet else None
    assert column is not None, "the form's own validation has made sure of it"
    return column


def _common(fields: Fields) -> Iterator[str]:
    for field in fields:
        if field.type is FieldType.SEQUENCE:
            yield f"“{field.heading}”是序号栏，不读入，不能用于规则"


def _messages(rule: Rule, fields: Fields) -> Iterator[str]:
    match rule:
        case RequiredIf():
            yield from _required_if(rule, fields)
        case OneOf():
            yield from _one_of(rule, fields)
        case AtLeast():
            yield from _at_least(rule, fields)
        case KnownIn():
            yield from _known_in(rule, fields)
        case ReportedIn():
            yield from _reported_in(rule, fields)
        case _:
            yield from _BY_FIELDS[type(rule)](fields)


def _order(fields: Fields) -> Iterator[str]:
    first, then = fields
    yield from _twice(fields)
    if not {first.type, then.type} <= _DAYS or first.type is not then.type:
        yield f"“{first.heading}”与“{then.heading}”应同为date或者同为month"


def _not_more(fields: Fields) -> Iterator[str]:
    part, whole = fields
    yield from _twice(fields)
    yield from _numeric(fields)
    least, most = part.bounds[0], whole.bounds[1]
    if least is not None and most is not None and least > most:
        yield f"“{part.heading}”最小为{least}，“{whole.heading}”最大为{most}，规则不可能成立"


def _required_if(rule: RequiredIf, fields: Fields) -> Iterator[str]:
    when, then = fields
    yield from _twice(fields)
    if then.required:
        yield f"“{then.heading}”本来就是必填，规则多余"
    yield from _condition(when, rule.equals)


def _condition(when: Field, equals: tuple[str, ...]) -> Iterator[str]:
    known = ("是", "否") if when.type is FieldType.YES_NO else when.choices
    if when.type in _CHOOSING and (unknown := [v for v in equals if v not in known]):
        yield f"“{when.heading}”没有选项{'、'.join(unknown)}，规则永远不起作用"


def _one_of(rule: OneOf, fields: Fields) -> Iterator[str]:
    yield from _twice(fields)
    if rule.when:
        yield from _condition(fields[-1], rule.equals)
    elif rule.equals:
        yield "有equals而没有when，规则的条件不完整"
    asked = fields[: len(rule.columns)]
    if required := [field.heading for field in asked if field.required]:
        yield f"“{'”“'.join(required)}”本来就是必填，规则多余"


def _different(fields: Fields) -> Iterator[str]:
    yield from _twice(fields)
    one, two = fields
    if one.type is not two.type:
        yield f"“{one.heading}”与“{two.heading}”类型不同，规则永远不起作用"


def _each_choice(fields: Fields) -> Iterator[str]:
    (column,) = fields
    if column.type is not FieldType.CHOICE:
        yield f"“{column.heading}”不是choice类型，没有选项可查"


def _at_least(rule: AtLeast, fields: Fields) -> Iterator[str]:
    (column,) = fields
    known = ("是", "否") if column.type is FieldType.YES_NO else column.choices
    if not known:
        yield f"“{column.heading}”没有选项，不能按选项计数"
    elif unknown := [value for value in rule.equals if value not in known]:
        yield f"“{column.heading}”没有选项{'、'.join(unknown)}，规则不可能成立"
    elif column.unique and rule.count > len(rule.equals):
        yield f"“{column.heading}”各行不得重复，不可能有{rule.count}行"


def _known_in(rule: KnownIn, fields: Fields) -> Iterator[str]:
    column, other = fields
    if rule.references[0] == rule.references[1]:
        yield f"“{column.heading}”与自身比较，规则多余"
    if column.type is not other.type:
        yield f"“{column.heading}”与“{other.heading}”类型不同，规则不可能成立"
    elif column.choices and not set(column.choices) & set(other.choices):
        yield f"“{column.heading}”与“{other.heading}”没有相同的选项，规则不可能成立"


def _sum(fields: Fields) -> Iterator[str]:
    total, *parts = fields
    yield from _twice(fields)
    yield from _numeric(fields)
    most = total.bounds[1]
    least = sum((part.bounds[0] or Decimal(0) for part in parts if part.required), Decimal(0))
    if most is not None and least > most:
        yield f"各分项至少合计{least}，“{total.heading}”最大为{most}，规则不可能成立"


def _distinct(fields: Fields) -> Iterator[str]:
    yield from _twice(fields)
    if unique := [field.heading for field in fields if field.unique or field.number]:
        yield f"“{'”“'.join(unique)}”本来就不能重复，规则多余"


def _period_of(fields: Fields) -> Iterator[str]:
    wanted = (FieldType.OBLIGATION, FieldType.PERIOD)
    for field, kind in zip(fields, wanted, strict=True):
        if field.type is not kind:
            yield f"“{field.heading}”不是{kind}类型"


def _reported_in(rule: ReportedIn, fields: Fields) -> Iterator[str]:
    yield from _twice(fields)
    if fields[0].type is not FieldType.CODE:
        yield f"“{fields[0].heading}”不是code类型，不能是编号"
    if rule.when:
        yield from _condition(fields[1], rule.equals)
    if bool(rule.when) != bool(rule.equals):
        yield "when、equals须同时填写，规则的条件不完整"


def _numeric(fields: Fields) -> Iterator[str]:
    if others := [field.heading for field in fields if field.type not in NUMERIC]:
        yield f"“{'”“'.join(others)}”不是数字栏"


def _twice(fields: Fields) -> Iterator[str]:
    if len({field.key for field in fields}) < len(fields):
        yield "同一栏用了两次，规则不可能成立或者没有意义"


_BY_FIELDS: dict[type, Callable[[Fields], Iterator[str]]] = {
    Order: _order,
    NotMore: _not_more,
    Different: _different,
    EachChoice: _each_choice,
    Sum: _sum,
    Distinct: _distinct,
    PeriodOf: _period_of,
}
