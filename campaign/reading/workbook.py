"""Read a workbook as the form that it was recognized to be: every sheet, every problem at once."""

from collections import Counter
from collections.abc import Collection, Iterator

from campaign.definitions.form import Field, Form, Sheet, header_fields, heading_key
from campaign.problems.codes import Code, Problem, make_problem
from campaign.reading.appearance import report_cell
from campaign.reading.attendance_remarks import report_label_remarks
from campaign.reading.cells import CellContext, Tolerance
from campaign.reading.columns import ColumnReader, expected_content, is_blank
from campaign.reading.headings import Headings, LabelledCell, find_headings, find_labels
from campaign.reading.problem_collector import ProblemCollector
from campaign.reading.row_checks import YES, check_content, check_numbers
from campaign.reading.rule_checks import check_rules
from campaign.reading.submission import ReadSheet, Submission
from campaign.reading.table import read_table
from campaign.reports.report import Row
from campaign.values.cell_ref import Position
from campaign.values.periods import find_period
from campaign.values.raw_workbook import RawSheet, RawWorkbook
from campaign.values.text import normalize_text, scalar_text

PROBLEM_LIST = "修改意见"
"""The sheet that a returned copy begins with; it is no part of the form."""


def read_submission(
    form: Form, workbook: RawWorkbook, context: CellContext, max_rows: int
) -> Submission:
    """Return the workbook read as this form, with all problems in the workbook's order.

    A sheet that is missing, hidden or without headings is one problem; its cells raise no more.
    """
    tolerated: Counter[Tolerance] = Counter()
    problems: list[Problem] = []
    sheets: list[ReadSheet] = []
    for sheet in form.sheets:
        raw = find_sheet(workbook, form, sheet)
        if raw is None:
            problems.append(make_problem(Code.SHEET_MISSING, name=sheet.name))
        elif not raw.visible:
            problems.append(make_problem(Code.SHEET_HIDDEN, sheet=raw.name))
        else:
            collector = ProblemCollector(raw.name)
            sheets.append(_read_sheet(form, sheet, raw, context, collector))
            problems += collector.problems
            tolerated += collector.tolerated
    if mismatches := [problem for problem in problems if problem.code is Code.HEADER_MISMATCH]:
        # another unit's or period's table: what its cells say would only be noise
        return Submission(sheets=(), nil=False, problems=tuple(mismatches), tolerated=tolerated)
    nil = any(sheet.header.get("nil") == YES for sheet in sheets)
    problems += _check_extra(workbook, sheets)
    problems += check_content(form, sheets, nil, max_rows)
    problems += check_numbers(form, sheets)
    problems += check_rules(form, sheets, context.plan_index)
    order = {raw.name: index for index, raw in enumerate(workbook.sheets)}
    problems.sort(key=lambda p: (order.get(p.sheet, -1), p.row, p.column))
    return Submission(sheets=tuple(sheets), nil=nil, problems=tuple(problems), tolerated=tolerated)


def _check_extra(workbook: RawWorkbook, sheets: list[ReadSheet]) -> Iterator[Problem]:
    read_names = {sheet.name for sheet in sheets}
    for raw in _filled(workbook) if sheets else ():
        if raw.name not in read_names:
            yield make_problem(Code.SHEET_UNKNOWN, sheet=raw.name)


def find_sheet(workbook: RawWorkbook, form: Form, sheet: Sheet) -> RawSheet | None:
    """Return the raw sheet that a form's sheet is, even if it was renamed.

    It is found by its name, else as the only sheet there is for the form's only one, else as the
    only one of unknown name that has exactly its headings.
    """
    named = [raw for raw in workbook.sheets if heading_key(raw.name) == heading_key(sheet.name)]
    if named:
        return min(named, key=lambda raw: (raw.name != sheet.name, not raw.visible))
    names = {heading_key(form_sheet.name) for form_sheet in form.sheets}
    spare = [raw for raw in _filled(workbook) if heading_key(raw.name) not in names]
    if len(form.sheets) == len(spare) == 1:
        return spare[0]
    fitting = [raw for raw in spare if _has_all_headings(raw, sheet)]
    return fitting[0] if len(fitting) == 1 else None


def _filled(workbook: RawWorkbook) -> list[RawSheet]:
    """Return the visible sheets that are not empty, without the problem list of a returned copy."""
    return [
        raw
        for raw in workbook.sheets
        if raw.visible and raw.rows and not raw.name.startswith(PROBLEM_LIST)
    ]


def _has_all_headings(raw: RawSheet, sheet: Sheet) -> bool:
    headings = find_headings(raw, sheet) if sheet.columns else None
    return bool(headings and not headings.unknown and len(headings.columns) == len(sheet.columns))


