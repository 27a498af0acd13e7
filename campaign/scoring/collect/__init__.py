"""Evidence from the year's accepted reports, each fact with its place there.

A module per kind of report; each yields facts, and as ``Unresolved`` whatever cannot be tied to a
person, a unit or the plan: nothing is dropped, nothing guessed.
"""

from campaign.scoring.collect.collected import (
    CityFigure,
    CollectedEvidence,
    UnitNomination,
    Unresolved,
)
from campaign.scoring.collect.collection import (
    COLLECTED_FORMS,
    NOMINEE_RECORD_FORMS,
    collect_evidence,
)

__all__ = [
    "COLLECTED_FORMS",
    "NOMINEE_RECORD_FORMS",
    "CityFigure",
    "CollectedEvidence",
    "UnitNomination",
    "Unresolved",
    "collect_evidence",
]
