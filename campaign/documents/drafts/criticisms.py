"""What follows from a criticism that was published after a spot check (S41, S44, S45)."""

import datetime as dt
from collections.abc import Iterable, Iterator

from campaign.documents.discipline import CriticismCircular as CriticismDocument
from campaign.documents.drafts.draft import Case, Draft, values_at
from campaign.reports.report import Report
from campaign.scoring.accountability import person_consequences
from campaign.scoring.evidence import Criticism
from campaign.values.document_numbers import document_key

TO_FILL_IN = "（由党办根据调查核实情况填写）"
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
                about=f"{criticism.document}通报批评{_sort(criticism, case)}，取消年度评先评优资格",
                document=_document(criticism, known, case),
            )


def _sort(criticism: Criticism, case: Case) -> str:
    unit = case.unit(criticism.unit)
    return f"{unit}的1名人员" if criticism.person else unit


def _document(criticism: Criticism, reports: Iterable[Report], case: Case) -> CriticismDocument:
    row = values_at(criticism.source, reports)
    matter = row.get("matter") or row.get("content") or TO_FILL_IN
    subject = _subject(criticism, case)
    on = f"{criticism.on.year}年{criticism.on.month}月{criticism.on.day}日"
    return CriticismDocument(
        imprint=case.imprint,
        subject=subject,
        facts=(
            f"{on}，{criticism.document}对{subject}予以通报批评。主要问题：{matter.rstrip('。')}",
        ),
        causes=(TO_FILL_IN,),
        basis=case.basis,
        decisions=tuple(_decisions(criticism, subject, case)),
        demands=(
            "立即纠正存在的问题，查明原因，明确责任人和整改期限",
            "列入整改台账，整改完成后申请销号",
        ),
        due=_due(row.get("due_on", ""), case),
    )


def _subject(criticism: Criticism, case: Case) -> str:
    person = case.person(criticism.person) if criticism.person else None
    unit = case.unit(criticism.unit)
    return f"{unit}{person.name}同志" if person else unit


def _decisions(criticism: Criticism, subject: str, case: Case) -> Iterator[str]:
    year = case.plan.campaign.year
    yield f"在全局范围内对{subject}予以通报批评"
    yield f"取消{subject}{year}年度评先评优资格"
    for consequence in person_consequences([criticism], case.roster, case.day):
        yield f"{subject}{year}年度考核确定为{consequence.yearly_grade}等次"


def _due(stated: str, case: Case) -> dt.date:
    day = dt.date.fromisoformat(stated) if stated else case.day
    return day if day > case.day else case.after(_DAYS)
