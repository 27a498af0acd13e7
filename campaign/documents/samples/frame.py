"""What the sample documents share: two imprints, a day, a meeting."""

import datetime as dt

from campaign.documents.imprint import Imprint, document_number
from campaign.documents.meetings import Meeting

ISSUER, CAMPAIGN = "示例市民政局", "“机关作风建设年”活动"
DAY = dt.date(2026, 7, 9)
MOMENT = dt.datetime(2026, 7, 16, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
BARE = Imprint(issuer=ISSUER, campaign=CAMPAIGN, dated=DAY)
FULL = Imprint(
    issuer=ISSUER,
    campaign=CAMPAIGN,
    dated=DAY,
    number=document_number("示民", 2026, 18),
    addressees=("各党支部", "局机关各科室、直属各单位"),
    copies=("市直机关党工委", "市效能办", "市纠风办"),
    attachments=("学习专题目录", "学习月报表填报说明"),
    signer="顾砚秋",
    contact="苏晚晴，电话：0000-1234567",
    printed_by="示例市民政局办公室",
)
MEETING = Meeting(
    key="mobilization",
    name="“机关作风建设年”动员大会",
    starts=dt.datetime(2026, 4, 10, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    ends=dt.datetime(2026, 4, 10, 11, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    place="局机关三楼会议室",
    attendees=("局领导班子成员", "各支部书记", "局机关各科室、直属各单位负责人"),
    agenda=("宣读实施方案", "支部书记代表作表态发言", "局主要领导作动员讲话"),
    preparations=("请参会人员提前10分钟入场签到，不得无故缺席", "因故不能参加的，须书面请假"),
    contact="苏晚晴，电话：0000-1234567",
)
