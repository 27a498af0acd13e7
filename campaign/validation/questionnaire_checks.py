"""Finds faults in the mappings of questionnaire exports to a form, for the form's author."""

from collections.abc import Iterator

from campaign.definitions.errors import Fault
from campaign.definitions.form import Field, FieldType, Form, Sheet
from campaign.definitions.plan import Plan
from campaign.definitions.questionnaire_mapping import MappedQuestion, QuestionnaireMapping
from campaign.definitions.roster import Roster
from campaign.problems.definition_faults import QuestionnaireFault
from campaign.reading.cells import CellContext, CellFault, make_reader
from campaign.reading.questionnaires.exports import question_key
from campaign.validation.faults import form_fault

_CHOOSING = frozenset({FieldType.CHOICE, FieldType.CHOICES})

MappingMessages = Iterator[tuple[str, str]]
"""The path of a key below the mapping, and what is wrong with its value."""


def check_questionnaires(form: Form, plan: Plan, roster: Roster) -> Iterator[Fault]:
    """Return every fault of a form's mappings; units that they name are looked up in the roster."""
    if form.exports and not (form.event_key and form.filed_by == "office"):
        yield form_fault(form.key, "exports", QuestionnaireFault.NOT_AN_EVENT)
        return
    context = CellContext(roster=roster, unit="", year=plan.campaign.year, period=None)
    for index, mapping in enumerate(form.exports):
        for path, message in (
            *_conflicts(mapping, form.exports[:index]),
            *_mapping_faults(form, mapping, context),
        ):
            yield form_fault(form.key, f"exports[{index}].{path}", message)


def _conflicts(
    mapping: QuestionnaireMapping, others: tuple[QuestionnaireMapping, ...]
) -> MappingMessages:
    for other in others:
        if (other.letter == mapping.letter) != (other.service == mapping.service):
            yield "letter", QuestionnaireFault.LETTER_SHARED
        if other.service != mapping.service:
            continue
        if shared := set(other.only) & set(mapping.only):
            facts = {"service": mapping.service, "numbers": "、".join(sorted(shared))}
            yield "only", QuestionnaireFault.NUMBERS_MAPPED_TWICE.format(**facts)
        elif not (other.only or mapping.only):
            yield "only", QuestionnaireFault.MAPPED_TWICE.format(service=mapping.service)


def _mapping_faults(
    form: Form, mapping: QuestionnaireMapping, context: CellContext
) -> MappingMessages:
    sheet = form.sheet(mapping.sheet)
    if sheet is None:
        yield "sheet", QuestionnaireFault.SHEET_UNKNOWN.format(sheet=mapping.sheet)
        return
    for other in form.sheets:
        if other is not sheet and not other.optional:
            yield "sheet", QuestionnaireFault.SHEET_NOT_EXPORTED.format(sheet=other.key)
    yield from _header_faults(form, mapping, context)
    yield from _column_faults(mapping, sheet)
    for number, question in enumerate(mapping.questions):
        if field := sheet.column(question.column):
            for key, message in _question_faults(mapping, question, field, context):
                yield f"questions[{number}].{key}", message


def _header_faults(
    form: Form, mapping: QuestionnaireMapping, context: CellContext
) -> MappingMessages:
    fields = {field.key: field for field in form.sheets[0].header}
    headings = [question_key(heading) for heading in mapping.headings]
    for key, value in mapping.header.items():
        yield from _value_faults(f"header.{key}", fields.get(key), value, context)
    for key, heading in mapping.last_day.items():
        field = fields.get(key)
        if field is None or field.type is not FieldType.DATE:
            yield f"last_day.{key}", QuestionnaireFault.DAY_NOT_A_DATE
        if question_key(heading) not in headings:
            message = QuestionnaireFault.DAY_HEADING_UNKNOWN.format(heading=heading)
            yield f"last_day.{key}", message
    filled = {*mapping.header, *mapping.last_day, form.event_key}
    for field in fields.values():
        if field.required and field.key not in filled:
            facts = {"heading": field.heading, "key": field.key}
            yield "header", QuestionnaireFault.HEADER_MISSING.format(**facts)
    if form.event_key in mapping.header or form.event_key in mapping.last_day:
        yield "header", QuestionnaireFault.HEADER_IS_EVENT_KEY.format(key=form.event_key)


def _column_faults(mapping: QuestionnaireMapping, sheet: Sheet) -> MappingMessages:
    columns = [question.column for question in mapping.questions]
    for column in dict.fromkeys(columns):
        facts = {"sheet": sheet.key, "column": column}
        if sheet.column(column) is None:
            yield "questions", QuestionnaireFault.COLUMN_UNKNOWN.format(**facts)
        if columns.count(column) > 1:
            yield "questions", QuestionnaireFault.COLUMN_TWICE.format(**facts)
    always_there = {question.column for question in mapping.questions if not question.optional}
    for field in sheet.columns:
        if field.required and field.key not in always_there:
            facts = {"heading": field.heading, "key": field.key}
            yield "questions", QuestionnaireFault.COLUMN_NOT_ASKED.format(**facts)


def _question_faults(
    mapping: QuestionnaireMapping, question: MappedQuestion, field: Field, context: CellContext
) -> MappingMessages:
    for answer, value in question.values.items():
        yield from _value_faults(f"values.{answer}", field, value, context)
        if answer.isdecimal() and field.type in _CHOOSING and not mapping.only:
            yield f"values.{answer}", QuestionnaireFault.OPTION_NUMBER
    if question.always:
        yield from _value_faults("always", field, question.always, context)
    never = [question_key(words) for words in mapping.never]
    headings = [question_key(heading) for heading in mapping.headings]
    for words in question.says:
        key = question_key(words)
        if not key or key in headings or any(part in key for part in never):
            yield "says", QuestionnaireFault.WORDS_NEVER_READ.format(words=words)


def _value_faults(
    path: str, field: Field | None, text: str, context: CellContext
) -> MappingMessages:
    """Find a value that the form would refuse; one of a list may be several."""
    if field is None:
        yield path, QuestionnaireFault.HEADER_UNKNOWN
    elif isinstance(make_reader(field, context)(text), CellFault):
        fault = QuestionnaireFault.VALUE_NOT_READ
        if field.choices:
            fault = QuestionnaireFault.VALUE_NOT_A_CHOICE
        facts = {"text": text, "heading": field.heading, "choices": "、".join(field.choices)}
        yield path, fault.format(**facts)
