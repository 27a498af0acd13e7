"""What is written into the forms that scores come from: as good as a unit's planted level says."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random

from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.form import Form
from rehearsal.content import sample_contents
from rehearsal.content.form_contents import FormRow, FormTables, Writer
from rehearsal.content.scenario import Scenario

_BALLOTS = 8
"""Ballots of each group on each unit: more than the fewest marks that count."""


def own_scores(writer: Writer, parts: Scenario, header: FormRow) -> tuple[FormTables, FormRow]:
    """Return a branch's own scores, a little kinder than others would give."""
    level = parts.levels[writer.unit.code]
    tables = sample_contents.self_evaluation_rows(writer.people, writer.day(), writer.random)
    for row in tables["scores"]:
        row["score"] = min(100, level + writer.random.choice((0, 0.5, 1)))
    return tables, header


def mutual_ratings(
    form: Form, listed: Sequence[str], writer: Writer, parts: Scenario
) -> FormTables:
    """Return what a branch gives the others, in the order in which the workbook lists them.

    One gives everybody the same; two give each other far more than others do.
    """
    columns = [column.key for column in form.sheets[0].columns]
    dimensions = columns[columns.index("unit") + 1 : columns.index("basis")]
    rows: list[FormRow] = []
    for code in listed:
        given = {key: _rating(writer, code, parts) for key in dimensions}
        rows.append({**given, "basis": "听汇报"})
    return {"ratings": rows}


def _rating(writer: Writer, rated: str, parts: Scenario) -> float:
    rater = writer.unit.code
    if rater == parts.flat_rater:
        return 90
    if rater in parts.pair and rated in parts.pair:
        return 100
    return min(100, max(0, parts.levels[rated] - 3 + writer.random.choice((-1, -0.5, 0, 0.5, 1))))


def inspector_marks(form: Form, writer: Writer, level: int) -> FormTables:
    """Return an inspector's marks, so many hundredths of what is possible."""
    tables = sample_contents.inspection_rows(form, writer.random)
    sheet = form.sheet("items")
    assert sheet is not None, "the inspection form has items"
    possible = [column.key for column in sheet.columns].index("possible")
    for row, printed in zip(tables["items"], sheet.prefill, strict=True):
        most = Decimal(printed[possible])
        got = (most * level / 100).quantize(Decimal("0.5"))
        row |= {"got": float(got), "reason": "个别台账登记不全" if got < most else None}
    tables["bonus"][0] = {}
    return tables


def social_evaluation(writer: Writer, level: int, appraisal: Appraisal) -> FormTables:
    """Return a unit's own ballots from two groups, and how many were handed out."""
    groups = [group.name for group in appraisal.ballots.groups]
    asked = {groups[0]: _BALLOTS, "服务对象" if "服务对象" in groups else groups[-1]: _BALLOTS}
    activity: FormRow = {
        "kind": "问卷调查",
        "held_on": writer.day(),
        "people": sum(asked.values()),
        "opinions": 2,
    }
    batches: list[FormRow] = [{"issued": asked.get(name)} for name in groups]
    ballots = [
        {"group": group, **marks(level, appraisal, writer.random)}
        for group, count in asked.items()
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
    units: Mapping[str, str], parts: Scenario, appraisal: Appraisal, random: Random
) -> FormTables:
    """Return a batch's ballots on these units, names by code, and what was handed out.

    More came back from one unit's first group than were handed out, which voids those.
    """
    batches: list[FormRow] = []
    ballots: list[FormRow] = []
    for code, name in units.items():
        for at, group in enumerate(appraisal.ballots.groups):
            overfull = code == parts.void_batch and at == 0
            issued = _BALLOTS - 2 if overfull else _BALLOTS + random.randint(0, 4)
            batches.append({"unit": name, "group": group.name, "issued": issued})
            ballots += (
                {
                    "unit": name,
                    "group": group.name,
                    **marks(parts.levels[code], appraisal, random),
                }
                for _ in range(_BALLOTS)
            )
    return {"batches": batches, "ballots": ballots}
