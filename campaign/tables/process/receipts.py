"""What was received and what became of it: files, accepted versions, problems, doubts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from campaign.definitions.definitions import Definitions, period_label
from campaign.problems.codes import Problem, Severity
from campaign.problems.messages import problem_text, problem_title, redact_problem
from campaign.tables.table import (
    UNIT,
    Audience,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    build_table,
)
from campaign.values.cell_ref import column_letters
from campaign.values.dispositions import DISPOSITION_NAMES, Disposition

_REPORT = (
    Column("receipt", "回执号"),
    Column(UNIT, "单位代码", printed=False),
    Column("unit_name", "单位"),
    Column("form", "报表代码", printed=False),
    Column("form_name", "报表"),
    Column("period", "期间代码", printed=False),
    Column("period_name", "期间"),
)

RECEIPTS = TableSchema(
    name="receipts",
    title="收件",
    keys=("receipt",),
    columns=(
        *_REPORT,
        Column("file", "文件名"),
        Column("received_at", "收到", ColumnType.MOMENT),
        Column("answered_at", "答复", ColumnType.MOMENT),
        Column("disposition", "结果代码", printed=False),
        Column("disposition_name", "结果"),
        Column("problems", "问题", ColumnType.INTEGER, unit="处"),
    ),
    audience=Audience.UNIT,
)

SUBMISSIONS = TableSchema(
    name="submissions",
    title="报表各版",
    keys=("receipt",),
    columns=(
        *_REPORT,
        Column("version", "第几版", ColumnType.INTEGER),
        Column("in_force", "现行", ColumnType.YES_NO, no=""),
        Column("nil", "零报告", ColumnType.YES_NO, no=""),
        Column("serial", "填报码"),
        Column("form_version", "表样版本", ColumnType.INTEGER),
        Column("received_at", "收到", ColumnType.MOMENT),
        Column("accepted_at", "接收", ColumnType.MOMENT),
        Column("withdrawn_at", "撤回", ColumnType.MOMENT),
        Column("normalised", "规范写法", ColumnType.INTEGER, unit="格"),
    ),
    audience=Audience.UNIT,
)

_PLACE = (
    Column("sheet", "工作表"),
    Column("row", "行", ColumnType.INTEGER),
    Column("column", "列"),
)

PROBLEMS = TableSchema(
    name="problems",
    title="问题",
    keys=("receipt", "position"),
    columns=(
        *_REPORT,
        Column("position", "序", ColumnType.INTEGER, printed=False),
        Column("code", "问题代码"),
        Column("title", "问题类别"),
        Column("severity", "轻重"),
        *_PLACE,
        Column("heading", "栏目"),
        Column("what", "问题"),
    ),
    audience=Audience.UNIT,
)

DOUBTS = TableSchema(
    name="doubts",
    title="疑点",
    keys=("receipt", "position"),
    columns=(
        *_REPORT,
        Column("position", "序", ColumnType.INTEGER, printed=False),
        *_PLACE,
        Column("heading", "栏目"),
        Column("what", "疑点"),
    ),
    audience=Audience.UNIT,
)

_SEVERITY_NAMES = {Severity.ERROR: "须改正", Severity.WARNING: "提醒"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedFile:
    """A file that was answered; what is not known of it is "". ``problems`` is their number."""

    receipt: str
    unit: str
    form: str
    period: str
    name: str
    received_at: dt.datetime
    answered_at: dt.datetime | None
    disposition: str
    problems: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmittedVersion:
    """An accepted version, as it is stored."""

    receipt: str
    unit: str
    form: str
    period: str
    version: int
    in_force: bool
    nil: bool
    serial: str
    form_version: int
    received_at: dt.datetime
    accepted_at: dt.datetime
    withdrawn_at: dt.datetime | None
    normalised: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptProblem:
    """A problem of a receipt; ``position`` is its place in the receipt's list."""

    receipt: str
    unit: str
    form: str
    period: str
    confidential: bool
    position: int
    problem: Problem


def receipt_table(files: Iterable[ReceivedFile], definitions: Definitions) -> Table:
    """Return a row for each file that was answered, in the order of receipt."""
    rows = [
        (
            *_report(file, definitions),
            file.name,
            _local(file.received_at),
            file.answered_at and _local(file.answered_at),
            file.disposition,
            DISPOSITION_NAMES.get(Disposition(file.disposition), file.disposition),
            file.problems,
        )
        for file in files
    ]
    return build_table(RECEIPTS, rows)


def submission_table(versions: Iterable[SubmittedVersion], definitions: Definitions) -> Table:
    """Return a row for each version that was ever accepted, in the order of receipt."""
    rows = [
        (
            *_report(version, definitions),
            version.version,
            version.in_force,
            version.nil,
            version.serial,
            version.form_version,
            _local(version.received_at),
            _local(version.accepted_at),
            version.withdrawn_at and _local(version.withdrawn_at),
            version.normalised,
        )
        for version in versions
    ]
    return build_table(SUBMISSIONS, rows)


def problem_table(problems: Iterable[ReceiptProblem], definitions: Definitions) -> Table:
    """Return a row for each problem; of confidential files those of the file as such alone."""
    rows = [
        (
            *_report(item, definitions),
            item.position,
            str(problem.code),
            problem_title(problem),
            _SEVERITY_NAMES[problem.severity],
            *_place(problem),
            problem_text(problem),
        )
        for item in problems
        if (problem := _shown(item))
    ]
    return build_table(PROBLEMS, rows)


def doubt_table(problems: Iterable[ReceiptProblem], definitions: Definitions) -> Table:
    """Return a row for each warning that the reports in force have left open."""
    rows = [
        (*_report(item, definitions), item.position, *_place(problem), problem_text(problem))
        for item in problems
        if (problem := _shown(item)) and problem.severity is Severity.WARNING
    ]
    return build_table(DOUBTS, rows)


def _shown(item: ReceiptProblem) -> Problem | None:
    return redact_problem(item.problem) if item.confidential else item.problem


def _place(problem: Problem) -> tuple[TableValue, ...]:
    column = column_letters(problem.column) if problem.column else ""
    return problem.sheet, problem.row or None, column, dict(problem.facts).get("heading", "")


def _report(
    item: ReceivedFile | SubmittedVersion | ReceiptProblem, definitions: Definitions
) -> tuple[TableValue, ...]:
    form = definitions.forms.get(item.form)
    return (
        item.receipt,
        item.unit,
        definitions.roster.name_of(item.unit) if item.unit else "",
        item.form,
        form.title if form else item.form,
        item.period,
        period_label(item.period) or item.period,
    )


def _local(moment: dt.datetime) -> dt.datetime:
    """Return a time of the bureau's zone without its zone, as tables hold it."""
    return moment.replace(tzinfo=None)
