"""A quarter's inspection in documents: the bulletin to all, and a rectification notice to each."""

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction

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


def inspection_bulletin(
    quarter: QuarterInspection, imprint: Imprint, label: str, due: dt.date, name: UnitNamer
) -> InspectionBulletin:
    """Return the bulletin; ``due`` is the day by which findings are to be put right."""
    units = [place.inspected for place in quarter.ranks]
    return InspectionBulletin(
        imprint=imprint,
        period=label,
        lines=tuple(_lines(quarter.ranks, name)),
        strengths=tuple(
            (name(unit.unit), unit.bonuses)
            for unit in units
            if unit.bonuses and not unit.disqualified
        ),
        findings=tuple(
            InspectionFinding(unit=name(unit.unit), finding=deduction.finding, due=due)
            for unit, deduction in quarter.findings
        ),
        vetoes=tuple((name(unit.unit), unit.disqualified) for unit in units if unit.disqualified),
        not_inspected=tuple(map(name, quarter.not_inspected)),
    )


def rectification_notice(
    inspected: InspectedUnit,
    demands: Sequence[RectificationDemand],
    imprint: Imprint,
    name: UnitNamer,
) -> RectificationNotice:
    """Return the notice of a unit's findings, in the order in which they were numbered."""
    pairs = zip(inspected.deductions, demands, strict=True)
    return RectificationNotice(
        imprint=imprint,
        unit=name(inspected.unit),
        found_on=inspected.on,
        items=tuple(_item(deduction, one) for deduction, one in pairs),
        source=SOURCE,
        serial=demands[0].serial,
        report_due=demands[0].due,
    )


def _item(deduction: InspectionDeduction, demand: RectificationDemand) -> RectificationItem:
    return RectificationItem(
        number=demand.number,
        category=deduction.dimension,
        problem=deduction.finding,
        due=demand.due,
    )


def _lines(ranks: Sequence[InspectionRank], name: UnitNamer) -> Iterator[InspectionLine]:
    """Return each place, with whether its points are shown like other ones before it."""
    before: Fraction | None = None
    for place in ranks:
        points = place.inspected.points
        shown = None if points is None else round_half_up(points)
        alike = before is not None and shown == round_half_up(before)
        yield InspectionLine(
            rank=place.rank,
            unit=name(place.inspected.unit),
            points=shown,
            red_flag=place.red_flag,
            tied=place.tied,
            close=alike and points != before,
            disqualified=bool(place.inspected.disqualified),
        )
        before = points
