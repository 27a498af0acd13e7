"""The inquiry (质询) into a unit in last place that is also one of 重点整改 (S50)."""

from collections.abc import Iterable, Iterator

from campaign.documents.discipline import Inquiry, InquiryQuestion
from campaign.documents.drafts.draft import Case, Draft, values_at
from campaign.reports.report import Report
from campaign.results.document import ResultDocument
from campaign.scoring.evidence import KeyRectification
from campaign.scoring.ranking import LAST_PLACE
from campaign.values.document_numbers import document_key

_DAYS_TO_MEETING, _DAYS_TO_ANSWER = 7, 5
_ASKER = "活动领导小组"


def inquiry_drafts(
    results: Iterable[ResultDocument],
    decisions: Iterable[KeyRectification],
    reports: Iterable[Report],
    case: Case,
) -> Iterator[Draft]:
    """Draft an inquiry into each such unit; last place is what an approved result says."""
    contents = {
        (decision.unit, decision.document): values_at(decision.source, known).get("content", "")
        for known in [tuple(reports)]
        for decision in decisions
    }
    for result in results:
        for score in result["scores"]:
            vetoes = [veto["evidence"] for veto in score["vetoes"] if veto["key"] == LAST_PLACE]
            if score["last"] and vetoes:
                unit, document = score["unit"], vetoes[0]
                name = result["units"].get(unit, unit)
                yield Draft(
                    key=f"inquiry:{unit}:{document_key(document)}",
                    name=f"质询通知 {unit} {name}",
                    about=f"{name}位居{score['class']}末位，且被确定为重点整改（{document}），应予质询",
                    document=_document(
                        (name, score["class"], document), contents.get((unit, document), ""), case
                    ),
                )


def _document(about: tuple[str, str, str], content: str, case: Case) -> Inquiry:
    unit, unit_class, decision = about
    matter = (
        f"重点整改决定指出的问题（{content.rstrip('。')}）" if content else "考评中反映的突出问题"
    )
    asked = (
        f"{matter}，主要原因是什么",
        "下一步采取哪些整改措施，由谁负责，何时完成",
    )
    return Inquiry(
        imprint=case.imprint,
        unit=unit,
        year=case.plan.campaign.year,
        unit_class=unit_class,
        decision=decision,
        at=case.morning(_DAYS_TO_MEETING),
        place=case.place,
        questions=tuple(InquiryQuestion(question=text, asked_by=_ASKER) for text in asked),
        answer_due=case.after(_DAYS_TO_ANSWER),
    )
