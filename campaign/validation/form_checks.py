"""Finds what is wrong within one form, beyond what its model refuses; for the form's author."""

from collections.abc import Iterator

from campaign.definitions.errors import Fault
from campaign.definitions.form import NIL, NIL_REASON, Field, FieldType, Form, Sheet, heading_key
from campaign.definitions.roster import Roster
from campaign.reading.cells import CellContext, CellFault, make_reader
from campaign.reading.headings import PRINTED_LABELS
from campaign.validation.rule_lint import lint_rules
from campaign.values.periods import PeriodKind

_RESERVED = {
    heading_key(name) for name in (*PRINTED_LABELS, "报送期限", NIL.heading, NIL_REASON.heading)
}
_RESERVED_KEYS = {*PRINTED_LABELS.values(), NIL.key, NIL_REASON.key}
_BY_ROSTER = frozenset({FieldType.PERSON, FieldType.PEOPLE, FieldType.UNIT})
_BY_PLAN = frozenset({FieldType.OBLIGATION, FieldType.PERIOD})
_ELSEWHERE = _BY_ROSTER | _BY_PLAN
"""Types whose values cannot be judged by the form alone."""
_NOBODY = Roster(units=(), people=(), leading_group=())

FormMessages = Iterator[tuple[str, str]]
"""The path of a key, and what is wrong with its value."""


def form_file(form_key: str) -> str:
    """Return the file in which a form stands."""
    return f"inputs/forms/{form_key}.toml"


def check_form(form: Form, year: int) -> Iterator[Fault]:
    """Return every fault of one form; ``year`` completes examples of dates without one."""
    source = form_file(form.key)
    context = CellContext(roster=_NOBODY, unit="", year=year, period=None)
    for path, message in (*_sheets(form), *_event(form), *_fields(form, context)):
        yield Fault(source=source, path=path, message=message)
    yield from lint_rules(form, source)


def _sheets(form: Form) -> FormMessages:
    seen: dict[str, str] = {}
    for index, sheet in enumerate(form.sheets):
        same = seen.setdefault(heading_key(sheet.name), sheet.key)
        if same != sheet.key:
            yield f"sheets[{index}].name", f"“{sheet.name}”与工作表{same}的名称无法区分"
        numbers = [column.key for column in sheet.columns if column.number]
        if len(numbers) > 1:
            yield f"sheets[{index}].columns", f"只能有一栏number = true：{'、'.join(numbers)}"


def _event(form: Form) -> FormMessages:
    if form.period is not PeriodKind.EVENT:
        return
    for key in form.sheets[0].header:
        if key.key == form.event_key and (key.private or not key.required):
            yield "event_key", f"“{key.heading}”应为必填（required = true），且不能是private"
    for path, field in _places(form):
        if field.within_period:
            yield f"{path}.within_period", "随时报送的表没有期间"


def _places(form: Form) -> Iterator[tuple[str, Field]]:
    for at, sheet in enumerate(form.sheets):
        for part, fields in (("header", sheet.header), ("columns", sheet.columns)):
            for index, field in enumerate(fields):
                yield f"sheets[{at}].{part}[{index}]", field


def _fields(form: Form, context: CellContext) -> FormMessages:
    for path, field in _places(form):
        for key, message in (*_names(field), *_bounds(field), *_values(field, context)):
            yield f"{path}.{key}", message
        if ".header[" in path and field.key in _RESERVED_KEYS:
            yield f"{path}.key", f"“{field.key}”由系统使用"
    for at, sheet in enumerate(form.sheets):
        yield from _prefill(f"sheets[{at}].prefill", sheet, context)


def _names(field: Field) -> FormMessages:
    for key, names in (("heading", (field.heading,)), ("aliases", field.aliases)):
        for name in names:
            if heading_key(name) in _RESERVED:
                yield key, f"“{name}”由系统使用，请换一个名称"
    if field.number and not field.required:
        yield "number", f"“{field.heading}”是编号栏，应为必填（required = true）"


def _bounds(field: Field) -> FormMessages:
    least, most = field.bounds
    if least is not None and most is not None and least > most:
        yield "min", f"最小值{least}大于最大值{most}，没有可填的数"
    if field.min_length > field.max_length:
        yield "min_length", f"最少{field.min_length}字多于最多{field.max_length}字，没有可填的内容"


def _values(field: Field, context: CellContext) -> FormMessages:
    reduced = [heading_key(choice) for choice in field.choices]
    for choice, key in zip(field.choices, reduced, strict=True):
        if reduced.count(key) > 1 or _read(field, choice, context) != choice:
            yield "choices", f"“{choice}”重复、无法与其他选项区分，或者含有分隔符"
    if field.example and field.type not in _ELSEWHERE and not _read(field, field.example, context):
        yield "example", f"示例“{field.example}”不符合本栏自己的要求"


def _prefill(path: str, sheet: Sheet, context: CellContext) -> FormMessages:
    for number, row in enumerate(sheet.prefill):
        for field, value in zip(sheet.columns, row, strict=False):
            if value and field.type not in _ELSEWHERE and _read(field, value, context) != value:
                yield f"{path}[{number}]", f"“{value}”不是“{field.heading}”栏的规范写法"
    for field in sheet.columns[: min(map(len, sheet.prefill), default=0)]:
        values = [row[sheet.columns.index(field)] for row in sheet.prefill]
        if field.unique and len(set(values)) < len(values):
            yield path, f"“{field.heading}”栏不能重复，prefill中有重复"


def _read(field: Field, text: str, context: CellContext) -> str:
    """Return what a cell with this text would be read as, "" if it would be refused."""
    result = make_reader(field, context)(text)
    if isinstance(result, CellFault):
        return result.value
    return result if isinstance(result, str) else result.value
