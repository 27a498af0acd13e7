"""The finding of a verification, for its report."""

from dataclasses import dataclass
from enum import StrEnum


class AuditCheck(StrEnum):
    """The areas that are checked, as the report names them."""

    EVENTS = "事件记录"
    ROWS = "数据库"
    KEYS = "密钥"
    FILES = "发出的文件"
    DROPS = "收文答复"
    SUBMISSIONS = "报表登记"
    MESSAGES = "邮件"
    ORIGINALS = "原件存档"
    RESULTS = "考评成果"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditFinding:
    """One disagreement, in Chinese: its subject, what is wrong, and what to do about it."""

    check: AuditCheck
    subject: str
    what: str
    mend: str
