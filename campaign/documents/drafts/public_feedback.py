"""What the public is told of its opinions and what became of them, each quarter (S46)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from campaign.definitions.duties import due_date
from campaign.documents.drafts.draft import Case, Draft
from campaign.documents.result_documents import Feedback, FeedbackLine, GroupCount
from campaign.monitoring.rectification import LEDGER, last_ledgers
from campaign.reports.report import Report, Values
from campaign.scoring.evidence import BallotBatch
from campaign.values.exact_numbers import round_half_up
from campaign.values.periods import Period

OF_THE_PUBLIC = frozenset({"征求意见", "社会评议", "群众测评"})
"""What the ledger calls those sources of a problem that are the public."""

SATISFIED = frozenset({"满意", "基本满意"})
CLOSED = "销号"


def feedback_drafts(
    ballots: Sequence[BallotBatch], reports: Iterable[Report], case: Case
) -> Iterator[Draft]:
    """Draft the feedback of the last quarter whose ledgers are due, once any of them is in.

    Where the public has neither rated nor said anything there is nothing to tell it.
    """
    known = tuple(reports)
    period = _last_due(case)
    if period and any((r.form, r.period) == (LEDGER, str(period)) for r in known):
        document = _document(period, ballots, known, case)
        if document.groups or document.opinions:
            yield _draft(period, document)


def _draft(period: Period, document: Feedback) -> Draft:
    return Draft(
        key=f"feedback:{period}",
        name=f"{period} 群众意见整改情况反馈",
        document=document,
    )


def _last_due(case: Case) -> Period | None:
    due = (
        period
        for obligation in case.plan.obligations_of(LEDGER)
        for period in obligation.periods
        if due_date(obligation, period, case.plan) < case.day
    )
    return max(due, default=None)


def _document(
    period: Period, ballots: Iterable[BallotBatch], reports: Iterable[Report], case: Case
) -> Feedback:
    opinions = [
        (ledger.unit, row.values)
        for ledger in last_ledgers(reports).values()
        for row in ledger.rows("ledger")
        if row.values.get("source") in OF_THE_PUBLIC
    ]
    office = case.roster.unit(case.plan.campaign.office)
    return Feedback(
        imprint=replace(case.imprint, addressees=(), number=""),
        period=period,
        first=max(case.plan.campaign.first, period.first.replace(month=1)),
        groups=tuple(_groups(ballots, case)),
        opinions=len(opinions),
        closed=sum(values.get("status") == CLOSED for _, values in opinions),
        lines=tuple(_line(unit, values, case) for unit, values in opinions),
        telephone=office.telephone if office else "",
    )


def _line(unit: str, values: Values, case: Case) -> FeedbackLine:
    return FeedbackLine(
        opinion=values.get("content", ""),
        measure=values.get("measure", ""),
        responsible=case.unit(unit),
        closed=values.get("status") == CLOSED,
    )


def _groups(ballots: Iterable[BallotBatch], case: Case) -> Iterator[GroupCount]:
    """Count each group over all units; a batch that counts for nobody is left out."""
    by_group: defaultdict[str, list[BallotBatch]] = defaultdict(list)
    for batch in ballots:
        if not batch.overfull:
            by_group[batch.group].append(batch)
    settings = case.plan.appraisal.ballots
    counted = {mark.name for mark in settings.marks if mark.value is not None}
    for group in settings.groups:
        if batches := by_group[group.name]:
            marks = [mark for mark in _single_marks(batches) if mark in counted]
            share = Fraction(100 * sum(m in SATISFIED for m in marks), len(marks) or 1)
            yield GroupCount(
                name=group.name,
                issued=sum(b.returned if b.issued is None else b.issued for b in batches),
                returned=sum(batch.returned for batch in batches),
                satisfied_pct=round_half_up(share, 1)
                if len(marks) >= settings.least_marks
                else None,
            )


def _single_marks(batches: Iterable[BallotBatch]) -> Iterator[str]:
    """Yield every mark that stands alone in its cell, as often as it was made."""
    for batch in batches:
        for ballot in batch.ballots:
            for marks in ballot.marks.values():
                if len(marks) == 1:
                    yield from marks * ballot.count
