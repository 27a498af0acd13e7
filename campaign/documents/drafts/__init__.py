"""Documents that an event calls for, as drafts that the office corrects, numbers and issues.

Nothing here goes to a unit or a person by itself. Each draft has a key: what it is about is
drafted once, however often the facts are looked at.
"""

from collections.abc import Iterable

from campaign.documents.drafts.criticisms import criticism_drafts
from campaign.documents.drafts.draft import Case, Draft
from campaign.documents.drafts.escalation_steps import escalation_drafts
from campaign.documents.drafts.inquiries import inquiry_drafts
from campaign.documents.drafts.public_feedback import feedback_drafts
from campaign.reports.report import Report
from campaign.results.document import ResultDocument
from campaign.scoring.collect import CollectedEvidence

__all__ = ["Case", "Draft", "drafts"]


def drafts(
    evidence: CollectedEvidence,
    reports: Iterable[Report],
    results: Iterable[ResultDocument],
    case: Case,
) -> tuple[Draft, ...]:
    """Return every document that the facts call for, drafted before or not.

    ``reports`` are those that were gathered, and the ledgers; ``results`` are the documents of
    the results that were approved.
    """
    known = tuple(reports)
    return (
        *criticism_drafts(evidence.criticisms, known, case),
        *escalation_drafts(evidence.complaints, case),
        *inquiry_drafts(results, evidence.key_rectifications, known, case),
        *feedback_drafts(evidence.evidence.ballots, known, case),
    )
