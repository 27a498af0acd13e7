"""How a unit's cells become its total: base, bonus, deductions, grade, and how much is known.

Every figure is exact; nothing here is rounded.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from campaign.definitions.applicability import ClassWeights
from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.evidence import BonusDocument, Lapse
from campaign.scoring.score_trail import Cell, Contribution, CountingRule
from campaign.values.document_numbers import document_key
from campaign.values.exact_numbers import ONE, ZERO, held, ratio, weighted_mean

UnitCells = Mapping[str, Mapping[str, Cell]]
"""Cells by channel, then by dimension; only of channels that apply and weigh something."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One unit's score.

    ``channels`` are the means of the channels, None where nothing of one is there.
    ``weight_present`` is out of 100, ``channel_weight_present`` each channel's share in it.
    ``provisional``: something that applies is missing. ``bonus_trail`` and ``deduction_trail``
    list documents and lapses. Without any cell, base, total and grade are None.
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
    def bare_total(self) -> Fraction | None:
        """The total before it is held to its bounds."""
        return None if self.base is None else self.base + self.bonus - self.deduction


def cell_weights(
    cells: UnitCells, weights: ClassWeights, dimensions: Mapping[str, int]
) -> Iterator[tuple[str, str, int | Fraction, Cell]]:
    """List channel, dimension, weight present (of 10,000) and cell, for each that has a value."""
    for channel, weight in weights.channels.items():
        for dimension, share in dimensions.items():
            cell = cells[channel][dimension]
            if cell.value is not None and weight and share:
                yield channel, dimension, weight * share * cell.present, cell


def score(
    unit: str,
    unit_class: str,
    weights: ClassWeights,
    cells: UnitCells,
    claims: tuple[Sequence[BonusDocument], Sequence[Lapse]],
    appraisal: Appraisal,
) -> Score:
    """Add a unit's cells, documents and lapses up to its score."""
    base, means, by_channel = _channels(cells, weights, appraisal)
    bonus_trail, deduction_trail = _trails(claims, appraisal)
    bonus, deduction = worth(bonus_trail), worth(deduction_trail)
    total = _total(base, bonus - deduction, appraisal)
    present = ratio(sum(by_channel.values()), weights.whole or 1)
    return Score(
        unit=unit,
        unit_class=unit_class,
        weights=weights,
        cells=cells,
        channels=means,
        weight_present=present,
        channel_weight_present={c: ratio(by_channel[c], weights.whole) for c in means},
        base=base,
        bonus=bonus,
        deduction=deduction,
        bonus_trail=bonus_trail,
        deduction_trail=deduction_trail,
        total=total,
        grade=grade_of(total, appraisal),
        ranked=total is not None and present >= appraisal.least_weight_present,
    )


def _channels(
    cells: UnitCells, weights: ClassWeights, appraisal: Appraisal
) -> tuple[Fraction | None, dict[str, Fraction | None], defaultdict[str, int | Fraction]]:
    """Return the mean of all that is there, that of each channel, and its weight present."""
    dimensions = {dimension.key: dimension.weight for dimension in appraisal.dimensions}
    present = list(cell_weights(cells, weights, dimensions))
    means, by_channel = _channel_means(present, weights), _weight_by_channel(present)
    base = weighted_mean((by_channel[c], mean) for c, mean in means.items() if mean is not None)
    return base, means, by_channel


def _trails(
    claims: tuple[Sequence[BonusDocument], Sequence[Lapse]], appraisal: Appraisal
) -> tuple[tuple[Contribution, ...], tuple[Contribution, ...]]:
    bonus = bonus_contributions(claims[0], appraisal)
    return tuple(bonus), tuple(deduction_contributions(claims[1], appraisal))


def _total(base: Fraction | None, added: Fraction, appraisal: Appraisal) -> Fraction | None:
    if base is None:
        return None
    return held(base + added, appraisal.total_least, appraisal.total_most)


Present = Iterable[tuple[str, str, int | Fraction, Cell]]


def _channel_means(present: Present, weights: ClassWeights) -> dict[str, Fraction | None]:
    pairs: defaultdict[str, list[tuple[int | Fraction, Fraction]]] = defaultdict(list)
    for channel, _, weight, cell in present:
        if cell.value is not None:
            pairs[channel].append((weight, cell.value))
    return {channel: weighted_mean(pairs[channel]) for channel in weights.channels}


def _weight_by_channel(present: Present) -> defaultdict[str, int | Fraction]:
    """Return the weight present of each channel, together at most 100 × the channels' weights."""
    found: defaultdict[str, int | Fraction] = defaultdict(int)
    for channel, _, weight, _ in present:
        found[channel] += weight
    return found


def bonus_contributions(
    documents: Iterable[BonusDocument], appraisal: Appraisal
) -> list[Contribution]:
    """Return what a unit's documents earn: each once, at its highest tier, up to the cap."""
    tiers = appraisal.bonus.tiers
    by_number: defaultdict[str, list[BonusDocument]] = defaultdict(list)
    for document in documents:
        by_number[document_key(document.number)].append(document)
    found = []
    for number in sorted(by_number):
        claims = sorted(by_number[number], key=lambda d: (-tiers.get(d.tier, 0), d.source))
        for index, claim in enumerate(claims):
            points = Fraction(tiers.get(claim.tier, 0))
            rule = CountingRule.NOT_IN_PLAN if claim.tier not in tiers else CountingRule.BONUS
            rule = CountingRule.SAME_DOCUMENT if index else rule
            weight = ONE if rule is CountingRule.BONUS else ZERO
            label = f"{claim.number}（{claim.tier}）"
            found.append(Contribution(claim.source, points, weight, rule, label))
    over = Fraction(appraisal.bonus.most) - worth(found)
    return [*found, Contribution(None, over, ONE, CountingRule.OVER_CAP)] if over < 0 else found


def deduction_contributions(lapses: Iterable[Lapse], appraisal: Appraisal) -> list[Contribution]:
    """Return what the plan's list deducts for each lapse; what it does not list costs nothing."""
    listed = {deduction.key: deduction for deduction in appraisal.deductions}
    found = []
    for lapse in sorted(lapses, key=lambda lapse: (lapse.key, lapse.source)):
        entry = listed.get(lapse.key)
        rule, weight = (CountingRule.LAPSE, ONE) if entry else (CountingRule.NOT_IN_PLAN, ZERO)
        points, name = (Fraction(entry.points), entry.name) if entry else (ZERO, lapse.key)
        found.append(Contribution(lapse.source, points, weight, rule, name))
    return found


def worth(contributions: Iterable[Contribution]) -> Fraction:
    """Add up value × weight."""
    return sum((entry.value * entry.weight for entry in contributions), ZERO)


def grade_of(total: Fraction | None, appraisal: Appraisal) -> str | None:
    """Return the grade of an exact total; a grade's lower bound belongs to it."""
    if total is None:
        return None
    return next((grade.name for grade in appraisal.grades if total >= grade.least), None)
