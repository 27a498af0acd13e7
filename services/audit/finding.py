"""What verification says about one thing that does not hold."""

from dataclasses import dataclass
from enum import StrEnum


class AuditCheck(StrEnum):
    """What was checked, in the words of the report."""

    EVENTS = "事件记录"
    DROPS = "收文答复"
    SUBMISSIONS = "报表登记"
    MESSAGES = "邮件"
    ORIGINALS = "原件存档"
    RESULTS = "考评成果"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditFinding:
    """One thing that does not hold: which, what is wrong, and what to do about it."""

    check: AuditCheck
    subject: str
    what: str
    mend: str
