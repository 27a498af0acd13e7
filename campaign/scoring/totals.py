"""Adds a unit's cells up to its total: base, bonus, deductions, grade, weight present.

Every figure is exact; nothing here is rounded.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypedDict

from campaign.definitions.applicability import ClassWeights
from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.roster import Unit
from campaign.scoring.evidence import BonusDocument, Lapse
from campaign.scoring.score_trail import Cell, Contribution, CountingRule
from campaign.values.document_numbers import document_key
from campaign.values.exact_numbers import ONE, ZERO, clamp, ratio, weighted_mean

UnitCells = Mapping[str, Mapping[str, Cell]]
"""Cells by channel, then by dimension; only of channels that apply and weigh something."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One unit's score, in exact points.

    ``channels`` are the means of the channels, 0 to 100, None where nothing of one is there.
    ``weight_present`` is out of 100, ``channel_weight_present`` each channel's share in it.
    ``bonus_trail`` and ``deduction_trail`` list documents and lapses. Without any cell, base,
    total and grade are None; without enough of the weight, total and grade are. ``ranked``: enough
    of the weight and every channel that the plan requires is present to be ranked.
    """

    unit: str
    unit_class: str
    weights: ClassWeights
    cells: UnitCells
    channels: Mapping[str, Fraction | None]
    weight_present: Fraction
    channel_weight_present: Mapping[str, Fraction]
    base: Fraction | None
    bonus: Fraction
    deduction: Fraction
    bonus_trail: tuple[Contribution, ...]
    deduction_trail: tuple[Contribution, ...]
    total: Fraction | None
    grade: str | None
    ranked: bool

    @property
    def provisional(self) -> bool:
        """Whether something that applies to the unit is missing, through no doing of its own."""
        return self.weight_present < 100

    @property
    def unbounded_total(self) -> Fraction | None:
        """The total before it is held to its bounds; None without any cell."""
        return None if self.base is None else self.base + self.bonus - self.deduction


def cell_weights(
    cells: UnitCells, weights: ClassWeights, dimensions: Mapping[str, int]
) -> Iterator[tuple[str, str, int | Fraction, Cell]]:
    """Yield channel, dimension, weight present (of 10,000) and cell, for each that has a value."""
    for channel, weight in weights.channels.items():
        for dimension, share in dimensions.items():
            cell = cells[channel][dimension]
            if cell.value is not None and weight and share:
                yield channel, dimension, weight * share * cell.present, cell


@dataclass(frozen=True, kw_only=True, slots=True)
class Extras:
    """The evidence of one unit beside its cells.

    ``inspected`` are the keys of the documents for which inspections have given points.
    """

    documents: Iterable[BonusDocument] = ()
    lapses: Iterable[Lapse] = ()
    inspected: Collection[str] = ()


def score_unit(
    unit: Unit,
    weights: ClassWeights,
    cells: UnitCells,
    extras: Extras,
    appraisal: Appraisal,
) -> Score:
    """Add a unit's cells, documents and lapses up to its score."""
    bonus_trail = tuple(bonus_contributions(extras.documents, appraisal, extras.inspected))
    deduction_trail = tuple(deduction_contributions(extras.lapses, appraisal))
    bonus, deduction = points_of(bonus_trail), points_of(deduction_trail)
    return Score(
        unit=unit.code,
        unit_class=unit.unit_class,
        weights=weights,
        bonus=bonus,
        deduction=deduction,
        bonus_trail=bonus_trail,
        deduction_trail=deduction_trail,
        **_figures(cells, weights, bonus - deduction, appraisal),
    )


class _Figures(TypedDict):
    """The figures of a score that its cells decide."""

    cells: UnitCells
    channels: Mapping[str, Fraction | None]
    weight_present: Fraction
    channel_weight_present: Mapping[str, Fraction]
    base: Fraction | None
    total: Fraction | None
    grade: str | None
    ranked: bool


def with_cells(score: Score, cells: UnitCells, appraisal: Appraisal) -> Score:
    """Return a unit's score as other cells would make it, bonus and deductions as they are."""
    added = score.bonus - score.deduction
    return replace(score, **_figures(cells, score.weights, added, appraisal))


def _figures(
    cells: UnitCells, weights: ClassWeights, added: Fraction, appraisal: Appraisal
) -> _Figures:
    base, means, by_channel = _channels(cells, weights, appraisal)
    present = ratio(sum(by_channel.values()), weights.total or 1)
    enough = present >= appraisal.least_weight_total
    total = _total(base, added, appraisal) if enough else None
    required = [key for key in appraisal.ranked_channels if key in weights.channels]
    return _Figures(
        cells=cells,
        channels=means,
        weight_present=present,
        channel_weight_present={c: ratio(by_channel[c], weights.total) for c in means},
        base=base,
        total=total,
        grade=grade_of(total, appraisal),
        ranked=total is not None
        and present >= appraisal.least_weight_present
        and all(by_channel[key] for key in required),
    )


