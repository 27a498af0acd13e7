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
    UpheldObjection,
)
from campaign.documents.samples.frame import BARE, FULL
from campaign.values.periods import parse_period


def _public_notice(
    imprint: Imprint,
    units: tuple[ProposedUnit, ...],
    people: tuple[ProposedPerson, ...],
    upheld: UpheldObjection | None,
) -> PublicNotice:
    return PublicNotice(
        imprint=imprint,
        year=2026,
        units=units,
        people=people,
        first=dt.date(2026, 12, 21),
        last=dt.date(2026, 12, 25),
        working_days=5,
        office="局党办",
        telephone="0000-1234567",
        address="示例市示例路1号",
        email="dangban@minzheng.example" if upheld else "",
        round=2 if upheld else 1,
        upheld=upheld,
        redone=upheld is None,
    )


def _commendation(
    imprint: Imprint,
    units: tuple[ProposedUnit, ...],
    people: tuple[ProposedPerson, ...],
    objections: tuple[int, int],
) -> Commendation:
    return Commendation(
        imprint=imprint,
        year=2026,
        units=units,
        people=people,
        noticed_from=dt.date(2026, 12, 21),
        noticed_to=dt.date(2026, 12, 25),
        objections_upheld=objections[0],
        objections_rejected=objections[1],
    )


_FULL_FEEDBACK = Feedback(
    imprint=FULL,
    period=parse_period("2026-Q3"),
    first=dt.date(2026, 4, 1),
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
            closed=True,
        ),
        FeedbackLine(opinion="办事指南不好找", measure="", responsible="局办公室", closed=False),
    ),
    telephone="0000-1234567",
    mailbox="局机关一楼大厅",
)
_BARE_FEEDBACK = Feedback(
    imprint=BARE,
    period=parse_period("2026-Q3"),
    first=dt.date(2026, 4, 1),
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
        provisional=True,
        note="缺群众测评成绩，经研究同意参加评比",
    ),
)
_PEOPLE = (
    ProposedPerson(name="林知夏", unit="局办公室", post="科员", facts="出勤率100%，办结12件"),
)
PUBLIC_NOTICES = (
    _public_notice(
        FULL,
        _UNITS,
        _PEOPLE,
        UpheldObjection(unit="局办公室", person="张某", document="示民异〔2026〕1号"),
    ),
    _public_notice(BARE, (), (), None),
)
SAMPLES: tuple[OfficialDocument, ...] = (
    *PUBLIC_NOTICES,
    _commendation(FULL, _UNITS, _PEOPLE, (1, 2)),
    _commendation(BARE, (), (), (0, 0)),
    _FULL_FEEDBACK,
    _BARE_FEEDBACK,
)
