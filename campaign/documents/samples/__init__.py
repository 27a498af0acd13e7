"""Made-up facts of every kind of document: with everything that a template may print, and bare.

``zuofeng check`` holds the templates against them.
"""

from campaign.documents.kinds import Document
from campaign.documents.samples import bulletins, discipline, notices, results


def samples() -> tuple[Document, ...]:
    """Return each kind twice: with everything, and with nothing that may be left out."""
    return (*notices.SAMPLES, *bulletins.SAMPLES, *discipline.SAMPLES, *results.SAMPLES)
