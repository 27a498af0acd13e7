"""A quarter's inspection of offices and units: who leads, who gets the red flag, what lacks (S39).

The ranking is by points got ÷ points possible × 100, bonus points included and nothing cut off,
compared exactly. Who has a disqualifying circumstance keeps the points and has no rank.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from campaign.definitions.applicability import INSPECTIONS
from campaign.reading.row_checks import YES
from campaign.reports.report import Report
from campaign.scoring.collect.reference_data import header_value, stored_day
from campaign.scoring.evidence import Criticism
from campaign.scoring.ranking import criticism_vetoes, ranks
from campaign.values.exact_numbers import exact_sum

UNEXPLAINED = "扣分原因没有写明"


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectionDeduction:
    """An item that lost points, and why in the inspectors' words; ``dimension`` by its name."""

    dimension: str
    item: str
    reason: str
    lost: Decimal

    @property
    def finding(self) -> str:
        """What has to be put right."""
        return f"{self.item}：{self.reason or UNEXPLAINED}".rstrip("。；")


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectedUnit:
    """An inspected unit, by its code.

    ``points`` is None where nothing was possible. ``disqualified`` names circumstances, without
    what happened. ``bonuses`` are what earned more, with the document.
    """

    unit: str
    receipt: str
    on: dt.date
    points: Fraction | None
    deductions: tuple[InspectionDeduction, ...] = ()
    bonuses: tuple[str, ...] = ()
    disqualified: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectionRank:
    """Where a unit stands in the quarter; ``tied`` with others of the same rank."""

    inspected: InspectedUnit
    rank: int | None
    red_flag: bool = False
    tied: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarterInspection:
    """A quarter: everybody inspected by rank, then without one; who was not inspected."""

    places: tuple[InspectionRank, ...]
    not_inspected: tuple[str, ...]

    @property
    def found(self) -> tuple[tuple[InspectedUnit, InspectionDeduction], ...]:
        """Every finding with its unit, in the order of the places."""
        return tuple(
            (place.inspected, deduction)
            for place in self.places
            for deduction in place.inspected.deductions
        )


def inspect_quarter(
    reports: Iterable[Report],
    criticisms: Iterable[Criticism],
    owed: Sequence[str],
    red_flags: int,
) -> QuarterInspection:
    """Rank the units that were inspected; ``reports`` are the inspections of one period.

    ``criticisms`` are all of the year: published after a spot check they exclude a unit from any
    award (S44). Units with equal points share a rank; all that share the last flag get it.
    ``owed`` are the codes of those who were to be inspected, in the order to list them in.
    """
    criticised: dict[str, list[str]] = {}
    for veto in criticism_vetoes(criticisms):
        criticised.setdefault(veto.unit, []).append(f"被通报批评，{veto.evidence}")
    order = {unit: at for at, unit in enumerate(owed)}
    found = sorted(
        (_inspected(report, criticised) for report in reports if report.form == INSPECTIONS),
        key=lambda each: (order.get(each.unit, len(order)), each.unit),
    )
    there = {each.unit for each in found}
    return QuarterInspection(
        places=tuple(_places(found, red_flags)),
        not_inspected=tuple(unit for unit in owed if unit not in there),
    )


def _places(found: Sequence[InspectedUnit], red_flags: int) -> list[InspectionRank]:
    free = {one.unit: one.points for one in found if not one.disqualified}
    ranked = ranks({unit: points for unit, points in free.items() if points is not None})
    shared = list(ranked.values())
    places = [
        InspectionRank(
            inspected=each,
            rank=rank,
            red_flag=rank is not None and rank <= red_flags,
            tied=shared.count(rank) > 1 if rank else False,
        )
        for each in found
        for rank in [ranked.get(each.unit)]
    ]
    return sorted(places, key=lambda place: place.rank or len(places) + 1)


def _inspected(report: Report, criticised: Mapping[str, Sequence[str]]) -> InspectedUnit:
    items, bonus = _filled(report, "items"), _filled(report, "bonus")
    got = exact_sum(Decimal(values["got"]) for values in (*items, *bonus))
    possible = exact_sum(Decimal(values["possible"]) for values in items)
    flags = [
        row.values.get("flag", "")
        for row in report.rows("red_flags")
        if row.values.get("found") == YES
    ]
    return InspectedUnit(
        unit=report.unit,
        receipt=report.receipt,
        on=stored_day(header_value(report, "items", "inspected_on"), report.received_on),
        points=100 * got / possible if possible else None,
        deductions=tuple(_deduction(v) for v in items if _lost(v)),
        bonuses=tuple(_bonus(values) for values in bonus if Decimal(values["got"])),
        disqualified=tuple(filter(None, (*flags, *criticised.get(report.unit, ())))),
    )


def _filled(report: Report, sheet: str) -> list[Mapping[str, str]]:
    return [row.values for row in report.rows(sheet) if "got" in row.values]


def _lost(values: Mapping[str, str]) -> Decimal:
    return Decimal(values["possible"]) - Decimal(values["got"])


def _deduction(values: Mapping[str, str]) -> InspectionDeduction:
    return InspectionDeduction(
        dimension=values.get("dimension", ""),
        item=values.get("item", ""),
        reason=values.get("reason", ""),
        lost=_lost(values),
    )


def _bonus(values: Mapping[str, str]) -> str:
    document = values.get("document", "")
    return f"{values.get('item', '')}{f'（{document}）' if document else ''}"
