"""Finds rules of a form that no submission can keep or break, for the form's author.

Three things go wrong in practice: a column of another type than the rule compares, a choice that
is spelt otherwise than in the column, and the same column named twice.
"""

from collections.abc import Collection, Iterator, Mapping

from campaign.definitions.errors import Fault
from campaign.definitions.form import NUMERIC, Field, FieldType, Form
from campaign.definitions.rules import (
    AtLeast,
    Different,
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
from campaign.problems.definition_faults import RuleFault
from campaign.validation.faults import form_fault

_DAYS = frozenset({FieldType.DATE, FieldType.MONTH})
_CHOOSING = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO})
_TYPES: Mapping[type, tuple[frozenset[FieldType], RuleFault]] = {
    NotMore: (NUMERIC, RuleFault.NOT_NUMBERS),
    Sum: (NUMERIC, RuleFault.NOT_NUMBERS),
    EachChoice: (frozenset({FieldType.CHOICE}), RuleFault.NOT_A_CHOICE),
    AtLeast: (_CHOOSING, RuleFault.NOT_COUNTABLE),
}
"""The types that all columns of a rule must have."""

_COMPARING: Mapping[type, RuleFault] = {
    Different: RuleFault.NEVER_EQUAL,
    KnownIn: RuleFault.NEVER_KNOWN,
}
"""The rules that compare two columns, which must be of the same type."""

Fields = tuple[Field, ...]
"""The columns that a rule names, in the order of its references."""


def lint_rules(form: Form) -> Iterator[Fault]:
    """Return a fault for every rule that cannot work on the columns that it names."""
    for index, rule in enumerate(form.rules):
        fields = tuple(_field(form, *reference) for reference in rule.references)
        for message in (
            *_type_faults(rule, fields),
            *_choice_faults(rule, fields),
            *_repetitions(rule),
        ):
            yield form_fault(form.key, f"rules[{index}]", message)


def _field(form: Form, sheet_key: str, column_key: str) -> Field:
    sheet = form.sheet(sheet_key)
    column = sheet.column(column_key) if sheet else None
    assert column is not None, "the form's own validation has made sure of it"
    return column


def _type_faults(rule: Rule, fields: Fields) -> Iterator[str]:
    for field in fields:
        if field.type is FieldType.SEQUENCE:
            yield RuleFault.SEQUENCE.format(heading=field.heading)
    types = {field.type for field in fields}
    if type(rule) in _COMPARING and len(types) > 1:
        one, other = fields
        yield _COMPARING[type(rule)].format(one=one.heading, other=other.heading)
    if type(rule) in _TYPES:
        yield from _other_types(fields, *_TYPES[type(rule)])
    match rule:
        case Order() if len(types) > 1 or not types <= _DAYS:
            first, then = fields
            yield RuleFault.NOT_SAME_DATES.format(first=first.heading, then=then.heading)
        case RowsAtMost():
            yield from _other_types(fields[-1:], {FieldType.WHOLE}, RuleFault.NOT_NUMBERS)
        case ReportedIn():
            yield from _other_types(fields[:1], {FieldType.CODE}, RuleFault.NOT_A_CODE)
        case PeriodOf():
            obligation, period = fields
            yield from _other_types((obligation,), {FieldType.OBLIGATION}, RuleFault.NOT_OF_TYPE)
            yield from _other_types((period,), {FieldType.PERIOD}, RuleFault.NOT_OF_TYPE)


def _other_types(fields: Fields, types: Collection[FieldType], fault: RuleFault) -> Iterator[str]:
    """Find the fields that are of none of these types; the fault names one or all of them."""
    headings = [field.heading for field in fields if field.type not in types]
    if headings:
        kind = next(iter(types))
        yield fault.format(heading=headings[0], headings="”“".join(headings), type=kind)


def _choice_faults(rule: Rule, fields: Fields) -> Iterator[str]:
    match rule:
        case RequiredIf():
            yield from _unknown_choices(fields[0], rule.equals, RuleFault.CONDITION_UNKNOWN)
        case HoldsIf():
            yield from _unknown_choices(fields[1], rule.holds, RuleFault.COUNTED_UNKNOWN)
        case AtLeast():
            yield from _unknown_choices(fields[0], rule.equals, RuleFault.COUNTED_UNKNOWN)
        case OneOf(when="") if rule.equals:
            yield RuleFault.EQUALS_WITHOUT_WHEN
        case ReportedIn() if bool(rule.when) != bool(rule.equals):
            yield RuleFault.WHEN_AND_EQUALS
        case OneOf() | ReportedIn() if rule.when:
            yield from _unknown_choices(fields[-1], rule.equals, RuleFault.CONDITION_UNKNOWN)


def _unknown_choices(field: Field, values: tuple[str, ...], fault: RuleFault) -> Iterator[str]:
    choices = ("是", "否") if field.type is FieldType.YES_NO else field.choices
    unknown = [value for value in values if value not in choices]
    if unknown and field.type in _CHOOSING:
        yield fault.format(heading=field.heading, values="、".join(unknown))


def _repetitions(rule: Rule) -> Iterator[str]:
    if len(set(rule.references)) < len(rule.references):
        yield RuleFault.COLUMN_TWICE
