"""Writes study reports, ledgers and complaints as clerks do: plausible, invented, same by seed."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from campaign.definitions.roster import Person
from campaign.values.periods import Period
from rehearsal.content.form_contents import FormRow, FormTables
from rehearsal.content.texts import report_texts


def study_rows(people: Sequence[Person], period: Period, random: Random) -> FormTables:
    """Return two sessions of a month and who attended; one who was absent studies later."""
    texts = report_texts().study
    sessions: list[FormRow] = []
    attendance: list[FormRow] = []
    topics = random.sample(texts.topics, 2)
    activities = random.sample(texts.activities, 2)
    for number, (topic, activity) in enumerate(zip(topics, activities, strict=True), start=1):
        absent = random.choice(people)
        sessions.append(
            {
                **activity,
                "session": number,
                "held_on": period.first + dt.timedelta(days=2 + number * random.randint(2, 5)),
                "topic": topic,
                "place": texts.place,
                "host": people[0].name,
                "hours": random.choice((2, 2.5, 3)),
                "expected": len(people),
                "attended": len(people) - 1,
                "absent": 1,
            }
        )
        attendance += [_attendance(number, person, absent, random) for person in people]
    return {"sessions": sessions, "attendance": attendance}


def _attendance(session: int, person: Person, absent: Person, random: Random) -> FormRow:
    row: FormRow = {"session": session, "person": person.name}
    if person is not absent:
        return row | {"status": "出勤", "essays": 1}
    reason = random.choice(report_texts().study.absence_reasons)
    return row | {"status": "请假", "reason": reason}


def rectification_rows(
    unit: str, people: Sequence[Person], period: Period, random: Random
) -> FormTables:
    """Return a ledger of three problems: one closed, one under way, one just entered."""
    texts = report_texts().rectification
    found_on = period.first + dt.timedelta(days=random.randint(3, 8))
    problems = random.sample(texts.problems, 3)
    ledger: list[FormRow] = [
        {
            "number": f"{unit}-{number:03d}",
            "category": problem["category"],
            "source": random.choice(texts.sources),
            "content": problem["content"],
            "found_on": found_on,
            "status": status,
            **_progress(status, problem["measure"], people, found_on),
        }
        for number, (status, problem) in enumerate(
            zip(texts.states, problems, strict=True), start=1
        )
    ]
    return {"ledger": ledger}


def _progress(status: str, measure: str, people: Sequence[Person], found_on: dt.date) -> FormRow:
    """Return what is entered of a problem once it is under way, and once it is closed."""
    texts = report_texts().rectification
    closed, started, _entered = texts.states
    row: FormRow = {}
    if status in (started, closed):
        row |= {
            **texts.started,
            "measure": measure,
            "person": people[0].name,
            "due_on": found_on + dt.timedelta(days=40),
        }
    if status == closed:
        row |= {
            **texts.closed,
            "done_on": found_on + dt.timedelta(days=20),
            "reviewer": people[1].name,
            "reviewed_on": found_on + dt.timedelta(days=25),
            "feedback_on": found_on + dt.timedelta(days=30),
        }
    return row


def complaint_header(handler: str, received_on: dt.date) -> FormRow:
    """Return the upper part of a case: who complained stands only here."""
    return {
        **report_texts().complaint.header,
        "case_number": f"TS-{received_on.year}-001",
        "received_on": received_on,
        "handler": handler,
        "due_on": received_on + dt.timedelta(days=42),
    }


def complaint_rows(person: Person) -> FormTables:
    """Return the person complained of, the case still open."""
    case: FormRow = {
        **report_texts().complaint.case,
        "person": person.name,
        "unit": person.unit,
        "post": person.post,
    }
    return {"case": [case]}
