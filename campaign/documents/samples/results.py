"""Sample public notices, proposals for awards and feedback."""

import datetime as dt
from decimal import Decimal

from campaign.documents.imprint import Imprint
from campaign.documents.kinds import OfficialDocument
from campaign.documents.result_documents import (
    Commendation,
    Feedback,
    FeedbackLine,
    GroupCount,
    ProposedPerson,
    ProposedUnit,
    PublicNotice,
)
from campaign.documents.samples.frame import BARE, FULL


def _public_notice(
    imprint: Imprint,
    units: tuple[ProposedUnit, ...],
    people: tuple[ProposedPerson, ...],
    changed: str,
) -> PublicNotice:
    return PublicNotice(
        imprint=imprint,
        year=2026,
        units=units,
        people=people,
        first=dt.date(2026, 12, 21),
        last=dt.date(2026, 12, 25),
        working_days=5,
        received_by="活动领导小组办公室（局党办）",
        telephone="0000-1234567",
        address="示例市示例路1号",
        email="dangban@minzheng.example" if changed else "",
        round=2 if changed else 1,
        changed=changed,
    )


def _commendation(
    imprint: Imprint,
    units: tuple[ProposedUnit, ...],
    people: tuple[ProposedPerson, ...],
    objections: str,
) -> Commendation:
    return Commendation(
        imprint=imprint,
        year=2026,
        units=units,
        people=people,
        noticed_from=dt.date(2026, 12, 21),
        noticed_to=dt.date(2026, 12, 25),
        objections=objections,
    )


_FULL_FEEDBACK = Feedback(
    imprint=FULL,
    period="2026年6月至9月",
    groups=(
        GroupCount(name="服务对象", issued=120, returned=113, satisfied_pct=Decimal("94.7")),
        GroupCount(name="党代表", issued=10, returned=0),
    ),
    opinions=12,
    closed=10,
    lines=(
        FeedbackLine(
            opinion="低保申请材料多、跑腿多",
            measure="精简材料，实行上门办理",
            responsible="社会救助科",
            status="已销号",
        ),
    ),
    telephone="0000-1234567",
    mailbox="局机关一楼大厅",
)
_BARE_FEEDBACK = Feedback(
    imprint=BARE,
    period="2026年6月至9月",
    groups=(),
    opinions=0,
    closed=0,
    lines=(),
    telephone="",
)

_UNITS = (
    ProposedUnit(
        name="局机关第一党支部",
        unit_class="支部",
        rank=1,
        points=Decimal("95.62"),
        note="缺群众测评成绩",
    ),
)
_PEOPLE = (
    ProposedPerson(name="林知夏", unit="局办公室", post="科员", facts="出勤率100%，办结12件"),
)
PUBLIC_NOTICES = (
    _public_notice(FULL, _UNITS, _PEOPLE, "经查，对原公示对象的异议属实，取消其推荐资格"),
    _public_notice(BARE, (), (), ""),
)
SAMPLES: tuple[OfficialDocument, ...] = (
    *PUBLIC_NOTICES,
    _commendation(FULL, _UNITS, _PEOPLE, "收到异议1件，经核查不属实"),
    _commendation(BARE, (), (), ""),
    _FULL_FEEDBACK,
    _BARE_FEEDBACK,
)
