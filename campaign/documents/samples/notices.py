"""Sample schemes and notices."""

import datetime as dt
from dataclasses import replace

from campaign.documents.kinds import OfficialDocument
from campaign.documents.notices import MeetingNotice, OfficialNotice, Section
from campaign.documents.samples.frame import BARE, FULL, MEETING
from campaign.documents.scheme import GroupRole, Scheme, SchemePhase, SchemeTask

_FULL_SCHEME = Scheme(
    imprint=FULL,
    year=2026,
    theme="转变作风从我做起、群众满意是我追求",
    bases=("市委、市政府《关于在全市开展“机关作风建设年”活动的意见》",),
    dimensions=("服务", "效率", "质量", "作风", "形象"),
    channels=("自评", "互评", "抽查评议", "社会评议", "群众测评"),
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
    scoring=("互评。由互评打分和季度检查组成。",),
    tasks=(
        SchemeTask(
            name="每月学习教育",
            form="学习月报表",
            who="各支部、各单位",
            periods="6月至11月，每月",
            due="7月7日、8月7日",
        ),
    ),
)
_BARE_SCHEME = Scheme(
    imprint=BARE,
    year=2026,
    theme="",
    bases=(),
    dimensions=(),
    channels=(),
    phases=(),
    topics=(),
    leading_group=(),
    office="",
    scoring=(),
    tasks=(),
)
SAMPLES: tuple[OfficialDocument, ...] = (
    _FULL_SCHEME,
    _BARE_SCHEME,
    OfficialNotice(
        imprint=FULL,
        subject="做好报送工作",
        reason="为做好年底报送工作",
        sections=(Section(heading="报送", paragraphs=("请于12月10日前报送。",)),),
    ),
    OfficialNotice(
        imprint=BARE,
        subject="做好报送工作",
        reason="",
        sections=(Section(heading="报送", paragraphs=()),),
    ),
    MeetingNotice(imprint=FULL, meeting=MEETING),
    MeetingNotice(
        imprint=BARE,
        meeting=replace(MEETING, attendees=(), agenda=(), preparations=(), contact=""),
        moved=True,
    ),
)
