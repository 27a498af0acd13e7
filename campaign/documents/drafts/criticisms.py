"""What follows from a criticism that was published after a spot check (S41, S44, S45)."""

import datetime as dt
from collections.abc import Iterable, Iterator

from campaign.documents.discipline import CriticismCircular as CriticismDocument
from campaign.documents.discipline import SpotCheckCriticism
from campaign.documents.drafts.draft import Case, Draft, values_at
from campaign.reports.report import Report
from campaign.scoring.accountability import person_consequences
from campaign.scoring.evidence import Criticism
from campaign.values.document_numbers import document_key

_DAYS = 10


def criticism_drafts(
    criticisms: Iterable[Criticism], reports: Iterable[Report], case: Case
) -> Iterator[Draft]:
    """Draft the bureau's own notice of each criticism, with what it costs whom it names.

    A criticism that is itself a step of the ladder has no further consequence, and no draft.
    """
    known = tuple(reports)
    for criticism in criticisms:
        if criticism.after_spot_check:
            whom = criticism.person or criticism.unit
            yield Draft(
                key=f"criticism:{whom}:{document_key(criticism.document)}",
                name=f"通报批评 {criticism.document} {whom}",
                document=_document(criticism, known, case),
            )


def _document(criticism: Criticism, reports: Iterable[Report], case: Case) -> CriticismDocument:
    row = values_at(criticism.source, reports)
    person = case.person(criticism.person) if criticism.person else None
    return CriticismDocument(
        imprint=case.imprint,
        unit=case.unit(criticism.unit),
        person=person.name if person else "",
        year=case.plan.campaign.year,
        spot_check=SpotCheckCriticism(
            document=criticism.document,
            published_on=criticism.on,
            matter=(row.get("matter") or row.get("content") or "").rstrip("。"),
            yearly_grade=_yearly_grade(criticism, case),
        ),
        due=_due(row.get("due_on", ""), case),
    )


def _yearly_grade(criticism: Criticism, case: Case) -> str:
    consequences = person_consequences([criticism], case.roster, case.day)
    return next((consequence.yearly_grade for consequence in consequences), "")


def _due(stated: str, case: Case) -> dt.date:
    day = dt.date.fromisoformat(stated) if stated else case.day
    return day if day > case.day else case.after(_DAYS)
