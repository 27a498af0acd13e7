"""Criticism, rectification, talks and inquiries: what the bureau holds a unit or a person to.

A complaint is named by its case number alone; nothing about a complainant enters.
"""

import datetime as dt
from dataclasses import dataclass

from campaign.documents.imprint import Imprint


@dataclass(frozen=True, kw_only=True, slots=True)
class CriticismCircular:
    """The facts of ``criticism`` (通报批评, S41, S44, S45, S54): who, what happened, why, what now.

    ``subject`` is as the title names it; ``decisions`` and ``demands`` are whole clauses without
    an end mark.
    """

    imprint: Imprint
    subject: str
    facts: tuple[str, ...]
    causes: tuple[str, ...]
    basis: str
    decisions: tuple[str, ...]
    demands: tuple[str, ...]
    due: dt.date


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
    found_by: str
    items: tuple[RectificationItem, ...]
    source: str
    serial: str
    report_due: dt.date


@dataclass(frozen=True, kw_only=True, slots=True)
class TalkNotice:
    """The facts of ``talk_notice`` (诫勉谈话通知书, S54); ``cases`` are case numbers."""

    imprint: Imprint
    person: str
    unit: str
    post: str
    reason: str
    cases: tuple[str, ...]
    at: dt.datetime
    place: str
    talker: str
    recorder: str
    review_due: dt.date


@dataclass(frozen=True, kw_only=True, slots=True)
class InquiryQuestion:
    """A question of an inquiry; who answers and what is promised may come at the meeting."""

    question: str
    asked_by: str
    answered_by: str = ""
    commitment: str = ""
    due: dt.date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Inquiry:
    """The facts of ``inquiry`` (质询通知, S50).

    ``decision`` is the number of the document that made the unit one of 重点整改.
    """

    imprint: Imprint
    unit: str
    year: int
    unit_class: str
    decision: str
    at: dt.datetime
    place: str
    questions: tuple[InquiryQuestion, ...]
    answer_due: dt.date
