"""What is gathered from the year's accepted reports, for the assessment and whoever doubts it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from campaign.scoring.accountability import Nomination
from campaign.scoring.evidence import (
    Complaint,
    Criticism,
    Evidence,
    KeyRectification,
    Source,
    VetoRecord,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unresolved:
    """A value that could not be tied to a person, a unit or the plan, and counts for nobody.

    ``why`` says in Chinese what stands in the way. Row 0 is what stands above a table, or the
    report as a whole.
    """

    source: Source
    value: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitNomination:
    """A unit that is nominated for an award itself; nothing scores or orders it."""

    unit: str
    award: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class CityFigure:
    """The city's own satisfaction figure, in percent, for a unit or ("") the whole bureau.

    It is shown and never scored.
    """

    unit: str
    document: str
    on: dt.date
    percent: Decimal
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectedEvidence:
    """Everything that an assessment is made of; units by code, people by person code.

    ``vetoes`` are those that reports record (``red_flag``); those that follow from criticism and
    last place are the ranking's own. ``nominations`` are of people.
    """

    evidence: Evidence
    vetoes: tuple[VetoRecord, ...] = ()
    criticisms: tuple[Criticism, ...] = ()
    key_rectifications: tuple[KeyRectification, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    unit_nominations: tuple[UnitNomination, ...] = ()
    city_figures: tuple[CityFigure, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
