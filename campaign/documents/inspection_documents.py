"""A quarter's inspection in documents: the bulletin to all, and a rectification notice to each."""

import datetime as dt
from collections.abc import Iterable, Sequence

from campaign.definitions.roster import UnitNamer
from campaign.documents.bulletins import (
    InspectionBulletin,
    InspectionFinding,
    InspectionLine,
)
from campaign.documents.discipline import RectificationItem, RectificationNotice
from campaign.documents.imprint import Imprint
from campaign.monitoring.inspections import (
    InspectedUnit,
    InspectionDeduction,
    InspectionRank,
    QuarterInspection,
)
from campaign.monitoring.rectification import SOURCE, RectificationDemand
from campaign.values.exact_numbers import round_half_up

INSPECTORS = "季度检查组"


def inspection_bulletin(
    found: QuarterInspection, imprint: Imprint, label: str, due: dt.date, name: UnitNamer
) -> InspectionBulletin:
    """Return the bulletin; ``due`` is the day by which findings are to be put right."""
    notes = _notes(found.ranks)
    inspected = [place.inspected for place in found.ranks]
    return InspectionBulletin(
        imprint=imprint,
        period=label,
        lines=tuple(
            InspectionLine(
                rank=place.rank,
                unit=name(place.inspected.unit),
                points=None
                if place.inspected.points is None
                else round_half_up(place.inspected.points),
                red_flag=place.red_flag,
                note=note,
            )
            for place, note in zip(found.ranks, notes, strict=True)
        ),
        strengths=tuple(
            f"{name(each.unit)}：{'；'.join(each.bonuses)}"
            for each in inspected
            if each.bonuses and not each.disqualified
        ),
        findings=tuple(
            InspectionFinding(unit=name(each.unit), finding=deduction.finding, due=due)
            for each, deduction in found.findings
        ),
        vetoes=tuple(
            (name(each.unit), "；".join(each.disqualified))
            for each in inspected
            if each.disqualified
        ),
        not_inspected=tuple(map(name, found.not_inspected)),
    )


def rectification_notice(
    inspected: InspectedUnit,
    asked: Sequence[RectificationDemand],
    imprint: Imprint,
    name: UnitNamer,
) -> RectificationNotice:
    """Return the notice of a unit's findings, in the order in which they were numbered."""
    pairs = zip(inspected.deductions, asked, strict=True)
    return RectificationNotice(
        imprint=imprint,
        unit=name(inspected.unit),
        found_on=inspected.on,
        found_by=INSPECTORS,
        items=tuple(_item(deduction, one) for deduction, one in pairs),
        source=SOURCE,
        serial=asked[0].serial,
        report_due=asked[0].due,
    )


def _item(deduction: InspectionDeduction, asked: RectificationDemand) -> RectificationItem:
    return RectificationItem(
        number=asked.number,
        category=deduction.dimension,
        problem=deduction.finding,
        due=asked.due,
    )


def _notes(places: Iterable[InspectionRank]) -> list[str]:
    """Say beside each place why it has no rank or shares it, and where equal figures are not."""
    notes, before = [], None
    for place in places:
        points, note = place.inspected.points, "并列" if place.tied else ""
        if place.inspected.disqualified:
            note = "一票否决，不参加排名"
        elif points is None:
            note = "没有应得分，不参加排名"
        elif (
            before is not None
            and before != points
            and round_half_up(before) == round_half_up(points)
        ):
            note = f"{note}，" if note else ""
            note += "与上一名得分相差不足0.01分"
        notes.append(note)
        before = points
    return notes
