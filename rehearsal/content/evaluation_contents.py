"""Writes the forms that scores come from: as good as the level that a unit is given."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from random import Random

from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.form import Form
from campaign.definitions.roster import Person
from rehearsal.content.form_contents import Clerk, FormRow, FormTables
from rehearsal.content.scenario import Scenario
from rehearsal.content.texts import report_texts

_BALLOTS = 14
"""Ballots of each group on each unit: two groups give more than the fewest marks that count."""


def self_evaluation_header(people: Sequence[Person], day: dt.date) -> FormRow:
    """Return the upper part of a branch's self-evaluation, held on a day."""
    return {
        **report_texts().self_evaluation.header,
        "secretary": people[0].name,
        "party_members": sum(person.category == "党员干部" for person in people),
        "evaluated_on": day,
    }


def self_evaluation_rows(people: Sequence[Person], day: dt.date, random: Random) -> FormTables:
    """Return a branch's five scores, its two meetings and its members' own ratings."""
    texts = report_texts().self_evaluation
    scores: list[FormRow] = [
        {
            "score": random.randint(160, 190) / 2,
            "basis": basis,
            "shortfall": random.choice(texts.shortfalls),
        }
        for basis in texts.bases
    ]
    meetings = _meetings(people, day, random)
    return {"scores": scores, "meetings": meetings, "members": _members(people, random)}


def _meetings(people: Sequence[Person], day: dt.date, random: Random) -> list[FormRow]:
    texts = report_texts().self_evaluation
    return [
        {
            **texts.meeting,
            "kind": kind,
            "held_on": day - dt.timedelta(days=days),
            "host": people[0].name,
            "expected": len(people),
            "attended": len(people) - random.randint(0, 1),
            "opinions": random.randint(4, 12),
        }
        for kind, days in texts.meetings.items()
    ]


def _members(people: Sequence[Person], random: Random) -> list[FormRow]:
    texts = report_texts().self_evaluation
    return [
        {
            "person": person.name,
            "self_criticism": True,
            "grade": random.choice(texts.grades),
            "problems": random.choice(texts.shortfalls),
            "measure": texts.member_measure,
        }
        for person in people
        if person.category == "党员干部"
    ]


def self_scores(clerk: Clerk, scenario: Scenario, random: Random) -> FormTables:
    """Return a branch's self-evaluation, a little kinder than others would be.

    ``random`` draws the scores, the clerk's own generator the rest.
    """
    level = scenario.levels[clerk.unit.code]
    tables = self_evaluation_rows(clerk.people, clerk.day(), clerk.random)
    for row in tables["scores"]:
        row["score"] = min(100, level + random.choice((0, 0.5, 1)))
    return tables


def mutual_ratings(
    form: Form, listed: Sequence[str], clerk: Clerk, scenario: Scenario
) -> FormTables:
    """Return what a branch gives the others, in the order in which the workbook lists them.

    One gives everybody the same; two give each other far more than others do; units whose
    evidence is alike are given the same.
    """
    columns = [column.key for column in form.sheets[0].columns]
    dimensions = columns[columns.index("unit") + 1 : columns.index("basis")]
    rows: list[FormRow] = []
    given: dict[str, FormRow] = {}
    for code in listed:
        model = scenario.model(code)
        if model not in given:
            given[model] = {key: _rating(clerk, code, scenario) for key in dimensions}
        rows.append(given[model] | {"basis": report_texts().mutual_basis})
    return {"ratings": rows}


def _rating(clerk: Clerk, rated: str, scenario: Scenario) -> float:
    rater = clerk.unit.code
    if rater == scenario.flat_rater:
        return 90
    if rater in scenario.pair and rated in scenario.pair:
        return 100
    if scenario.model(rater) == scenario.model(rated):
        return max(0, scenario.levels[rated] - 3)
    difference = clerk.random.choice((-1, -0.5, 0, 0.5, 1))
    return min(100, max(0, scenario.levels[rated] - 3 + difference))


def inspection_header(people: Sequence[Person], received_by: Person, day: dt.date) -> FormRow:
    """Return the upper part of an inspection, which the first of the people leads."""
    return {
        "inspected_on": day,
        "leader": people[0].name,
        "inspectors": [person.name for person in people[1:3]] or people[0].name,
        "received_by": received_by.name,
        "conclusion": report_texts().inspection.conclusion,
    }


