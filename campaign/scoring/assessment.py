"""Everything that is said about all units on one day: scores, ranks, and what stands beside them.

One value from which the score table, explanations, results and reports are all written, so that
none of them can say anything else than the others.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from campaign.definitions.applicability import feeding_forms
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
from campaign.scoring.collect import Gathered, Unresolved
from campaign.scoring.rank_uncertainty import Band, CloseCall, bands, close_calls, drawn_totals
from campaign.scoring.ranking import Standing, shown_totals, standings
from campaign.scoring.rater_analysis import RatersReport, report_raters
from campaign.scoring.scores import score_units, scored_units
from campaign.scoring.smallest_change import SmallestChange, smallest_changes
from campaign.scoring.totals import Score
from campaign.values.gc_pause import collector_at_rest


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
    gathered: Gathered
    units: tuple[Unit, ...]
    scores: tuple[Score, ...]
    standings: tuple[Standing, ...]
    shown_totals: Mapping[str, str]
    bands: Mapping[str, Band]
    close_calls: tuple[CloseCall, ...]
    changes: Mapping[str, SmallestChange]
    raters: RatersReport
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
        return self.gathered.unresolved

    @cached_property
    def _by_unit(self) -> dict[str, tuple[Score, Standing]]:
        return {
            score.unit: (score, standing)
            for score, standing in zip(self.scores, self.standings, strict=True)
        }

    def of(self, unit: str) -> tuple[Score, Standing]:
        """Return a unit's score and standing, by its code; raises KeyError if it has none."""
        return self._by_unit[unit]

    def name(self, unit: str) -> str:
        """Return a unit's name, or its code where the roster has it no more."""
        found = self.roster.unit(unit)
        return found.name if found else unit

    def person_name(self, person: str) -> str:
        """Return a person's name, or the code where the roster has it no more."""
        return self._person_names.get(person, person)

    @cached_property
    def _person_names(self) -> dict[str, str]:
        return {person.code: person.name for person in self.roster.people}


def assess(gathered: Gathered, plan: Plan, roster: Roster, day: dt.date) -> Assessment:
    """Score and rank every unit that takes part on ``day``, by what was gathered for that day."""
    with collector_at_rest():
        return _assess(gathered, plan, roster, day)


def _assess(gathered: Gathered, plan: Plan, roster: Roster, day: dt.date) -> Assessment:
    appraisal, found = plan.appraisal, gathered
    units = scored_units(roster, day)
    scores = score_units(units, feeding_forms(plan, roster), found.evidence, appraisal)
    stood = standings(scores, found.vetoes, found.criticisms, found.key_rectifications, appraisal)
    drawn = drawn_totals(scores, stood, appraisal)
    campaign = plan.campaign
    consequences = person_consequences(found.criticisms, roster, day)
    return Assessment(
        day=day,
        plan=plan,
        roster=roster,
        gathered=gathered,
        units=units,
        scores=scores,
        standings=stood,
        shown_totals=shown_totals(scores),
        bands=bands(drawn, appraisal),
        close_calls=close_calls(drawn, appraisal),
        changes=smallest_changes(scores, stood, appraisal),
        raters=_raters(gathered, appraisal),
        ladder=ladder_proposals(found.complaints, appraisal.ladder, campaign.first, campaign.last),
        consequences=consequences,
        nominees=eligible_nominees(found.nominations, consequences),
    )


def _raters(gathered: Gathered, appraisal: Appraisal) -> RatersReport:
    dimensions = [dimension.key for dimension in appraisal.dimensions]
    return report_raters(gathered.evidence.ratings, dimensions, appraisal.raters.pair_margin)
