"""Filled workbooks of the yearly appraisal, as clerks and the office would drop them."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from adapters.workbooks.filler import CellValue, SheetRows, fill
from campaign.values.periods import parse_period
from rehearsal.content import evaluation_contents
from rehearsal.content.texts import event_texts, report_texts
from tests.support.office import NOW, Bureau

Row = dict[str, CellValue]
AUTUMN = NOW.replace(month=11, day=2)
"""A day on which everything of the appraisal has opened and nothing is locked."""

_TEXTS = event_texts()
EVENT_HEADERS: dict[str, Row] = {
    "spot_check": {**_TEXTS.spot_check_header, "checked_on": "2026-09-16"},
    "public_ballots": {"held_on": "2026-10-20", "manner": _TEXTS.ballots_manner},
    "decision": {
        "title": "关于有关情况的决定",
        "issuer": "示例市民政局",
        "issued_on": "2026-10-30",
    },
    "nomination": {**_TEXTS.nomination},
    "waiver": {"approved_by": "顾砚秋", "approved_on": "2026-10-12"},
}
"""What stands above the tables of event forms, apart from the event's own number."""


def self_evaluation(
    bureau: Bureau, unit: str, scores: Sequence[float], day: dt.date = dt.date(2026, 10, 30)
) -> bytes:
    """Return a branch's five scores, in the order in which the form prints the dimensions."""
    form, people = bureau.form("self_evaluation"), bureau.people(unit)
    header = evaluation_contents.self_evaluation_header(people, day)
    rows = evaluation_contents.self_evaluation_rows(people, day, Random(1))
    for row, score in zip(rows["scores"], scores, strict=True):
        row["score"] = score
    return fill(form, bureau.blank("self_evaluation", unit, "2026"), rows, header)


def inspection(bureau: Bureau, unit: str, period: str, **changed: Sequence[Row]) -> bytes:
    """Return an inspection of a unit; ``changed`` replaces the first rows of a sheet."""
    form, inspectors = bureau.form("inspection"), bureau.people("党办")
    day = parse_period(period).last - dt.timedelta(days=14)
    header = evaluation_contents.inspection_header(inspectors, bureau.people(unit)[0], day)
    rows = evaluation_contents.inspection_rows(form, Random(1))
    for sheet, changes in changed.items():
        for row, change in zip(rows[sheet], changes, strict=False):
            row |= change
    return fill(form, bureau.blank("inspection", unit, period), rows, header)


def ratings(bureau: Bureau, unit: str, rows: Sequence[Row]) -> bytes:
    """Return what a branch gave the others; rows stand beside the units that are printed."""
    header: Row = {"rater_name": bureau.people(unit)[0].name, "rated_on": dt.date(2026, 10, 22)}
    blank = bureau.blank("mutual_evaluation", unit, "2026")
    return fill(bureau.form("mutual_evaluation"), blank, {"ratings": rows}, header)


def social_evaluation(
    bureau: Bureau, unit: str, issued: Sequence[Row], ballots: Sequence[Row]
) -> bytes:
    """Return a unit's own ballots; ``issued`` stands beside the groups that are printed."""
    activity: Row = {
        "kind": report_texts().social_evaluation.activity,
        "held_on": dt.date(2026, 10, 16),
        "people": 18,
        "opinions": 2,
    }
    rows: SheetRows = {"activities": [activity], "batches": issued, "ballots": ballots}
    blank = bureau.blank("social_evaluation", unit, "2026")
    return fill(bureau.form("social_evaluation"), blank, rows)


def event(
    bureau: Bureau, form: str, rows: SheetRows, number: int = 1, **header: CellValue
) -> bytes:
    """Return a form that is filed whenever something happens."""
    unit = "党办" if bureau.form(form).filed_by == "office" else str(header.pop("unit"))
    blank = bureau.blank(form, unit, number=number)
    return fill(bureau.form(form), blank, rows, {**EVENT_HEADERS[form], **header})