def _read_sheet(
    form: Form, sheet: Sheet, raw: RawSheet, context: CellContext, collector: ProblemCollector
) -> ReadSheet:
    headings = find_headings(raw, sheet) if sheet.columns else None
    if sheet.columns and headings is None:
        names = "、".join(column.heading for column in sheet.columns)
        collector.problems.append(
            make_problem(Code.SHEET_NO_HEADINGS, sheet=raw.name, headings=names)
        )
    fields = header_fields(form, sheet)
    labels = find_labels(raw, fields, headings.row if headings else 0)
    _check_printed(raw, labels, context, collector)
    header = _read_header(fields, raw, labels, context, collector)
    rows: tuple[Row, ...] = ()
    remarks: tuple[int, ...] = ()
    if headings:
        _check_headings(sheet, raw, headings, collector)
        rows, remarks = read_table(raw, sheet, headings, context, collector)
        for at in _nameless(raw, headings.row, remarks):
            collector.add(Code.COLUMN_UNKNOWN, at, "未命名的栏")
    return ReadSheet(
        key=sheet.key,
        name=raw.name,
        header=header,
        header_cells={key: place.at for key, place in labels.items()},
        rows=rows,
        columns=headings.columns if headings else {},
        missing_columns=_absent(sheet, headings) if headings else frozenset(),
        has_table=headings is not None,
        remark_rows=remarks,
        faulty_cells=frozenset(collector.faulty_cells),
    )


def _absent(sheet: Sheet, headings: Headings) -> frozenset[str]:
    present = {*headings.columns, *(key for key, _ in headings.duplicates)}
    return frozenset(field.key for field in sheet.columns if field.key not in present)


def _check_printed(
    raw: RawSheet,
    labels: dict[str, LabelledCell],
    context: CellContext,
    collector: ProblemCollector,
) -> None:
    """Report printed labels that name another unit or period than the workbook was issued for.

    A name that the roster does not know may be the unit's own before it was renamed.
    """
    own = context.roster.unit(context.unit)
    printed = {key: scalar_text(labels[key].value) for key in ("unit", "period") if key in labels}
    if own and (text := printed.get("unit", "")):
        named = context.roster.unit(text) or context.roster.unit(heading_key(text))
        if named is None:
            collector.add(Code.HEADER_UNIT_UNKNOWN, labels["unit"].at, text, expected=own.name)
        elif named != own:
            facts = {"label": "单位", "expected": own.name}
            collector.add(Code.HEADER_MISMATCH, labels["unit"].at, text, **facts)
    period = find_period(normalize_text(printed.get("period", "")))
    if context.period and period and period != context.period:
        facts = {"label": "期间", "expected": context.period.label}
        collector.add(Code.HEADER_MISMATCH, labels["period"].at, printed["period"], **facts)


def _read_header(
    fields: tuple[Field, ...],
    raw: RawSheet,
    labels: dict[str, LabelledCell],
    context: CellContext,
    collector: ProblemCollector,
) -> dict[str, str]:
    values: dict[str, str] = {}
    for field in fields:
        at = labels[field.key].at if field.key in labels else (0, 0)
        if field.key in labels:
            may_be_blank = field.model_copy(update={"required": False})
            reader = ColumnReader(raw, may_be_blank, context, collector)
            cell = labels[field.key].value
            values[field.key] = reader.read_value(cell, at)
            report_label_remarks(field, cell, at, values[field.key], collector)
            report_cell(raw, field, at, collector)
        if field.required and not values.get(field.key) and at not in collector.faulty_cells:
            collector.problems.append(_missing(field, raw, at))
    return {key: value for key, value in values.items() if value}


def _missing(field: Field, raw: RawSheet, at: Position) -> Problem:
    facts = {"label": field.heading, "expected": expected_content(field)}
    return make_problem(Code.HEADER_MISSING, sheet=raw.name, at=at, **facts)


def _nameless(raw: RawSheet, heading_row: int, remarks: Collection[int]) -> Iterator[Position]:
    """Find the first filled cell of each column without a heading; remarks may stand anywhere."""
    width = max(map(len, raw.rows), default=0)
    for column in range(1, width + 1):
        if is_blank(raw.value(heading_row, column)):
            below = range(heading_row + 1, len(raw.rows) + 1)
            filled = (n for n in below if not is_blank(raw.value(n, column)))
            if first := next((n for n in filled if n not in remarks), 0):
                yield first, column


def _check_headings(
    sheet: Sheet, raw: RawSheet, headings: Headings, collector: ProblemCollector
) -> None:
    absent = _absent(sheet, headings)
    for field in sheet.columns:
        if field.required and field.key in absent:
            collector.add(Code.COLUMN_MISSING, (headings.row, 0), heading=field.heading)
    names = {field.key: field.heading for field in sheet.columns}
    for key, column in headings.duplicates:
        collector.add(Code.COLUMN_TWICE, (headings.row, column), heading=names[key])
    for text, column in headings.unknown:
        below = range(headings.row + 1, len(raw.rows) + 1)
        if any(not is_blank(raw.value(row, column)) for row in below):
            collector.add(Code.COLUMN_UNKNOWN, (headings.row, column), text)
