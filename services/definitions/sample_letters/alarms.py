"""Sample alarms to the office."""

from collections.abc import Iterator

from adapters.mail.messages import Letter
from campaign.definitions.definitions import Definitions
from campaign.definitions.errors import Fault
from campaign.documents.discipline import (
    CriticismCircular,
    Inquiry,
    SanctionProposal,
    TalkNotice,
)
from campaign.documents.kinds import kind_of
from campaign.documents.result_documents import Feedback
from campaign.documents.samples import discipline, results
from campaign.problems.inbox_faults import InboxFault
from services.definitions.sample_letters.frame import MOMENT

_DRAFTED = (CriticismCircular, Inquiry, SanctionProposal, TalkNotice, Feedback)


def alarms(definitions: Definitions) -> Iterator[Letter]:
    """Return an alarm of each kind."""
    fault = Fault(source="inputs/plan.toml", path="mail.sender", message="缺少")
    yield Letter(kind="broken", facts={"faults": [fault]})
    ended = {"flow": "收表", "run": "2026-07-09", "ended": "失败"}
    yield Letter(kind="failed_run", facts=ended)
    for folder in ("局机关第一党支部", ""):
        yield Letter(kind="locked", facts={"folder": folder, "since": MOMENT})
    yield Letter(kind="clock", facts={"now": MOMENT, "last": MOMENT})
    for more in (0, 3):
        obstacles = [
            {"path": path, "what": what, "since": MOMENT}
            for what in InboxFault
            for path in ("ZB01/六月", "")
        ]
        yield Letter(kind="obstacles", facts={"obstacles": obstacles, "more": more})
    report = {"unit": "局机关第一党支部", "form": "学习情况月报表", "period": "2026年6月"}
    receipts = {"receipt": "HZ26-000002", "replaced": "HZ26-000001"}
    yield Letter(kind="replaced", facts={"reports": [{**report, **receipts}]})
    drafts = [
        {"file": "草稿.docx", "kind": kind_of(document), "document": document}
        for document in (*discipline.SAMPLES, *results.SAMPLES)
        if isinstance(document, _DRAFTED)
    ]
    yield Letter(kind="drafts", facts={"drafts": drafts, "folder": "outputs/reports/文件/党办草稿"})
    messages = [(("ZB01", "已接收", "地址不存在"), 1), (("", "报送提醒", ""), 2)]
    yield Letter(kind="undelivered", facts={"messages": messages, "roster": definitions.roster})
