"""What can become of a dropped file, and the Chinese name of each outcome."""

from enum import StrEnum


class Disposition(StrEnum):
    """What became of a drop; the value is also the kind of its message."""

    ACCEPTED = "receipt"
    ACCEPTED_MANUALLY = "accepted"
    RETURNED = "returned"
    DUPLICATE = "duplicate"
    ATTACHMENT = "attachment"
    QUARANTINED = "quarantined"


ACCEPTED = frozenset((Disposition.ACCEPTED, Disposition.ACCEPTED_MANUALLY))


DISPOSITION_NAMES = {
    Disposition.ACCEPTED: "已接收",
    Disposition.ACCEPTED_MANUALLY: "人工接收",
    Disposition.RETURNED: "退回修改",
    Disposition.DUPLICATE: "重复文件",
    Disposition.ATTACHMENT: "附件已存档",
    Disposition.QUARANTINED: "待处理",
}
