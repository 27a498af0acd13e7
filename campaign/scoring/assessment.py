"""Everything that is said about all units on one day: scores, ranks, and what stands beside them.

One value from which the score table, explanations, results and reports are all written, so that
none of them can say anything else than the others.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
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
    person_consequences,
)
from campaign.scoring.collect import CollectedEvidence, Unresolved
from campaign.scoring.rank_uncertainty import (
    CloseCall,
    RankInterval,
    close_calls,
    drawn_totals,
    rank_intervals,
)
from campaign.scoring.ranking import UnitRank, rank_units, shown_totals
from campaign.scoring.rater_analysis import RaterAnalysis, analyze_raters
from campaign.scoring.scores import score_units, scored_units
from campaign.scoring.smallest_change import SmallestRankChange, smallest_rank_changes
from campaign.scoring.totals import Score
from campaign.values.gc_pause import gc_paused


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What is known of all units at the end of ``day``.

    ``units``, ``scores`` and ``standings`` are in one order, the roster's. By unit code:
    ``shown_totals`` (as text, for people), ``bands`` (ranked units only), ``changes``,
    ``nominees``.
    """

    day: dt.date
    plan: Plan
    roster: Roster
    collected: CollectedEvidence
    units: tuple[Unit, ...]
    scores: tuple[Score, ...]
    ranks: tuple[UnitRank, ...]
    shown_totals: Mapping[str, str]
    bands: Mapping[str, RankInterval]
    close_calls: tuple[CloseCall, ...]
    changes: Mapping[str, SmallestRankChange]
    raters: RaterAnalysis
    ladder: tuple[LadderProposal, ...]
    consequences: tuple[PersonConsequence, ...]
    nominees: Mapping[str, tuple[Nomination, ...]]

    @property
    def appraisal(self) -> Appraisal:
        """The plan's settings of the appraisal."""
        return self.plan.appraisal

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """What could not be tied to a unit or a person, and so counts for nobody."""
        return self.collected.unresolved

    @cached_property
    def _by_unit(self) -> dict[str, tuple[Score, UnitRank]]:
        return {
            score.unit: (score, standing)
            for score, standing in zip(self.scores, self.ranks, strict=True)
        }

    def of(self, unit: str) -> tuple[Score, UnitRank]:
        """Return a unit's score and standing, by its code; raises KeyError if it has none."""
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
    """Score and rank every unit that takes part on ``day``, by what was gathered for that day."""
    with gc_paused():
        return _assess(evidence, plan, roster, day)


def _assess(evidence: CollectedEvidence, plan: Plan, roster: Roster, day: dt.date) -> Assessment:
    appraisal, found = plan.appraisal, evidence
    units = scored_units(roster, day)
    scores = score_units(units, evidence_forms(plan, roster), found.evidence, appraisal)
    stood = rank_units(scores, found.vetoes, found.criticisms, found.key_rectifications, appraisal)
    drawn = drawn_totals(scores, stood, appraisal)
    campaign = plan.campaign
    consequences = person_consequences(found.criticisms, roster, day)
    return Assessment(
        day=day,
        plan=plan,
        roster=roster,
        collected=evidence,
        units=units,
        scores=scores,
        ranks=stood,
        shown_totals=shown_totals(scores),
        bands=rank_intervals(drawn, appraisal),
        close_calls=close_calls(drawn, appraisal),
        changes=smallest_rank_changes(scores, stood, appraisal),
        raters=_raters(evidence, appraisal),
        ladder=ladder_proposals(found.complaints, appraisal.ladder, campaign.first, campaign.last),
        consequences=consequences,
        nominees=eligible_nominees(found.nominations, consequences),
    )


def _raters(evidence: CollectedEvidence, appraisal: Appraisal) -> RaterAnalysis:
    dimensions = [dimension.key for dimension in appraisal.dimensions]
    return analyze_raters(evidence.evidence.ratings, dimensions, appraisal.raters.pair_margin)
