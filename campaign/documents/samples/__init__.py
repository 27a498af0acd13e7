"""Made-up facts of every kind of document: with everything that a template may print, and bare.

``zuofeng check`` holds the templates against them.
"""

from campaign.documents.kinds import OfficialDocument
from campaign.documents.samples import bulletins, discipline, evaluations, notices, results


def samples() -> tuple[OfficialDocument, ...]:
    """Return each kind with everything, then with nothing that may be left out."""
    return (
        *notices.SAMPLES,
        *evaluations.SAMPLES,
        *bulletins.SAMPLES,
        *discipline.SAMPLES,
        *results.SAMPLES,
    )
