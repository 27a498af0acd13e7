"""Analyses a ranking beside its rules: what each channel does, and ranks under other rules.

None of it changes a score. Shares and correlations are of ranked units, class by class.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from campaign.definitions.applicability import evidence_forms
from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.assessment import Assessment
from campaign.scoring.ballots import GroupPart
from campaign.scoring.evidence import Evidence
from campaign.scoring.ranking import ranks
from campaign.scoring.resampling import cell_error
from campaign.scoring.score_trail import CountingRule
from campaign.scoring.scores import score_units
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import round_half_up


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelEffect:
    """What a channel does in one class: its planned weight and its effective one, in percent.

    ``effective`` is the channel's share in the variance of the bases (its weighted covariance with
    them); ``correlation`` is that with the mean of the other channels, ``halo`` the mean
    correlation between its dimensions. None where fewer than three units or no variance tell it.
    """

    unit_class: str
    channel: str
    planned: Decimal
    effective: Decimal | None
    correlation: Decimal | None
    halo: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RankShift:
    """A unit's raw rank now and under another rule, by the rule's key."""

    unit: str
    rule: str
    rank: int
    other: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PollQuality:
    """One unit's ballots in a channel: marks that count, share of 不了解 and blanks, error.

    ``error`` is the largest standard error of the unit's cells, in points.
    """

    unit: str
    channel: str
    counted: int
    unknown: Decimal | None
    error: Decimal


def channel_effects(assessment: Assessment) -> Iterator[ChannelEffect]:
    """Yield the effect of each channel in each class."""
    for unit_class in ("支部", "单位"):
        scores = [s for s in assessment.scores if s.unit_class == unit_class and s.ranked]
        for channel in scores[0].weights.channels if scores else ():
            yield _effect(unit_class, channel, scores, assessment)


def _effect(
    unit_class: str, channel: str, scores: Sequence[Score], assessment: Assessment
) -> ChannelEffect:
    planned = Fraction(100 * scores[0].weights.channels[channel], scores[0].weights.total)
    full = [score for score in scores if score.channels[channel] is not None]
    values = [float(score.channels[channel] or 0) for score in full]
    shares = [float(score.channel_weight_present[channel] / score.weight_present) for score in full]
    bases = [float(score.base or 0) for score in full]
    others = [_mean_of_others(score, channel) for score in full]
    weighted = [share * value for share, value in zip(shares, values, strict=True)]
    variance = float(np.var(bases)) if len(bases) > 2 else 0.0
    effective = None
    if variance > 0:
        effective = _hundredths(100 * float(np.cov(weighted, bases, bias=True)[0, 1]) / variance)
    return ChannelEffect(
        unit_class=unit_class,
        channel=channel,
        planned=round_half_up(planned),
        effective=effective,
        correlation=_correlation(values, others),
        halo=_halo(full, channel, assessment),
    )


def _mean_of_others(score: Score, channel: str) -> float:
    means = [float(m) for key, m in score.channels.items() if key != channel and m is not None]
    return sum(means) / len(means) if means else 0.0


def _halo(scores: Sequence[Score], channel: str, assessment: Assessment) -> Decimal | None:
    keys = [dimension.key for dimension in assessment.appraisal.dimensions]
    rows = [score.cells[channel] for score in scores]
    full = [row for row in rows if all(row[key].value is not None for key in keys)]
    columns = [[float(row[key].value or 0) for row in full] for key in keys]
    correlations = [
        _correlation(one, other)
        for index, one in enumerate(columns)
        for other in columns[index + 1 :]
    ]
    defined = [value for value in correlations if value is not None]
    return round_half_up(Fraction(sum(defined)) / len(defined)) if defined else None


def _correlation(one: Sequence[float], other: Sequence[float]) -> Decimal | None:
    if len(one) < 3 or np.ptp(one) < 1e-9 or np.ptp(other) < 1e-9:
        return None
    return _hundredths(float(np.corrcoef(one, other)[0, 1]))


def _hundredths(value: float) -> Decimal:
    """Round half up, after 1e-9: the last bits of the arithmetic must not decide a half."""
    return round_half_up(Fraction(f"{value:.9f}"))


def rank_shifts(assessment: Assessment) -> Iterator[RankShift]:
    """Yield every ranked unit's raw rank now and under each other rule, in the rules' order."""
    now = {rank.unit: rank.raw_rank for rank in assessment.ranks if rank.raw_rank}
    for rule, totals in _other_totals(assessment).items():
        other: dict[str, int] = {}
        for unit_class in ("支部", "单位"):
            of_class = {
                unit.code: totals[unit.code]
                for unit in assessment.units
                if unit.unit_class == unit_class and unit.code in now and unit.code in totals
            }
            other |= ranks(of_class)
        for unit, rank in now.items():
            yield RankShift(unit=unit, rule=rule, rank=rank, other=other.get(unit))


def other_rules(appraisal: Appraisal) -> dict[str, Appraisal]:
    """Return the settings of each other rule that is a change of the plan, by its key."""
    mutual, ballots = appraisal.mutual, appraisal.ballots
    hard = {"满意": Decimal(100), "基本满意": Decimal(60), "不满意": Decimal(0)}
    marks = tuple(
        mark.model_copy(update={"value": hard.get(mark.name, mark.value)}) for mark in ballots.marks
    )
    changes: dict[str, dict[str, object]] = {
        "untrimmed": {"mutual": mutual.model_copy(update={"trim_above": 10**6})},
        "marks": {"ballots": ballots.model_copy(update={"marks": marks})},
        "ballots_10": {"ballots": ballots.model_copy(update={"least_marks": 10})},
        "ballots_30": {"ballots": ballots.model_copy(update={"least_marks": 30})},
    }
    for dropped in appraisal.channels:
        if dropped.weight:
            channels = tuple(
                c.model_copy(update={"weight": 0}) if c.key == dropped.key else c
                for c in appraisal.channels
            )
            changes[f"without_{dropped.key}"] = {"channels": channels}
    for number, dropped_group in enumerate(ballots.groups):
        groups = tuple(
            g.model_copy(update={"weight": 0}) if g.name == dropped_group.name else g
            for g in ballots.groups
        )
        changes[f"without_group_{number}"] = {
            "ballots": ballots.model_copy(update={"groups": groups})
        }
    return {key: appraisal.model_copy(update=change) for key, change in changes.items()}


def _other_totals(assessment: Assessment) -> dict[str, dict[str, Fraction]]:
    evidence, appraisal = assessment.collected.evidence, assessment.appraisal
    totals = {
        key: _totals(assessment, evidence, other) for key, other in other_rules(appraisal).items()
    }
    adjusted = {r.unit: r.severity for r in assessment.raters.raters if r.severity is not None}
    ratings = tuple(
        replace(r, value=min(Decimal(100), max(Decimal(0), r.value + adjusted[r.rater])))
        if r.rater in adjusted
        else r
        for r in evidence.ratings
    )
    totals["severity"] = _totals(assessment, replace(evidence, ratings=ratings), appraisal)
    totals["geometric"] = {
        score.unit: _geometric(score) for score in assessment.scores if score.ranked
    }
    totals["complete"] = {
        score.unit: score.total
        for score in assessment.scores
        if score.total is not None and not score.provisional
    }
    return totals


def _totals(
    assessment: Assessment, evidence: Evidence, appraisal: Appraisal
) -> dict[str, Fraction]:
    forms = evidence_forms(assessment.plan, assessment.roster)
    scores = score_units(assessment.units, forms, evidence, appraisal)
    return {score.unit: score.total for score in scores if score.total is not None}


def _geometric(score: Score) -> Fraction:
    """Return the weighted geometric mean of the channels, with bonus and deductions, to 1e-9."""
    pairs = [
        (float(score.channel_weight_present[key]), float(mean))
        for key, mean in score.channels.items()
        if mean is not None
    ]
    whole = sum(weight for weight, _ in pairs)
    logs = sum(weight * float(np.log(max(mean, 1e-9))) for weight, mean in pairs) / whole
    return Fraction(f"{float(np.exp(logs)):.9f}") + score.bonus - score.deduction


def poll_qualities(assessment: Assessment) -> Iterator[PollQuality]:
    """Yield the quality of each unit's ballots in each channel that has any."""
    for score in assessment.scores:
        for channel in ("social", "public"):
            row = score.cells.get(channel, {})
            groups = [p for cell in row.values() for p in cell.parts if isinstance(p, GroupPart)]
            if groups:
                counts = _rules(groups)
                unknown = counts.get(CountingRule.NO_VALUE, 0) + counts.get(CountingRule.BLANK, 0)
                total = sum(counts.values())
                yield PollQuality(
                    unit=score.unit,
                    channel=channel,
                    counted=counts.get(CountingRule.MARK, 0),
                    unknown=round_half_up(Fraction(unknown, total), 4) if total else None,
                    error=_hundredths(max(cell_error(cell) for cell in row.values())),
                )


def _rules(groups: Sequence[GroupPart]) -> Mapping[CountingRule, int]:
    counts: dict[CountingRule, int] = {}
    for group in groups:
        for entry in group.entries:
            counts[entry.rule] = counts.get(entry.rule, 0) + entry.number
    return counts
