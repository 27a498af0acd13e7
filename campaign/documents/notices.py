"""Notices (通知): of a meeting, or of anything that is said in sections."""

from dataclasses import dataclass

from campaign.documents.imprint import Imprint
from campaign.documents.layout import chinese
from campaign.documents.meetings import Meeting, meeting_time


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


def meeting_notice(imprint: Imprint, meeting: Meeting, reason: str) -> OfficialNotice:
    """Return the notice of a meeting; what the meeting does not state gets no section."""
    parts = (
        ("会议时间", (f"{meeting_time(meeting)}。",)),
        ("会议地点", (f"{meeting.place}。",)),
        ("参加人员", (f"{'；'.join(meeting.attendees)}。",) if meeting.attendees else ()),
        ("会议议程", _numbered(meeting.agenda)),
        ("有关要求", _numbered(meeting.preparations)),
        ("联系人", (f"{meeting.contact}。",) if meeting.contact else ()),
    )
    return OfficialNotice(
        imprint=imprint,
        subject=f"召开{meeting.name}",
        reason=reason,
        sections=tuple(
            Section(heading=heading, paragraphs=paragraphs)
            for heading, paragraphs in parts
            if paragraphs
        ),
    )


def _numbered(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"（{chinese(number)}）{item}。" for number, item in enumerate(items, start=1))
