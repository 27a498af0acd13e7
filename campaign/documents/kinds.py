"""Official documents: what each kind states. Their wording is in templates/documents/."""

from enum import StrEnum

from campaign.documents.bulletins import InspectionBulletin, StudyBulletin
from campaign.documents.discipline import Criticism, Inquiry, RectificationNotice, TalkNotice
from campaign.documents.imprint import Imprint
from campaign.documents.notices import Notice
from campaign.documents.result_documents import Commendation, Feedback, PublicNotice
from campaign.documents.scheme import Scheme

__all__ = ["Document", "Imprint", "Kind", "kind_of"]

Document = (
    Scheme
    | Notice
    | StudyBulletin
    | InspectionBulletin
    | Criticism
    | RectificationNotice
    | TalkNotice
    | Inquiry
    | PublicNotice
    | Commendation
    | Feedback
)
"""The facts of any document; each has an ``imprint``."""


class Kind(StrEnum):
    """A kind of document; its template is ``<kind>.docx``."""

    SCHEME = "scheme"
    NOTICE = "notice"
    STUDY_BULLETIN = "study_bulletin"
    INSPECTION_BULLETIN = "inspection_bulletin"
    CRITICISM = "criticism"
    RECTIFICATION_NOTICE = "rectification_notice"
    TALK_NOTICE = "talk_notice"
    INQUIRY = "inquiry"
    PUBLIC_NOTICE = "public_notice"
    COMMENDATION = "commendation"
    FEEDBACK = "feedback"

    @property
    def label(self) -> str:
        """What staff call it."""
        return _LABELS[self]


_LABELS = {
    Kind.SCHEME: "实施方案",
    Kind.NOTICE: "通知",
    Kind.STUDY_BULLETIN: "学习情况通报",
    Kind.INSPECTION_BULLETIN: "检查情况通报",
    Kind.CRITICISM: "通报批评",
    Kind.RECTIFICATION_NOTICE: "整改通知书",
    Kind.TALK_NOTICE: "诫勉谈话通知书",
    Kind.INQUIRY: "质询通知",
    Kind.PUBLIC_NOTICE: "公示",
    Kind.COMMENDATION: "推荐报告",
    Kind.FEEDBACK: "情况反馈",
}
_KINDS: dict[type, Kind] = {
    Scheme: Kind.SCHEME,
    Notice: Kind.NOTICE,
    StudyBulletin: Kind.STUDY_BULLETIN,
    InspectionBulletin: Kind.INSPECTION_BULLETIN,
    Criticism: Kind.CRITICISM,
    RectificationNotice: Kind.RECTIFICATION_NOTICE,
    TalkNotice: Kind.TALK_NOTICE,
    Inquiry: Kind.INQUIRY,
    PublicNotice: Kind.PUBLIC_NOTICE,
    Commendation: Kind.COMMENDATION,
    Feedback: Kind.FEEDBACK,
}


def kind_of(document: Document) -> Kind:
    """Return which kind of document these facts make."""
    return _KINDS[type(document)]
