"""Tells attachments from reports: evidence that is kept beside a report and not read.

A file is an attachment by the serial number at the beginning of its name. What may be a report
never becomes one in silence.
"""

from dataclasses import dataclass, field

from campaign.definitions.form import Form
from campaign.problems.codes import Code, Problem, make_problem
from campaign.recognition.claimed_form import resembles_form
from campaign.recognition.recognition import check_place
from campaign.values.raw_workbook import RawWorkbook
from campaign.values.seal import find_serial
from services.examiner import ExaminerContext
from services.intake.claim import Claim
from services.intake.examining.archive_contents import ArchiveContents, look_into

_KINDS = frozenset(
    ".pdf .ofd .doc .docx .wps .txt .zip .jpg .jpeg .png .bmp .gif .tif .tiff .heic".split()  # noqa: SIM905 - shorter
)
"""Suffixes of attachments, whatever they hold."""

_OF_WORKBOOKS = frozenset(".xlsx .xls .et .ett .ods .xlsm .xlsb .xlt .xltx .csv".split())  # noqa: SIM905
_UNCERTAIN = {Code.SEAL_MISSING, Code.FORM_UNCERTAIN}
_PROGRAM = ("format", "程序文件")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that belongs to the report of a serial number, with hints for its sender."""

    form: Form
    unit: str
    serial: str
    hints: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NoReport:
    """A file that is neither report nor attachment: why, and what tells if it is confidential."""

    problems: tuple[Problem, ...]
    workbook: RawWorkbook | None = None
    names: list[str] = field(default_factory=list)


def judge_unread(
    claim: Claim, data: bytes | None, refusal: tuple[Problem, ...], examiner: ExaminerContext
) -> Attachment | NoReport:
    """Return what a file is that the gate has refused; ``data`` is None where it is too large."""
    code = refusal[0].code
    contents = None
    if code is Code.FILE_ARCHIVE and data is not None:
        contents = look_into(data, examiner.recognition)
        if contents.report:
            problems = (make_problem(Code.FILE_ARCHIVED_REPORT),)
            return NoReport(problems=problems, workbook=contents.report, names=contents.names)
    names = contents.names if contents else []
    if not _may_be_attachment(claim, refusal[0]):
        return NoReport(problems=refusal, names=names)
    attachment = _attachment(claim, examiner, _hints(code, contents))
    if isinstance(attachment, Attachment):
        return attachment
    unnamed = attachment[0].code is Code.ATTACHMENT_NO_SERIAL
    if unnamed and contents and not contents.only_papers:
        attachment = refusal
    return NoReport(problems=attachment, names=names)


def judge_unrecognized(
    claim: Claim,
    workbook: RawWorkbook,
    problems: tuple[Problem, ...],
    examiner: ExaminerContext,
) -> Attachment | NoReport:
    """Return what a workbook is that was not recognised: evidence if it looks like no form."""
    refusal = NoReport(problems=problems, workbook=workbook)
    if problems[0].code not in _UNCERTAIN or not claim.named_serial:
        return refusal
    if resembles_form(workbook, examiner.recognition.forms):
        return refusal
    attachment = _attachment(claim, examiner, (make_problem(Code.ATTACHMENT_WORKBOOK),))
    return attachment if isinstance(attachment, Attachment) else refusal


def _may_be_attachment(claim: Claim, refusal: Problem) -> bool:
    """Return whether a file is no spoiled report: by its suffix, or by what it holds."""
    if refusal.code in (Code.FILE_EMPTY, Code.FILE_SHORTCUT) or _PROGRAM in refusal.facts:
        return False
    if claim.suffix in _KINDS or refusal.code is Code.FILE_ARCHIVE:
        return True
    return refusal.code is Code.FILE_NOT_A_WORKBOOK and claim.suffix not in _OF_WORKBOOKS


def _hints(code: Code, contents: ArchiveContents | None) -> tuple[Problem, ...]:
    if contents and not contents.only_papers:
        return (make_problem(Code.ATTACHMENT_NOT_UNPACKED),)
    if code is Code.FILE_OFFICE_ENCRYPTION:
        return (make_problem(Code.ATTACHMENT_ENCRYPTED),)
    return ()


def _attachment(
    claim: Claim, examiner: ExaminerContext, hints: tuple[Problem, ...]
) -> Attachment | tuple[Problem, ...]:
    """Return the attachment that a file's name makes it, or why it is none."""
    recognition = examiner.recognition
    serial = find_serial(recognition.key, claim.named_serial)
    form = next(
        (f for f in recognition.forms.values() if serial and f.code == serial.form_code), None
    )
    unit = recognition.roster.unit(serial.unit) if serial else None
    if serial is None or form is None or unit is None:
        return (make_problem(Code.ATTACHMENT_NO_SERIAL),)
    if foreign := check_place(form, unit.code, claim.folder_unit, recognition):
        return tuple(foreign)
    return Attachment(form=form, unit=unit.code, serial=serial.text, hints=hints)
