"""Read a questionnaire's export as a form: every answer sheet a row, problems at its cells.

Only the questions that the mapping names are read. What the service notes about who answered
(address, device, name in a messenger, minute) is in no row, no message and no store.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from campaign.definitions.form import Field, FieldType, Sheet
from campaign.definitions.questionnaire_mapping import MappedQuestion, QuestionnaireMapping
from campaign.problems.codes import Code, Problem, make_problem
from campaign.reading.appearance import report_appearance
from campaign.reading.cells import CellContext
from campaign.reading.cells.lettering import without_letters
from campaign.reading.columns import ColumnReader, is_blank
from campaign.reading.headings import Headings
from campaign.reading.problem_collector import ProblemCollector
from campaign.reading.questionnaires.exports import QuestionnaireSheet, question_key
from campaign.reading.row_checks import check_content, check_numbers
from campaign.reading.rule_checks import check_rules
from campaign.reading.submission import ReadSheet, Submission
from campaign.reports.report import Row
from campaign.values.raw_workbook import RawSheet, Scalar
from campaign.values.text import normalize_text, scalar_text

_NUMBERED = re.compile(r"^\s*(?:Q|第)?\d+\s*(?:题|[、.．:：])\s*", re.IGNORECASE)
_PARTS = re.compile(r"[—–―－_-]+")
_OWN_WORDS = "〖"  # 问卷星 puts what was typed beside an option behind it: 其他〖…〗
_SKIP_WORDS = ("跳过", "空", "未作答", "未回答", "未填写", "未填", "未选择", "该题未显示", "未显示")
_SKIPPED = frozenset((*_SKIP_WORDS, *(f"({words})" for words in _SKIP_WORDS)))
"""How services write that a question was skipped, besides what the mapping names."""
_MOST_NAMED = 20
_EXACT, _OF_ROW, _OF_QUESTION = 3, 2, 1


def read_questionnaire(
    exported: QuestionnaireSheet, context: CellContext, max_rows: int
) -> Submission:
    """Return an export read as its form, with all problems in the order of its cells."""
    collector = ProblemCollector(exported.raw.name)
    form, export = exported.form, exported.mapping
    sheets: list[ReadSheet] = []
    for sheet in form.sheets:
        header = _header(exported, context, collector) if sheet is form.sheets[0] else {}
        if sheet.key == export.sheet:
            sheets.append(
                replace(_read_answers(exported, sheet, context, collector), header=header)
            )
        elif header:
            sheets.append(ReadSheet(key=sheet.key, name=sheet.name, header=header))
    problems: list[Problem] = [
        *collector.problems,
        *(
            problem
            for problem in check_content(form, sheets, nil=False, max_rows=max_rows)
            if problem.code is not Code.SHEET_UNUSUALLY_MANY_ROWS  # answers may be many
        ),
        *check_numbers(form, sheets),
        *check_rules(form, sheets),
    ]
    problems.sort(key=lambda problem: (problem.row, problem.column))
    return Submission(
        sheets=tuple(sheets), nil=False, problems=tuple(problems), tolerated=collector.tolerated
    )


def _header(
    exported: QuestionnaireSheet, context: CellContext, collector: ProblemCollector
) -> dict[str, str]:
    """Return the first sheet's labelled cells; the event is the questionnaire."""
    form, export = exported.form, exported.mapping
    fields = {field.key: field for field in form.sheets[0].header}
    days = {
        key: _last_day(exported, heading, fields[key], context, collector)
        for key, heading in export.last_day.items()
    }
    values = {**export.header, **days, form.event_key: exported.slot}
    return {key: value for key, value in values.items() if value}


def _last_day(
    exported: QuestionnaireSheet,
    heading: str,
    field: Field,
    context: CellContext,
    collector: ProblemCollector,
) -> str:
    """Return the day of the last answer; the minute of each is not kept."""
    raw, row = exported.raw, exported.row
    keys = [question_key(scalar_text(value)) for value in raw.rows[row - 1]]
    column = keys.index(question_key(heading)) + 1
    own_problems = ProblemCollector(raw.name)
    reader = ColumnReader(raw, field, context, own_problems)
    days = {
        reader.read_value(
            (normalize_text(scalar_text(raw.value(number, column))).split() or [""])[0], at
        )
        for number in _answers(raw, row)
        for at in [(number, column)]
    }
    collector.problems += own_problems.problems
    return max(days, default="")