def _channels(
    cells: UnitCells, weights: ClassWeights, appraisal: Appraisal
) -> tuple[Fraction | None, dict[str, Fraction | None], defaultdict[str, int | Fraction]]:
    """Return the mean of all cells present, that of each channel, and its weight present."""
    dimensions = {dimension.key: dimension.weight for dimension in appraisal.dimensions}
    present = list(cell_weights(cells, weights, dimensions))
    means, by_channel = _channel_means(present, weights), _weight_by_channel(present)
    base = weighted_mean((by_channel[c], mean) for c, mean in means.items() if mean is not None)
    return base, means, by_channel


def _total(base: Fraction | None, added: Fraction, appraisal: Appraisal) -> Fraction | None:
    if base is None:
        return None
    return clamp(base + added, appraisal.total_least, appraisal.total_most)


PresentCells = Iterable[tuple[str, str, int | Fraction, Cell]]
"""The cells that have a value, as ``cell_weights`` yields them."""


def _channel_means(present: PresentCells, weights: ClassWeights) -> dict[str, Fraction | None]:
    pairs: defaultdict[str, list[tuple[int | Fraction, Fraction]]] = defaultdict(list)
    for channel, _, weight, cell in present:
        if cell.value is not None:
            pairs[channel].append((weight, cell.value))
    return {channel: weighted_mean(pairs[channel]) for channel in weights.channels}


def _weight_by_channel(present: PresentCells) -> defaultdict[str, int | Fraction]:
    """Return the weight present of each channel, together at most 100 × the channels' weights."""
    by_channel: defaultdict[str, int | Fraction] = defaultdict(int)
    for channel, _, weight, _ in present:
        by_channel[channel] += weight
    return by_channel


def bonus_contributions(
    documents: Iterable[BonusDocument],
    appraisal: Appraisal,
    inspected: Collection[str] = (),
) -> list[Contribution]:
    """Return what a unit's documents earn: each once, at its highest tier, up to the caps.

    Documents are told apart by ``document_key``; sorted by it. ``inspected`` are the keys of those
    that inspections have counted. What exceeds the cap of all is a last entry without a source.
    """
    most = appraisal.bonus.most_each
    tiers = {
        tier: points if most is None else min(points, most)
        for tier, points in appraisal.bonus.tiers.items()
    }
    by_number: defaultdict[str, list[BonusDocument]] = defaultdict(list)
    for document in documents:
        by_number[document_key(document.number)].append(document)
    entries = []
    for number in sorted(by_number):
        same = sorted(
            by_number[number], key=lambda d: (d.replaced, -tiers.get(d.tier, 0), d.source)
        )
        for index, document in enumerate(same):
            points = Fraction(tiers.get(document.tier, 0))
            rule = CountingRule.BONUS if document.tier in tiers else CountingRule.NOT_IN_PLAN
            rule = CountingRule.SAME_DOCUMENT if index else rule
            rule = CountingRule.REPLACED if document.replaced else rule
            if rule is CountingRule.BONUS and number in inspected:
                rule = CountingRule.INSPECTED
            weight = ONE if rule is CountingRule.BONUS else ZERO
            label = f"{document.number}（{document.tier}）"
            entries.append(Contribution(document.source, points, weight, rule, label))
    excess = Fraction(appraisal.bonus.most) - points_of(entries)
    if excess < 0:
        entries.append(Contribution(None, excess, ONE, CountingRule.OVER_CAP))
    return entries


def deduction_contributions(lapses: Iterable[Lapse], appraisal: Appraisal) -> list[Contribution]:
    """Return what the plan deducts for each lapse, by key and place; unlisted ones cost nothing."""
    planned = {deduction.key: deduction for deduction in appraisal.deductions}
    entries = []
    for lapse in sorted(lapses, key=lambda lapse: (lapse.key, lapse.label, lapse.source or ())):
        deduction = planned.get(lapse.key)
        rule, weight = (CountingRule.LAPSE, ONE) if deduction else (CountingRule.NOT_IN_PLAN, ZERO)
        points = Fraction(deduction.points) if deduction else ZERO
        name = deduction.name if deduction else lapse.key
        name += f"（{lapse.label}）" if lapse.label else ""
        entries.append(Contribution(lapse.source, points, weight, rule, name))
    return entries


def points_of(contributions: Iterable[Contribution]) -> Fraction:
    """Add up value × weight."""
    return sum((entry.value * entry.weight for entry in contributions), ZERO)


def grade_of(total: Fraction | None, appraisal: Appraisal) -> str | None:
    """Return the grade of an exact total; a grade's lower bound belongs to it.

    None without a total, and below the lowest grade.
    """
    if total is None:
        return None
    return next((grade.name for grade in appraisal.grades if total >= grade.least), None)
