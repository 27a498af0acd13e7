"""What the year's result leads to: public notice, proposal for awards, feedback to the public."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from campaign.documents.imprint import Imprint
from campaign.values.periods import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposedUnit:
    """A unit proposed for an award; ``note`` is why its score counts though it is provisional."""

    name: str
    unit_class: str
    rank: int
    points: Decimal
    provisional: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposedPerson:
    """A person proposed for an award, with the recorded facts that speak for it."""

    name: str
    unit: str
    post: str = ""
    facts: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class UpheldObjection:
    """An objection that was upheld, to a unit or to a person of it, by a document if any."""

    unit: str
    person: str = ""
    document: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicNotice:
    """The facts of ``public_notice`` (公示): who is proposed, until when and how to object.

    ``first`` and ``last`` are the working days that bound it. ``office`` receives objections. A
    second notice (``round`` 2) is due to an objection that was ``upheld``; ``redone`` is a notice
    of a result that supersedes another.
    """

    imprint: Imprint
    year: int
    units: tuple[ProposedUnit, ...]
    people: tuple[ProposedPerson, ...]
    first: dt.date
    last: dt.date
    working_days: int
    office: str
    telephone: str
    address: str
    email: str = ""
    round: int = 1
    upheld: UpheldObjection | None = None
    redone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Commendation:
    """The facts of ``commendation`` (推荐报告, S49), to the body that awards.

    The last two count the objections of the notice period that were upheld and rejected.
    """

    imprint: Imprint
    year: int
    units: tuple[ProposedUnit, ...]
    people: tuple[ProposedPerson, ...]
    noticed_from: dt.date
    noticed_to: dt.date
    objections_upheld: int = 0
    objections_rejected: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupCount:
    """A group of respondents: ballots issued and returned, and the share of the satisfied."""

    name: str
    issued: int
    returned: int
    satisfied_pct: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackLine:
    """What the public pointed out, what was done ("" for nothing yet), and if that is all."""

    opinion: str
    measure: str
    responsible: str
    closed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """The facts of ``feedback`` (情况反馈, S46), from the day ``first`` to the end of a period."""

    imprint: Imprint
    period: Period
    first: dt.date
    groups: tuple[GroupCount, ...]
    opinions: int
    closed: int
    lines: tuple[FeedbackLine, ...]
    telephone: str
    mailbox: str = ""
