"""The facts of the notice (通知) of a meeting (S4, S64)."""

from dataclasses import dataclass

from campaign.documents.imprint import Imprint
from campaign.documents.meetings import Meeting


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingNotice:
    """The facts of ``meeting_notice``; ``moved``: an earlier notice gave another time."""

    imprint: Imprint
    meeting: Meeting
    moved: bool = False
