"""Made-up facts of every kind of document: with everything that a template may print, and bare.

``zuofeng check`` holds the templates against them.
"""

from campaign.documents import Document
from campaign.documents.samples import announcing, holding, proposing, reporting


def samples() -> tuple[Document, ...]:
    """Return each kind twice: with everything, and with nothing that may be left out."""
    return (*announcing.SAMPLES, *reporting.SAMPLES, *holding.SAMPLES, *proposing.SAMPLES)
