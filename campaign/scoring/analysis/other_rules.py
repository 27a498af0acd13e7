"""Ranks units by other rules than the plan's, to show what a rule does to the ranking.

Vetoes, who is ranked, who can be on the shortlist and the places on it stay as they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from statistics import median

import numpy as np

from campaign.definitions.applicability import evidence_forms
from campaign.definitions.appraisal_plan import Appraisal
from campaign.scoring.analysis.figures import CLASSES
from campaign.scoring.assessment import Assessment
from campaign.scoring.channels import ignored_raters
from campaign.scoring.evidence import Evidence, Rating
from campaign.scoring.ranking import Total, UnitRank, ranks
from campaign.scoring.scores import score_units
from campaign.scoring.totals import Score


@dataclass(frozen=True, kw_only=True, slots=True)
class RankShift:
    """A unit's raw rank now and under another rule, by the rule's key.

    ``other`` is None where the rule gives it no total; ``listed`` says whether it would be on the
    shortlist.
    """

    unit: str
    rule: str
    rank: int
    other: int | None
    listed: bool


def rank_shifts(assessment: Assessment) -> Iterator[RankShift]:
    """Yield every ranked unit's raw rank now and under each other rule, in the rules' order."""
    now = {rank.unit: rank.raw_rank for rank in assessment.ranks if rank.raw_rank}
    for rule, totals in _other_totals(assessment).items():
        other: dict[str, int] = {}
        listed: set[str] = set()
        for unit_class in CLASSES:
            of_class = [r for r in assessment.ranks if r.unit_class == unit_class and r.raw_rank]
            known = {r.unit: totals[r.unit] for r in of_class if r.unit in totals}
            other |= ranks(known)
            listed |= shortlisted(of_class, known)
        for unit, rank in now.items():
            yield RankShift(
                unit=unit, rule=rule, rank=rank, other=other.get(unit), listed=unit in listed
            )


def shortlisted(of_class: Iterable[UnitRank], totals: Mapping[str, Total]) -> set[str]:
    """Return the units of one class that other totals would put on the shortlist (S49)."""
    places = {rank.unit: rank.places for rank in of_class if not rank.barred}
    eligible = ranks({unit: total for unit, total in totals.items() if unit in places})
    return {unit for unit, rank in eligible.items() if rank <= places[unit]}


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
    rules = {key: appraisal.model_copy(update=change) for key, change in changes.items()}
    return rules | _without_channels(appraisal) | _without_groups(appraisal)


def _without_channels(appraisal: Appraisal) -> dict[str, Appraisal]:
    return {
        f"without_{dropped.key}": appraisal.model_copy(
            update={
                "channels": tuple(
                    c.model_copy(update={"weight": 0}) if c.key == dropped.key else c
                    for c in appraisal.channels
                )
            }
        )
        for dropped in appraisal.channels
        if dropped.weight
    }


def _without_groups(appraisal: Appraisal) -> dict[str, Appraisal]:
    groups = appraisal.ballots.groups
    rules = {}
    for number, dropped in enumerate(groups):
        others = tuple(
            g.model_copy(update={"weight": 0}) if g.name == dropped.name else g for g in groups
        )
        ballots = appraisal.ballots.model_copy(update={"groups": others})
        rules[f"without_group_{number}"] = appraisal.model_copy(update={"ballots": ballots})
    return rules


def _other_totals(assessment: Assessment) -> dict[str, dict[str, Fraction]]:
    evidence, appraisal = assessment.collected.evidence, assessment.appraisal
    totals = {
        key: _totals(assessment, evidence, other) for key, other in other_rules(appraisal).items()
    }
    medians, unvoiding = median_ratings(evidence.ratings, appraisal)
    totals["median"] = _totals(assessment, replace(evidence, ratings=medians), unvoiding)
    adjusted = _severity_adjusted(assessment)
    totals["severity"] = _totals(assessment, replace(evidence, ratings=adjusted), appraisal)
    totals["geometric"] = {
        score.unit: _geometric(score) for score in assessment.scores if score.ranked
    }
    totals["complete"] = {
        score.unit: score.total
        for score in assessment.scores
        if score.total is not None and not score.provisional
    }
    return totals


def median_ratings(
    ratings: Iterable[Rating], appraisal: Appraisal
) -> tuple[tuple[Rating, ...], Appraisal]:
    """Return ratings of which each is its cell's median, and settings that void none of them.

    The median is that of the ratings that count, before any is trimmed; of an even number it is
    the mean of the middle two.
    """
    ratings = tuple(ratings)
    void = ignored_raters(ratings, appraisal.mutual)
    counted = [r for r in ratings if r.rater != r.unit and r.rater not in void]
    cells: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for rating in counted:
        cells[rating.unit, rating.dimension].append(rating.value)
    middle = {cell: median(values) for cell, values in cells.items()}
    alike = tuple(replace(r, value=middle[r.unit, r.dimension]) for r in counted)
    mutual = appraisal.mutual.model_copy(
        update={"void_all_equal": False, "void_spread": Decimal(0)}
    )
    return alike, appraisal.model_copy(update={"mutual": mutual})


def _severity_adjusted(assessment: Assessment) -> tuple[Rating, ...]:
    """Return the ratings, each raised by its rater's severity and held to 0 to 100."""
    severity = {r.unit: r.severity for r in assessment.raters.raters if r.severity is not None}
    return tuple(
        replace(r, value=min(Decimal(100), max(Decimal(0), r.value + severity[r.rater])))
        if r.rater in severity
        else r
        for r in assessment.collected.evidence.ratings
    )


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
