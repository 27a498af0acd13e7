"""Ranks a quarter's inspected units and lists what they lost points for (S39), for the bulletin.

The ranking is by points got ÷ points possible × 100, bonus points included and nothing cut off,
compared exactly. Who has a disqualifying circumstance keeps the points and has no rank.
"""

import datetime as dt
from collections import Counter
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
    """An item that lost points, with the inspectors' reason; ``dimension`` by its name."""

    dimension: str
    item: str
    reason: str
    lost: Decimal

    @property
    def finding(self) -> str:
        """The item and the reason, as what has to be put right."""
        return f"{self.item}：{self.reason or UNEXPLAINED}".rstrip("。；")


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectedUnit:
    """An inspected unit, by its code.

    ``points`` are percent of the points possible, None where nothing was possible. ``bonuses``
    are the items that earned bonus points, with the document. ``disqualified`` names the
    disqualifying circumstances, without their facts.
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
    """The rank of a unit in the quarter; ``tied``: others have the same rank."""

    inspected: InspectedUnit
    rank: int | None
    red_flag: bool = False
    tied: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarterInspection:
    """A quarter's inspection: the inspected by rank, those without one last; the not inspected."""

    ranks: tuple[InspectionRank, ...]
    not_inspected: tuple[str, ...]

    @property
    def findings(self) -> tuple[tuple[InspectedUnit, InspectionDeduction], ...]:
        """Every deduction with its unit, in the order of the ranks."""
        return tuple(
            (rank.inspected, deduction)
            for rank in self.ranks
            for deduction in rank.inspected.deductions
        )


def inspect_quarter(
    reports: Iterable[Report],
    criticisms: Iterable[Criticism],
    owed: Sequence[str],
    red_flags: int,
) -> QuarterInspection:
    """Rank the units that were inspected; ``reports`` are the inspections of one period.

    ``criticisms`` are all of the year: published after a spot check they exclude a unit from any
    award (S44). Units with equal points share a rank; all that share the last of the
    ``red_flags`` get one. ``owed`` are the codes of those to be inspected, in the order of lists.
    """
    criticised: dict[str, list[str]] = {}
    for veto in criticism_vetoes(criticisms):
        criticised.setdefault(veto.unit, []).append(f"被通报批评，{veto.evidence}")
    order = {unit: index for index, unit in enumerate(owed)}
    inspected = sorted(
        (_inspected(report, criticised) for report in reports if report.form == INSPECTIONS),
        key=lambda unit: (order.get(unit.unit, len(order)), unit.unit),
    )
    codes = {unit.unit for unit in inspected}
    return QuarterInspection(
        ranks=tuple(_rank(inspected, red_flags)),
        not_inspected=tuple(code for code in owed if code not in codes),
    )


def _rank(inspected: Sequence[InspectedUnit], red_flags: int) -> list[InspectionRank]:
    eligible = {unit.unit: unit.points for unit in inspected if not unit.disqualified}
    rank_of = ranks({code: points for code, points in eligible.items() if points is not None})
    sizes = Counter(rank_of.values())
    ranked = []
    for unit in inspected:
        rank = rank_of.get(unit.unit)
        flagged = rank is not None and rank <= red_flags
        tied = rank is not None and sizes[rank] > 1
        ranked.append(InspectionRank(inspected=unit, rank=rank, red_flag=flagged, tied=tied))
    return sorted(ranked, key=lambda rank: rank.rank or len(ranked) + 1)


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