def _read_answers(
    exported: QuestionnaireSheet, sheet: Sheet, context: CellContext, collector: ProblemCollector
) -> ReadSheet:
    raw, export = exported.raw, exported.mapping
    columns = _find_columns(exported, sheet, collector)
    rows = _rating_answers(exported, sheet, columns, collector)
    values: dict[int, dict[str, str]] = {number: {} for number in rows}
    for question in export.questions:
        field = sheet.column(question.column)
        assert field is not None  # the form's own check has made sure that it exists
        if question.column in columns:
            column = columns[question.column]
            answers = _translated(raw, rows, column, (export, question, field))
            column_values = ColumnReader(answers, field, context, collector).read_column(
                rows, column
            )
        elif question.always and rows:
            reader = ColumnReader(raw, field, context, collector)
            column_values = [reader.read_value(question.always, (0, 0))] * len(rows)
        else:
            continue
        for number, value in zip(rows, column_values, strict=True):
            if value:
                values[number][field.key] = value
    read = [(field, columns[field.key]) for field in sheet.columns if field.key in columns]
    headings = Headings(row=exported.row, columns=columns)
    report_appearance(raw, headings, rows, read, collector)
    return ReadSheet(
        key=sheet.key,
        name=raw.name,
        rows=tuple(Row(number=number, values=values[number]) for number in rows),
        columns=columns,
        missing_columns=frozenset(field.key for field in sheet.columns if field.key not in columns),
        has_table=True,
        faulty_cells=frozenset(collector.faulty_cells),
    )


def _answers(raw: RawSheet, heading_row: int) -> Sequence[int]:
    """Return the numbers of the rows below the headings that are not empty."""
    below = enumerate(raw.rows[heading_row:], start=heading_row + 1)
    return [n for n, row in below if any(v is not None and scalar_text(v).strip() for v in row)]


def _rating_answers(
    exported: QuestionnaireSheet,
    sheet: Sheet,
    columns: Mapping[str, int],
    collector: ProblemCollector,
) -> Sequence[int]:
    """Return the rows of the answers without those that skip the unit and every mark.

    Whoever has never been to the bureau rates nobody. How many these are is reported.
    """
    raw, rows = exported.raw, _answers(exported.raw, exported.row)
    marks = [f.key for f in sheet.columns if f.type is FieldType.CHOICES and f.key in columns]
    unit = sheet.unit_column.key if sheet.unit_column else ""
    if unit not in columns or not marks:
        return rows
    blanks = _blank_words(exported.mapping)
    rating = [columns[key] for key in (unit, *marks)]
    nobody = [n for n in rows if all(_is_skipped(raw.value(n, c), blanks) for c in rating)]
    if nobody:
        named = "、".join(map(str, nobody[:_MOST_NAMED])) + ("等" * (len(nobody) > _MOST_NAMED))
        facts = {"count": str(len(nobody)), "rows": named}
        collector.problems.append(
            make_problem(Code.EXPORT_RATES_NOBODY, sheet=raw.name, at=(nobody[0], 0), **facts)
        )
    return [number for number in rows if number not in set(nobody)]


def _blank_words(mapping: QuestionnaireMapping) -> frozenset[str]:
    return _SKIPPED | frozenset(map(normalize_text, mapping.blanks))


def _is_skipped(cell: Scalar, blanks: frozenset[str]) -> bool:
    return is_blank(cell) or normalize_text(scalar_text(cell)) in blanks


