"""Lists what can become of a file dropped in the inbox, and what staff call it."""

from enum import StrEnum


class Disposition(StrEnum):
    """What became of a dropped file; the value is also the kind of the message about it."""

    ACCEPTED = "receipt"
    ACCEPTED_MANUALLY = "accepted"
    RETURNED = "returned"
    DUPLICATE = "duplicate"
    ATTACHMENT = "attachment"
    QUARANTINED = "quarantined"


ACCEPTED = frozenset((Disposition.ACCEPTED, Disposition.ACCEPTED_MANUALLY))
"""The dispositions of files whose contents count."""

DISPOSITION_NAMES = {
    Disposition.ACCEPTED: "已接收",
    Disposition.ACCEPTED_MANUALLY: "人工接收",
    Disposition.RETURNED: "退回修改",
    Disposition.DUPLICATE: "重复文件",
    Disposition.ATTACHMENT: "附件已存档",
    Disposition.QUARANTINED: "待处理",
}