def inspection_rows(form: Form, random: Random) -> FormTables:
    """Return an inspector's marks for the items that the form prints; some points are lost."""
    texts = report_texts().inspection
    items: list[FormRow] = []
    for printed in _printed(form, "items"):
        lost = random.choice((0, 0, 0, 0.5, 1))
        reason = texts.shortfall if lost else None
        items.append({"got": float(printed["possible"]) - lost, "reason": reason})
    bonus: list[FormRow] = [{} for _ in _printed(form, "bonus")]
    bonus[0] = {"got": 1, "document": texts.bonus_document}
    flags: list[FormRow] = [{"found": False} for _ in _printed(form, "red_flags")]
    return {"items": items, "bonus": bonus, "red_flags": flags}


def inspector_marks(form: Form, clerk: Clerk, level: int) -> FormTables:
    """Return an inspector's marks, so many hundredths of what is possible."""
    tables = inspection_rows(form, clerk.random)
    shortfall = report_texts().inspection.shortfall
    for row, printed in zip(tables["items"], _printed(form, "items"), strict=True):
        possible = Decimal(printed["possible"])
        got = (possible * level / 100).quantize(Decimal("0.5"))
        row |= {"got": float(got), "reason": shortfall if got < possible else None}
    tables["bonus"][0] = {}
    return tables


def _printed(form: Form, sheet_key: str) -> list[Mapping[str, str]]:
    sheet = form.sheet(sheet_key)
    assert sheet is not None, "inspections go by the form of inputs/forms"
    keys = [column.key for column in sheet.columns]
    return [dict(zip(keys, row, strict=False)) for row in sheet.prefill]


def social_evaluation(clerk: Clerk, level: int, appraisal: Appraisal, random: Random) -> FormTables:
    """Return a unit's own ballots from two groups, and how many were handed out.

    ``random`` draws the marks.
    """
    texts = report_texts().social_evaluation
    groups = [group.name for group in appraisal.ballots.groups]
    issued = {groups[0]: _BALLOTS, texts.group if texts.group in groups else groups[-1]: _BALLOTS}
    activity: FormRow = {
        "kind": texts.activity,
        "held_on": clerk.day(),
        "people": sum(issued.values()),
        "opinions": 2,
    }
    batches: list[FormRow] = [{"issued": issued.get(name)} for name in groups]
    ballots = [
        {"group": group, **marks(level, appraisal, random)}
        for group, count in issued.items()
        for _ in range(count)
    ]
    return {"activities": [activity], "batches": batches, "ballots": ballots}


def marks(level: int, appraisal: Appraisal, random: Random) -> FormRow:
    """Return a ballot's marks in all dimensions, on average worth the level."""
    names = [mark.name for mark in appraisal.ballots.marks if mark.value is not None]
    worth = {mark.name: mark.value for mark in appraisal.ballots.marks}
    best, middle, worst = sorted(names, key=lambda name: -(worth[name] or 0))[:3]
    chances = _chances(level, [float(worth[name] or 0) for name in (best, middle, worst)])
    return {
        dimension.key: random.choices((best, middle, worst), chances)[0]
        for dimension in appraisal.dimensions
    }


def _chances(level: int, worth: Sequence[float]) -> tuple[float, float, float]:
    """Mix the best and the middle mark, or the middle and the worst, to the level."""
    best, middle, worst = worth
    if level >= middle:
        share = (level - middle) / (best - middle)
        return share, 1 - share, 0
    share = max(0.0, (level - worst) / (middle - worst))
    return 0, share, 1 - share


def ballot_batch(
    units: Mapping[str, str],
    scenario: Scenario,
    appraisal: Appraisal,
    random_of: Callable[[str], Random],
) -> FormTables:
    """Return a batch's ballots on these units, names by code, and what was handed out.

    ``random_of`` gives the generator of a unit. More come back from one unit's first group than
    were handed out, which voids those.
    """
    batches: list[FormRow] = []
    ballots: list[FormRow] = []
    for code, name in units.items():
        random = random_of(scenario.model(code))
        for number, group in enumerate(appraisal.ballots.groups):
            overfull = code == scenario.void_batch and number == 0
            issued = _BALLOTS - 2 if overfull else _BALLOTS + random.randint(0, 4)
            place: FormRow = {"unit": name, "group": group.name}
            batches.append(place | {"issued": issued})
            level = scenario.levels[code]
            ballots += (place | marks(level, appraisal, random) for _ in range(_BALLOTS))
    return {"batches": batches, "ballots": ballots}
