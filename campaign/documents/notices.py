"""Notices (通知): of a meeting, or of anything that is said in sections."""

from dataclasses import dataclass

from campaign.documents.imprint import Imprint
from campaign.documents.meetings import Meeting


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A numbered part of a notice; each of its paragraphs ends as it is to be printed."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficialNotice:
    """The facts of ``notice``. The title says 关于…的通知 around ``subject``."""

    imprint: Imprint
    subject: str
    reason: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingNotice:
    """The facts of ``meeting_notice``; ``moved``: an earlier notice gave another time."""

    imprint: Imprint
    meeting: Meeting
    moved: bool = False
