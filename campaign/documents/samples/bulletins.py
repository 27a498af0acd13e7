"""Sample bulletins."""

import datetime as dt
from decimal import Decimal

from campaign.documents.bulletins import (
    InspectionBulletin,
    InspectionFinding,
    InspectionLine,
    StudyBulletin,
    StudyLine,
    TopicProgress,
)
from campaign.documents.kinds import OfficialDocument
from campaign.documents.samples.frame import BARE, FULL

_STUDY = StudyBulletin(
    imprint=FULL,
    period="2026年6月",
    owed=20,
    filed_on_time=16,
    filed_late=2,
    lines=(
        StudyLine(
            unit="局机关第一党支部",
            sessions=2,
            should_attend=24,
            attended=23,
            made_up=0,
            still_to_make_up=1,
            timeliness="按期",
        ),
    ),
    not_filed=(("市救助中心", True), ("婚姻登记处", False)),
    topics=(TopicProgress(name="《来自身边的警示》", studied=11, units=19),),
    make_up=(("局机关第一党支部", 1, 2),),
    absences=True,
    topics_by=dt.date(2026, 11, 30),
)
_INSPECTION = InspectionBulletin(
    imprint=FULL,
    period="2026年第二季度",
    lines=(
        InspectionLine(rank=1, unit="社会救助科", points=Decimal("96.5"), red_flag=True),
        InspectionLine(rank=2, unit="局办公室", points=Decimal(90), tied=True, close=True),
        InspectionLine(rank=None, unit="市福利院", points=None),
        InspectionLine(rank=None, unit="市救助中心", points=None, disqualified=True),
    ),
    strengths=(("社会救助科", ("推行上门办理", "群众办事少跑腿")),),
    findings=(
        InspectionFinding(unit="局办公室", finding="两件来信超期", due=dt.date(2026, 8, 15)),
    ),
    vetoes=(("市救助中心", ("被通报批评",)),),
    not_inspected=("婚姻登记处",),
)
SAMPLES: tuple[OfficialDocument, ...] = (
    _STUDY,
    StudyBulletin(
        imprint=BARE, period="2026年6月", owed=0, filed_on_time=0, filed_late=0, lines=()
    ),
    _INSPECTION,
    InspectionBulletin(imprint=BARE, period="2026年第二季度", lines=()),
)
