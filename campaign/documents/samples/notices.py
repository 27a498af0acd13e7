"""Sample schemes and notices."""

import datetime as dt
from dataclasses import replace

from campaign.documents.kinds import OfficialDocument
from campaign.documents.notices import MeetingNotice
from campaign.documents.samples.evaluations import APPRAISAL, BARE_APPRAISAL
from campaign.documents.samples.frame import BARE, FULL, MEETING
from campaign.documents.scheme import GroupRole, Scheme, SchemePhase, SchemeTask
from campaign.values.periods import parse_period

_FULL_SCHEME = Scheme(
    imprint=FULL,
    year=2026,
    theme="转变作风从我做起、群众满意是我追求",
    bases=("市委、市政府《关于在全市开展“机关作风建设年”活动的意见》",),
    appraisal=APPRAISAL,
    phases=(
        SchemePhase(
            name="动员部署阶段",
            first=dt.date(2026, 4, 1),
            last=dt.date(2026, 5, 31),
            aim="召开动员大会，制定实施方案，广泛宣传发动",
        ),
    ),
    topics=("《来自身边的警示》", "廉政中国电教系列片"),
    leading_group=(GroupRole(role="组长", names=("顾砚秋",)),),
    office="市民政局党办",
    tasks=(
        SchemeTask(
            name="每月学习教育",
            form="学习月报表",
            classes=("支部", "单位"),
            units=(),
            periods=(parse_period("2026-06"), parse_period("2026-12")),
            due=(dt.date(2026, 7, 7), dt.date(2027, 1, 8)),
        ),
        SchemeTask(
            name="举报投诉登记",
            form="举报投诉登记表",
            classes=(),
            units=("市民政局党办",),
            periods=(),
            due=(),
        ),
    ),
)
_BARE_SCHEME = Scheme(
    imprint=BARE,
    year=2026,
    theme="",
    bases=(),
    appraisal=BARE_APPRAISAL,
    phases=(),
    topics=(),
    leading_group=(),
    office="",
    tasks=(),
)
SAMPLES: tuple[OfficialDocument, ...] = (
    _FULL_SCHEME,
    _BARE_SCHEME,
    MeetingNotice(imprint=FULL, meeting=MEETING),
    MeetingNotice(
        imprint=BARE,
        meeting=replace(MEETING, attendees=(), agenda=(), preparations=(), contact=""),
        moved=True,
    ),
)
