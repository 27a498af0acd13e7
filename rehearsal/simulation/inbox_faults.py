"""Plans what goes wrong at the inbox beside mistyped forms, and must be answered all the same."""

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
from rehearsal.content.texts import event_texts, fault_texts
from rehearsal.simulation.clerks import Participants, filled_workbook, issue_of
from rehearsal.simulation.schedule import Manner, ScheduledReport
from rehearsal.simulation.simulated_bureau import Drop, FilledWorkbook, SimulatedBureau

_RESPONDENTS = 12
_LEAST_REPORTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class PlantedFault:
    """Something wrong on a day: a report's workbook, changed, or a file that is no workbook."""

    day: dt.date
    report: ScheduledReport | None = None
    change: Callable[[FilledWorkbook], FilledWorkbook] | None = None
    file: Callable[[SimulatedBureau], Drop] | None = None


def inbox_faults(bureau: SimulatedBureau, participants: Participants) -> tuple[PlantedFault, ...]:
    """Return what is filed by other ways than by form, and what goes wrong if faults are planned.

    A questionnaire's answer sheet is always there, where the bureau has public ballots.
    """
    plan = bureau.context.definitions.plan
    surveyed_on = add_working_days(dt.date(plan.campaign.year, 10, 26), 1, plan.calendar)
    has_ballots = "public_ballots" in bureau.context.definitions.forms
    survey = PlantedFault(day=surveyed_on, file=_questionnaire(participants))
    always = (survey,) if has_ballots else ()
    unit = participants.scenario.careless
    reports = [r for r in participants.reports if r.duty.unit == unit and _is_dropped_once(r)]
    if not unit or len(reports) < _LEAST_REPORTS:
        return always
    foreign = next(code for code in participants.scenario.levels if code != unit)
    astray, forged, repeated = reports[:_LEAST_REPORTS]
    day = repeated.drops[0][0]
    return (
        *always,
        PlantedFault(day=astray.drops[0][0], report=astray, change=_into_folder(foreign)),
        PlantedFault(day=forged.drops[0][0], report=forged, change=_forged),
        PlantedFault(day=day, report=repeated, change=_repeated),
        PlantedFault(day=day, file=_note(unit)),
        PlantedFault(day=day, file=_attachment(repeated)),
    )


def workbooks_of_faults(
    bureau: SimulatedBureau,
    participants: Participants,
    planned: Sequence[PlantedFault],
    day: dt.date,
) -> Iterator[FilledWorkbook]:
    """Return the changed workbooks of a day; they are dropped after those of all clerks."""
    for fault in planned:
        if fault.day == day and fault.report and fault.change:
            duty = fault.report.duty
            yield fault.change(filled_workbook(bureau, participants, duty, Manner.RIGHT))


def drops_of_faults(
    bureau: SimulatedBureau, planned: Sequence[PlantedFault], day: dt.date
) -> Iterator[Drop]:
    """Return the files of a day that no clerk filled in as a form."""
    for fault in planned:
        if fault.day == day and fault.file:
            yield fault.file(bureau)


def _is_dropped_once(report: ScheduledReport) -> bool:
    return [manner for _, manner in report.drops] == [Manner.RIGHT]


def _into_folder(unit: str) -> Callable[[FilledWorkbook], FilledWorkbook]:
    """Drop it into another unit's folder, by another reporter so that the bytes are its own."""

    def change(workbook: FilledWorkbook) -> FilledWorkbook:
        header = {**workbook.header, "reporter": fault_texts().proxy}
        return replace(workbook, folder=unit, header=header, expect=Disposition.RETURNED)

    return change


def _forged(workbook: FilledWorkbook) -> FilledWorkbook:
    name = fault_texts().forged_name
    return replace(workbook, forged=True, name=name, expect=Disposition.RETURNED)


def _repeated(workbook: FilledWorkbook) -> FilledWorkbook:
    return replace(workbook, name=fault_texts().repeated_name, expect=Disposition.DUPLICATE)


def _note(unit: str) -> Callable[[SimulatedBureau], Drop]:
    def file(_bureau: SimulatedBureau) -> Drop:
        texts = fault_texts()
        data = texts.note.encode("gb18030")
        return Drop(path=f"{unit}/{texts.note_name}", data=data, expect=Disposition.RETURNED)

    return file


def _attachment(report: ScheduledReport) -> Callable[[SimulatedBureau], Drop]:
    """Return a document that belongs to a workbook, named by the workbook's serial number."""

    def file(bureau: SimulatedBureau) -> Drop:
        key, plan = bureau.context.examiner.recognition.key, bureau.context.definitions.plan
        serial = seal_identity(issue_of(bureau, report.duty), key, plan).serial
        data = b"%PDF-1.7 " + hashlib.sha256(serial.encode()).hexdigest().encode()
        name = fault_texts().attachment_name.format(serial=serial)
        path = f"{report.duty.unit}/{name}"
        return Drop(path=path, data=data, expect=Disposition.ATTACHMENT)

    return file


def _questionnaire(participants: Participants) -> Callable[[SimulatedBureau], Drop]:
    """Return what a questionnaire service exports: answers about the best unit."""

    def file(bureau: SimulatedBureau) -> Drop:
        plan = bureau.context.definitions.plan
        book = Workbook()
        for row in _answer_sheet(bureau, participants):
            book.worksheets[0].append(row)
        book.properties.created = book.properties.modified = bureau.now.replace(tzinfo=None)
        name = event_texts().questionnaire.name.format(count=_RESPONDENTS)
        path = f"{plan.campaign.office}/{name}"
        return Drop(path=path, data=workbook_bytes(book), expect=Disposition.ACCEPTED)

    return file


def _answer_sheet(bureau: SimulatedBureau, participants: Participants) -> Iterator[list[str]]:
    texts, definitions = event_texts().questionnaire, bureau.context.definitions
    code = participants.scenario.winners["单位"]
    appraisal, random = definitions.plan.appraisal, participants.random("questionnaire")
    questions = [texts.dimension.format(name=item.name) for item in appraisal.dimensions]
    yield [*texts.service_columns, texts.unit, texts.group, *questions, texts.total]
    for row in range(1, _RESPONDENTS + 1):
        answers = marks(participants.scenario.levels[code], appraisal, random)
        sent_at = f"{bureau.now.year}/10/26 9:{row:02d}:33"
        seconds = texts.seconds.format(seconds=40 + row)
        service = [str(row), sent_at, seconds, texts.source, "", "203.0.113.77"]
        about = [definitions.roster.name_of(code), texts.respondent]
        yield [*service, *about, *map(str, answers.values()), texts.total_score]
