"""Evidence that scores are made of: facts from accepted reports, each with its place there.

It stands between storage and the rules of scoring. Units are named by code, channels and
dimensions by the plan's keys, people by person code; numbers are exact decimals.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Source(NamedTuple):
    """The place of a number: the submission, its file as the sender named it, sheet and row.

    ``row`` is 0 for the lines above a table and for a report as a whole.
    """

    submission: str
    file: str
    sheet: str
    row: int


class Filing(StrEnum):
    """Whether a unit has filed a form that it owes and that feeds a channel.

    ``MISSED``: owed, not filed by the lock, no waiver; only this makes missing cells count 0.
    """

    OPEN = "open"
    FILED = "filed"
    WAIVED = "waived"
    MISSED = "missed"


@dataclass(frozen=True, kw_only=True, slots=True)
class SelfScore:
    """The score that a unit gave itself in one dimension, 0 to 100 (S36)."""

    unit: str
    dimension: str
    value: Decimal
    source: Source

    @property
    def label(self) -> str:
        """The dimension, as the trail labels it."""
        return self.dimension


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating:
    """The score that one unit (``rater``) gave another in one dimension, 0 to 100 (S38)."""

    rater: str
    unit: str
    dimension: str
    value: Decimal
    source: Source

    @property
    def label(self) -> str:
        """The rater, as the trail labels it; for the office only."""
        return self.rater


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectionItem:
    """One line of a quarterly inspection in points (S39); a bonus line has 0 ``possible``.

    ``document`` is what a bonus line is granted for, "" for none.
    """

    unit: str
    period: str
    dimension: str
    possible: Decimal
    got: Decimal
    source: Source
    document: str = ""

    @property
    def value(self) -> Decimal:
        """The points got, as the trail shows them."""
        return self.got

    @property
    def label(self) -> str:
        """The period, as the trail labels it."""
        return self.period


PUBLISHED = "通报批评"
"""The kind of a finding that led to a published criticism."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SpotFinding:
    """One finding of a spot check (S41, S43).

    ``kinds`` are all the plan's kinds that fit it, such as 不作为 and 通报批评: it deducts once,
    by the one that weighs most. ``document`` is that of a published criticism, ``matter`` the
    number of the problem in the ledger. A ``personal`` criticism touches no unit; a ``repeated``
    finding is one of a matter that another finding deducts for.
    """

    unit: str
    dimension: str
    kinds: tuple[str, ...]
    found_on: dt.date
    source: Source
    document: str = ""
    matter: str = ""
    personal: bool = False
    repeated: bool = False

    @property
    def deductible(self) -> tuple[str, ...]:
        """The kinds that can deduct from the unit."""
        return tuple(k for k in self.kinds if not (self.personal and k == PUBLISHED))


@dataclass(frozen=True, kw_only=True, slots=True)
class SpotVisit:
    """One unit that a spot check visited, whether or not it found anything (S41)."""

    unit: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """One respondent's sheet, or ``count`` equal ones: the marks made, by dimension (S42, S46).

    No mark (a dimension left out, or an empty tuple) is a blank; two marks void that cell.
    """

    row: int
    marks: Mapping[str, tuple[str, ...]]
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class BallotBatch:
    """The ballots on one unit by one group of respondents, from one report.

    ``issued`` is the number that the report states, None where it states none; ``returned`` is
    how many sheets came back.
    """

    channel: str
    unit: str
    group: str
    ballots: tuple[Ballot, ...]
    returned: int
    issued: int | None = None
    submission: str
    file: str
    sheet: str

    @property
    def overfull(self) -> bool:
        """Whether more came back than were issued, which voids the batch."""
        return self.issued is not None and self.returned > self.issued


@dataclass(frozen=True, kw_only=True, slots=True)
class BonusDocument:
    """A formal document that a unit claims a bonus for, with its number and tier.

    ``replaced``: a later report entered the same document anew.
    """

    unit: str
    number: str
    tier: str
    source: Source
    replaced: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Lapse:
    """One event for which the plan lists a deduction, by the deduction's key.

    ``label`` tells it from others in words; a report that was never filed has no source.
    """

    unit: str
    key: str
    label: str = ""
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VetoRecord:
    """A veto, which keeps a unit out of the final ranking: the plan's key, day, evidence (S44)."""

    unit: str
    key: str
    on: dt.date
    evidence: str
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Criticism:
    """A published criticism (通报批评) of a unit, or of a person where one is named.

    ``after_spot_check`` is False where it is the ladder's own second step (S54), which has no
    further consequence.
    """

    unit: str
    person: str = ""
    on: dt.date
    document: str
    after_spot_check: bool = True
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyRectification:
    """A recorded decision that names a unit for 重点整改 (S50)."""

    unit: str
    on: dt.date
    document: str
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """One person's part in a complaint (S54), by its case number; nothing of the complainant.

    ``link`` is the service concerned (审批, 执法, 收费, 服务); ``decided_on`` is the day of the
    ``result``, None while the case is open.
    """

    case: str
    person: str
    link: str
    result: str
    decided_on: dt.date | None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Everything that scores are made of.

    ``visits`` are the units that spot checks visited. ``filings`` says whether units have filed
    the forms that they owe, by unit and form.
    """

    self_scores: tuple[SelfScore, ...] = ()
    ratings: tuple[Rating, ...] = ()
    inspections: tuple[InspectionItem, ...] = ()
    findings: tuple[SpotFinding, ...] = ()
    visits: tuple[SpotVisit, ...] = ()
    ballots: tuple[BallotBatch, ...] = ()
    documents: tuple[BonusDocument, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    filings: Mapping[tuple[str, str], Filing] = field(default_factory=dict)
