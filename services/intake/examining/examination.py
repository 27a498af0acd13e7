"""Examines one claimed file from its bytes to its verdict, in a worker process.

A worker reads the definitions once; it opens no database and writes no file, so that its death
leaves nothing half done.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import ascii_uppercase
from zoneinfo import ZoneInfo

from adapters.store.sheets import StoredSheet, pack
from adapters.workbooks.gate import Passed, inspect, inspect_size
from adapters.workbooks.marking import mark
from adapters.workbooks.reader import read_workbook
from campaign.definitions.form import Form
from campaign.history.links import RowLink, find_links
from campaign.problems.codes import Problem, has_errors
from campaign.problems.limiting import MOST_MARKED, MOST_STORED, limit_problems
from campaign.reading.cells import CellContext
from campaign.reading.questionnaires.answers import read_questionnaire
from campaign.reading.questionnaires.exports import QuestionnaireSheet, find_questionnaire
from campaign.reading.submission import Submission
from campaign.reading.workbook import read_submission
from campaign.recognition.claimed_form import find_claimed_form
from campaign.recognition.recognition import (
    DropPlace,
    RecognizedWorkbook,
    recognize_form,
    resolve_identity,
)
from campaign.values.acts import Actor
from campaign.values.raw_workbook import RawWorkbook
from campaign.values.seal import Identity, find_serial
from services.examiner import ExaminerContext
from services.intake.claim import Claim
from services.intake.examining.attachments import (
    Attachment,
    NoReport,
    judge_unread,
    judge_unrecognized,
)

StoredNumber = tuple[str, str, int, int]
"""A row's own number with its sheet, row and column.

