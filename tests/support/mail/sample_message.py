"""A message with awkward papers attached, for tests of composing and handing over."""

import datetime as dt

import pytest

from adapters.files.home import Home
from adapters.store.outbox import LeasedMessage
from campaign.definitions.plan import Mail
from campaign.values.message import Message

NOW = dt.datetime(2026, 7, 6, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
MAIL = Mail(sender="zuofeng@minzheng.example", sender_name="示例市民政局作风办")
SUBJECT = (
    "【退回修改】学习情况月报（2026年6月） 回执号HZ26-000012，请于2026年7月9日前修改后重新报送"
)
TEXT = "第一党支部：\n\n你单位报送的《学习情况月报》……\n.\n以点开头的行\n"
HTML = '<p style="margin:0">第一党支部：</p><table><tr><td>“主持人”没有填写。</td></tr></table>'
LETTER = LeasedMessage(
    id=12,
    key="answer:12",
    kind="returned",
    unit="ZB01",
    recipient="zb01@minzheng.example",
    message=Message(subject=SUBJECT, text=TEXT, html=HTML),
    attachments=(),
    attempts=1,
    dated=NOW,
    lease_until=NOW,
)
NAMES = (
    "第一党支部六月学习情况月报（修改意见）.xlsx",
    "局机关及直属各单位党支部落实“三会一课”制度、开展集中学习与专题讲座情况的说明材料（最终版2）.docx",
    "会议通知.ics",
    "照片.png",
    "报表.et",
    "study 2026-06.xlsx",
)


@pytest.fixture
def papers(home: Home) -> tuple[str, ...]:
    folder = home.returned_to("ZB01")
    folder.mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_bytes(name.encode() * 100)
    return tuple(f"outputs/returned/ZB01/{name}" for name in NAMES)
