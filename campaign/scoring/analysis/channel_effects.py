"""Says what each channel does in each class: its share in the differences, and what it repeats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np

from campaign.scoring.analysis.figures import CLASSES, LEAST_UNITS, correlation, rounded
from campaign.scoring.assessment import Assessment
from campaign.scoring.totals import Score
from campaign.values.exact_numbers import round_half_up

_NO_DIFFERENCE = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelEffect:
    """What a channel does in one class: its planned weight and its effective one, in percent.

    ``effective`` is the channel's share in the variance of the bases (its weighted covariance with
    them, over units that lack no channel); ``correlation`` is that with the mean of the other
    channels, ``halo`` the mean correlation between its dimensions. None where fewer than three
    units or no variance tell it.
    """

    unit_class: str
    channel: str
    planned: Decimal
    effective: Decimal | None
    correlation: Decimal | None
    halo: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelCorrelation:
    """How two channels go together in one class, over the ranked units that have both."""

    unit_class: str
    one: str
    other: str
    correlation: Decimal | None


def channel_effects(assessment: Assessment) -> Iterator[ChannelEffect]:
    """Yield the effect of each channel in each class."""
    for unit_class in CLASSES:
        scores = _ranked(unit_class, assessment)
        for channel in scores[0].weights.channels if scores else ():
            yield _effect(unit_class, channel, scores, assessment)


def channel_correlations(assessment: Assessment) -> Iterator[ChannelCorrelation]:
    """Yield the correlation of each two channels in each class, in the plan's order."""
    for unit_class in CLASSES:
        scores = _ranked(unit_class, assessment)
        for one, other in combinations(scores[0].weights.channels if scores else (), 2):
            pairs = [
                (float(first), float(second))
                for score in scores
                if (first := score.channels[one]) is not None
                and (second := score.channels[other]) is not None
            ]
            yield ChannelCorrelation(
                unit_class=unit_class,
                one=one,
                other=other,
                correlation=correlation([p[0] for p in pairs], [p[1] for p in pairs]),
            )


def _ranked(unit_class: str, assessment: Assessment) -> list[Score]:
    return [s for s in assessment.scores if s.unit_class == unit_class and s.ranked]


def _effect(
    unit_class: str, channel: str, scores: Sequence[Score], assessment: Assessment
) -> ChannelEffect:
    planned = Fraction(100 * scores[0].weights.channels[channel], scores[0].weights.total)
    full = [score for score in scores if score.channels[channel] is not None]
    values = [float(score.channels[channel] or 0) for score in full]
    others = [_mean_of_others(score, channel) for score in full]
    return ChannelEffect(
        unit_class=unit_class,
        channel=channel,
        planned=round_half_up(planned),
        effective=_effective(channel, scores),
        correlation=correlation(values, others),
        halo=_halo(full, channel, assessment),
    )


def _effective(channel: str, scores: Sequence[Score]) -> Decimal | None:
    """Return a channel's share in the variance of the bases of units that lack no channel.

    A channel that no unit of the class has is not counted as lacking. Shares add up to 100.
    """
    held = {key for score in scores for key, mean in score.channels.items() if mean is not None}
    complete = [s for s in scores if all(s.channels[key] is not None for key in held)]
    bases = [float(score.base or 0) for score in complete]
    if channel not in held or len(complete) < LEAST_UNITS or np.ptp(bases) < _NO_DIFFERENCE:
        return None
    weighted = [
        float(score.channel_weight_present[channel] / score.weight_present)
        * float(score.channels[channel] or 0)
        for score in complete
    ]
    covariance = float(np.cov(weighted, bases, bias=True)[0, 1])
    return rounded(100 * covariance / float(np.var(bases)))


def _mean_of_others(score: Score, channel: str) -> float:
    means = [float(m) for key, m in score.channels.items() if key != channel and m is not None]
    return sum(means) / len(means) if means else 0.0


def _halo(scores: Sequence[Score], channel: str, assessment: Assessment) -> Decimal | None:
    keys = [dimension.key for dimension in assessment.appraisal.dimensions]
    rows = [score.cells[channel] for score in scores]
    full = [row for row in rows if all(row[key].value is not None for key in keys)]
    columns = [[float(row[key].value or 0) for row in full] for key in keys]
    correlations = [
        correlation(one, other)
        for index, one in enumerate(columns)
        for other in columns[index + 1 :]
    ]
    defined = [value for value in correlations if value is not None]
    return round_half_up(Fraction(sum(defined)) / len(defined)) if defined else None
