"""The inquiry (质询) into a unit in last place that is also one of 重点整改 (S50)."""

from collections.abc import Iterable, Iterator

from campaign.documents.discipline import Inquiry
from campaign.documents.drafts.draft import Case, Draft, values_at
from campaign.reports.report import Report
from campaign.results.document import ResultDocument
from campaign.scoring.evidence import KeyRectification
from campaign.scoring.ranking import LAST_PLACE
from campaign.values.document_numbers import document_key

_DAYS_TO_MEETING, _DAYS_TO_ANSWER = 7, 5


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
                    document=_document(
                        (name, score["class"], document), contents.get((unit, document), ""), case
                    ),
                )


def _document(about: tuple[str, str, str], content: str, case: Case) -> Inquiry:
    unit, unit_class, decision = about
    return Inquiry(
        imprint=case.imprint,
        unit=unit,
        year=case.plan.campaign.year,
        unit_class=unit_class,
        decision=decision,
        content=content.rstrip("。"),
        at=case.morning(_DAYS_TO_MEETING),
        place=case.place,
        answer_due=case.after(_DAYS_TO_ANSWER),
    )
