"""The evidence collected from accepted reports: what an assessment is made of."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from campaign.scoring.accountability import Nomination
from campaign.scoring.edition import CURRENT, Edition
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

    ``why`` is the reason in Chinese. Row 0 of the source is the lines above a table, or the
    report as a whole.
    """

    source: Source
    value: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitNomination:
    """A unit that is nominated for an award itself (S49); nothing scores or orders it."""

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

    ``vetoes`` are those that reports record, each under the plan's key and 一票否决情形 of an
    inspection also as ``red_flag``; the ranking derives those that follow from criticism and last
    place. ``nominations`` are of people.
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
    edition: Edition = CURRENT