def _translated(
    raw: RawSheet,
    rows: Sequence[int],
    column: int,
    mapping: tuple[QuestionnaireMapping, MappedQuestion, Field],
) -> RawSheet:
    """Return the sheet with the answers of one column in the form's words, each in its place."""
    export, question, field = mapping
    blanks = _blank_words(export)
    values = {normalize_text(says): value for says, value in question.values.items()}
    changed = list(raw.rows)
    for number in rows:
        row = raw.rows[number - 1]
        if column <= len(row):
            answer = _answer(row[column - 1], field, (export.separator, blanks, values))
            changed[number - 1] = (*row[: column - 1], answer, *row[column:])
    return replace(raw, rows=tuple(changed))


def _answer(
    cell: Scalar, field: Field, words: tuple[str, frozenset[str], Mapping[str, str]]
) -> Scalar:
    separator, blanks, values = words
    text = normalize_text(scalar_text(cell))
    if not text or text in blanks:
        return None
    if field.type is FieldType.TEXT:
        return values.get(text, cell)
    chosen = text.split(separator) if separator and field.type is FieldType.CHOICES else [text]
    options = [part.split(_OWN_WORDS)[0].strip() for part in chosen]
    value = "、".join(_in_own_words(part, values) for part in options if part)
    return cell if value == text else value or None


def _in_own_words(option: str, values: Mapping[str, str]) -> str:
    """Return an option in the form's words; whoever made the questionnaire may have lettered it."""
    return values.get(option) or values.get(without_letters(option), option)


def _find_columns(
    exported: QuestionnaireSheet, sheet: Sheet, collector: ProblemCollector
) -> dict[str, int]:
    """Return the column of each question that is there once; report the others."""
    ranked = _ranked(exported)
    columns: dict[str, int] = {}
    for question in exported.mapping.questions:
        field = sheet.column(question.column)
        places = ranked.get(question.column, [])
        facts = {"heading": field.heading if field else "", "says": "”或者“".join(question.says)}
        if len(places) == 1:
            columns[question.column] = places[0]
        elif places:
            at = (exported.row, places[1])
            collector.add(Code.EXPORT_QUESTION_TWICE, at, **facts)
        elif question.says and not question.optional:
            collector.add(Code.EXPORT_QUESTION_MISSING, (exported.row, 0), **facts)
    return columns


def _ranked(exported: QuestionnaireSheet) -> dict[str, list[int]]:
    """Return the columns in which each question fits best.

    A question that fits a column less well than another one does not get it: 服务 is a row of a
    matrix sooner than a word in 您是哪类服务对象.
    """
    export = exported.mapping
    fits = {
        (question.column, column): rank
        for column, heading in _questions(exported)
        for question in export.questions
        if (rank := max((_fit(heading, says) for says in question.says), default=0))
    }
    most: dict[int, int] = {}
    for (_, column), rank in fits.items():
        most[column] = max(rank, most.get(column, 0))
    best_fits = {place: rank for place, rank in fits.items() if rank == most[place[1]]}
    best: dict[str, int] = {}
    for (key, _), rank in best_fits.items():
        best[key] = max(rank, best.get(key, 0))
    ranked: dict[str, list[int]] = {}
    for (key, column), rank in best_fits.items():
        if rank == best[key]:
            ranked.setdefault(key, []).append(column)
    return ranked


def _questions(exported: QuestionnaireSheet) -> Iterator[tuple[int, str]]:
    """Yield the headings that may be questions with their columns, the service's own left out."""
    export = exported.mapping
    excluded = {question_key(heading) for heading in export.headings}
    excluded_words = [question_key(words) for words in export.never]
    for column, value in enumerate(exported.raw.rows[exported.row - 1], start=1):
        key = question_key(scalar_text(value))
        if key and key not in excluded and not any(words in key for words in excluded_words):
            yield column, scalar_text(value)


def _fit(heading: str, says: str) -> int:
    """Return how well words fit a question: its row in a matrix exactly, in part, or its text."""
    question = _NUMBERED.sub("", heading)
    row, words = question_key(_PARTS.split(question)[-1]), question_key(says)
    if row == words:
        return _EXACT
    if words in row:
        return _OF_ROW
    return _OF_QUESTION if words in question_key(question) else 0
