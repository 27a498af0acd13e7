"""Fills in what the office registers of decisions and nominations of a rehearsed year."""

from collections.abc import Iterator

from adapters.workbooks.filler import CellValue
from campaign.definitions.roster import Person
from rehearsal.content.form_contents import FormRow, FormTables
from rehearsal.content.texts import DocumentTexts, event_texts
from rehearsal.simulation.clerks import Participants
from rehearsal.simulation.simulated_bureau import FilledWorkbook, SimulatedBureau

FormContent = tuple[str, str, FormTables, FormRow]
"""The form, the unit that it is about or that files it, rows and labelled cells."""


def document_number(pattern: str, bureau: SimulatedBureau) -> str:
    """Return a document's number in the campaign's year."""
    return pattern.format(year=bureau.context.definitions.plan.campaign.year)


def commendation_decision(
    bureau: SimulatedBureau, participants: Participants
) -> Iterator[FormContent]:
    """Commend the best branch, which earns it a bonus; the tier is entered too high."""
    texts = event_texts().decisions["commendation"]
    yield _decision(bureau, texts, unit=participants.scenario.winners["支部"])


def corrected_commendation(
    bureau: SimulatedBureau, participants: Participants
) -> Iterator[FormContent]:
    """Register the same commendation once more, late, at its right tier."""
    texts = event_texts().decisions["commendation_corrected"]
    yield _decision(bureau, texts, unit=participants.scenario.winners["支部"])


def key_rectification_decision(
    bureau: SimulatedBureau, participants: Participants
) -> Iterator[FormContent]:
    """Single out the worst unit, and register the city's own figure."""
    texts = event_texts().decisions["key_rectification"]
    yield _decision(bureau, texts, unit=participants.scenario.key_rectified)


def objection_workbook(bureau: SimulatedBureau, person: Person) -> FilledWorkbook:
    """Return the register's sheet of an objection to a nominee that was upheld."""
    texts = event_texts().decisions["objection"]
    form, unit, tables, header = _decision(bureau, texts, person=person.name)
    return FilledWorkbook(issue=bureau.issue(form, unit), rows=tables, header=header)


def _decision(bureau: SimulatedBureau, texts: DocumentTexts, **subject: CellValue) -> FormContent:
    """Return a decision whose first row is about the subject."""
    campaign = bureau.context.definitions.plan.campaign
    header: FormRow = {
        "document": document_number(texts.number, bureau),
        "title": texts.title,
        "issuer": campaign.issuer,
        "issued_on": bureau.now.date(),
    }
    rows: list[FormRow] = [{**row} for row in texts.rows]
    rows[0] |= subject
    return "decision", campaign.office, {"matters": rows}, header


def nominations(bureau: SimulatedBureau, participants: Participants) -> Iterator[FormContent]:
    """Nominate one who will be objected to, with a colleague; and one who was criticised."""
    texts, scenario = event_texts(), participants.scenario
    winner = scenario.winners["支部"]
    colleagues = [p for p in bureau.staff(winner) if p.code != scenario.objected.code]
    nominated = {
        winner: (scenario.objected, colleagues[0]),
        scenario.criticised.branch: (scenario.criticised,),
    }
    for unit, people in nominated.items():
        rows: list[FormRow] = [{**texts.nominee, "person": person.name} for person in people]
        yield "nomination", unit, {"nominees": rows}, {**texts.nomination}
