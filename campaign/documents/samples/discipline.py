"""Sample criticism, rectification notices, talk notices and inquiries."""

import datetime as dt

from campaign.documents.discipline import (
    CriticismCircular,
    Inquiry,
    InquiryQuestion,
    RectificationItem,
    RectificationNotice,
    TalkNotice,
)
from campaign.documents.imprint import Imprint, document_number
from campaign.documents.kinds import OfficialDocument
from campaign.documents.samples.frame import BARE, CAMPAIGN, DAY, FULL, MOMENT


def _talk(imprint: Imprint, post: str, cases: tuple[str, ...]) -> TalkNotice:
    return TalkNotice(
        imprint=imprint,
        person="张某",
        unit="局办公室",
        post=post,
        reason="在审批环节被投诉拖延办理，经查属实",
        cases=cases,
        at=MOMENT,
        place="局纪检组谈话室",
        talker="顾砚秋",
        recorder="苏晚晴",
        review_due=dt.date(2026, 7, 23),
    )


def _inquiry(imprint: Imprint, questions: tuple[InquiryQuestion, ...]) -> Inquiry:
    return Inquiry(
        imprint=imprint,
        unit="市救助中心",
        year=2026,
        unit_class="单位",
        decision=document_number("示作风办", 2026, 9),
        at=MOMENT,
        place="局机关三楼会议室",
        questions=questions,
        answer_due=dt.date(2026, 7, 14),
    )


_ASKED = InquiryQuestion(
    question="群众反映的超期问题为何长期没有解决",
    asked_by="市人大代表",
    answered_by="江某",
    commitment="三个月内办结",
    due=dt.date(2026, 10, 16),
)
_OPEN = InquiryQuestion(question="下一步怎么改", asked_by="领导小组")

SAMPLES: tuple[OfficialDocument, ...] = (
    CriticismCircular(
        imprint=FULL,
        subject="局办公室",
        facts=("2026年6月18日，市直机关党工委明查暗访发现，局办公室窗口上班时间无人在岗",),
        causes=("纪律观念淡薄，日常管理不严",),
        basis=f"{CAMPAIGN}实施方案有关规定",
        decisions=("对局办公室予以通报批评", "取消局办公室2026年度评先评优资格"),
        demands=("立即纠正，建立在岗登记和顶岗制度",),
        due=dt.date(2026, 8, 10),
    ),
    CriticismCircular(
        imprint=BARE,
        subject="",
        facts=(),
        causes=(),
        basis="",
        decisions=(),
        demands=(),
        due=DAY,
    ),
    RectificationNotice(
        imprint=FULL,
        unit="局办公室",
        found_on=dt.date(2026, 6, 18),
        found_by="季度检查组",
        items=(
            RectificationItem(
                number="DW01-003",
                category="工作作风",
                problem="来信登记后无人跟踪，两件超期",
                due=dt.date(2026, 8, 10),
            ),
        ),
        report_due=dt.date(2026, 8, 10),
        source="检查",
        serial="JC-2026-Q2-DW01",
    ),
    RectificationNotice(
        imprint=BARE,
        unit="",
        found_on=DAY,
        found_by="",
        items=(),
        source="",
        serial="",
        report_due=DAY,
    ),
    _talk(FULL, "科员", ("TS-2026-004",)),
    _talk(BARE, "", ()),
    _inquiry(FULL, (_ASKED, _OPEN)),
    _inquiry(BARE, ()),
)
