"""Finds what is wrong with the mapping of exports to a form, before any export is read by it."""

from collections.abc import Iterable, Iterator

from campaign.definitions.errors import Fault
from campaign.definitions.form import Field, FieldType, Form, Sheet
from campaign.definitions.plan import Plan
from campaign.definitions.questionnaire_mapping import MappedQuestion, QuestionnaireMapping
from campaign.definitions.roster import Roster
from campaign.reading.cells import CellContext, CellFault, make_reader
from campaign.reading.questionnaires import question_key
from campaign.validation.form_checks import form_file

_CHOOSING = frozenset({FieldType.CHOICE, FieldType.CHOICES})

MappingMessages = Iterator[tuple[str, str]]
"""The path of a key below the export, and what is wrong with its value."""


def check_questionnaires(form: Form, plan: Plan, roster: Roster) -> Iterator[Fault]:
    """Return every fault of a form's exports; units that they name are held against the roster."""
    context = CellContext(roster=roster, unit="", year=plan.campaign.year, period=None)
    if form.exports and not (form.event_key and form.filed_by == "office"):
        message = "只有党办填报、有event_key的随时报送的表才能从问卷平台导出的答卷读入"
        yield Fault(source=form_file(form.key), path="exports", message=message)
        return
    for index, export in enumerate(form.exports):
        for path, message in (*_table(form, index), *_contents(form, export, context)):
            yield Fault(
                source=form_file(form.key), path=f"exports[{index}].{path}", message=message
            )


def _table(form: Form, index: int) -> MappingMessages:
    export, others = form.exports[index], form.exports[:index]
    for other in others:
        if (other.letter == export.letter) != (other.service == export.service):
            yield "letter", "同一平台用同一字母，不同平台用不同的字母"
        same = set(other.only) & set(export.only)
        if other.service == export.service and (same or not (other.only or export.only)):
            what = f"问卷{'、'.join(sorted(same))}" if same else "不限问卷的"
            yield "only", f"“{export.service}”{what}写了两次"


def _contents(form: Form, export: QuestionnaireMapping, context: CellContext) -> MappingMessages:
    sheet = form.sheet(export.sheet)
    if sheet is None:
        yield "sheet", f"没有工作表“{export.sheet}”"
        return
    for other in form.sheets:
        if other is not sheet and not other.optional:
            yield "sheet", f"工作表“{other.key}”必填，导出的答卷中却没有"
    yield from _header(form, export, context)
    yield from _coverage(export, sheet)
    for number, question in enumerate(export.questions):
        if field := sheet.column(question.column):
            for key, message in _question(export, question, field, context):
                yield f"questions[{number}].{key}", message


def _header(form: Form, export: QuestionnaireMapping, context: CellContext) -> MappingMessages:
    fields = {field.key: field for field in form.sheets[0].header}
    known = [question_key(heading) for heading in export.headings]
    for key, value in export.header.items():
        yield from _value(f"header.{key}", fields.get(key), value, context)
    for key, heading in export.last_day.items():
        field = fields.get(key)
        if field is None or field.type is not FieldType.DATE:
            yield f"last_day.{key}", "第一张工作表的header中没有这一项，或者不是date类型"
        if question_key(heading) not in known:
            yield f"last_day.{key}", f"“{heading}”应当也写在headings中"
    given = {*export.header, *export.last_day, form.event_key}
    for field in fields.values():
        if field.required and field.key not in given:
            yield "header", f"“{field.heading}”（{field.key}）必填，应当写明内容"
    if form.event_key in export.header or form.event_key in export.last_day:
        yield "header", f"“{form.event_key}”由问卷编号产生，不用写"


def _coverage(export: QuestionnaireMapping, sheet: Sheet) -> MappingMessages:
    columns = [question.column for question in export.questions]
    for column in dict.fromkeys(columns):
        if sheet.column(column) is None:
            yield "questions", f"工作表“{sheet.key}”没有栏目“{column}”"
        if columns.count(column) > 1:
            yield "questions", f"栏目“{column}”写了两次"
    sure = {question.column for question in export.questions if not question.optional}
    for field in sheet.columns:
        if field.required and field.key not in sure:
            yield "questions", f"“{field.heading}”（{field.key}）必填，应当有题目，且不能optional"


def _question(
    export: QuestionnaireMapping, question: MappedQuestion, field: Field, context: CellContext
) -> MappingMessages:
    for said, meant in question.values.items():
        yield from _value(f"values.{said}", field, meant, context)
        if said.isdecimal() and field.type in _CHOOSING and not export.only:
            message = "选项的序号各问卷不同，须用only限定问卷编号"
            yield f"values.{said}", message
    if question.always:
        yield from _value("always", field, question.always, context)
    never = [question_key(words) for words in export.never]
    for says in question.says:
        key = question_key(says)
        if not key or any(words in key for words in never) or _is_heading(key, export.headings):
            yield "says", f"“{says}”没有词句，或者是headings、never中的栏，从不读入"


def _is_heading(key: str, headings: Iterable[str]) -> bool:
    return key in map(question_key, headings)


def _value(path: str, field: Field | None, text: str, context: CellContext) -> MappingMessages:
    """Find a value that the form does not read as it is written; a list's may be several."""
    if field is None:
        yield path, "第一张工作表的header中没有这一项"
        return
    result = make_reader(field, context)(text)
    if isinstance(result, CellFault):
        choices = f"，可选：{'、'.join(field.choices)}" if field.choices else ""
        yield path, f"“{text}”不是“{field.heading}”可填的内容{choices}"
