"""What goes wrong at the inbox in a rehearsed year beside mistyped forms, and must be answered."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from openpyxl import Workbook

from adapters.workbooks.blanks.workbook import seal_identity
from adapters.workbooks.deterministic_xlsx import workbook_bytes
from campaign.definitions.working_days import add_working_days
from campaign.values.dispositions import Disposition
from rehearsal.content.evaluation_contents import marks
from rehearsal.simulation.clerks import Participants, filled_workbook, issue_of
from rehearsal.simulation.schedule import Manner, ScheduledReport
from rehearsal.simulation.simulated_bureau import Drop, FilledWorkbook, SimulatedBureau

_QUESTIONNAIRE = "84564398_按文本_群众测评_{count}_{count}.xlsx"
_ASKED = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxFault:
    """Something wrong on a day: a paper of a turn that goes astray, or a file."""

    day: dt.date
    turn: ScheduledReport | None = None
    change: Callable[[FilledWorkbook], FilledWorkbook] | None = None
    file: Callable[[SimulatedBureau], Drop] | None = None


def inbox_faults(bureau: SimulatedBureau, participants: Participants) -> tuple[InboxFault, ...]:
    """Return what goes wrong, nothing where no faults are wanted; a questionnaire is always."""
    plan = bureau.context.definitions.plan
    asked = add_working_days(dt.date(plan.campaign.year, 10, 26), 1, plan.calendar)
    known = "public_ballots" in bureau.context.definitions.forms
    found = [InboxFault(day=asked, file=_questionnaire(participants))] if known else []
    unit = participants.parts.mischievous
    mine = [turn for turn in participants.turns if turn.duty.unit == unit and _simple(turn)]
    if not unit or len(mine) < 3:
        return tuple(found)
    foreign = next(code for code in participants.parts.levels if code != unit)
    astray, forged, twice = mine[0], mine[1], mine[2]
    return (
        *found,
        InboxFault(day=astray.drops[0][0], turn=astray, change=_into(foreign)),
        InboxFault(day=forged.drops[0][0], turn=forged, change=_forged),
        InboxFault(day=twice.drops[0][0], turn=twice, change=_again),
        InboxFault(day=twice.drops[0][0], file=_note(unit)),
        InboxFault(day=twice.drops[0][0], file=_paper_beside(twice)),
    )


def workbooks_of_faults(
    bureau: SimulatedBureau, participants: Participants, planned: Sequence[InboxFault], day: dt.date
) -> Iterator[FilledWorkbook]:
    """Give the papers that go astray on a day; they come after those that do not."""
    for prank in planned:
        if prank.day == day and prank.turn and prank.change:
            yield prank.change(filled_workbook(bureau, participants, prank.turn.duty, Manner.RIGHT))


def drops_of_faults(
    bureau: SimulatedBureau, planned: Sequence[InboxFault], day: dt.date
) -> Iterator[Drop]:
    """Give the files of a day that no clerk filled in as a form."""
    for prank in planned:
        if prank.day == day and prank.file:
            yield prank.file(bureau)


def _simple(turn: ScheduledReport) -> bool:
    return [manner for _, manner in turn.drops] == [Manner.RIGHT]


def _into(unit: str) -> Callable[[FilledWorkbook], FilledWorkbook]:
    """Drop it into another unit's folder, with a remark so that the bytes are its own."""

    def change(paper: FilledWorkbook) -> FilledWorkbook:
        header = {**paper.header, "reporter": "代报人员"}
        return replace(paper, folder=unit, header=header, expect=Disposition.RETURNED)

    return change


def _forged(paper: FilledWorkbook) -> FilledWorkbook:
    return replace(paper, forged=True, name="去年的旧表.xlsx", expect=Disposition.RETURNED)


def _again(paper: FilledWorkbook) -> FilledWorkbook:
    return replace(paper, name="再报一次.xlsx", expect=Disposition.DUPLICATE)


def _note(unit: str) -> Callable[[SimulatedBureau], Drop]:
    def file(bureau: SimulatedBureau) -> Drop:
        text = "各位：本月学习情况见群里的截图，请党办代填。谢谢！"
        data = text.encode("gb18030")
        return Drop(path=f"{unit}/学习情况.xlsx", data=data, expect=Disposition.RETURNED)

    return file


def _paper_beside(turn: ScheduledReport) -> Callable[[SimulatedBureau], Drop]:
    """Return a picture that belongs to a workbook, named by the workbook's serial number."""

    def file(bureau: SimulatedBureau) -> Drop:
        key, plan = bureau.context.examiner.recognition.key, bureau.context.definitions.plan
        serial = seal_identity(issue_of(bureau, turn.duty), key, plan).serial
        data = b"%PDF-1.7 " + hashlib.sha256(serial.encode()).hexdigest().encode()
        path = f"{turn.duty.unit}/{serial} 现场照片.pdf"
        return Drop(path=path, data=data, expect=Disposition.ATTACHMENT)

    return file


def _questionnaire(participants: Participants) -> Callable[[SimulatedBureau], Drop]:
    """Return what a questionnaire service exports: people asked about the best unit."""

    def file(bureau: SimulatedBureau) -> Drop:
        definitions = bureau.context.definitions
        unit = definitions.roster.unit(participants.parts.winners["单位"])
        assert unit is not None, "winners are units of the roster"
        appraisal, random = definitions.plan.appraisal, participants.dice("questionnaire")
        names = [dimension.name for dimension in appraisal.dimensions]
        book = Workbook()
        page = book.worksheets[0]
        asked = [f"3、您对该单位工作的评价：—{name}" for name in names]
        service = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
        page.append([*service, "1、您要评价的单位是", "2、您的身份是：", *asked, "总分"])
        level = participants.parts.levels[unit.code]
        for row in range(1, _ASKED + 1):
            given = [str(mark) for mark in marks(level, appraisal, random).values()]
            sent = f"{bureau.now.year}/10/26 9:{row:02d}:33"
            told = [str(row), sent, f"{40 + row}秒", "微信", "", "203.0.113.77"]
            page.append([*told, unit.name, "服务对象", *given, "500"])
        book.properties.created = book.properties.modified = bureau.now.replace(tzinfo=None)
        return Drop(
            path=f"{definitions.plan.campaign.office}/{_QUESTIONNAIRE.format(count=_ASKED)}",
            data=workbook_bytes(book),
            expect=Disposition.ACCEPTED,
        )

    return file
