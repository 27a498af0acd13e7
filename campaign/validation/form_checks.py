"""Finds faults within one form that its model cannot refuse, for the form's author."""

from collections.abc import Iterator

from campaign.definitions.errors import Fault
from campaign.definitions.form import (
    NIL,
    NIL_REASON,
    NUMERIC,
    Field,
    FieldType,
    Form,
    Sheet,
    heading_key,
)
from campaign.definitions.roster import Roster
from campaign.definitions.table_words import Summary
from campaign.problems.definition_faults import FormFault
from campaign.reading.cells import CellContext, CellFault, make_reader
from campaign.reading.headings import PRINTED_LABELS
from campaign.validation.faults import form_fault
from campaign.validation.rule_lint import lint_rules
from campaign.values.periods import PeriodKind

_RESERVED = {heading_key(name) for name in (*PRINTED_LABELS, NIL.heading, NIL_REASON.heading)}
_RESERVED_KEYS = {*PRINTED_LABELS.values(), NIL.key, NIL_REASON.key}
_BY_ROSTER = frozenset({FieldType.PERSON, FieldType.PEOPLE, FieldType.UNIT})
_BY_PLAN = frozenset({FieldType.OBLIGATION, FieldType.PERIOD})
_NOT_BY_FORM = _BY_ROSTER | _BY_PLAN
"""Types whose values cannot be judged by the form alone."""
_EMPTY_ROSTER = Roster(units=(), people=(), leading_group=())

_ORDERED = NUMERIC | {FieldType.DATE}
_SUMMED_TYPES = {
    Summary.SUM: NUMERIC,
    Summary.MEAN: NUMERIC,
    Summary.LEAST: _ORDERED,
    Summary.MOST: _ORDERED,
}
"""The types whose values can be summed up by a word; every other word suits every type."""

FormMessages = Iterator[tuple[str, str]]
"""The path of a key, and what is wrong with its value."""


def check_form(form: Form, year: int) -> Iterator[Fault]:
    """Return every fault of one form; ``year`` completes examples of dates without one."""
    context = CellContext(roster=_EMPTY_ROSTER, unit="", year=year, period=None)
    for path, message in (
        *_sheet_faults(form),
        *_event_faults(form),
        *_field_faults(form, context),
        *_table_faults(form),
    ):
        yield form_fault(form.key, path, message)
    yield from lint_rules(form)


def form_fields(form: Form) -> Iterator[tuple[str, Field]]:
    """Yield every labelled cell and column of a form, each with its key path."""
    for at, sheet in enumerate(form.sheets):
        for part, fields in (("header", sheet.header), ("columns", sheet.columns)):
            for index, field in enumerate(fields):
                yield f"sheets[{at}].{part}[{index}]", field


def _sheet_faults(form: Form) -> FormMessages:
    first: dict[str, str] = {}
    for index, sheet in enumerate(form.sheets):
        other = first.setdefault(heading_key(sheet.name), sheet.key)
        if other != sheet.key:
            message = FormFault.SHEET_NAME_ALIKE.format(name=sheet.name, other=other)
            yield f"sheets[{index}].name", message
        numbers = [column.key for column in sheet.columns if column.number]
        if len(numbers) > 1:
            message = FormFault.NUMBERS_TWICE.format(keys="、".join(numbers))
            yield f"sheets[{index}].columns", message


def _table_faults(form: Form) -> FormMessages:
    """Yield what is wrong with how the form's values are to come out in tables."""
    for index, sheet in enumerate(form.sheets):
        open_keys = {column.key for column in sheet.columns if not column.private}
        for key in sheet.group_by:
            if key not in open_keys:
                message = FormFault.GROUP_BY_UNKNOWN.format(key=key)
                yield f"sheets[{index}].group_by", message
    for path, field in form_fields(form):
        types = _SUMMED_TYPES.get(field.summary) if field.summary else None
        if types and field.type not in types:
            facts = {"summary": field.summary, "types": "、".join(sorted(types))}
            yield (
                f"{path}.summary",
                FormFault.SUMMARY_OF_TYPE.format(heading=field.heading, **facts),
            )


def _event_faults(form: Form) -> FormMessages:
    if form.period is not PeriodKind.EVENT:
        return
    for field in form.sheets[0].header:
        if field.key == form.event_key and (field.private or not field.required):
            yield "event_key", FormFault.EVENT_KEY_OPTIONAL.format(heading=field.heading)
    for path, field in form_fields(form):
        if field.within_period:
            yield f"{path}.within_period", FormFault.NO_PERIOD


def _field_faults(form: Form, context: CellContext) -> FormMessages:
    for path, field in form_fields(form):
        for key, message in (
            *_name_faults(field),
            *_bound_faults(field),
            *_value_faults(field, context),
        ):
            yield f"{path}.{key}", message
        if ".header[" in path and field.key in _RESERVED_KEYS:
            yield f"{path}.key", FormFault.KEY_RESERVED.format(key=field.key)
    for at, sheet in enumerate(form.sheets):
        yield from _prefill_faults(f"sheets[{at}].prefill", sheet, context)


def _name_faults(field: Field) -> FormMessages:
    for key, names in (("heading", (field.heading,)), ("aliases", field.aliases)):
        for name in names:
            if heading_key(name) in _RESERVED:
                yield key, FormFault.NAME_RESERVED.format(name=name)
    if field.number and not field.required:
        yield "number", FormFault.NUMBER_OPTIONAL.format(heading=field.heading)


def _bound_faults(field: Field) -> FormMessages:
    least, most = field.bounds
    if least is not None and most is not None and least > most:
        yield "min", FormFault.NO_NUMBER_FITS.format(least=least, most=most)
    if field.min_length > field.max_length:
        lengths = {"least": field.min_length, "most": field.max_length}
        yield "min_length", FormFault.NO_LENGTH_FITS.format(**lengths)


def _value_faults(field: Field, context: CellContext) -> FormMessages:
    keys = [heading_key(choice) for choice in field.choices]
    for choice, key in zip(field.choices, keys, strict=True):
        among_others = f"{choice}；" if field.type is FieldType.CHOICES else choice
        if keys.count(key) > 1 or _read(field, among_others, context) != choice:
            yield "choices", FormFault.CHOICE_NOT_READ.format(choice=choice)
    judged = field.example and field.type not in _NOT_BY_FORM
    if judged and not _read(field, field.example, context):
        yield "example", FormFault.EXAMPLE_NOT_READ.format(example=field.example)


def _prefill_faults(path: str, sheet: Sheet, context: CellContext) -> FormMessages:
    for number, row in enumerate(sheet.prefill):
        for field, value in zip(sheet.columns, row, strict=False):
            judged = value and field.type not in _NOT_BY_FORM
            if judged and _read(field, value, context) != value:
                message = FormFault.PREFILL_NOT_READ.format(value=value, heading=field.heading)
                yield f"{path}[{number}]", message
    for field in sheet.columns[: min(map(len, sheet.prefill), default=0)]:
        values = [row[sheet.columns.index(field)] for row in sheet.prefill]
        if field.unique and len(set(values)) < len(values):
            yield path, FormFault.PREFILL_REPEATED.format(heading=field.heading)


def _read(field: Field, text: str, context: CellContext) -> str:
    """Return the value as which a cell with this text is read, "" if it is refused."""
    result = make_reader(field, context)(text)
    if isinstance(result, CellFault):
        return result.value
    return result if isinstance(result, str) else result.value