A plain tuple, because they cross between processes by the hundred thousand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """The verdict on one file. ``form`` and what follows are empty where it was not recognised.

    ``slot`` is the period, or the serial number of an event form; ``marked`` is the copy for the
    sender where something blocks. ``paper`` means an attachment that was not read; ``by_hand``
    names who of the office identified the file. ``carried`` means that its numbers are reported
    again in every later period.
    """

    claim: Claim
    problems: tuple[Problem, ...]
    confidential: bool
    paper: bool = False
    by_hand: Actor | None = None
    form: str = ""
    form_version: int = 0
    unit: str = ""
    slot: str = ""
    serial: str = ""
    event_key: str = ""
    nil: bool = False
    sheets: tuple[StoredSheet, ...] = ()
    numbers: tuple[StoredNumber, ...] = ()
    carried: bool = False
    links: tuple[RowLink, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    tolerated: tuple[tuple[str, int], ...] = ()
    marked: bytes | None = None


_examiner: ExaminerContext | None = None


def init_worker(examiner: ExaminerContext) -> None:
    """Set the context by which this worker process examines, once, before its first file."""
    global _examiner
    _examiner = examiner


def examine_in_worker(claim: Claim) -> Examined:
    """Examine a file in a worker process. Raises RuntimeError before ``init_worker``."""
    if _examiner is None:
        raise RuntimeError("the worker process was not prepared")
    return examine(claim, _examiner)


def examine_named_in_worker(named: tuple[Claim, Identity, Actor]) -> Examined:
    """Examine a file as the form, unit and period that an actor of the office names.

    Raises RuntimeError before ``init_worker``.
    """
    claim, identity, actor = named
    if _examiner is None:
        raise RuntimeError("the worker process was not prepared")
    return replace(examine(claim, _examiner, identity), by_hand=actor)


def examine(claim: Claim, examiner: ExaminerContext, named: Identity | None = None) -> Examined:
    """Return the verdict on a claimed file, as it is recognised or ``named`` by the office."""
    if too_large := inspect_size(claim.spooled.stat().st_size, examiner.recognition.plan.limits):
        return _unread(claim, judge_unread(claim, None, too_large, examiner), examiner)
    data = claim.spooled.read_bytes()
    examined, workbook, recognised = judge(claim, data, examiner, named)
    stored = replace(examined, problems=limit_problems(examined.problems, MOST_STORED))
    if workbook is None or not has_errors(examined.problems):
        return stored
    problems = limit_problems(examined.problems, MOST_MARKED)
    marked = mark(data, workbook, problems, note(claim, recognised))
    return replace(stored, sheets=(), marked=marked)


def judge(
    claim: Claim, data: bytes, examiner: ExaminerContext, named: Identity | None = None
) -> tuple[Examined, RawWorkbook | None, RecognizedWorkbook | None]:
    """Return the verdict on a file's bytes, unmarked, the workbook and what it was recognised as.

    The latter two are None where the bytes are no workbook, or one that is not recognised.
    """
    plan = examiner.recognition.plan
    passed = inspect(data, plan.limits)
    if not isinstance(passed, Passed):
        unread = judge_unread(claim, data, passed, examiner)
        return _unread(claim, unread, examiner), None, None
    workbook = read_workbook(data, passed, plan.limits)
    if not isinstance(workbook, RawWorkbook):
        return refused(claim, examiner, workbook), None, None
    place = _place(claim, plan.campaign.time_zone)
    recognised = (
        resolve_identity(named, place, examiner.recognition)
        if named
        else recognize_form(workbook, place, examiner.recognition)
    )
    if not isinstance(recognised, RecognizedWorkbook):
        unread = judge_unrecognized(claim, workbook, recognised, examiner)
        return _unread(claim, unread, examiner), workbook, None
    return _read(claim, recognised, workbook, examiner), workbook, recognised


def _place(claim: Claim, time_zone: str) -> DropPlace:
    """Return the place and the day of receipt by which a file is recognised."""
    day = claim.received_at.astimezone(ZoneInfo(time_zone)).date()
    return DropPlace(
        folder=claim.folder_unit,
        confidential=claim.confidential,
        received_on=day,
        name=claim.name,
    )


def mark_again(claim: Claim, examiner: ExaminerContext, problems: tuple[Problem, ...]) -> bytes:
    """Return the marked copy of a file that was read before, for problems found since.

    Raises TypeError where it cannot be read any more.
    """
    data = claim.spooled.read_bytes()
    limits = examiner.recognition.plan.limits
    passed = inspect(data, limits)
    workbook = read_workbook(data, passed, limits) if isinstance(passed, Passed) else None
    if not isinstance(workbook, RawWorkbook):
        raise TypeError(f"drop {claim.drop_id} was read before and cannot be read now")
    return mark(data, workbook, problems, note(claim))


def note(claim: Claim, recognised: RecognizedWorkbook | None = None) -> str:
    """Return the line under the title of the sheet 修改意见."""
    parts = [f"回执号：{claim.receipt}"]
    if recognised:
        parts += [recognised.unit.name, recognised.form.title]
        parts += [recognised.period.label] if recognised.period else []
    parts.append(f"收到时间：{claim.received_at:%Y-%m-%d %H:%M}")
    return "　".join(parts)


def refused(
    claim: Claim,
    examiner: ExaminerContext,
    problems: tuple[Problem, ...],
    workbook: RawWorkbook | None = None,
    names: str = "",
) -> Examined:
    """Return the verdict on a file that is no known workbook; ``names`` are those in an archive.

    A complaint is kept as one, and so is a questionnaire's export: it says who answered.
    """
    name = f"{claim.named_serial} {claim.name} {names}".rstrip()
    forms = examiner.recognition.forms
    claimed = find_claimed_form(workbook, name, forms)
    confidential = claim.confidential or (claimed is not None and claimed.confidential)
    if workbook and find_questionnaire(workbook, forms.values(), claim.name):
        confidential = True
    return Examined(claim=claim, problems=problems, confidential=confidential)


def _unread(claim: Claim, verdict: Attachment | NoReport, examiner: ExaminerContext) -> Examined:
    """Return the verdict on a file that was not read as a report."""
    if isinstance(verdict, NoReport):
        names = " ".join(verdict.names)
        return refused(claim, examiner, verdict.problems, verdict.workbook, names)
    return Examined(
        claim=claim,
        problems=verdict.hints,
        confidential=claim.confidential or verdict.form.confidential,
        paper=True,
        form=verdict.form.key,
        unit=verdict.unit,
        serial=verdict.serial,
    )


def _read(
    claim: Claim, recognised: RecognizedWorkbook, workbook: RawWorkbook, examiner: ExaminerContext
) -> Examined:
    form, plan = recognised.form, examiner.recognition.plan
    context = CellContext(
        roster=examiner.recognition.roster,
        unit=recognised.unit.code,
        year=recognised.period.first.year if recognised.period else plan.campaign.year,
        period=recognised.period,
        epoch_1904=workbook.epoch_1904,
        first=plan.campaign.first,
        last=plan.campaign.last,
        plan_index=examiner.recognition.plan_index,
        received_on=_place(claim, plan.campaign.time_zone).received_on,
    )
    most = plan.limits.max_rows_read
    if exported := _exported(claim, recognised, workbook, examiner):
        read = read_questionnaire(exported, context, most)
    else:
        read = read_submission(form, workbook, context, most)
    return Examined(
        claim=claim,
        problems=(*recognised.problems, *read.problems),
        confidential=claim.confidential or form.confidential or exported is not None,
        form=form.key,
        form_version=form.version,
        unit=recognised.unit.code,
        slot=recognised.slot,
        serial=recognised.serial,
        event_key=read.sheets[0].header.get(form.event_key, "") if read.sheets else "",
        nil=read.nil,
        sheets=tuple(pack(form, read, examiner.archive_key)),
        numbers=tuple(_numbers(form, read)),
        carried=any(field.carried for sheet in form.sheets for field in sheet.columns),
        links=tuple(find_links(form, read.sheets, examiner.recognition.forms)),
        counts=tuple((sheet.name, len(sheet.rows)) for sheet in read.sheets if sheet.has_table),
        tolerated=_tolerated(read),
    )


def _exported(
    claim: Claim, recognised: RecognizedWorkbook, workbook: RawWorkbook, examiner: ExaminerContext
) -> QuestionnaireSheet | None:
    """Return the questionnaire that a workbook exports, by the number that its serial names."""
    if not recognised.form.exports:
        return None
    named = find_serial(examiner.recognition.key, recognised.serial)
    number = named.slot.lstrip(ascii_uppercase) if named else ""
    return find_questionnaire(workbook, [recognised.form], claim.name, number)


def _tolerated(read: Submission) -> tuple[tuple[str, int], ...]:
    remarks = sum(len(sheet.remark_rows) for sheet in read.sheets)
    counts = [(str(tolerance), count) for tolerance, count in read.tolerated.most_common()]
    return (*counts, ("表内说明、合计行未作为数据读入", remarks)) if remarks else tuple(counts)


def _numbers(form: Form, read: Submission) -> Iterator[StoredNumber]:
    for sheet in read.sheets:
        definition = form.sheet(sheet.key)
        for field in definition.columns if definition else ():
            column = sheet.columns.get(field.key, 0)
            for row in sheet.rows if field.number else ():
                if number := row.values.get(field.key):
                    yield number, sheet.name, row.number, column
