"""Sample criticism, rectification notices, talk notices and inquiries."""

import datetime as dt

from campaign.documents.discipline import (
    CriticismCircular,
    Inquiry,
    RectificationItem,
    RectificationNotice,
    SanctionProposal,
    SpotCheckCriticism,
    TalkNotice,
    UpheldComplaints,
)
from campaign.documents.imprint import Imprint, document_number
from campaign.documents.kinds import OfficialDocument
from campaign.documents.samples.frame import BARE, DAY, FULL, MOMENT


def _complaints(count: int, consequence: str) -> UpheldComplaints:
    cases = tuple(f"TS-2026-{4 + number:03}" for number in range(count))
    return UpheldComplaints(cases=cases, links=("审批",), count=count, consequence=consequence)


def _talk(imprint: Imprint, post: str, place: str, people: tuple[str, str]) -> TalkNotice:
    talker, recorder = people
    return TalkNotice(
        imprint=imprint,
        person="张某",
        unit="局办公室",
        post=post,
        complaints=_complaints(1, "诫勉谈话"),
        at=MOMENT,
        place=place,
        talker=talker,
        recorder=recorder,
        review_due=dt.date(2026, 7, 23),
    )


def _proposal(imprint: Imprint, post: str, count: int) -> SanctionProposal:
    return SanctionProposal(
        imprint=imprint,
        person="张某",
        unit="局办公室",
        post=post,
        complaints=_complaints(count, "交流换岗"),
    )


def _inquiry(imprint: Imprint, content: str, place: str) -> Inquiry:
    return Inquiry(
        imprint=imprint,
        unit="市救助中心",
        year=2026,
        unit_class="单位",
        decision=document_number("示作风办", 2026, 9),
        content=content,
        at=MOMENT,
        place=place,
        answer_due=dt.date(2026, 7, 14),
    )


SAMPLES: tuple[OfficialDocument, ...] = (
    CriticismCircular(
        imprint=FULL,
        unit="局办公室",
        person="张某",
        year=2026,
        spot_check=SpotCheckCriticism(
            document=document_number("示效", 2026, 9),
            published_on=dt.date(2026, 6, 25),
            matter="窗口上班时间无人在岗",
            yearly_grade="不称职",
        ),
        due=dt.date(2026, 8, 10),
    ),
    CriticismCircular(
        imprint=BARE,
        unit="局办公室",
        person="张某",
        year=2026,
        complaints=_complaints(2, "通报批评"),
        due=DAY,
    ),
    RectificationNotice(
        imprint=FULL,
        unit="局办公室",
        found_on=dt.date(2026, 6, 18),
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
        items=(),
        source="",
        serial="",
        report_due=DAY,
    ),
    _talk(FULL, "科员", "局纪检组谈话室", ("顾砚秋", "苏晚晴")),
    _talk(BARE, "", "", ("", "")),
    _proposal(FULL, "科员", 3),
    _proposal(BARE, "", 1),
    _inquiry(FULL, "群众意见集中，整改不力", "局机关三楼会议室"),
    _inquiry(BARE, "", ""),
)
