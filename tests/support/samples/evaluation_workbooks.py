"""Filled workbooks of the yearly appraisal, as clerks and the office would drop them."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from adapters.workbooks.filler import CellValue, SheetRows, fill
from campaign.values.periods import parse_period
from rehearsal.content import sample_contents
from tests.support.office import NOW, Bureau

Row = dict[str, CellValue]
AUTUMN = NOW.replace(month=11, day=2)
"""A day on which everything of the appraisal has opened and nothing is locked."""

BY_HAND: dict[str, dict[str, CellValue]] = {
    "spot_check": {"checked_by": "效能办", "checked_on": "2026-09-16", "manner": "暗访"},
    "public_ballots": {"held_on": "2026-10-20", "manner": "会议测评"},
    "decision": {
        "title": "关于有关情况的决定",
        "issuer": "示例市民政局",
        "issued_on": "2026-10-30",
    },
    "nomination": {"award": "十佳标兵", "branch_opinion": "经支部评议，同意推荐"},
    "waiver": {"approved_by": "顾砚秋", "approved_on": "2026-10-12"},
}
"""What stands above the tables of event forms, apart from the event's own number."""


def self_evaluation(bureau: Bureau, unit: str, scores: Sequence[float]) -> bytes:
    """Return a branch's five scores, in the order in which the form prints the dimensions."""
    form, people = bureau.form("self_evaluation"), bureau.people(unit)
    header: Row = {
        "secretary": people[0].name,
        "party_members": len(people),
        "evaluated_on": dt.date(2026, 10, 30),
        "overall": "支部一年来落实首问负责、限时办结，群众满意度有所提升，窗口服务仍有差距",
        "problems": "下基层不够经常，个别党员为民服务意识不强",
        "next_steps": "建立每月走访制度，问题列入整改台账逐项销号",
    }
    rows = sample_contents.self_evaluation_rows(people, dt.date(2026, 10, 30), Random(1))
    for row, score in zip(rows["scores"], scores, strict=True):
        row["score"] = score
    return fill(form, bureau.blank("self_evaluation", unit, "2026"), rows, header)


def inspection(bureau: Bureau, unit: str, period: str, **changed: Sequence[Row]) -> bytes:
    """Return an inspection of a unit; ``changed`` replaces the first rows of a sheet."""
    form, inspectors = bureau.form("inspection"), bureau.people("党办")
    header: Row = {
        "inspected_on": parse_period(period).last - dt.timedelta(days=14),
        "leader": inspectors[0].name,
        "inspectors": inspectors[1].name,
        "conclusion": "窗口服务规范，个别台账登记不全，限期补齐",
    }
    rows = sample_contents.inspection_rows(form, Random(1))
    for sheet, some in changed.items():
        for row, change in zip(rows[sheet], some, strict=False):
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
        "kind": "问卷调查",
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
    return fill(bureau.form(form), blank, rows, {**BY_HAND[form], **header})
