"""Collects the evidence of a day from the accepted reports of all forms, for an assessment."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from campaign.deadlines.status import SubmissionStatus
from campaign.deadlines.waivers import WAIVER, Waiver
from campaign.definitions.applicability import INSPECTIONS, PUBLIC, RATINGS, SELF, SOCIAL, SPOT
from campaign.definitions.plan import Plan
from campaign.definitions.roster import Roster
from campaign.reports.report import Report
from campaign.scoring.accountability import Nomination
from campaign.scoring.collect.ballots import collect_public_ballots, collect_social_ballots
from campaign.scoring.collect.collected import (
    CityFigure,
    CollectedEvidence,
    UnitNomination,
    Unresolved,
)
from campaign.scoring.collect.complaints import collect_complaints
from campaign.scoring.collect.criticisms import distinct_criticisms
from campaign.scoring.collect.decisions import collect_decisions
from campaign.scoring.collect.filings import collect_waivers, filings_by_form, judge_filings
from campaign.scoring.collect.inspections import collect_inspection
from campaign.scoring.collect.lapses import collect_lapses
from campaign.scoring.collect.matters import distinct_matters, latest_documents
from campaign.scoring.collect.nominations import add_recorded_facts, collect_nominations
from campaign.scoring.collect.reference_data import ReferenceData, source_in
from campaign.scoring.collect.self_and_peer_scores import collect_ratings, collect_self_scores
from campaign.scoring.collect.spot_checks import collect_spot_checks
from campaign.scoring.edition import CURRENT, Edition
from campaign.scoring.evidence import (
    BallotBatch,
    BonusDocument,
    Complaint,
    Criticism,
    Evidence,
    Filing,
    InspectionItem,
    KeyRectification,
    Lapse,
    Rating,
    SelfScore,
    SpotFinding,
    SpotVisit,
    VetoRecord,
)

_COLLECTORS: Mapping[str, Callable[[Report, ReferenceData], Iterator[object]]] = {
    SELF: collect_self_scores,
    RATINGS: collect_ratings,
    INSPECTIONS: collect_inspection,
    SPOT: collect_spot_checks,
    SOCIAL: collect_social_ballots,
    PUBLIC: collect_public_ballots,
    "decision": collect_decisions,
    "complaint": collect_complaints,
    "nomination": collect_nominations,
    WAIVER: collect_waivers,
}

COLLECTED_FORMS = frozenset(_COLLECTORS)
"""The forms that evidence is collected from."""

NOMINEE_RECORD_FORMS = frozenset({"study", "rectification"})
"""The forms that hold the records of nominees: attendance, problems closed."""


def collect_evidence(
    reports: Iterable[Report],
    plan: Plan,
    roster: Roster,
    day: dt.date,
    edition: Edition = CURRENT,
    statuses: Iterable[SubmissionStatus] = (),
) -> CollectedEvidence:
    """Return the evidence in the reports that count on a day; their order does not matter.

    Reports of forms that are not in ``COLLECTED_FORMS`` add nothing, those of
    ``NOMINEE_RECORD_FORMS`` only to the facts of nominees. ``edition`` is another than the
    current one only where a result is derived as it was made; ``statuses`` are those of all duties
    on that day, if the plan deducts for what is late or was never filed.
    """
    reference = ReferenceData(plan=plan, roster=roster, day=day, edition=edition)
    ordered = sorted(reports, key=lambda report: (report.form, report.receipt))
    facts = _Facts(ordered, reference)
    complaints = facts.of(Complaint)
    criticisms = distinct_criticisms(facts.of(Criticism))
    duties = list(judge_filings(ordered, facts.of(Waiver), reference))
    lapses = collect_lapses(duties, statuses, criticisms, reference)
    return CollectedEvidence(
        evidence=_count_once(
            _evidence(facts, filings_by_form(duties), lapses), criticisms, ordered, reference
        ),
        vetoes=facts.of(VetoRecord),
        criticisms=criticisms,
        key_rectifications=facts.of(KeyRectification),
        complaints=complaints,
        nominations=add_recorded_facts(facts.of(Nomination), ordered, complaints, reference),
        unit_nominations=facts.of(UnitNomination),
        city_figures=facts.of(CityFigure),
        unresolved=facts.of(Unresolved),
        edition=edition,
    )


Fact = TypeVar("Fact")


class _Facts:
    """The facts in the reports, by type."""

    def __init__(self, reports: Iterable[Report], reference: ReferenceData) -> None:
        self._by_type: defaultdict[type, list[Any]] = defaultdict(list)
        for report in reports:
            if report.form in _COLLECTORS:
                for fact in _facts_in(report, reference):
                    self._by_type[type(fact)].append(fact)

    def of(self, kind: type[Fact]) -> tuple[Fact, ...]:
        return tuple(self._by_type[kind])


def _facts_in(report: Report, reference: ReferenceData) -> Iterator[object]:
    if report.unit in reference.units:
        return _COLLECTORS[report.form](report, reference)
    why = "名册中没有报送这份表的单位，整份不计"
    source = source_in(report, next(iter(report.sheets), ""))
    return iter((Unresolved(source=source, value=report.unit, why=why),))


def _count_once(
    evidence: Evidence,
    criticisms: Iterable[Criticism],
    reports: Iterable[Report],
    reference: ReferenceData,
) -> Evidence:
    """Mark what repeats a matter or a document that counts; in the first edition nothing."""
    if reference.edition is Edition.FIRST:
        return evidence
    return replace(
        evidence,
        findings=distinct_matters(evidence.findings, criticisms, reference.plan.appraisal),
        documents=latest_documents(evidence.documents, reports),
    )


def _evidence(
    facts: _Facts, filings: Mapping[tuple[str, str], Filing], lapses: tuple[Lapse, ...]
) -> Evidence:
    return Evidence(
        self_scores=facts.of(SelfScore),
        ratings=facts.of(Rating),
        inspections=facts.of(InspectionItem),
        findings=facts.of(SpotFinding),
        visits=facts.of(SpotVisit),
        ballots=facts.of(BallotBatch),
        documents=facts.of(BonusDocument),
        lapses=lapses,
        filings=filings,
    )
