"""Official documents: what each kind states. Their wording is in templates/documents/."""

from enum import StrEnum

from campaign.documents.bulletins import InspectionBulletin, StudyBulletin
from campaign.documents.discipline import (
    CriticismCircular,
    Inquiry,
    RectificationNotice,
    SanctionProposal,
    TalkNotice,
)
from campaign.documents.evaluation_notices import EvaluationNotice
from campaign.documents.imprint import Imprint
from campaign.documents.notices import MeetingNotice
from campaign.documents.result_documents import Commendation, Feedback, PublicNotice
from campaign.documents.scheme import Scheme

__all__ = ["DocumentKind", "Imprint", "OfficialDocument", "kind_of"]

OfficialDocument = (
    Scheme
    | MeetingNotice
    | EvaluationNotice
    | StudyBulletin
    | InspectionBulletin
    | CriticismCircular
    | RectificationNotice
    | TalkNotice
    | SanctionProposal
    | Inquiry
    | PublicNotice
    | Commendation
    | Feedback
)
"""The facts of any document; each has an ``imprint``."""


class DocumentKind(StrEnum):
    """A kind of document; its template is ``<kind>.docx``."""

    SCHEME = "scheme"
    MEETING_NOTICE = "meeting_notice"
    EVALUATION_NOTICE = "evaluation_notice"
    STUDY_BULLETIN = "study_bulletin"
    INSPECTION_BULLETIN = "inspection_bulletin"
    CRITICISM = "criticism"
    RECTIFICATION_NOTICE = "rectification_notice"
    TALK_NOTICE = "talk_notice"
    SANCTION_PROPOSAL = "sanction_proposal"
    INQUIRY = "inquiry"
    PUBLIC_NOTICE = "public_notice"
    COMMENDATION = "commendation"
    FEEDBACK = "feedback"

    @property
    def label(self) -> str:
        """What staff call it."""
        return _LABELS[self]


_LABELS = {
    DocumentKind.SCHEME: "实施方案",
    DocumentKind.MEETING_NOTICE: "会议通知",
    DocumentKind.EVALUATION_NOTICE: "评议通知",
    DocumentKind.STUDY_BULLETIN: "学习情况通报",
    DocumentKind.INSPECTION_BULLETIN: "检查情况通报",
    DocumentKind.CRITICISM: "通报批评",
    DocumentKind.RECTIFICATION_NOTICE: "整改通知书",
    DocumentKind.TALK_NOTICE: "诫勉谈话通知书",
    DocumentKind.SANCTION_PROPOSAL: "处理建议",
    DocumentKind.INQUIRY: "质询通知",
    DocumentKind.PUBLIC_NOTICE: "公示",
    DocumentKind.COMMENDATION: "推荐报告",
    DocumentKind.FEEDBACK: "情况反馈",
}
_KINDS: dict[type, DocumentKind] = {
    Scheme: DocumentKind.SCHEME,
    MeetingNotice: DocumentKind.MEETING_NOTICE,
    EvaluationNotice: DocumentKind.EVALUATION_NOTICE,
    StudyBulletin: DocumentKind.STUDY_BULLETIN,
    InspectionBulletin: DocumentKind.INSPECTION_BULLETIN,
    CriticismCircular: DocumentKind.CRITICISM,
    RectificationNotice: DocumentKind.RECTIFICATION_NOTICE,
    TalkNotice: DocumentKind.TALK_NOTICE,
    SanctionProposal: DocumentKind.SANCTION_PROPOSAL,
    Inquiry: DocumentKind.INQUIRY,
    PublicNotice: DocumentKind.PUBLIC_NOTICE,
    Commendation: DocumentKind.COMMENDATION,
    Feedback: DocumentKind.FEEDBACK,
}


def kind_of(document: OfficialDocument) -> DocumentKind:
    """Return which kind of document these facts make."""
    return _KINDS[type(document)]
