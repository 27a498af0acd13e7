"""What the year's result leads to: public notice, proposal for awards, feedback to the public."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from campaign.documents.imprint import Imprint


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposedUnit:
    """A unit proposed for an award; ``note`` is needed where its score is provisional."""

    name: str
    unit_class: str
    rank: int
    points: Decimal
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposedPerson:
    """A person proposed for an award, with the recorded facts that speak for it."""

    name: str
    unit: str
    post: str = ""
    facts: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicNotice:
    """The facts of ``public_notice`` (公示): who is proposed, until when and how to object.

    ``first`` and ``last`` are the working days that bound it. A second notice (``round`` 2) says
    in ``changed`` why it is needed.
    """

    imprint: Imprint
    year: int
    units: tuple[ProposedUnit, ...]
    people: tuple[ProposedPerson, ...]
    first: dt.date
    last: dt.date
    working_days: int
    received_by: str
    telephone: str
    address: str
    email: str = ""
    round: int = 1
    changed: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Commendation:
    """The facts of ``commendation`` (推荐报告, S49), to the body that awards.

    ``objections`` says how those of the notice period ended; "" where there were none.
    """

    imprint: Imprint
    year: int
    units: tuple[ProposedUnit, ...]
    people: tuple[ProposedPerson, ...]
    noticed_from: dt.date
    noticed_to: dt.date
    objections: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupCount:
    """A group of respondents: ballots issued and returned, and the share of the satisfied."""

    name: str
    issued: int
    returned: int
    satisfied_pct: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackLine:
    """What the public pointed out, what was done, and how far it is."""

    opinion: str
    measure: str
    responsible: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """The facts of ``feedback`` (情况反馈, S46); ``period`` is as staff write it."""

    imprint: Imprint
    period: str
    groups: tuple[GroupCount, ...]
    opinions: int
    closed: int
    lines: tuple[FeedbackLine, ...]
    telephone: str
    mailbox: str = ""
