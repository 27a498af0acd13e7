"""The inbox: what lies there since when, what is complete, and what stands in the way.

May read the inbox and the store; the ways from a listed file to its claim, and out of the inbox,
are ``claim_files`` and ``removal`` beside this package.
"""

from adapters.files.inbox_mark import ForeignInboxError, take_over
from adapters.files.inbox_walk import InboxFile, Obstacle, ObstacleKind
from services.intake.inbox.clock import alarm_clock, is_put_back
from services.intake.inbox.listing import (
    InboxListing,
    ReadyFile,
    check_inbox,
    list_inbox,
    scan,
    scan_inbox,
)
from services.intake.inbox.obstacles import LastingObstacle

__all__ = [
    "ForeignInboxError",
    "InboxFile",
    "InboxListing",
    "LastingObstacle",
    "Obstacle",
    "ObstacleKind",
    "ReadyFile",
    "alarm_clock",
    "check_inbox",
    "is_put_back",
    "list_inbox",
    "scan",
    "scan_inbox",
    "take_over",
]
