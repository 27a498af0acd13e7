"""Documents that an event calls for, as drafts that the office corrects, numbers and issues.

Nothing here goes to a unit or a person by itself. Each draft has a key: what it is about is
drafted once, however often the facts are looked at.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from campaign.drafts.criticisms import criticism_drafts
from campaign.drafts.draft import Case, Draft
from campaign.drafts.feedback import feedback_drafts
from campaign.drafts.inquiries import inquiry_drafts
from campaign.drafts.ladder import ladder_drafts
from campaign.gathering import Gathered
from campaign.reports import Report

__all__ = ["Case", "Draft", "drafts"]


def drafts(
    gathered: Gathered,
    reports: Iterable[Report],
    results: Iterable[Mapping[str, Any]],
    case: Case,
) -> tuple[Draft, ...]:
    """Return every document that the facts call for, drafted before or not.

    ``reports`` are those that were gathered, and the ledgers; ``results`` are the documents of
    the results that were approved.
    """
    known = tuple(reports)
    return (
        *criticism_drafts(gathered.criticisms, known, case),
        *ladder_drafts(gathered.complaints, case),
        *inquiry_drafts(results, gathered.key_rectifications, known, case),
        *feedback_drafts(gathered.evidence.ballots, known, case),
    )
