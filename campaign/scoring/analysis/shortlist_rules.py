"""Says which rule put a unit on the shortlist, or kept it from it (S49)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from campaign.scoring.assessment import Assessment
from campaign.scoring.ranking import UnitRank, ranks, shortlist_bar
from campaign.scoring.totals import Score


class ShortlistRule(StrEnum):
    """The rule that decided, for a unit that could be on the shortlist."""

    WITHIN = "within"
    TIED = "tied"
    BEYOND = "beyond"


@dataclass(frozen=True, kw_only=True, slots=True)
class ShortlistDecision:
    """A unit, whether it is on the shortlist, and by which rule: a ``ShortlistRule`` or a ``Bar``.

    ``place`` is its place among those of its class that can be on it, None where it cannot;
    ``moved_up``: without the vetoes of others it would not be on it.
    """

    unit: str
    listed: bool
    rule: str
    place: int | None
    places: int
    moved_up: bool


def shortlist_decisions(assessment: Assessment) -> Iterator[ShortlistDecision]:
    """Yield the decision on every unit, in the roster's order."""
    places = _places(assessment, {rank.unit: rank.barred for rank in assessment.ranks})
    unvetoed = {s.unit: shortlist_bar(s, False, assessment.appraisal) for s in assessment.scores}
    without_vetoes = _places(assessment, unvetoed)
    for rank in assessment.ranks:
        place = places.get(rank.unit)
        yield ShortlistDecision(
            unit=rank.unit,
            listed=rank.shortlisted,
            rule=rank.barred or _rule(rank, places, assessment),
            place=place,
            places=rank.places,
            moved_up=rank.shortlisted and without_vetoes[rank.unit] > rank.places,
        )


def _places(assessment: Assessment, bars: Mapping[str, str]) -> dict[str, int]:
    """Return each unit's place among those of its class that nothing bars from the list."""
    totals: defaultdict[str, dict[str, Fraction]] = defaultdict(dict)
    for score in assessment.scores:
        if score.total is not None and not bars[score.unit]:
            totals[score.unit_class][score.unit] = score.total
    return {unit: place for of_class in totals.values() for unit, place in ranks(of_class).items()}


def _rule(rank: UnitRank, places: Mapping[str, int], assessment: Assessment) -> ShortlistRule:
    if not rank.shortlisted:
        return ShortlistRule.BEYOND
    listed = [
        places[other.unit]
        for other in assessment.ranks
        if other.shortlisted and other.unit_class == rank.unit_class
    ]
    tied = places[rank.unit] == max(listed) and len(listed) > rank.places
    return ShortlistRule.TIED if tied else ShortlistRule.WITHIN


def missing_channels(score: Score, assessment: Assessment) -> list[str]:
    """Return the names of the channels without which a unit is not ranked, and that it lacks."""
    return [
        channel.name
        for channel in assessment.appraisal.channels
        if channel.key in assessment.appraisal.ranked_channels
        and channel.key in score.weights.channels
        and not score.channel_weight_present[channel.key]
    ]


def low_channels(score: Score, assessment: Assessment) -> list[str]:
    """Return the keys of the channels whose mean is too low for the shortlist."""
    least = assessment.appraisal.shortlist.least_channel
    return [key for key, mean in score.channels.items() if mean is not None and mean < least]
