"""Gathers evidence from the year's accepted reports, each fact with the place it came from.

A module per kind of record. Whatever cannot be tied to a person, a unit or the plan is listed as
unresolved: nothing is dropped, nothing guessed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from campaign.deadlines.waivers import WAIVER, Waiver
from campaign.definitions.applicability import INSPECTIONS, PUBLIC, RATINGS, SELF, SOCIAL, SPOT
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.reports.report import Report
from campaign.scoring.accountability import Nomination
from campaign.scoring.collect.ballots import public_ballots, social_ballots
from campaign.scoring.collect.collected import (
    CityFigure,
    CollectedEvidence,
    UnitNomination,
    Unresolved,
)
from campaign.scoring.collect.complaints import complaint
from campaign.scoring.collect.criticisms import distinct
from campaign.scoring.collect.decisions import decision
from campaign.scoring.collect.filings import filings, waivers
from campaign.scoring.collect.inspections import inspection
from campaign.scoring.collect.nominations import nomination, with_facts
from campaign.scoring.collect.reference_data import ReferenceData, source_in
from campaign.scoring.collect.self_and_peer_scores import ratings, self_scores
from campaign.scoring.collect.spot_checks import spot_check
from campaign.scoring.evidence import (
    BallotBatch,
    BonusDocument,
    Complaint,
    Criticism,
    Evidence,
    InspectionItem,
    KeyRectification,
    Rating,
    SelfScore,
    SpotFinding,
    VetoRecord,
)
from campaign.values.gc_pause import gc_paused

__all__ = [
    "FACTS",
    "READ",
    "CityFigure",
    "CollectedEvidence",
    "UnitNomination",
    "Unresolved",
    "gather",
]

_READERS: Mapping[str, Callable[[Report, ReferenceData], Iterator[object]]] = {
    SELF: self_scores,
    RATINGS: ratings,
    INSPECTIONS: inspection,
    SPOT: spot_check,
    SOCIAL: social_ballots,
    PUBLIC: public_ballots,
    "decision": decision,
    "complaint": complaint,
    "nomination": nomination,
    WAIVER: waivers,
}

READ = frozenset(_READERS)
"""The forms that evidence is gathered from."""

FACTS = frozenset({"study", "rectification"})
"""The forms that are looked through for what is recorded of nominees."""


def collect_evidence(
    reports: Iterable[Report], plan: Plan, roster: Roster, day: dt.date
) -> CollectedEvidence:
    """Return what the reports that count on a day say; their order does not matter.

    Forms that are unknown here feed nothing.
    """
    with gc_paused():
        return _gather(reports, ReferenceData(plan=plan, roster=roster, day=day))


def _gather(reports: Iterable[Report], reference: ReferenceData) -> CollectedEvidence:
    ordered = sorted(reports, key=lambda report: (report.form, report.receipt))
    found = _Found(ordered, reference)
    complaints = found.of(Complaint)
    return CollectedEvidence(
        evidence=_evidence(found, ordered, reference),
        vetoes=found.of(VetoRecord),
        criticisms=distinct(found.of(Criticism)),
        key_rectifications=found.of(KeyRectification),
        complaints=complaints,
        nominations=with_facts(found.of(Nomination), ordered, complaints, reference),
        unit_nominations=found.of(UnitNomination),
        city_figures=found.of(CityFigure),
        unresolved=found.of(Unresolved),
    )


ConsequenceFact = TypeVar("ConsequenceFact")


class _Found:
    """What the reports say, by its type."""

    def __init__(self, reports: Iterable[Report], reference: ReferenceData) -> None:
        self._by_type: defaultdict[type, list[Any]] = defaultdict(list)
        for report in reports:
            if report.form in _READERS:
                for fact in _read(report, reference):
                    self._by_type[type(fact)].append(fact)

    def of(self, wanted: type[ConsequenceFact]) -> tuple[ConsequenceFact, ...]:
        return tuple(self._by_type[wanted])


def _read(report: Report, reference: ReferenceData) -> Iterator[object]:
    if report.unit in reference.units:
        return _READERS[report.form](report, reference)
    why = "名册中没有报送这份表的单位，整份不计"
    source = source_in(report, next(iter(report.sheets), ""))
    return iter((Unresolved(source=source, value=report.unit, why=why),))


def _evidence(found: _Found, reports: Iterable[Report], reference: ReferenceData) -> Evidence:
    return Evidence(
        self_scores=found.of(SelfScore),
        ratings=found.of(Rating),
        inspections=found.of(InspectionItem),
        findings=found.of(SpotFinding),
        ballots=found.of(BallotBatch),
        documents=found.of(BonusDocument),
        filings=filings(reports, found.of(Waiver), reference),
    )
