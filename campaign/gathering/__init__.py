"""Gathers evidence from the year's accepted reports, each fact with the place it came from."""

import datetime as dt
from collections.abc import Iterable

from campaign.evidence import Evidence
from campaign.gathering.gathered import (
    CityFigure,
    Gathered,
    Objection,
    UnitNomination,
    Unresolved,
)
from campaign.plan import Plan
from campaign.reports import Report
from campaign.roster import Roster

__all__ = ["CityFigure", "Gathered", "Objection", "UnitNomination", "Unresolved", "gather"]


def gather(reports: Iterable[Report], plan: Plan, roster: Roster, day: dt.date) -> Gathered:
    """Return what the reports that count on a day say, in any order of the reports."""
    return Gathered(evidence=Evidence())
