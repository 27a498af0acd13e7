"""Files from practice whose kind was told wrongly: archives, evidence, encrypted, other exports."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.store.tables import outbox
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from tests.support.office import Bureau

CASES = Path(__file__).parents[1] / "data" / "cases"
NOW = dt.datetime(2026, 12, 8, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SERIAL = "XX26-ZB01-06-RGAA"

FILES = {
    "a report in a zip": (
        "14-report-inside-a-zip/六月.zip",
        "六月.zip",
        Disposition.RETURNED,
        "压缩包里有报表，没有登记",
    ),
    "the same, named as evidence": (
        "14-report-inside-a-zip/六月.zip",
        f"{SERIAL} 六月月报.zip",
        Disposition.RETURNED,
        "请解压后把表格放入收件箱",
    ),
    "evidence that is a workbook": (
        "15-evidence-is-a-workbook/签到表.xlsx",
        f"{SERIAL} 签到表.xlsx",
        Disposition.ATTACHMENT,
        f"归入填报码{SERIAL}的报表",
    ),
    "the same without a serial number": (
        "15-evidence-is-a-workbook/签到表.xlsx",
        "签到表.xlsx",
        Disposition.RETURNED,
        "证明材料请以填报码开头命名后放入",
    ),
    "a workbook encrypted by the office's software": (
        "16-encrypted-by-the-offices-own-software/六月.xlsx",
        "六月.xlsx",
        Disposition.RETURNED,
        "请按本单位规定解密（外发）后再放入，或者联系党办",
    ),
    "a workbook part called workbook22.xml": (
        "23-workbook22/六月.xlsx",
        "六月.xlsx",
        Disposition.ACCEPTED,
        "已接收",
    ),
}


@pytest.mark.parametrize(("file", "name", "disposition", "says"), FILES.values(), ids=FILES.keys())
def test_a_file_is_answered_by_what_it_is(
    bureau: Bureau, readers: Readers, file: str, name: str, disposition: Disposition, says: str
) -> None:
    bureau.now = NOW
    bureau.drop(f"ZB01/{name}", (CASES / file).read_bytes())

    [reply] = bureau.sweep(readers)

    assert reply.disposition is disposition
    [message] = bureau.rows(outbox)
    assert says in message.text
    assert "程序中止" not in message.text and "改文件后缀名" not in message.text
