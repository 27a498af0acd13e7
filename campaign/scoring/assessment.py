"""Assesses all units on one day: scores, ranks, and what stands beside them.

The score table, explanations, results and reports are all written from this one value, so that
none of them can contradict another.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from campaign.definitions.applicability import evidence_forms
from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster, Unit
from campaign.scoring.accountability import (
    LadderProposal,
    Nomination,
    PersonConsequence,
    eligible_nominees,
    ladder_proposals,
    people_to_move,
    person_consequences,
)
from campaign.scoring.channels import ignored_raters
from campaign.scoring.collect import CollectedEvidence, Unresolved
from campaign.scoring.edition import Edition
from campaign.scoring.joint_draws import draw_all_totals
from campaign.scoring.rank_uncertainty import (
    CloseCall,
    RankInterval,
    close_calls,
    rank_intervals,
)
from campaign.scoring.ranking import UnitRank, rank_units, shown_totals
from campaign.scoring.rater_analysis import RaterAnalysis, analyze_raters
from campaign.scoring.scores import score_units, scored_units
from campaign.scoring.smallest_change import SmallestRankChange, smallest_rank_changes
from campaign.scoring.totals import Score


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The scores and ranks of all units at the end of ``day``, and what stands beside them.

    ``units``, ``scores`` and ``ranks`` are in one order, the roster's. By unit code:
    ``shown_totals`` (as text, for people), ``rank_intervals`` (ranked units only; by weights, and
    where the plan resamples by raters and voters, and by all), ``smallest_changes``, ``nominees``.
    """

    day: dt.date
    plan: Plan
    roster: Roster
    collected: CollectedEvidence
    units: tuple[Unit, ...]
    scores: tuple[Score, ...]
    ranks: tuple[UnitRank, ...]
    shown_totals: Mapping[str, str]
    rank_intervals: Mapping[str, RankInterval]
    sampling_intervals: Mapping[str, RankInterval]
    joint_intervals: Mapping[str, RankInterval]
    close_calls: tuple[CloseCall, ...]
    smallest_changes: Mapping[str, SmallestRankChange]
    raters: RaterAnalysis
    ladder: tuple[LadderProposal, ...]
    consequences: tuple[PersonConsequence, ...]
    nominees: Mapping[str, tuple[Nomination, ...]]

    @property
    def appraisal(self) -> Appraisal:
        """The plan's settings of the appraisal."""
        return self.plan.appraisal

    @property
    def shown_intervals(self) -> Mapping[str, RankInterval]:
        """The rank intervals that are printed: by all draws, or by weights if that is all."""
        return self.joint_intervals or self.rank_intervals

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """The values that could not be tied to a unit or a person, and so count for nobody."""
        return self.collected.unresolved

    @cached_property
    def _by_unit(self) -> dict[str, tuple[Score, UnitRank]]:
        pairs = zip(self.scores, self.ranks, strict=True)
        return {score.unit: (score, rank) for score, rank in pairs}

    def of(self, unit: str) -> tuple[Score, UnitRank]:
        """Return a unit's score and rank, by its code. Raises KeyError if it is not scored."""
        return self._by_unit[unit]

    def name(self, unit: str) -> str:
        """Return a unit's name, or its code where the roster has it no more."""
        return self.roster.name_of(unit)

    def person_name(self, person: str) -> str:
        """Return a person's name, or the code where the roster has it no more."""
        return self._person_names.get(person, person)

    @cached_property
    def _person_names(self) -> dict[str, str]:
        return {person.code: person.name for person in self.roster.people}


def assess(evidence: CollectedEvidence, plan: Plan, roster: Roster, day: dt.date) -> Assessment:
    """Score and rank every unit that takes part on ``day``, by the evidence of that day.

    The rules and their order are those of docs/scoring.md (S33 to S54).
    """
    appraisal, campaign = plan.appraisal, plan.campaign
    units = scored_units(roster, day)
    scores = score_units(units, evidence_forms(plan, roster), evidence.evidence, appraisal)
    ranks = rank_units(
        scores, evidence.vetoes, evidence.criticisms, evidence.key_rectifications, appraisal
    )
    void = ignored_raters(evidence.evidence.ratings, appraisal.mutual)
    counted = [rating for rating in evidence.evidence.ratings if rating.rater not in void]
    drawn = draw_all_totals(scores, ranks, counted, appraisal)
    consequences = person_consequences(evidence.criticisms, roster, day)
    ladder = ladder_proposals(evidence.complaints, appraisal.ladder, campaign.first, campaign.last)
    return Assessment(
        day=day,
        plan=plan,
        roster=roster,
        collected=evidence,
        units=units,
        scores=scores,
        ranks=ranks,
        shown_totals=shown_totals(scores, _grade_bounds(evidence.edition, appraisal)),
        rank_intervals=rank_intervals(drawn.weights, appraisal),
        sampling_intervals=rank_intervals(drawn.sampling, appraisal),
        joint_intervals=rank_intervals(drawn.joint, appraisal),
        close_calls=close_calls(drawn.deciding, appraisal),
        smallest_changes=smallest_rank_changes(scores, ranks, appraisal),
        raters=_raters(evidence, appraisal, void),
        ladder=ladder,
        consequences=consequences,
        nominees=eligible_nominees(
            evidence.nominations, _excluded(evidence.edition, consequences, ladder, appraisal)
        ),
    )


def _grade_bounds(edition: Edition, appraisal: Appraisal) -> list[Fraction]:
    if edition is Edition.FIRST:
        return []
    return [Fraction(grade.least) for grade in appraisal.grades]


def _excluded(
    edition: Edition,
    consequences: Iterable[PersonConsequence],
    proposals: Iterable[LadderProposal],
    appraisal: Appraisal,
) -> frozenset[str]:
    """Return who may not be nominated: criticised people, and those whom complaints move (S54)."""
    criticised = frozenset(consequence.person for consequence in consequences)
    if edition is Edition.FIRST:
        return criticised
    return criticised | people_to_move(proposals, appraisal.ladder)


def _raters(
    evidence: CollectedEvidence, appraisal: Appraisal, void: frozenset[str]
) -> RaterAnalysis:
    dimensions = [dimension.key for dimension in appraisal.dimensions]
    ratings = evidence.evidence.ratings
    return analyze_raters(ratings, dimensions, appraisal.raters.pair_margin, void)
