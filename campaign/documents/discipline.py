"""Criticism, rectification, talks and inquiries: what the bureau holds a unit or a person to.

A complaint is named by its case number alone; nothing about a complainant enters.
"""

import datetime as dt
from dataclasses import dataclass

from campaign.documents.imprint import Imprint


@dataclass(frozen=True, kw_only=True, slots=True)
class SpotCheckCriticism:
    """A criticism published after a spot check: by which document, when, and for what.

    ``matter`` has no end mark, and is "" where it is not known. ``yearly_grade`` is what the
    criticism of a person leads to, "" where a unit was criticized.
    """

    document: str
    published_on: dt.date
    matter: str
    yearly_grade: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class UpheldComplaints:
    """Complaints about a person that were found true, up to the ``count``-th of the year.

    ``cases`` are the case numbers of all, ``links`` the links of the chain of work that the last
    one is about; ``consequence`` is what is proposed for it.
    """

    cases: tuple[str, ...]
    links: tuple[str, ...]
    count: int
    consequence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CriticismCircular:
    """The facts of ``criticism`` (通报批评, S41, S44, S45, S54), of a unit or of a person of it.

    It rests on a spot check, or else on complaints. ``person`` is "" where the unit itself is
    criticized.
    """

    imprint: Imprint
    unit: str
    year: int
    due: dt.date
    person: str = ""
    spot_check: SpotCheckCriticism | None = None
    complaints: UpheldComplaints | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RectificationItem:
    """A problem under its number in the ledger."""

    number: str
    category: str
    problem: str
    due: dt.date


@dataclass(frozen=True, kw_only=True, slots=True)
class RectificationNotice:
    """The facts of ``rectification_notice`` (整改通知书, S18, S25, S41).

    ``source`` and ``serial`` are what the ledger is to name as the source of all items.
    """

    imprint: Imprint
    unit: str
    found_on: dt.date
    items: tuple[RectificationItem, ...]
    source: str
    serial: str
    report_due: dt.date


@dataclass(frozen=True, kw_only=True, slots=True)
class TalkNotice:
    """The facts of ``talk_notice`` (诫勉谈话通知书, S54).

    ``place``, ``talker`` and ``recorder`` are "" where nothing or nobody can be proposed.
    """

    imprint: Imprint
    person: str
    unit: str
    post: str
    complaints: UpheldComplaints
    at: dt.datetime
    place: str
    talker: str
    recorder: str
    review_due: dt.date


@dataclass(frozen=True, kw_only=True, slots=True)
class SanctionProposal:
    """The facts of ``sanction_proposal`` (处理建议, S54): what the leading group is to decide."""

    imprint: Imprint
    person: str
    unit: str
    post: str
    complaints: UpheldComplaints


@dataclass(frozen=True, kw_only=True, slots=True)
class Inquiry:
    """The facts of ``inquiry`` (质询通知, S50).

    ``decision`` is the number of the document that made the unit one of 重点整改, ``content`` what
    it says of it without an end mark, "" where that is not known.
    """

    imprint: Imprint
    unit: str
    year: int
    unit_class: str
    decision: str
    content: str
    at: dt.datetime
    place: str
    answer_due: dt.date
