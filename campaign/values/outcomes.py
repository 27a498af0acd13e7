"""What can become of a dropped file, and the Chinese name of each outcome."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a drop; the value is also the kind of its message."""

    ACCEPTED = "receipt"
    ACCEPTED_BY_HAND = "accepted"
    RETURNED = "returned"
    DUPLICATE = "duplicate"
    ATTACHMENT = "attachment"
    ASIDE = "aside"


ACCEPTED = frozenset((Outcome.ACCEPTED, Outcome.ACCEPTED_BY_HAND))


OUTCOME_NAMES = {
    Outcome.ACCEPTED: "已接收",
    Outcome.ACCEPTED_BY_HAND: "人工接收",
    Outcome.RETURNED: "退回修改",
    Outcome.DUPLICATE: "重复文件",
    Outcome.ATTACHMENT: "附件已存档",
    Outcome.ASIDE: "待处理",
}
